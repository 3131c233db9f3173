"""Vectors of formulas up to a sign, a factor or a choice of basis, by minors that vanish."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from grader.equivalence.comparison import Comparison
from grader.equivalence.trees.building import negate, plus, times
from grader.equivalence.trees.tree import ZERO, Expr

Vector = Sequence[Expr]
Compare = Callable[[Expr, Expr], Comparison]
Answer = bool | None
"""Whether it is so; None where that is not decided."""
UpTo = Literal["sign", "scale", "span"]
MAX_VECTORS = 4
MAX_LENGTH = 6


def all_of(answers: Iterable[Answer]) -> Answer:
    """True where all are, False where one surely is not."""
    is_open = False
    for answer in answers:
        if answer is False:
            return False
        is_open |= answer is None
    return None if is_open else True


def _equal(first: Expr, second: Expr, compare: Compare) -> Answer:
    found = compare(first, second)
    if found.is_equal:
        return True
    return False if found.verdict == "different" else None


def is_zero(expr: Expr, compare: Compare) -> Answer:
    """Whether a formula is 0 wherever it has a value."""
    return _equal(expr, ZERO, compare)


def fits(given: Vector, key: Vector, up_to: UpTo | None, compare: Compare) -> Answer:
    """Whether a vector is the key's, up to what the rubric allows."""
    if len(given) != len(key):
        return False
    if up_to == "scale":
        return _is_multiple(given, key, compare)
    same = all_of(_equal(g, k, compare) for g, k in zip(given, key, strict=True))
    if up_to is None or same:
        return same
    turned = all_of(_equal(negate(g), k, compare) for g, k in zip(given, key, strict=True))
    return turned or (None if None in (same, turned) else False)


def _is_multiple(given: Vector, key: Vector, compare: Compare) -> Answer:
    """Whether one vector is the other times a factor that is not zero."""
    minors = (
        is_zero(_minor((given[i], key[i]), (given[j], key[j])), compare)
        for i, j in itertools.combinations(range(len(key)), 2)
    )
    parallel = all_of(minors)
    if parallel is False:
        return False
    vanishes = all_of(is_zero(entry, compare) for entry in given)
    if vanishes is True:
        return False
    return None if vanishes is None else parallel


def _minor(first: tuple[Expr, Expr], second: tuple[Expr, Expr]) -> Expr:
    return plus(times(first[0], second[1]), negate(times(first[1], second[0])))


def spans_the_same(given: Sequence[Vector], key: Sequence[Vector], compare: Compare) -> Answer:
    """Whether as many independent vectors lie in the space that the key's span."""
    if len(given) != len(key) or any(len(row) != len(key[0]) for row in given):
        return False
    inside = all_of(
        is_zero(minor, compare) for row in given for minor in minors([*key, row], len(key) + 1)
    )
    if inside is False:
        return False
    dependent = all_of(is_zero(minor, compare) for minor in minors(given, len(given)))
    if dependent is True:
        return False
    return None if dependent is None else inside


def minors(rows: Sequence[Vector], size: int) -> list[Expr]:
    """The determinants of all choices of so many columns; none where there are too few."""
    return [
        determinant([[row[k] for k in chosen] for row in rows])
        for chosen in itertools.combinations(range(len(rows[0])), size)
    ]


def determinant(rows: Sequence[Vector]) -> Expr:
    """The determinant of a small matrix, along its first row."""
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for k, entry in enumerate(rows[0]):
        rest = [[*row[:k], *row[k + 1 :]] for row in rows[1:]]
        term = times(entry, determinant(rest))
        terms.append(negate(term) if k % 2 else term)
    return plus(*terms)
