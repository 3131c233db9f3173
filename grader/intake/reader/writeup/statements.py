"""Prose for a person to read, and derivations as a list of statements in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .formulas import Segment, segments
from .markup import Block
from .sections import Placed

_ELSEWHERE = re.compile(
    r"\b(?:see|included|attached|linked|refer|found|available|uploaded|submitted|in the)\b.*"
    r"(?:\b(?:repo(?:sitory)?|github|notebook|file|link|colab|attachment|appendix|top|zip|code)\b"
    r"|\w\.(?:ipynb|py|zip|pdf|xlsx|docx)\b)",
    re.IGNORECASE | re.DOTALL,
)
MAX_POINTER_WORDS = 25
MOST_WORDS_BESIDE = 2
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of Thai, Khmer, Japanese and Chinese, which are written without blanks between words."""


def words_outside(text: str) -> int:
    """How many words stand outside the formulas of a text."""
    plain = " ".join(piece.text for piece in segments(text) if not piece.math)
    unspaced = len(_UNSPACED.findall(plain))
    return len(re.findall(r"[^\W\d_]{2,}", _UNSPACED.sub(" ", plain))) + (unspaced + 1) // 2


def prose(rows: Sequence[Placed]) -> tuple[str, int] | None:
    """The text from its first to its last block of prose, formulas between kept; no listings.

    It begins with three words outside formulas and ends with four. Where nothing is as long, all
    of it is the answer: a short text, or one of formulas only, is for a person to judge.
    """
    blocks = [
        row.block
        for row in rows
        if row.block.kind in ("paragraph", "list", "math") or _is_answer(row.block)
    ]
    blocks = [b for b in blocks if b.kind == "math" or re.search(r"\w", b.text)]
    words = [0 if b.kind == "math" else words_outside(b.text) for b in blocks]
    ends = [n for n, count in enumerate(words) if count > 3]
    starts = [n for n, count in enumerate(words) if count > 2 or blocks[n].kind == "heading"]
    if ends and _ASKS.search(blocks[ends[-1]].text):  # the answer is what is shorter
        ends = [len(blocks) - 1]
    kept = blocks[_lead(blocks, starts[0]) : _tail(blocks, ends[-1])] if ends else blocks
    if not kept:
        return None
    pieces = [f"$${b.text}$$" if b.kind == "math" else _listed(b) for b in kept]
    return "\n\n".join(pieces), kept[0].line


_ASKS = re.compile(r"[?？][\s*_)]*$")
_PICK = r"\(?(?:[A-Ha-h1-9]|[ivx]{1,4})\)?"
_SHORT = re.compile(
    r"\W{0,4}(?:true|false|yes|no|(?:(?:my|the)\s+)?(?:answer|ans|solution)\s*(?::|is\b).{1,60}"
    rf"|{_PICK}(?:\s*(?:,|&|and|or|und|et|y)?\s*{_PICK}){{0,5}}"
    r"|\(?[A-Ha-h1-9](?:[).:]\s*(?:[^\W\d_]{1,20}\W{0,2}){0,5})?|[^\W\d_]{2,20}(?:\s+[^\W\d_]{2,20}){0,2}\.)\W{0,4}",
    re.IGNORECASE,
)
"""A paragraph of few words that is an answer: "False.", beside the sentences that give reasons."""


def _lead(blocks: Sequence[Block], first: int) -> int:
    """Where the answer begins: with a short one right above its reasons, or with these."""
    above = blocks[first - 1] if first else None
    return first - (above is not None and _is_short(above))


def _tail(blocks: Sequence[Block], last: int) -> int:
    """Where the answer ends: behind a short one at the very end, or behind the last sentence."""
    return last + (2 if len(blocks) == last + 2 and _is_short(blocks[-1]) else 1)


def _is_short(block: Block) -> bool:
    return block.kind == "paragraph" and _SHORT.fullmatch(block.text.strip()) is not None


def _is_answer(block: Block) -> bool:
    """Whether a heading holds an answer behind its label, as in "c. False."."""
    words = block.text.strip(" *_").split()
    ends = block.text.rstrip(" *_").endswith((".", "!"))
    return block.kind == "heading" and ends and len(words) <= 3


def may_answer(row: Placed) -> bool:
    """Whether a block without a label looks like answers and not like a few words about them."""
    block = row.block
    if block.kind in ("table", "math"):
        return True
    listed = block.kind in ("paragraph", "list") and re.search(r"\d|\$", block.text) is not None
    return listed and words_outside(block.text) <= MOST_WORDS_BESIDE


def points_elsewhere(text: str) -> bool:
    """Whether a short text only says where the answer is instead of giving it."""
    short = len(re.findall(r"\w+", text)) <= MAX_POINTER_WORDS
    return short and _ELSEWHERE.search(text) is not None


def _listed(block: Block) -> str:
    if block.kind != "list":
        return block.text
    marks = [f"{item.number}." if item.number else "-" for item in block.items]
    return "\n".join(f"{mark} {item.text}" for mark, item in zip(marks, block.items, strict=True))


def statements(rows: Sequence[Placed]) -> tuple[list[str], int] | None:
    """Every formula and sentence in order: LaTeX alone, or prose with formulas in dollars."""
    found: list[str] = []
    line = 0
    for row in rows:
        pieces = list(_of_block(row.block))
        if pieces and not found:
            line = row.block.line
        found += pieces
    return (found, line) if found else None


def _of_block(block: Block) -> Iterator[str]:
    if block.kind == "math":
        yield block.text
    elif block.kind in ("paragraph", "heading"):
        for paragraph in [block.text] if "$" in block.text else block.text.split("\n"):
            if block.kind == "paragraph" or "$" in paragraph:
                yield from _of_text(paragraph)
    elif block.kind == "list":
        for item in block.items:
            for inner in item.blocks:
                yield from _of_block(inner)


def _of_text(text: str) -> Iterator[str]:
    """Formulas before the first word one by one, then the rest as one sentence."""
    pieces = segments(text)
    first = next((n for n, piece in enumerate(pieces) if _is_wordy(piece)), len(pieces))
    yield from (piece.text for piece in pieces[:first] if piece.math)
    rest = pieces[first:]
    if rest:
        joined = "".join(f" ${piece.text}$ " if piece.math else piece.text for piece in rest)
        yield re.sub(r"\s+", " ", joined).strip()


def _is_wordy(piece: Segment) -> bool:
    return not piece.math and re.search(r"[^\W_]", piece.text) is not None


def lines_that_name(rows: Sequence[Placed], of: Sequence[str]) -> frozenset[int]:
    """The lines of paragraphs in which an asked name of several letters stands."""
    names = [name.casefold() for name in of if re.fullmatch(r"[^\W\d_]{3,}(?:[ _-]\w+)*", name)]
    return frozenset(
        line
        for row in rows
        if row.block.kind == "paragraph"
        for line, text in enumerate(row.block.text.split("\n"), row.block.line)
        if any(name in text.casefold() for name in names)
    )
