"""Whether a drawn curve is the one that is asked for: by its own points, over its whole range."""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from grader.equivalence.errors import ReadError, Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.evaluation import evaluate
from grader.equivalence.reading import read
from grader.equivalence.trees.structure import free_symbols
from grader.questions.figure.drawn import Curve
from grader.questions.record import Exact, Record
from grader.questions.tables import Table
from grader.questions.words import as_float

FEW = 5
"""Points that a curve has at least, unless its reference has fewer."""
COVER = 0.9
"""Share of the reference's range that it covers."""
GAP = 0.25
"""The widest stretch of that range without a point."""
RIGHT = 0.95
"""Share of its points that lie close."""
MOST_TRIED = 60
MOST_POINTS = 20_000
"""Points of a reference in a file."""
MOST_SAMPLED = 2_000
Point = tuple[float, float]


def _formula(text: str) -> str:
    try:
        names = free_symbols(read(text))
    except ReadError as error:
        raise ValueError(f"this is no formula: {error.message}") from None
    if len(names) > 1:
        raise ValueError(f"write it with one variable; found {', '.join(sorted(names))}")
    return text


class Wanted(Record):
    """The curve that is asked for: its points, here or in a file, or a formula between two ends."""

    x: Annotated[tuple[Exact, ...], Field(max_length=2_000)] = ()
    """Where the points stand, in increasing order."""
    y: Annotated[tuple[Exact, ...], Field(max_length=2_000)] = ()
    """Their heights; between them the curve is straight."""
    file: Table | None = None
    """Instead of x and y, a csv file whose rows are the points, in any order."""
    columns: tuple[str, str] | None = None
    """Its columns for x and y; the first two where left out."""
    formula: Annotated[str, AfterValidator(_formula)] | None = None
    """Instead, a formula with one variable, such as exp(-t)*cos(2*t)."""
    over: tuple[Exact, Exact] | None = None
    """From where to where the formula is drawn."""

    @model_validator(mode="after")
    def _whole(self) -> Wanted:
        ways = [self.formula is not None, bool(self.x or self.y), self.file is not None]
        if sum(ways) != 1:
            raise ValueError("write either x and y, or file, or formula and over")
        if self.formula is not None and self.over is None:
            raise ValueError("say over which range: over: [0, 10]")
        if self.over is not None and not (self.formula and self.over[0] < self.over[1]):
            raise ValueError("over goes with a formula, from a number to a larger one")
        if self.columns is not None and self.file is None:
            raise ValueError("columns goes with file")
        if self.file is not None:
            self.points  # noqa: B018 - raises what is wrong with the file
            return self
        if len(self.x) != len(self.y) or len(self.x) == 1:
            raise ValueError(f"x has {len(self.x)} numbers and y {len(self.y)}; two at least each")
        if any(b <= a for a, b in itertools.pairwise(self.x)):
            raise ValueError("x has to increase from point to point")
        return self

    @functools.cached_property
    def points(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Where its points stand, and their heights; raises `ValueError` for a useless file."""
        if self.file is None:
            return tuple(map(float, self.x)), tuple(map(float, self.y))
        if not self.file.columns:  # nobody read it
            return (0.0, 1.0), (0.0, 1.0)
        names = self.columns or self.file.columns[:2]
        lacking = [name for name in names if name not in self.file.columns]
        if lacking or len(set(names)) != 2:
            there = ", ".join(self.file.columns)
            raise ValueError(f"{self.file.file} has the columns {there}: name two of them")
        words = [name for name in names if name in self.file.words]
        said = f"column {words[0]!r} of {self.file.file} holds words" if words else (
            self.file.amiss(names, empty=False))  # fmt: skip
        if said:
            raise ValueError(f"{said}: every point needs two numbers")
        rows = sorted((as_float(x), as_float(y)) for x, y in self.file.take(tuple(names)))
        if not 2 <= len(rows) <= MOST_POINTS:
            raise ValueError(f"{self.file.file} has {len(rows)} points: write 2 to {MOST_POINTS}")
        if any(b[0] == a[0] for a, b in itertools.pairwise(rows)):
            raise ValueError(f"{self.file.file} has two points over one x")
        return tuple(x for x, _ in rows), tuple(y for _, y in rows)

    @property
    def ends(self) -> tuple[float, float]:
        """Where it begins and ends."""
        if self.over is not None:
            return float(self.over[0]), float(self.over[1])
        xs, _ = self.points
        return xs[0], xs[-1]

    def height(self, x: float) -> float | None:
        """Its height at a place, or None where it has none."""
        if self.formula is not None:
            return _value(self.formula, x)
        return between(*self.points, x)

    def sample(self) -> list[Point]:
        """Points along it."""
        if self.formula is None:
            xs, ys = self.points
            step = max(1, len(xs) // MOST_SAMPLED)
            return list(zip(xs[::step], ys[::step], strict=True))
        low, high = self.ends
        places = [low + (high - low) * n / (MOST_TRIED - 1) for n in range(MOST_TRIED)]
        return [(x, y) for x in places if (y := self.height(x)) is not None]

    def is_drawn_by(self, curve: Curve, tolerance: Fraction, logarithmic: bool) -> bool:
        """Whether a curve goes through it over its whole range; points come in any order."""
        drawn = [(x, y) for x, y in zip(curve.x, curve.y, strict=True)
                 if math.isfinite(x) and math.isfinite(y)]  # fmt: skip
        points = sorted(drawn)
        sample = self.sample()
        if not sample or len(points) < min(FEW, len(sample)):
            return False
        low, high = self.ends
        slack = 1e-6 * (high - low)
        few = 0 if self.formula is not None else len(self.points[0])
        inside = [(x, y) for x, y in points if low - slack <= x <= high + slack]
        if not inside or not _covers([x for x, _ in inside], low, high, few):
            return False
        scale = _logarithm if logarithmic and all(y > 0 for _, y in sample) else _same
        heights = [scale(y) for _, y in sample]
        allowed = float(tolerance) * (max(heights) - min(heights) or abs(heights[0]) or 1.0)
        if _lies_on(inside[:: max(1, len(inside) // MOST_TRIED)], self.height, scale, allowed):
            return True
        if self.formula is not None or len(inside) <= few:
            return False
        xs, ys = [x for x, _ in points], [y for _, y in points]  # between the points of the key
        return _lies_on(sample, lambda x: between(xs, ys, x), scale, allowed)


def _lies_on(
    points: Sequence[Point],
    height: Callable[[float], float | None],
    scale: Callable[[float], float],
    allowed: float,
) -> bool:
    """Whether nearly all points lie close to a curve."""
    close = [_near(height(x), y, scale, allowed) for x, y in points]
    known = [one for one in close if one is not None]
    return bool(known) and sum(known) >= RIGHT * len(known)


def _near(
    one: float | None, other: float, scale: Callable[[float], float], allowed: float
) -> bool | None:
    return None if one is None else abs(scale(one) - scale(other)) <= allowed * (1 + 1e-9)


def _same(value: float) -> float:
    return value


def _logarithm(value: float) -> float:
    return math.log10(value) if value > 0 else math.inf


def _covers(xs: Sequence[float], low: float, high: float, few: int) -> bool:
    """Whether sorted places reach over a range without a wide gap."""
    width = high - low
    if xs[-1] - xs[0] < COVER * width:
        return False
    widest = GAP * width if few == 0 or few > FEW else width
    return all(b - a <= widest for a, b in itertools.pairwise(xs))


def between(xs: Sequence[float], ys: Sequence[float], x: float) -> float | None:
    """The height at a place of a curve that is straight between its points."""
    at = bisect.bisect_left(xs, x)
    if at < len(xs) and xs[at] == x:
        return ys[at]
    if at == 0 or at == len(xs):
        edge = 0 if at == 0 else -1
        return ys[edge] if abs(xs[edge] - x) <= 1e-6 * (xs[-1] - xs[0] or 1.0) else None
    share = (x - xs[at - 1]) / (xs[at] - xs[at - 1])
    return ys[at - 1] + share * (ys[at] - ys[at - 1])


@functools.lru_cache(maxsize=20_000)
def _value(formula: str, x: float) -> float | None:
    expr = _read(formula)
    point = dict.fromkeys(free_symbols(expr), x)
    try:
        return evaluate(expr, point)
    except (Undefined, Undetermined, Undecidable, OverflowError):
        return None


_read = functools.lru_cache(maxsize=256)(read)
