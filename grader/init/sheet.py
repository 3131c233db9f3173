"""The questions of a sheet as handed out: its headings, numbered lines and lists, with points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from grader.init.draft import plain
from grader.init.points import worth
from grader.intake.reader.writeup.labels import Label, find_label, find_number
from grader.intake.reader.writeup.markup import Block, Item, blocks_of

_OF_ALL = frozenset({"assignment", "homework", "hw", "lab", "worksheet"})
"""Words whose number is that of the whole sheet, in a heading at its top."""
MOST_OF_A_LINE = 80
"""Characters of a line that may be a label with its points."""
MOST = 200
"""Questions that a sheet may have."""
_NO_QUESTION = re.compile(
    r"\b(?:introduction|overview|instructions?|submission|submitting|logistics|deadline|due|"
    r"honou?r|policy|collaboration|setup|set-up|background|references?|readings?|resources?|"
    r"grading|rubric|objectives?|learning goals|getting started|what to (?:hand|turn) in|about|"
    r"prerequisites|appendix|notes?|acknowledge?ments?|data(?:set)?|contents|summary|imports?|"
    r"hints?|navigation)\b|^\W*(?:homework|assignment|lab|exercises?)\W*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Asked:
    """One question of a sheet, or a problem with parts."""

    path: tuple[int | str, ...]
    label: str
    """As a write-up would write it: "Problem 3", "3a", or the words of a heading."""
    title: str
    points: Fraction | None = None
    bonus: bool = False
    each: bool = False
    level: int = 0
    worded: bool = False
    """Whether a word stands before its number, so that numbers alone below it are its parts."""
    style: str = ""
    """How it counts among its neighbours where it is a part: letter, roman, number."""
    text: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    parts: list[Asked] = field(default_factory=list)

    def leaves(self) -> Iterator[Asked]:
        """The questions that are answered: a problem's parts, or itself."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet asks."""

    title: str
    questions: tuple[Asked, ...]


def sheet_of(text: str, usual: str) -> Sheet:
    """The questions in a text of Markdown, with `usual` as the title where it has none."""
    blocks = blocks_of(text)
    roots = _Reader(blocks, "labels").roots
    if not roots:
        roots = _Reader(blocks, "headings").roots
    if not roots:
        roots = _Reader(blocks, "lists").roots
    for root in roots:
        _share(root)
    return Sheet(_title(blocks) or usual, tuple(roots[:MOST]))


def _title(blocks: Sequence[Block]) -> str:
    """The first heading that is no question's, or a short line at the very top."""
    said = 0
    for block in blocks:
        if block.kind == "heading":
            label = _label(block.text, heading=True)
            is_title = label is None or (label.word in _OF_ALL and block.level == 1)
            return plain(worth(block.text).rest) if is_title else ""
        line = plain(block.text)
        said += bool(line)
        is_short = block.kind == "paragraph" and "\n" not in block.text.strip() and len(line) < 90
        is_open = is_short and bool(line) and not line.endswith((".", ":", ";", ","))
        if said <= 2 and is_open and _label(line, heading=False) is None:
            return line
    return ""


def _share(question: Asked) -> None:
    """Points of a problem are those of its parts, evenly, where the parts have none."""
    if not question.parts:
        return
    known = [part.points for part in question.parts]
    if question.points is not None and not any(known):
        for part in question.parts:
            whole = question.points if question.each else question.points / len(question.parts)
            part.points = whole
    for part in question.parts:
        part.bonus |= question.bonus
        _share(part)


