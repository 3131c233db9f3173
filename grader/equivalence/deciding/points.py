"""The points at which two expressions are compared: seeded, exact, and spread on purpose.

Ordinary points have long odd denominators, so that no lattice function (``sin(1024 pi x)``,
``floor``) looks constant on them; whole points, equal coordinates and zeros find poles and
cancelled factors, for every seed.
"""

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from grader.equivalence.printing import decimal_text

Point = Mapping[str, Fraction]
_DENOMINATORS = (1_000_003, 998_244_353, 7_919, 104_729, 15_485_863, 32_452_843, 65_537, 611_953)


@lru_cache(maxsize=512)
def points(
    names: tuple[str, ...],
    positive: frozenset[str] = frozenset(),
    integer: frozenset[str] = frozenset(),
    seed: str = "0",
) -> tuple[Point, ...]:
    """All points for these variables, in the order in which they are tried."""
    if not names:
        return ({},)
    draw = _Draw(names, positive, integer, seed)
    found = [draw(0.1, 3), draw(-3, 3), draw(0.1, 3), draw(-3, 3), draw(0, 1), draw(-1, 1)]
    found += [draw(0.2, 2), draw(-2, 2), draw(5, 60), draw(-60, 60), draw(1, 9), draw(-5, 5)]
    found += _special(names, positive, draw)
    found += [draw(0.05, 4) for _ in range(10)] + [draw(-4, 4) for _ in range(10)]
    found += [draw(-1, 1) for _ in range(6)] + [draw(1, 3) for _ in range(6)]
    found += [draw(-12, 12) for _ in range(10)] + [draw(-100, 100) for _ in range(6)]
    found += [draw(3, 200) for _ in range(4)] + [draw(-1000, 1000) for _ in range(4)]
    return tuple(found)


@lru_cache(maxsize=128)
def further_points(
    names: tuple[str, ...],
    positive: frozenset[str] = frozenset(),
    integer: frozenset[str] = frozenset(),
    seed: str = "0",
) -> tuple[Point, ...]:
    """More points with every pattern of signs, for expressions that few points suit."""
    if not names:
        return ()
    draw = _Draw(names, positive, integer, f"further {seed}")
    ranges = [3, 1, 10, 0.3, 30]
    return tuple(draw(-ranges[k % 5], ranges[k % 5]) for k in range(160))


class _Draw:
    """Draws points from ranges; where a range has both signs, their patterns take turns."""

    def __init__(
        self,
        names: tuple[str, ...],
        positive: frozenset[str],
        integer: frozenset[str],
        seed: str,
    ) -> None:
        self.names = names
        self.positive = positive
        self.integer = integer
        self.source = random.Random(f"grader.equivalence:{seed}:{','.join(names)}")
        self.pattern = 0

    def __call__(self, low: float, high: float) -> Point:
        """One point with coordinates in a range."""
        if low < 0:
            self.pattern += 1
            low = 0
            signs = [-1 if self.pattern >> k & 1 else 1 for k in range(len(self.names))]
        else:
            signs = [1] * len(self.names)
        return {
            name: self._coordinate(name, low, high, sign)
            for name, sign in zip(self.names, signs, strict=True)
        }

    def _coordinate(self, name: str, low: float, high: float, sign: int) -> Fraction:
        """One coordinate, moved to where its variable may lie; never zero."""
        if name in self.positive:
            sign = 1
        if name in self.integer:
            return Fraction(sign * self.source.randint(1, 9 if high < 5 else 40))
        denominator = self.source.choice(_DENOMINATORS)
        value = int(self.source.uniform(low, high) * denominator) or 1
        return Fraction(sign * value, denominator)


def _special(names: tuple[str, ...], positive: frozenset[str], draw: _Draw) -> list[Point]:
    """Whole points: all coordinates equal, and one coordinate at a whole number in turn."""
    found: list[Point] = [
        {name: Fraction(value) for name in names}
        for value in (0, 1, -1, 2, -2, 3, -3)
        if value > 0 or not positive
    ]
    for name in names[:6] if len(names) > 1 else ():
        for value in (0, 1, -1):
            if value > 0 or name not in positive:
                found.append(at(draw(0.1, 3), name, Fraction(value)))
    return found


def at(point: Point, name: str, value: Fraction) -> Point:
    """The point with one coordinate replaced."""
    return {**point, name: value}


def place(point: Point) -> str:
    """The words that name a witness point."""
    if not point:
        return ""
    listed = ", ".join(f"{name} = {short(value)}" for name, value in sorted(point.items()))
    return f"at {listed} "


def short(value: Fraction) -> str:
    """A coordinate as a reader wants it."""
    return decimal_text(value) if value.denominator < 1000 else f"{float(value):.6g}"
