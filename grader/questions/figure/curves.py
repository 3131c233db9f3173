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

FEW = 5
"""Points that a curve has at least, unless its reference has fewer."""
COVER = 0.9
"""Share of the reference's range that it covers."""
GAP = 0.25
"""The widest stretch of that range without a point."""
RIGHT = 0.95
"""Share of its points that lie close."""
MOST_TRIED = 60
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
    """The curve that is asked for: its points, or a formula between two ends."""

    x: Annotated[tuple[Exact, ...], Field(max_length=2_000)] = ()
    """Where the points stand, in increasing order."""
    y: Annotated[tuple[Exact, ...], Field(max_length=2_000)] = ()
    """Their heights; between them the curve is straight."""
    formula: Annotated[str, AfterValidator(_formula)] | None = None
    """Instead, a formula with one variable, such as exp(-t)*cos(2*t)."""
    over: tuple[Exact, Exact] | None = None
    """From where to where the formula is drawn."""

    @model_validator(mode="after")
    def _whole(self) -> Wanted:
        if (self.formula is None) == (not self.x and not self.y):
            raise ValueError("write either x and y, or formula and over")
        if self.formula is not None and self.over is None:
            raise ValueError("say over which range: over: [0, 10]")
        if self.over is not None and not (self.formula and self.over[0] < self.over[1]):
            raise ValueError("over goes with a formula, from a number to a larger one")
        if len(self.x) != len(self.y) or len(self.x) == 1:
            raise ValueError(f"x has {len(self.x)} numbers and y {len(self.y)}; two at least each")
        if any(b <= a for a, b in itertools.pairwise(self.x)):
            raise ValueError("x has to increase from point to point")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """Where it begins and ends."""
        low, high = self.over or (self.x[0], self.x[-1])
        return float(low), float(high)

    def height(self, x: float) -> float | None:
        """Its height at a place, or None where it has none."""
        if self.formula is not None:
            return _value(self.formula, x)
        return between([float(n) for n in self.x], [float(n) for n in self.y], x)

    def sample(self) -> list[Point]:
        """Points along it."""
        if self.formula is None:
            return [(float(x), float(y)) for x, y in zip(self.x, self.y, strict=True)]
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
        inside = [(x, y) for x, y in points if low - slack <= x <= high + slack]
        if not inside or not _covers([x for x, _ in inside], low, high, len(self.x)):
            return False
        scale = _logarithm if logarithmic and all(y > 0 for _, y in sample) else _same
        heights = [scale(y) for _, y in sample]
        allowed = float(tolerance) * (max(heights) - min(heights) or abs(heights[0]) or 1.0)
        if _lies_on(inside[:: max(1, len(inside) // MOST_TRIED)], self.height, scale, allowed):
            return True
        if self.formula is not None or len(inside) <= len(self.x):
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
