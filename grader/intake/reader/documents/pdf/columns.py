"""Two columns of text, and labels beside what they stand for, in the order of reading."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from .geometry import Box, around
from .glyphs import Glyph
from .lines import Line, gap, plain

_FEWEST = 6
"""Rows that each column must have."""
_WORDED = r"(?:problem|question|exercise|task|aufgabe|frage)\s*#?\d{1,2}(?:\.\d{1,2})?[a-h]?"
_LABEL = re.compile(
    rf"(?:{_WORDED}(?:\s*\([a-h]\))?[.:)]*|\(?(?:\d{{1,2}}[a-h]?|[a-h]|i{{1,3}}|iv|v)[).:]+)$",
    re.IGNORECASE,
)
"""A label that is all there is in a line."""
_WITHIN = re.compile(rf"(?:{_WORDED}[\s.:)]|\([a-h]\)(?:\s|$))", re.IGNORECASE)
"""A label behind a gap within a line."""
_HEAD = re.compile(_WORDED, re.IGNORECASE)
_HEIGHT = 3.0
"""Sizes of the letters that labels of columns may stand above or below each other."""
_WIDE = 1.2
"""Sizes of the letters that part a label from the answer before it on a line."""
_CELLS = 0.42
"""Sizes of the letters that part the cells of a row."""
_LEAST, _PITCH = 0.3, 1.5
"""Between two baselines, in sizes of the letters: rows beside a label, rows of a table."""


def is_label(line: Line) -> bool:
    """Whether a line is nothing but a label."""
    return _LABEL.match(line.text) is not None


def stands_before(label: Box, box: Box) -> bool:
    """Whether a label stands on the left of a table or picture, somewhere along its height."""
    return label.right <= box.left + 3 and box.top - 2 < label.middle[1] < box.bottom + 3


def cut_at_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines of several labels, each with its answer, as one line for each."""
    done: list[Line] = []
    for line in lines:
        starts = [n for n in range(1, len(line.glyphs)) if _begins(line, n)]
        cuts = [line.glyphs[n].box.left - 1 for n in starts]
        for left, right in itertools.pairwise([float("-inf"), *cuts, float("inf")]):
            own = [glyph for glyph in line.glyphs if left <= glyph.box.left < right]
            bars = [bar for bar in line.bars if left <= bar.left < right]
            done.append(replace(line, glyphs=own, bars=bars, frame=None) if cuts else line)
    return done


def _begins(line: Line, place: int) -> bool:
    """Whether a label begins here, far behind the answer to the label before it."""
    before, first = line.glyphs[:place], line.glyphs[place]
    if gap(before[-1], first) < _WIDE or any(one.box.right > first.box.left for one in before):
        return False
    labelled = _LABEL.match(plain(before[:20]).split(" ")[0]) or _WITHIN.match(plain(before[:24]))
    after = plain(line.glyphs[place : place + 24])
    return labelled is not None and _WITHIN.match(after) is not None


def labels_first(lines: Sequence[Line]) -> list[Line]:
    """The lines, a label before the rows of a table or matrix that it stands in the middle of."""
    rows = [piece for line in lines for piece in _apart(line, lines)]
    for line in [row for row in rows if is_label(row)]:
        above, below = _around(line, rows)
        if not above or len(above) != len(below):
            continue
        level = [row for row in rows if row.base == line.base and row.box.left <= line.box.left]
        for steps, row in enumerate(sorted(level, key=lambda row: -row.box.left), 1):
            row.top = top_of(above[-1]) - 0.01 * steps
    return sorted(rows, key=top_of)


def top_of(line: Line) -> float:
    """Where a line is read, from top to bottom."""
    return line.base - line.size if line.top is None else line.top


def side_by_side(lines: Sequence[Line]) -> list[Line]:
    """The lines, what stands below labels at one height read one below the other."""
    rows = sorted(lines, key=top_of)
    for number, line in enumerate(rows):
        heads = _beside(line, rows[number:]) if is_label(line) and _HEAD.match(line.text) else []
        if len(heads) < 2:
            continue
        edges = [row.box.left - 2 for row in heads[1:]]
        cut: list[list[tuple[int, Line]]] = []
        for row in rows[number:]:
            pieces = [(heads.index(row), row)] if row in heads else _cut_at(row, edges)
            if pieces is None:
                break
            cut.append(pieces)
        lowest = max(row.box.bottom for pieces in cut for column, row in pieces if column)
        while not any(column for column, _ in cut[-1]) and cut[-1][0][1].box.top > lowest:
            cut.pop()  # below all columns but the first
        below = [
            [row for pieces in cut for at, row in pieces if at == column]
            for column in range(len(heads))
        ]
        last = number + len(cut) - 1
        if sum(len(column) > 1 for column in below) < 2:
            continue
        top = max(top_of(row) for row in rows[number : last + 1])
        for steps, row in enumerate(row for column in below for row in column):
            row.top = top + 0.001 * steps
        columns = [row for column in below for row in column]
        return [*rows[:number], *columns, *side_by_side(rows[last + 1 :])]
    return rows


def _beside(label: Line, rows: Sequence[Line]) -> list[Line]:
    """A label and those on its height, more or less, each alone in a column of its own."""
    found = [label]
    for row in rows:
        level = abs(row.base - label.base) < _HEIGHT * label.size
        apart = all(
            max(row.box.left - one.box.right, one.box.left - row.box.right) > 2 * label.size
            for one in found
        )
        if level and apart and is_label(row) and _HEAD.match(row.text):
            found.append(row)
    return sorted(found, key=lambda row: row.box.left)


