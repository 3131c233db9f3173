"""The outline of one text: by its labels, by the sheet's sentences, and by labels seldom written.

"Solution 2", "#2", "No. 2" or "a - ..." is a label only where no usual one counts the same things:
"Answer 3" under "Problem 1" may be the answer. They are read as the labels that they stand for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .answer_tables import spread
from .copied.own import own_of
from .copied.sheet import for_absent
from .known import Known
from .labels import Path, find_label, find_number, is_bold
from .markup import Block
from .near.lost import said_in
from .sections import Placed, placed, under

_CALLED = (
    r"(?:(?:my|the)\s+)?(?:solutions?|sol|soln|answers?|ans|responses?|lösung|antwort|solución|"
    r"respuesta|solution|réponse|soluzione|risposta|решение|ответ|解答?|答案?)"
)
_MARK = r"[\s>*_#]*"
_SUB = r"(?:viii|vii|iii|ii|iv|vi|ix|xii|xi|[a-p]|[ivx])"
_CLOSE = r"(?:\s*[:.)\]\u2013\u2014-]+\s*|\s+(?=\S)|\s*$)"
_NUMBERED = re.compile(
    rf"^(?:{_MARK}{_CALLED}\b[.:]?\s*(?:\#|no\.?|nr\.?|№)?\s*|[\s>*_]*(?:\#|\bno\.|\bnr\.|№)\s*)"
    rf"(?P<sub>\d{{1,2}})(?![\d%]|\.\d)(?:\*\*|__)?{_CLOSE}(?:\*\*|__)?",
    re.IGNORECASE,
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_COUNTED = re.compile(
    rf"^{_MARK}(?:the\s+)?(?P<sub>{'|'.join(_ORDINALS.split())}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?\s+"
    rf"(?:problem|question|exercise|task)\b{_CLOSE}(?:\*\*|__)?"
    rf"|^{_MARK}(?:part|section|step|teil|partie)\s+(?P<part>\d{{1,2}})(?![\d%]|\.\d)(?:\*\*|__)?{_CLOSE}"
    rf"|^[\s>*_#]*(?P<roman>(?-i:[IVX]{{1,4}}))[.):](?:\*\*|__)?(?:\s+|$)"
    rf"|^[\s>*_#]*(?P<ring>[①-⑳])(?:\*\*|__)?\s*"
    rf"|^[\s>*_#]*\[(?P<box>\d{{1,2}})\](?!\()(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
"""Ordinals, parts that stand for problems, and numbers in Roman, rings and square brackets."""
_DASHED = re.compile(
    r"^[\s>*_]*(?P<sub>\d{1,2})\s+(?:-{1,3}|[\u2013\u2014])\s+(?=\$|[^\W\d_]{2,}|[-−]?[\d.,/%]+\s*$)"
)
_LETTERED = re.compile(
    rf"^(?:{_MARK}{_CALLED}\s*\((?P<one>{_SUB})\)(?:\*\*|__)?\s*[:.]?"
    rf"|[\s>*_]*\#\s*(?P<two>{_SUB})(?![^\W_])(?:\*\*|__)?{_CLOSE}"
    rf"|[\s>*_]*\[?(?P<three>{_SUB})\s*\](?!\()(?:\*\*|__)?\s*"
    rf"|[\s>*_]*\((?P<greek>[α-μ])\)(?:\*\*|__)?\s*[:.]?"
    rf"|(?:\*\*|__)(?P<four>{_SUB})(?:\*\*|__)(?!\s*[-+=*/^<>\u2264\u2265\u2248])"
    rf"|[\s>*_]*(?P<five>{_SUB})\s+(?:-{{1,3}}|[\u2013\u2014])\s+(?=\$|[^\W\d_]{{2,}}|[-\d.,]+\s*$))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"^(?P<mark>{_MARK}){_CALLED}[.:]?\s+(?:to|for|of|zu|zur|zum|von|für|de|del|à|к|на)\s+"
    r"(?:the\s+)?(?=[^\W\d_]{1,12}\.?\s*\#?\s*\d)",
    re.IGNORECASE,
)
"""What stands before the label itself, as in "Answer to Question 2"."""


def outlined(
    blocks: Sequence[Block], known: Known, starter: Any = None
) -> tuple[list[Placed], list[Placed]]:
    """Every block under its label, and the same where the numbers of lists may be labels too."""
    blocks = [_without_lead(block) for block in _counted_on(_lists_apart(blocks), known)]
    rows = placed(blocks, replace(known, sentences=()))
    if any(block.kind == "table" for block in blocks):
        blocks = spread(blocks, rows, known)
        rows = placed(blocks, replace(known, sentences=()))
    if counted := _counted_through(blocks, known, rows):
        blocks = counted
        rows = placed(blocks, replace(known, sentences=()))
    for _ in range(2):  # problems, then what then are their parts
        spelled = _respelled(blocks, known, rows, starter)
        if spelled is None:
            break
        blocks = spelled
        rows = placed(blocks, replace(known, sentences=()))
    known = for_absent(known, rows)
    return placed(blocks, known), placed(blocks, known, loose=True)


def _lists_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the numbers of lists that stand above headings which count the parts.

    A problem whose parts are headings, "#### 1." and "#### 2.", begins with what its sheet lists:
    books to read, or steps to take.
    """
    kept = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        below = [
            (number, one.level, label.path)
            for number, one in _within(blocks, place)
            if one.kind == "heading" and (label := find_number(one.text)) is not None
        ]
        first = [path for _, level, path in below if level == below[0][1]][:2]
        if first != [(1,), (2,)]:
            continue
        for number in range(place + 1, below[0][0]):
            if kept[number].kind == "list":
                items = tuple(replace(item, number=0) for item in kept[number].items)
                kept[number] = replace(kept[number], items=items)
    return kept


