"""The pieces of all pages as Markdown, with the place of each line and the marks in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..document import Spot
from .geometry import Box, Sheet, around
from .glyphs import UNMAPPED
from .lines import Line
from .listing import code_among, fences, looks_like_code, without_prompt, written
from .objects.charts import chart_words
from .paragraphs import Paragraph, Usual, item_of, joined, level_of, paragraphs, usual_of
from .pieces import Leaf, Mark, Piece, Table
from .tables import markdown

_EQUATION = re.compile(r"\s*\\qquad\s*\((?:\d{1,2}\.)?\d{1,3}[a-z]?\)$")
"""The number of an equation, which stands apart from it."""


@dataclass(slots=True)
class Page:
    """Markdown while it is being written."""

    sheets: dict[int, Sheet]
    text: list[str] = field(default_factory=list)
    places: list[Spot] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    items: list[tuple[float, int]] = field(default_factory=list)
    """Where the last item begins and its number, where the last block was one, below the items
    that it stands within."""
    anchored: dict[int, list[Mark]] = field(default_factory=dict)
    """Marks on a line that is read as well, by the line's id: they follow its block."""

    def put(self, text: str, page: int, box: Box) -> None:
        """One line and where it stands."""
        self.text.append(text)
        self.places.append(Spot(page, self.sheets[page].shares(box)))

    def part(self) -> None:
        """An empty line between blocks."""
        if self.text:
            self.text.append("")
            self.places.append(self.places[-1])

    def marks_of(self, lines: Sequence[Line]) -> None:
        """The marks on the lines of a block that is written."""
        for line in lines:
            for mark in self.anchored.get(id(line), ()):
                self.mark(mark)

    def mark(self, mark: Mark) -> None:
        """A place to look at."""
        self.part()
        self.put(f"![{mark.why}](region:{len(self.marks)})", mark.page, mark.box)
        self.marks.append(mark)


def write(leaves: Sequence[Leaf]) -> Page:
    """All pages as one text."""
    page = Page({leaf.number: leaf.sheet for leaf in leaves})
    grounds = {leaf.number: leaf.grounds for leaf in leaves}
    pieces: list[Piece] = []
    _anchor(leaves, page)
    for leaf in leaves:
        for piece in leaf.pieces:
            kept = without_prompt(piece) if isinstance(piece, Line) else piece
            if kept is not None:
                pieces.append(kept)
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    code = code_among(lines, grounds)
    fixed = [line for line in lines if id(line) in code]
    if len(fixed) > 0.9 * len(lines) and not looks_like_code(fixed):
        code = set()
        _as_prose(fixed)
    drawn = chart_words(pieces)
    usual = usual_of([line for line in lines if id(line) not in code])
    place = 0
    while place < len(pieces):
        first = pieces[place]
        end = place + 1
        if isinstance(first, Mark):
            page.mark(first)
        elif isinstance(first, Table):
            _table(page, first)
        else:
            kind = id(first) in code
            run = [first]
            beside: list[Mark] = []
            while end < len(pieces):
                following = pieces[end]
                after = pieces[end + 1] if end + 1 < len(pieces) else None
                if kind and isinstance(following, Mark) and _is_beside(following, run[-1], after):
                    beside.append(following)
                elif isinstance(following, Line) and (id(following) in code) == kind:
                    run.append(following)
                else:
                    break
                end += 1
            if kind:
                _code(page, run, grounds)
                for mark in beside:
                    page.mark(mark)
            else:
                _prose(page, run, usual, drawn)
        place = end
    return page


def _is_beside(mark: Mark, before: Line, after: Piece | None) -> bool:
    """Whether a mark stands beside a listing, such as a scroll bar, and does not end it."""
    return any(
        isinstance(line, Line)
        and line.page == mark.page
        and mark.box.top < line.box.bottom
        and line.box.top < mark.box.bottom
        for line in (before, after)
    )


def _anchor(leaves: Sequence[Leaf], page: Page) -> None:
    """Take marks on lines that are read as well out of the pages, to follow their paragraphs."""
    for leaf in leaves:
        lines = [piece for piece in leaf.pieces if isinstance(piece, Line)]
        rest: list[Piece] = []
        for piece in leaf.pieces:
            touched: list[Line] = []
            if isinstance(piece, Mark) and piece.read == "part":
                touched = [line for line in lines if line.box.meets(piece.box)]
            if touched and isinstance(piece, Mark):
                page.anchored.setdefault(id(touched[-1]), []).append(piece)
            else:
                rest.append(piece)
        leaf.pieces = rest


def _as_prose(lines: Sequence[Line]) -> None:
    """Take the fixed font from lines that are no code: a letter written on a typewriter."""
    for line in lines:
        for glyph in line.glyphs:
            glyph.face = replace(glyph.face, fixed=False)