class _Reader:
    """Goes through the blocks of a sheet; `by` says what begins a question."""

    def __init__(self, blocks: Sequence[Block], by: str) -> None:
        self.by = by
        self.roots: list[Asked] = []
        self.open: list[Asked] = []
        levels = [b.level for b in blocks if b.kind == "heading" and self._may_ask(b)]
        if by == "headings":  # those of a level that has several; a single one is the title
            levels = [level for level in levels if levels.count(level) > 1]
        self.level = min(levels, default=0)
        for block in blocks:
            self._block(block)

    def _may_ask(self, block: Block) -> bool:
        if self.by == "headings":
            return _NO_QUESTION.search(block.text) is None or worth(block.text).points is not None
        label = _label(block.text, heading=True)
        if label is not None and label.word in _OF_ALL and block.level == 1:
            return False
        points = worth(block.text, bare=True).points
        return label is not None or (points is not None and block.level > 1)

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "paragraph":
            self._lines(block.text)
        elif block.kind == "list":
            self._list(block)
        elif block.kind == "code" and self.open:
            self.open[-1].code.append(block.text)
        elif block.kind in ("math", "table") and self.open:
            self.open[-1].text.append(block.text)

    def _heading(self, block: Block) -> None:
        label = _label(block.text, heading=True) if self.by != "lists" else None
        said = worth(block.text, bare=True)
        asks = self._may_ask(block)
        if self.by == "headings":
            asks = block.level >= self.level > 0 and asks
        if not asks or self.by == "lists":
            self.open = [one for one in self.open if one.level and one.level < block.level]
            return
        if self.by == "headings" and block.level > self.level and self.open:
            self.open[-1].text.append(said.rest)  # a heading within a question
            return
        self._begin(label, block.text, block.level)

    def _begin(self, label: Label | None, line: str, level: int) -> None:
        said = worth(line, bare=True, leading=False)
        if said.points is None and label is not None:
            inner = worth(label.rest, bare=True, leading=True)
            said = inner if inner.points is not None else said
        words = plain(worth(label.rest, bare=True, leading=True).rest if label is not None
                      else said.rest)  # fmt: skip
        worded = next((one for one in reversed(self.open) if one.worded), None)
        if label is not None and label.bare and worded is not None and (
            label.path[0] == len(worded.parts) + 1
        ):  # numbers that begin anew below "Question 2"
            label, level = replace(label, relative=True, style="number"), 0
        while self.open and not _is_above(self.open[-1], label, level):
            self.open.pop()
        above = self.open[-1] if self.open else None
        path = (label.path if label is not None else (words.casefold(),))
        if label is not None and label.relative and above is not None:
            path = (*above.path, *label.path)
        elif above is not None and path[: len(above.path)] != above.path:
            path = (*above.path, *path) if label is None or level else path
        asked = Asked(path, _spelled(label, path, words), words, said.points, said.bonus,
                      said.each, level, label is not None and bool(label.word),
                      label.style if label is not None and label.relative else "")  # fmt: skip
        (above.parts if above is not None else self.roots).append(asked)
        self.open.append(asked)

    def _lines(self, text: str) -> None:
        """A paragraph, or several where labels begin its lines."""
        lines = text.split("\n")
        starts = [n for n, line in enumerate(lines) if n == 0 or (
            self.by == "labels" and _label(line, heading=False) is not None)]  # fmt: skip
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            self._paragraph("\n".join(lines[start:end]))

    def _paragraph(self, text: str) -> None:
        first, _, rest = text.partition("\n")
        label = _label(first, heading=False) if self.by == "labels" else None
        begins = label is not None and (
            bool(label.word) or re.match(r"\s*\*\*|\s*__", first) is not None
            or (label.relative and bool(self.open)) or worth(first, leading=True).points is not None
            or (len(label.path) > 1 and any(label.path[:1] == one.path[:1] for one in self.open))
            or (len(label.path) > 1 and isinstance(label.path[0], str))
        )  # fmt: skip
        if label is not None and begins and (label.firm or label.word or len(label.path) > 1):
            self._begin(label, first, 0)
            self.open[-1].text.append("\n".join(filter(None, [label.rest, rest])))
            return
        if not self.open:
            return
        here = self.open[-1]
        if here.points is None and not here.text:
            said = worth(text[:200], leading=True)
            here.points, here.bonus = said.points, here.bonus or (said.bonus and bool(said.points))
        here.text.append(text)

    def _list(self, block: Block) -> None:
        numbered = [item for item in block.items if item.number]
        if self.by == "lists" and numbered and not self.open:
            for item in numbered:
                self._item(item, (item.number,))
            self.open = []
            return
        marked = [item for item in block.items if worth(item.text, bare=True).points is not None]
        if self.open and len(marked) == len(block.items) > 1:
            above = self.open[-1]
            for number, item in enumerate(block.items, 1):
                self._item(item, (*above.path, item.number or number))
            self.open = self.open[: self.open.index(above) + 1]
            return
        if not self.open:
            return
        labels = [_label(item.text.partition("\n")[0], heading=False) for item in block.items]
        if all(one is not None and one.relative for one in labels) and len(labels) > 1:
            for item in block.items:
                self._paragraph(item.text)
            return
        self.open[-1].items += [item.text for item in block.items]

    def _item(self, item: Item, path: tuple[int | str, ...]) -> None:
        beside = (one for one in reversed(self.open) if path[: len(one.path)] == one.path)
        above = next(beside, None)
        first, _, _ = item.text.partition("\n")
        said = worth(first, bare=True, leading=True)
        title = " ".join(plain(said.rest).split()[:12])
        asked = Asked(path, _numbered(path), title, said.points, said.bonus, said.each)
        inner = item.blocks[1:] if item.blocks else ()
        asked.text.append(item.text)
        for block in inner:
            if block.kind == "list":
                asked.items += [one.text for one in block.items]
            elif block.kind == "code":
                asked.code.append(block.text)
        (above.parts if above is not None else self.roots).append(asked)


def _label(line: str, *, heading: bool) -> Label | None:
    """The label of a line without its points, which could be taken for a part: Problem 1 (2)."""
    bare = worth(line, bare=heading).rest if heading or len(line) < MOST_OF_A_LINE else line
    found = find_label(bare, heading=heading)
    if found is None and heading:
        found = find_number(bare)
    if found is not None and re.fullmatch(r"\d{4}", str(found.path[0])):
        return None
    return found


def _is_above(above: Asked, label: Label | None, level: int) -> bool:
    """Whether a new question is a part of one that is open."""
    if 0 < level <= above.level:
        return False
    if label is not None and label.relative:
        return above.style != label.style
    if label is not None and len(label.path) > len(above.path):
        return label.path[: len(above.path)] == above.path
    if label is not None and label.word and level == 0:
        return False
    return 0 < above.level < level


def _spelled(label: Label | None, path: tuple[int | str, ...], words: str) -> str:
    """A label as a write-up has it: the word and number of the sheet, else its words."""
    if label is None:
        return words
    if label.relative or not label.word:
        return _numbered(path)
    return f"{label.word.capitalize()} {_numbered(path)}"


def _numbered(path: tuple[int | str, ...]) -> str:
    """A path as one label: 3, 3a, 3-bonus."""
    first, *rest = path
    text = str(first)
    if isinstance(first, str) and len(first) == 1 and rest:
        text += f".{rest.pop(0)}"
    for part in rest:
        letter = isinstance(part, int) and part <= 26 and text[-1:].isdigit()
        text += chr(96 + int(part)) if letter else f"-{part}"
    return text