def _counted_on(blocks: Sequence[Block], known: Known) -> list[Block]:
    """The blocks with items that are all numbered 1 by their order, as Markdown counts a list.

    An item that is a problem's label itself, "2. Problem set 2", is a line of text.

    A list that goes on behind code or a text begins anew where it is made of a report's source.
    """
    kept = [_as_label(block, known) for block in blocks]
    first: list[int] = []
    for place, block in enumerate([*kept, None]):
        is_item = block is not None and block.kind == "list" and len(block.items) == 1
        if block is not None and is_item and block.items[0].number == 1:
            first.append(place)
            continue
        ends = block is None or block.kind == "heading" or (is_item and block.items[0].number)
        opens = block is not None and block.kind == "paragraph" and _opens(block)
        if not (ends or opens):
            continue
        for number, at in enumerate(first if len(first) > 1 else (), 1):
            items = (replace(kept[at].items[0], number=number),)
            kept[at] = replace(kept[at], items=items)
        first = []
    return kept


def _as_label(block: Block, known: Known) -> Block:
    """A list of one item that is a label with a word, for a paragraph of that label."""
    if block.kind != "list" or len(block.items) != 1 or not block.items[0].number:
        return block
    item = block.items[0]
    label = find_label(item.text, known.words)
    is_label = label is not None and len(label.word) > 2 and label.path == (item.number,)
    return Block("paragraph", item.text, block.line, block.end) if is_label else block


def _opens(block: Block) -> bool:
    """Whether a paragraph begins with a label or is all in bold, as a heading may be."""
    line = block.text.split("\n")[0]
    return is_bold(block.text) or find_label(line) is not None


def _within(blocks: Sequence[Block], place: int) -> Iterator[tuple[int, Block]]:
    """The blocks below a heading, up to the next of its level or above, with their places."""
    for number in range(place + 1, len(blocks)):
        if blocks[number].kind == "heading" and blocks[number].level <= blocks[place].level:
            return
        yield number, blocks[number]


