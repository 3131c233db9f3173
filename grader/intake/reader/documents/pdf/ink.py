"""Unread ink: what is dark on the page when all that was read is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .geometry import Box
from .glyphs import Glyph
from .shapes import Ground

_CELL = 3
"""Pixels of a cell's side; cells of ink that touch are one stain."""
_FAINT, _DARK = 20, 60
"""Differences from the ground, of 255, that show a glyph and that count as ink."""
_LEAST = 1.6
"""Fully dark pixels that a stain must have: a minus of ten points has three."""
_SIDE = 1200


@dataclass(frozen=True, slots=True)
class Stain:
    """A piece of ink that nothing accounts for."""

    box: Box
    weight: float
    """In fully dark pixels of a 72 dpi picture."""


class Ink:
    """A page at 72 dpi in grey, as differences from its ground."""

    def __init__(self, page: Any, size: tuple[float, float], grounds: Sequence[Ground]) -> None:
        import numpy

        self.scale = min(1.0, _SIDE / max(size))
        grey = page.render(scale=self.scale, grayscale=True).to_numpy()
        grey = grey.reshape(grey.shape[0], grey.shape[1], -1)[:, :, 0].astype(numpy.int16)
        self.shape: tuple[int, int] = grey.shape
        ground = numpy.full_like(grey, 255)
        edges = numpy.zeros(grey.shape, dtype=bool)
        for one in sorted(grounds, key=lambda g: -g.box.width * g.box.height):
            top, bottom, left, right = self._pixels(one.box, 0)
            part = grey[top:bottom, left:right]
            if part.size:
                ground[top:bottom, left:right] = int(
                    numpy.bincount(part.clip(0, 255).ravel()).argmax()
                )
                edges[top : top + 2, left:right] = edges[bottom - 2 : bottom, left:right] = True
                edges[top:bottom, left : left + 2] = edges[top:bottom, right - 2 : right] = True
                edges[max(top - 1, 0) : top, left:right] = edges[
                    bottom : bottom + 1, left:right
                ] = True
                edges[top:bottom, max(left - 1, 0) : left] = edges[
                    top:bottom, right : right + 1
                ] = True
        self.dark = numpy.abs(grey - ground)
        self.dark[edges & (self.dark < 120)] = 0

    def _pixels(self, box: Box, margin: float) -> tuple[int, int, int, int]:
        """Rows and columns of a box."""
        height, width = self.shape
        s = self.scale
        top, bottom = int(box.top * s - margin), int(box.bottom * s + margin + 0.999)
        left, right = int(box.left * s - margin), int(box.right * s + margin + 0.999)
        top, bottom = min(max(top, 0), height), min(max(bottom, 0), height)
        return top, bottom, min(max(left, 0), width), min(max(right, 0), width)

    def shown(self, glyphs: Sequence[Glyph]) -> list[bool]:
        """Whether there is any ink where each glyph stands."""
        import numpy

        if not glyphs:
            return []
        height, width = (side // 2 * 2 for side in self.dark.shape)
        faint = (self.dark[:height, :width] > _FAINT).reshape(height // 2, 2, width // 2, 2)
        sums = numpy.zeros((height // 2 + 1, width // 2 + 1), dtype=numpy.int32)
        sums[1:, 1:] = faint.any((1, 3)).cumsum(0, dtype=numpy.int32).cumsum(1)
        places = numpy.array([self._pixels(glyph.box, 0.3) for glyph in glyphs]).reshape(-1, 4)
        top, bottom = places[:, 0] // 2, (places[:, 1] + 1) // 2
        left, right = places[:, 2] // 2, (places[:, 3] + 1) // 2
        bottom, right = bottom.clip(0, height // 2), right.clip(0, width // 2)
        top, left = numpy.minimum(top, bottom), numpy.minimum(left, right)
        inked = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left] > 0
        seen: list[bool] = (inked | (bottom <= top) | (right <= left)).tolist()
        return seen

    def left(self, read: Iterable[Box], margin: float = 1.0) -> tuple[list[Stain], float]:
        """The stains outside of the boxes that were read, and their share of all ink."""
        rest = self.dark.copy()
        rest[rest <= _DARK] = 0
        whole = float(rest.sum()) or 1.0
        for box in read:
            top, bottom, left, right = self._pixels(box, margin)
            rest[top:bottom, left:right] = 0
        return self._stains(rest), float(rest.sum()) / whole

    def _stains(self, rest: Any) -> list[Stain]:
        """Cells with ink that touch each other, as one stain each."""
        import numpy

        rows, columns = numpy.nonzero(rest)
        cells: dict[tuple[int, int], list[float]] = {}
        for y, x, dark in zip(
            rows.tolist(), columns.tolist(), rest[rows, columns].tolist(), strict=True
        ):
            cell = cells.get((y // _CELL, x // _CELL))
            if cell is None:
                cells[y // _CELL, x // _CELL] = [x, y, x + 1, y + 1, dark / 255]
            else:
                cell[:] = [
                    min(cell[0], x),
                    min(cell[1], y),
                    max(cell[2], x + 1),
                    max(cell[3], y + 1),
                    cell[4] + dark / 255,
                ]
        stains = []
        while cells:
            place, cell = cells.popitem()
            left, top, right, bottom, weight = cell
            edge = [place]
            while edge:
                y, x = edge.pop()
                for near in [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]:
                    other = cells.pop(near, None)
                    if other is not None:
                        edge.append(near)
                        left, top = min(left, other[0]), min(top, other[1])
                        right, bottom = max(right, other[2]), max(bottom, other[3])
                        weight += other[4]
            if weight >= _LEAST * self.scale**2:
                s = self.scale
                stains.append(Stain(Box(left / s, top / s, right / s, bottom / s), weight))
        return stains
