"""A number where a formula is asked: of which point it is the value."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr
from grader.questions.echo import written_as
from grader.questions.formulas.exact import value_at

REACH = {1: 30, 2: 12, 3: 4}
"""How far from 0 points of whole numbers are looked at, by how many variables there are."""
CLOSE = 1e-9


def said_of_numbers(
    given: Sequence[Expr], keys: Sequence[Expr], variables: Sequence[str]
) -> str:
    """The sentence about an answer of numbers alone; nothing where it is a formula, or should be.

    A point is named where the key has these very values there, the one closest to 0 first.
    """
    names = sorted(frozenset().union(*map(free_symbols, keys)))
    if not names or any(map(free_symbols, given)) or len(given) != len(keys):
        return ""
    order = sorted(names, key=lambda n: variables.index(n) if n in variables else len(variables))
    wrote = ", ".join(map(written_as, given))
    wrote = wrote if len(given) == 1 else f"({wrote})"
    point = _point(given, keys, order)
    if point is None:
        return f"{wrote} is a number; a formula in {', '.join(order)} is asked."
    where = ", ".join(map(str, point))
    at = f"{order[0]} = {where}" if len(point) == 1 else f"({', '.join(order)}) = ({where})"
    return f"{wrote} is the value at {at}; the formula is asked."


def _point(
    given: Sequence[Expr], keys: Sequence[Expr], names: Sequence[str]
) -> tuple[int, ...] | None:
    try:
        wanted = [value_at(entry, {}) for entry in given]
    except (Undefined, Undecidable):
        return None
    for point in _points(len(names)):
        place = dict(zip(names, map(Fraction, point), strict=True))
        try:
            values = [value_at(key, place) for key in keys]
        except (Undefined, Undecidable):
            continue
        pairs = zip(values, wanted, strict=True)
        if all(abs(float(a) - float(b)) <= CLOSE * max(1.0, abs(float(b))) for a, b in pairs):
            return point
    return None


def _points(count: int) -> Iterator[tuple[int, ...]]:
    reach = REACH.get(count)
    if reach is None:
        return
    sizes = range(-reach, reach + 1)
    points = itertools.product(sizes, repeat=count)
    yield from sorted(points, key=lambda point: (sum(map(abs, point)), tuple(-x for x in point)))