def _counted_through(
    blocks: Sequence[Block], known: Known, rows: Sequence[Placed]
) -> list[Block] | None:
    """The blocks with numbered items as problems, where they count all of them in order.

    A list that goes on after a formula, a picture or a listing is many lists, whose numbers tell
    that they are one. None where the problems have labels of their own.
    """
    asked = {path[0] for path in known.paths if isinstance(path[0], int)}
    absent = [number for number in asked if not under(rows, (number,))]
    numbers = [number for block in blocks for number in _numbers(block)]
    pieces = sum(bool(_numbers(block)) for block in blocks)
    in_order = numbers == list(range(1, len(numbers) + 1))
    enough = len(numbers) >= max(3, (max(asked, default=0) + 1) // 2)  # the last may be left out
    if not (absent and len(asked) > 1 and pieces > 1 and in_order and enough):
        return None
    return [one for block in blocks for one in _as_problems(block)]


def _numbers(block: Block) -> list[int]:
    """The numbers that a list counts, or that a paragraph begins with as an item of one does."""
    if block.kind == "list":
        return [item.number for item in block.items if item.number]
    match = _ITEM.match(block.text) if block.kind == "paragraph" else None
    return [int(match["number"])] if match is not None else []


_ITEM = re.compile(r"(?P<number>\d{1,2})\\?[.)](?=\s|$)")


def _as_problems(block: Block) -> Iterator[Block]:
    """A numbered item as a problem's label and what follows it."""
    if not _numbers(block):
        yield block
    elif block.kind == "paragraph":
        text = _ITEM.sub(lambda match: f"Problem {match['number']}:", block.text)
        yield replace(block, text=text)
    else:
        for item in block.items:
            first = next(iter(item.blocks), None)
            inline = first is not None and first.kind == "paragraph"
            said = first.text if first is not None and inline else ""
            end = first.end if first is not None and inline else item.line
            yield Block("paragraph", f"Problem {item.number}: {said}".strip(), item.line, end)
            yield from item.blocks[1:] if inline else item.blocks


def _without_lead(block: Block) -> Block:
    """A heading or paragraph whose lines begin with the label itself."""
    if block.kind not in ("heading", "paragraph"):
        return block
    lines = [_BEHIND.sub(lambda match: match["mark"], line) for line in block.text.split("\n")]
    return replace(block, text="\n".join(lines))


def _respelled(
    blocks: Sequence[Block], known: Known, rows: Sequence[Placed], starter: Any
) -> list[Block] | None:
    """The blocks with labels that are seldom written as usual ones; None where there are none.

    Labels that only repeat what the `starter` has under them leave room for others.
    """
    found: dict[int, str] = {}
    for parent in sorted({path[:-1] for path in known.paths}, key=len):
        children = {path for path in known.paths if path[:-1] == parent}
        whole = all(isinstance(path[-1], int) for path in children)
        if not whole or any(_is_there(rows, path, starter) for path in children):
            continue
        within = [row for row in rows if not parent or _stands_in(row.path, parent)]
        labels = list(_labels(within, is_part=bool(parent)))
        if any(number == 0 for _, number, _ in labels):
            continue
        numbers = [number for _, number, _ in labels if (*parent, number) in children]
        in_order = numbers == sorted(set(numbers))
        if not in_order or len(numbers) < min(2, len(children)):
            continue
        for line, number, rest in labels:
            sign = f"({chr(96 + number)})" if parent else f"Problem {number}:"
            found[line] = f"{sign} {rest}".rstrip()
    return [_with_lines(block, found) for block in blocks] if found else None


def _is_there(rows: Sequence[Placed], path: Path, starter: Any) -> bool:
    """Whether a label stands there for an answer, and not only because the sheet has it."""
    there = under(rows, path)
    return bool(there) and (not said_in(there) or bool(said_in(own_of(there, starter))))


def _stands_in(path: Path, parent: Path) -> bool:
    """Whether a path is the parent's own, or that of a heading within it which names nothing."""
    rest = path[len(parent) :]
    return path[: len(parent)] == parent and all(str(one).startswith("?") for one in rest)


def _labels(rows: Sequence[Placed], *, is_part: bool) -> Iterator[tuple[int, int, str]]:
    """(line, number, what follows) of each line that begins with such a label.

    A number of 0 says that nothing stands under the label before it, which may be an answer itself.
    """
    is_open = False
    for row in rows:
        if row.block.kind not in ("heading", "paragraph"):
            is_open = False
            continue
        for line, text in enumerate(row.block.text.split("\n"), row.block.line):
            number, rest = _label(text, is_part=is_part)
            if number and is_open:
                yield line, 0, ""
            if number:
                yield line, number, rest
            is_open = (number > 0 or is_open) and not (rest if number else text.strip())
    if is_open:
        yield 0, 0, ""


def _label(text: str, *, is_part: bool) -> tuple[int, str]:
    """The number of the label that a line begins with, 0 for none, and what follows."""
    if is_part:
        match = _LETTERED.match(text)
        sub = next(filter(None, match.groups()), "").lower() if match else ""
        first = ord("α") - 1 if sub > "z" else 96
        number = _ROMAN.get(sub) or (ord(sub) - first if len(sub) == 1 else 0)
    else:
        match = _NUMBERED.match(text) or _DASHED.match(text) or _COUNTED.match(text)
        number = _counted(next(filter(None, match.groups()), "")) if match else 0
    return (number, text[match.end() :].strip()) if match is not None else (0, text)


def _counted(word: str) -> int:
    """The number that digits, an ordinal, a Roman number or one in a ring stands for."""
    word = unicodedata.normalize("NFKC", word).lower()
    if word.isdigit():
        return int(word)
    return _ROMAN.get(word) or _ORDINALS.split().index(word) + 1


_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = {sub: number for number, sub in enumerate(_NUMERALS.split(), 1)}


def _with_lines(block: Block, lines: dict[int, str]) -> Block:
    if block.kind not in ("heading", "paragraph"):
        return block
    rows = block.text.split("\n")
    kept = [lines.get(line, row) for line, row in enumerate(rows, block.line)]
    return block if kept == rows else replace(block, text="\n".join(kept))
