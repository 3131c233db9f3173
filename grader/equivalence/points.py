"""The points at which two expressions are compared: seeded, exact, and spread on purpose.

Ordinary points have long odd denominators, so that no lattice function (``sin(1024 pi x)``,
``floor``) looks constant on them; whole points, equal coordinates and zeros find poles and
cancelled factors, for every seed.
"""

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

Point = Mapping[str, Fraction]
_DENOMINATORS = (1_000_003, 998_244_353, 7_919, 104_729, 15_485_863, 32_452_843, 65_537, 611_953)
FIRST_BLOCK = 12
"""Random points that come before any other; ten agreeing ones are needed."""


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
    source = random.Random(f"grader.equivalence:{seed}:{','.join(names)}")

    def make(low: float, high: float) -> Point:
        return {
            name: _value(source, low, high, name in positive, name in integer) for name in names
        }

    found = [make(0.1, 3), make(-3, 3), make(0.1, 3), make(-3, 3), make(0, 1), make(-1, 1)]
    found += [make(0.2, 2), make(-2, 2), make(5, 60), make(-60, 60), make(1, 9), make(-5, 5)]
    found += _special(names, positive, make)
    found += [make(0.05, 4) for _ in range(10)] + [make(-4, 4) for _ in range(10)]
    found += [make(-1, 1) for _ in range(6)] + [make(1, 3) for _ in range(6)]
    found += [make(3, 200) for _ in range(4)] + [make(-1000, 1000) for _ in range(4)]
    return tuple(found)


def _value(
    source: random.Random, low: float, high: float, positive: bool, integer: bool
) -> Fraction:
    """One coordinate in a range, moved to where its variable may lie."""
    if integer:
        reach = 9 if high < 5 else 40
        return Fraction(source.randint(1 if positive or low >= 0 else -reach, reach))
    denominator = source.choice(_DENOMINATORS)
    value = Fraction(int(source.uniform(low, high) * denominator), denominator)
    if value == 0 or (positive and value < 0):
        return -value if value else Fraction(1, denominator)
    return value


def _special(
    names: tuple[str, ...], positive: frozenset[str], make: Callable[[float, float], Point]
) -> list[Point]:
    """Whole points: all coordinates equal, and one coordinate at a whole number in turn."""
    found: list[Point] = [
        {name: Fraction(value) for name in names}
        for value in (0, 1, -1, 2, -2, 3, -3)
        if value > 0 or not positive
    ]
    for name in names[:6] if len(names) > 1 else ():
        for value in (0, 1, -1):
            if value > 0 or name not in positive:
                found.append(at(make(0.1, 3), name, Fraction(value)))
    return found


def at(point: Point, name: str, value: Fraction) -> Point:
    """The point with one coordinate replaced."""
    return {**point, name: value}
