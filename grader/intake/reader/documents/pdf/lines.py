"""Glyphs to lines, each on its own baseline; scripts join what they stand at."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .accents import accented
from .formulas.symbols import is_extension
from .geometry import Box, around
from .glyphs import UNMAPPED, Glyph


@dataclass(slots=True)
class Line:
    """What is read from left to right, with all that stands above and below within a formula."""

    glyphs: list[Glyph]
    base: float
    size: float
    page: int = 0
    bars: list[Box] = field(default_factory=list)
    """Lines of fractions and roots within it."""
    tall: bool = False
    """Whether more than one row of full size was joined to it."""
    edge: float = 0.0
    """Where the lines of this column end on the right."""
    margin: float = 0.0
    """Where they begin."""
    frame: Box | None = None
    top: float | None = None
    """Where it is read from top to bottom, where that is not where it stands."""
    prompted: bool = False
    """Whether a notebook's prompt stood before it."""

    @property
    def box(self) -> Box:
        """The ink of the line."""
        if self.frame is None:
            self.frame = around(glyph.box for glyph in self.glyphs)
        return self.frame

    @property
    def text(self) -> str:
        """The characters with single spaces between words."""
        return plain(self.glyphs)


def gap(left: Glyph, right: Glyph) -> float:
    """The room between two glyphs of a line, in sizes of the letters."""
    return (right.box.left - left.box.right) / max(left.size, right.size)


def parted(left: Glyph, right: Glyph) -> bool:
    """Whether a space stands between two neighbours."""
    if left.face.fixed and right.face.fixed and left.advance and left.advance == right.advance:
        return right.start - left.start > 1.5 * left.advance
    room = gap(left, right)
    return (
        room > 0.3
        or (right.spaced and room > 0.04)
        or (right.order != left.order + 1 and room > 0.16)
    )


def plain(glyphs: Sequence[Glyph]) -> str:
    """The characters of neighbours with single spaces between words."""
    if not glyphs:
        return ""
    text = glyphs[0].char
    for before, glyph in itertools.pairwise(glyphs):
        text += (" " if parted(before, glyph) else "") + glyph.char
    return text


def rows_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of one column, each on its own baseline, with the scripts that stand at it."""
    lines = [_line(row) for row in _rows(_chunks(accented(glyphs)))]
    for line in lines:
        _dotted(line)
    return lines


def _chunks(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Neighbours on one baseline and of one size."""
    chunks: list[list[Glyph]] = []
    strand: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.start)):
        if strand and glyph.base - strand[0].base > 0.12 * max(glyph.size, strand[0].size):
            chunks.extend(_split(strand))
            strand = []
        strand.append(glyph)
    return chunks + _split(strand)


def _split(strand: list[Glyph]) -> list[list[Glyph]]:
    if not strand:
        return []
    strand.sort(key=lambda one: (one.start, one.order))
    chunks = [[strand[0]]]
    for before, glyph in itertools.pairwise(strand):
        small = min(before.size, glyph.size)
        same = abs(before.size - glyph.size) <= 0.08 * max(before.size, glyph.size)
        if glyph.box.left - before.box.right > 0.9 * small or not same:
            chunks.append([])
        chunks[-1].append(glyph)
    return chunks


def _rows(chunks: list[list[Glyph]]) -> list[list[Glyph]]:
    """Chunks of a baseline as one row; smaller ones go to what they are scripts of."""
    ordered = sorted(chunks, key=lambda one: -one[0].size)
    home: list[list[Glyph]] = []
    bases: dict[int, list[Glyph]] = {}
    rows: list[list[Glyph]] = []
    placed: list[Glyph] = []
    lefts: list[float] = []
    for chunk in ordered:
        row = _parent(chunk, placed, lefts, bases) or _level(chunk, rows)
        if row is None:
            row = []
            rows.append(row)
        row.extend(chunk)
        home.append(row)
        for glyph in chunk:
            place = bisect_left(lefts, glyph.start)
            lefts.insert(place, glyph.start)
            placed.insert(place, glyph)
            bases[glyph.order] = row
    return rows


def _parent(
    chunk: list[Glyph], placed: list[Glyph], lefts: list[float], bases: dict[int, list[Glyph]]
) -> list[Glyph] | None:
    """The row of the larger glyph that this chunk is a script of."""
    first = chunk[0]
    best: tuple[float, Glyph] | None = None
    from_, to = bisect_left(lefts, first.start - 45), bisect_left(lefts, first.start + 3)
    for glyph in placed[from_:to]:
        if first.size > 0.86 * glyph.size and not is_extension(glyph.face.name):
            continue
        shift = (glyph.base - first.base) / glyph.size
        reach = 1.3 if is_extension(glyph.face.name) else 0.8
        room = first.box.left - glyph.box.right
        if not -0.55 * reach < shift < reach or not -0.7 * glyph.size < room < 0.35 * glyph.size:
            continue
        if abs(shift) < 0.06:
            continue
        distance = abs(room) + 2 * abs(shift)
        if best is None or distance < best[0]:
            best = (distance, glyph)
    return bases[best[1].order] if best else None


def _level(chunk: list[Glyph], rows: list[list[Glyph]]) -> list[Glyph] | None:
    """The row that already stands on this chunk's baseline."""
    base, size = chunk[0].base, chunk[0].size
    for row in reversed(rows):
        if abs(row[0].base - base) <= 0.12 * max(size, row[0].size):
            return row
    return None


def _line(row: list[Glyph]) -> Line:
    """A row in order, with its own baseline and size."""
    row.sort(key=lambda one: (one.start, one.order))
    letters = [glyph for glyph in row if not is_extension(glyph.face.name)] or row
    size = Counter(round(glyph.size, 1) for glyph in letters).most_common(1)[0][0]
    large = max(glyph.size for glyph in letters)
    if size < 0.86 * large and sum(glyph.size > 0.86 * large for glyph in letters) * 4 >= len(
        letters
    ):
        size = large
    main = [glyph.base for glyph in letters if glyph.size > 0.86 * size] or [row[0].base]
    return Line(row, Counter(round(base, 1) for base in main).most_common(1)[0][0], size)


def _dotted(line: Line) -> None:
    """A small unknown sign before a line, about as wide as high, is the bullet of a list."""
    first, rest = line.glyphs[0], line.glyphs[1:]
    if first.char != UNMAPPED or not rest or gap(first, rest[0]) < 0.25:
        return
    box = first.box
    if max(box.width, box.height) < 0.75 * first.size and 0.5 < box.width / (box.height or 1) < 2:
        first.char, first.sure = "•", True