def _cut_at(line: Line, edges: Sequence[float]) -> list[tuple[int, Line]] | None:
    """The pieces of a line in columns parted by `edges`; None where it goes over one of these."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in line.glyphs:
        columns.setdefault(sum(glyph.box.left >= edge for edge in edges), []).append(glyph)
    parts = sorted(columns.items())
    for (_, left), (_, right) in itertools.pairwise(parts):
        if min(g.box.left for g in right) - max(g.box.right for g in left) < _WIDE * line.size:
            return None
    if len(parts) == 1:
        return [(parts[0][0], line)]
    bars = [(sum(bar.left >= edge for edge in edges), bar) for bar in line.bars]
    return [
        (column, replace(line, glyphs=own, bars=[b for n, b in bars if n == column], frame=None))
        for column, own in parts
    ]


def _apart(line: Line, lines: Sequence[Line]) -> list[Line]:
    """A label and the middle row of the table that it stands before as two lines, else the line."""
    for end in range(1, min(len(line.glyphs), 24)):
        if gap(line.glyphs[end - 1], line.glyphs[end]) < _CELLS:
            continue
        label = replace(line, glyphs=line.glyphs[:end], bars=[], frame=None)
        if not is_label(label):
            continue
        rest = replace(line, glyphs=line.glyphs[end:], frame=None)
        above, below = _around(label, [row for row in lines if row is not line])
        cells = _cells(rest)
        same = all(len(_cells(row)) == len(cells) for row in (*above, *below))
        if above and len(above) == len(below) and same and len(cells) > 1:
            return [label, rest]
    return [line]


def _cells(row: Line) -> list[int]:
    """Where the cells of a row begin."""
    pairs = itertools.pairwise(row.glyphs)
    return [0, *(n for n, (one, two) in enumerate(pairs, 1) if gap(one, two) >= _CELLS)]


def _around(label: Line, rows: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The rows on the right of a label that stand above and below it, the nearest first."""
    beside = [row for row in rows if row.box.left > label.box.right and row.base != label.base]
    has_middle = any(
        row.base == label.base and row.box.left > label.box.right for row in rows
    ) or not any(abs(row.base - label.base) < label.size for row in beside)
    first = _PITCH if has_middle else 1.0
    found = []
    for side in (
        [row for row in reversed(beside) if row.base < label.base],
        [row for row in beside if row.base > label.base],
    ):
        near: list[Line] = []
        for row in side:
            step = abs(row.base - (near[-1] if near else label).base) / label.size
            if not _LEAST < step < (_PITCH if near else first) or is_label(row):
                break
            near.append(row)
        found.append(near)
    return found[0], found[1]


def flows(glyphs: Sequence[Glyph], width: float) -> list[list[Glyph]]:
    """The glyphs of a page in stretches to be read one after the other."""
    chunks = _chunks(glyphs)
    gutter = _gutter([box for _, box in chunks], width)
    if gutter is None:
        return [list(glyphs)] if glyphs else []
    across = sorted(
        (box for _, box in chunks if box.left < gutter - 2 and box.right > gutter + 2),
        key=lambda b: b.top,
    )
    bands: dict[tuple[int, int], list[Glyph]] = {}
    for members, box in chunks:
        over = sum(one.middle[1] < box.middle[1] - 1 for one in across)
        wide = any(abs(one.middle[1] - box.middle[1]) < 0.5 * one.height for one in across)
        if wide:
            over = sum(one.middle[1] < box.middle[1] - 0.5 * box.height for one in across)
        side = 2 if wide else int(box.left >= gutter - 2)
        bands.setdefault((2 * over + (0 if wide else 1), side), []).extend(members)
    merged: list[list[Glyph]] = []
    last = -1
    for (_, side), members in sorted(bands.items(), key=lambda one: one[0]):
        if side == 2 and last == 2:
            merged[-1].extend(members)
        else:
            merged.append(members)
        last = side
    return merged


def _chunks(glyphs: Sequence[Glyph]) -> list[tuple[list[Glyph], Box]]:
    """Pieces of rows that no wide gap parts."""
    chunks: list[list[Glyph]] = []
    row: list[Glyph] = []
    for glyph in [*sorted(glyphs, key=lambda one: (round(one.base), one.start)), None]:
        if glyph is None or (row and round(glyph.base) != round(row[-1].base)):
            if row:
                chunks.append([row[0]])
                for before, after in itertools.pairwise(row):
                    if after.box.left - before.box.right > 0.95 * max(after.size, before.size):
                        chunks.append([])
                    chunks[-1].append(after)
            row = []
        if glyph is not None:
            row.append(glyph)
    return [(chunk, around(glyph.box for glyph in chunk)) for chunk in chunks]


def _gutter(boxes: Sequence[Box], width: float) -> float | None:
    """The x that parts two columns, or None for a page with one."""
    wide = [box for box in boxes if box.width > 0.02 * width]
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        x = step / 100 * width
        crossing = sum(box.left < x - 2 and box.right > x + 2 for box in wide)
        if best is None or crossing < best[0]:
            best = (crossing, x)
    if best is None:
        return None
    crossing, x = best
    free = [step / 200 * width for step in range(70, 131)]
    same = [
        y
        for y in free
        if sum(b.left < y - 2 and b.right > y + 2 for b in wide) == crossing and abs(y - x) < 60
    ]
    x = median(same) if same else x
    left = [box for box in wide if box.right <= x + 2]
    right = [box for box in wide if box.left >= x - 2]
    if min(len(left), len(right)) < _FEWEST or crossing > 0.35 * (len(left) + len(right)):
        return None
    for side in (left, right):
        start, count = Counter(round(box.left / 3) for box in side).most_common(1)[0]
        near = count + sum(abs(round(box.left / 3) - start) == 1 for box in side)
        if near < 0.45 * len(side) or median(box.width for box in side) < 0.2 * width:
            return None
    return x
