"""Two columns of text in the order in which they are read."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from statistics import median

from .geometry import Box, around
from .glyphs import Glyph

_FEWEST = 6
"""Rows that each column must have."""


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