def _table(page: Page, table: Table) -> None:
    page.part()
    page.items = []
    rows = markdown(table.rows)
    tops = [table.tops[0], *table.tops]
    for text, top in zip(rows, tops, strict=True):
        page.put(text, table.page, Box(table.box.left, top, table.box.right, table.box.bottom))
    if table.doubtful:
        page.mark(Mark(table.page, table.box.grown(4), table.doubtful, read="part"))


def _code(page: Page, run: Sequence[Line], grounds: dict[int, list[Box]]) -> None:
    page.items = []
    for lines in fences(run, grounds):
        rows = written(lines)
        if not rows:
            continue
        page.part()
        ticks = "```" if not any("```" in text for text, _ in rows) else "`````"
        before = lines[0]
        page.put(ticks, before.page, before.box)
        for text, line in rows:
            before = line or before
            page.put(text, before.page, before.box)
        page.put(ticks, before.page, before.box)
        doubtful = [line for line in lines if any(not glyph.sure for glyph in line.glyphs)]
        for number in sorted({line.page for line in doubtful}):
            box = around(line.box for line in doubtful if line.page == number)
            page.mark(Mark(number, box.grown(4), "unmapped-glyphs", read="part"))
        page.marks_of(lines)


def _prose(page: Page, run: Sequence[Line], usual: Usual, drawn: set[int]) -> None:
    parts = paragraphs(run, usual)
    for index, part in enumerate(parts):
        near = [*parts[max(index - 1, 0) : index], *parts[index + 1 : index + 2]]
        box = around(line.box for line in part.lines if line.page == part.lines[0].page)
        number = part.lines[0].page
        if len(part.readings) == 1 and part.readings[0].alone:
            _display(page, part, number, box)
            page.marks_of(part.lines)
            continue
        text = joined(part, usual)
        is_drawn = id(part.lines[0]) in drawn
        level = 0 if is_drawn else level_of(part, usual, near)
        item = None if level else item_of(text)
        page.part()
        if level:
            text = "#" * level + " " + text
        elif item is not None:
            text = _item(page, item, part.lines[0])
        if item is None:
            page.items = []
        page.put(text, number, box)
        _doubts(page, part)
        page.marks_of(part.lines)


def _item(page: Page, item: tuple[int, str, str], line: Line) -> str:
    """An item of a list; a number that Markdown would count otherwise is plain text."""
    number, mark, rest = item
    if not number:
        page.items = []
        return f"- {rest}"
    start, size = line.glyphs[0].start, line.size
    while page.items and start < page.items[-1][0] - size:
        page.items.pop()
    before = page.items[-1][1] if page.items else 0
    if before and (start < page.items[-1][0] + size or number == before + 1):
        page.items.pop()
    else:
        before = 0
    indent = "    " * len(page.items)
    page.items.append((start, number))
    inner = item_of(rest)
    place = len(f"{number}{mark}")
    if inner is not None and inner[0] and place < len(line.glyphs):
        page.items.append((line.glyphs[place].start, inner[0]))
    if before and number != before + 1:
        return f"{number}\\{mark} {rest}"
    return f"{indent}{number}{mark} {rest}"


def _display(page: Page, part: Paragraph, number: int, box: Box) -> None:
    """A formula on lines of its own: surely read, or a place to look at as well.

    What was read of it may confirm an answer; beside the mark it never refutes one.
    """
    reading = part.readings[0]
    page.items = []
    tex = " \\qquad ".join(formula.tex for formula in reading.formulas)
    tex = _EQUATION.sub("", tex)
    is_sure = all(formula.sure for formula in reading.formulas)
    is_whole = UNMAPPED not in tex and "?" not in tex
    if is_sure or is_whole:
        page.part()
        page.put(f"$${tex}$$", number, box)
    if not is_sure:
        why = "unmapped-glyphs" if reading.unmapped else "drawn-formula"
        read = "part" if is_whole else "none"
        page.mark(Mark(number, box.grown(6), why, suggestion=f"$${tex}$$", read=read))


def _doubts(page: Page, part: Paragraph) -> None:
    """Mark the lines of a paragraph with an unsure formula or glyph; their text stands as well."""
    doubtful = [
        (line, reading)
        for line, reading in zip(part.lines, part.readings, strict=True)
        if reading.doubtful
    ]
    for number in sorted({line.page for line, _ in doubtful}):
        rows = [(line, reading) for line, reading in doubtful if line.page == number]
        box = around(line.box for line, _ in rows).grown(6)
        why = "unmapped-glyphs" if any(reading.unmapped for _, reading in rows) else "drawn-formula"
        texs = [
            f"$${formula.tex}$$"
            for _, reading in rows
            for formula in reading.formulas
            if not formula.sure
        ]
        page.mark(Mark(number, box, why, suggestion="\n".join(texs), read="part"))
