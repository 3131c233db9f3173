"""Boxes in points from the page's top left corner, as the reader of the page sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, x: float, y: float | None = None) -> Box:
        """Larger by `x` on the left and right, and by `y` (or as much) above and below."""
        y = x if y is None else y
        return Box(self.left - x, self.top - y, self.right + x, self.bottom + y)

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether the point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; there must be one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def merged(boxes: Iterable[Box], x: float, y: float) -> list[Box]:
    """Boxes nearer than (x, y) to each other become one, until none are."""
    rest = list(boxes)
    done: list[Box] = []
    while rest:
        box = rest.pop()
        while True:
            near = box.grown(x, y)
            apart = [other for other in rest if not near.meets(other)]
            if len(apart) == len(rest):
                break
            box = around([box, *(other for other in rest if near.meets(other))])
            rest = apart
        done.append(box)
    return sorted(done, key=lambda one: (one.top, one.left))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's frame: turns the file's coordinates into those of this module."""

    bounds: tuple[float, float, float, float]
    """Left, bottom, right, top in the file's own coordinates."""
    turn: int
    """Degrees by which the page is shown turned clockwise."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        left, bottom, right, top = self.bounds
        across, down = right - left, top - bottom
        return (down, across) if self.turn in (90, 270) else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file is shown."""
        left, bottom, right, top = self.bounds
        if self.turn == 90:
            return y - bottom, x - left
        if self.turn == 180:
            return right - x, y - bottom
        if self.turn == 270:
            return top - y, right - x
        return x - left, top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of the file is shown."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def shares(self, box: Box) -> tuple[float, float, float, float]:
        """A box as shares of the page, cut at its edges."""
        width, height = self.size
        return (
            round(min(max(box.left / width, 0), 1), 4),
            round(min(max(box.top / height, 0), 1), 4),
            round(min(max(box.right / width, 0), 1), 4),
            round(min(max(box.bottom / height, 0), 1), 4),
        )
