"""A key's numbers written down as a tolerance wants to see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.equivalence.numbers.complexes import Complex
from grader.questions.numeric.entries import read_number
from grader.questions.numeric.freedom import Number
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.shapes.simple import Shape

MOST_DIGITS = 12
Writing = Callable[[Number], str]


def _writings() -> Iterator[Writing]:
    """As a fraction, with so many decimals, with so many significant figures."""
    yield str
    for digits in range(MOST_DIGITS + 1):
        yield lambda x, n=digits: f"{float(x):.{n}f}"  # type: ignore[misc]
        yield lambda x, n=digits: f"{float(x):#.{n + 1}g}".removesuffix(".")  # type: ignore[misc]


def writing_of(target: Number, tolerance: Tolerance) -> Writing | None:
    """The first way of writing a target in which the tolerance accepts it."""
    for way in [str] if isinstance(target, Complex) else _writings():
        number = read_number(way(target))
        if not isinstance(number, str) and tolerance.accepts(number, target):
            return way
    return None


def nested(items: Sequence[Any], shape: Shape) -> Any:
    """Entries in reading order as lists of this shape."""
    if not shape:
        return items[0]
    size = len(items) // shape[0]
    return [nested(items[k : k + size], shape[1:]) for k in range(0, len(items), size)]
