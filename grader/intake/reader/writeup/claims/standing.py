"""What a section says as it stands: equations, inequalities, sets and lists, none of them cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..formulas import segments
from ..frames import unframed
from ..markup import Block
from ..sections import Placed
from ..statements import words_outside
from .said import PLAIN, leaves, plain

MOST_WORDS = 6
_CLAIMS = re.compile(
    r"[=<>≤≥≠∈±∅]|[\[({].*[\])}]|\d|\\(?:leq?|geq?|neq?|in|lt|gt|pm|emptyset|begin)\b", re.DOTALL
)
_ANSWER = re.compile(
    r"\b(?:answer|ans|solution|result)s?\b(?: set)?\s*(?:is|are|:|=|→|->)+\s*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:[^$=<>≤≥≠∈(\[{\d/*^+]*?\b(?:is|are|get|gives?|obtain|have|when|for|that|where|so|thus|hence"
    r"|therefore|then)\b|[^$=<>≤≥≠∈(\[{\d/*^+]{0,60}:)\s+(?=\S)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"\W*(?:\\partial|∂|d/d|[Dd]?f?rac\s*\{\s*(?:\\partial|∂|d)|[A-Za-z]\w{0,8}(?:'|_\{?\w)[^=]{0,20}=)"
)
"""An entry of a vector by its name: a partial derivative, or a name with an index."""
Standing = tuple[str, int, str]
"""A text, the line where it stands, and how it was come by."""


def standing(rows: Sequence[Placed]) -> Iterator[Standing]:
    """What is boxed, what is called the answer, the only claim, or each of several, last first."""
    texts = [(_text(block), block) for row in rows for block in leaves(row.block)]
    claims = [(text, block.line) for text, block in texts if text and _CLAIMS.search(text)]
    final = False
    for text, line in reversed(claims):
        if boxed := " ".join(inner for inner, is_boxed in _pieces(text) if is_boxed):
            final = True
            yield f"${boxed}$", line, "boxed"
        elif (answer := _ANSWER.search(text)) is not None:
            final = True
            yield _stripped(answer["rest"]), line, "answer"
    if final or not claims:
        return
    if len(claims) == 1:
        yield _stripped(claims[0][0]), claims[0][1], "only"
        return
    together = "\n\n".join(_stripped(text) for text, _ in claims)
    if all(_PIECE.match(_stripped(text)) for text, _ in claims):
        yield together, claims[0][1], "only"
        return
    if all(words_outside(text) <= MOST_WORDS for text, _ in claims):
        yield together, claims[0][1], "any"
    for text, line in reversed(claims):
        yield _stripped(text), line, "any"


def alone(rows: Sequence[Placed]) -> list[Standing]:
    """The one short line of a section that says nothing else."""
    found = list(standing(rows))
    texts = [row.block for row in rows if row.block.kind != "heading" and row.block.text.strip()]
    is_short = len(found) == len(texts) == 1 and words_outside(found[0][0]) <= MOST_WORDS
    return found if is_short and "\n" not in found[0][0] else []


def _text(block: Block) -> str:
    if block.kind == "math":
        return f"$${block.text}$$"
    is_text = block.kind == "code" and block.info.lower() in PLAIN
    return plain(block.text).strip() if is_text or block.kind == "paragraph" else ""


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for piece in segments(text):
        if piece.math:
            yield unframed(piece.text)


def _stripped(text: str) -> str:
    """A claim without the words that lead up to it, and without its full stop."""
    lead = _LEAD.match(text)
    return (text[lead.end() :] if lead else text).strip().removesuffix(".").strip()
