"""Answers that are right in any order, or up to a sign, a factor or a basis of the same space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.equivalence.numbers.written import Written
from grader.questions.numeric.tolerance import Tolerance

Vector = Sequence[Fraction]
MAX_IN_ANY_ORDER = 200
"""Entries that are put in order: each may have to be compared with each."""
MAX_BASIS = 12
"""Vectors of a basis: exact fractions grow with each."""
FLAT = Fraction(1, 10**6)
"""Rows so close to one another, for their length, span less than they should."""


def is_same_up_to_sign(given: Sequence[Written], key: Vector, tolerance: Tolerance) -> bool:
    """Whether these are the key's numbers or their negatives, all of them."""
    turned = [replace(n, value=-n.value, imaginary=-n.imaginary) for n in given]
    return any(
        all(tolerance.accepts(n, t) for n, t in zip(row, key, strict=True))
        for row in (given, turned)
        if not any(n.special for n in given)
    )


def is_multiple(given: Sequence[Written], key: Vector, tolerance: Tolerance) -> bool:
    """Whether these are a multiple of the key by a number that is not zero, real or complex."""
    if any(n.special for n in given):
        return False
    size = sum(t * t for t in key)
    real = sum((n.value * t for n, t in zip(given, key, strict=True)), Fraction(0)) / size
    other = sum((n.imaginary * t for n, t in zip(given, key, strict=True)), Fraction(0)) / size
    length = real * real + other * other
    if not length:
        return False
    for number, target in zip(given, key, strict=True):
        scaled = Written(
            (number.value * real + number.imaginary * other) / length,
            is_float=True,
            imaginary=(number.imaginary * real - number.value * other) / length,
        )
        if not tolerance.accepts(scaled, target):
            return False
    return True


def spans_the_same(
    given: Sequence[Sequence[Written]], key: Sequence[Vector], tolerance: Tolerance
) -> bool:
    """Whether as many independent rows lie in the space that the key's rows span."""
    if any(number.special or number.imaginary for row in given for number in row):
        return False
    largest = max(abs(t) for row in key for t in row)
    gram = [[_dot(a, b) for b in key] for a in key]
    coefficients = []
    for row in given:
        most = max(abs(number.value) for number in row)
        if not most:
            return False
        scaled = [number.value * largest / most for number in row]
        found = solve(gram, [_dot(a, scaled) for a in key])
        if found is None:
            return False
        columns = zip(*key, strict=True)
        fitted = [_dot(found, column) for column in columns]
        numbers = [Written(value, is_float=True) for value in scaled]
        if not all(tolerance.accepts(n, t) for n, t in zip(numbers, fitted, strict=True)):
            return False
        top = max(map(abs, found))
        coefficients.append([value / top for value in found] if top else found)
    return is_independent(coefficients)


def is_independent(rows: Sequence[Vector]) -> bool:
    """Whether no row is, or is close to, a combination of the others."""
    gram = [[_dot(a, b) for b in rows] for a in rows]
    size = Fraction(1)
    for index, row in enumerate(gram):
        size *= row[index]
    return determinant(gram) > FLAT * FLAT * size


def tells_apart(up_to: str | None, rows: Sequence[Vector], key: Sequence[Vector]) -> bool:
    """Whether other rows are surely not right as well, by what they may differ in."""
    if up_to == "span":
        return any(is_independent([*key, row]) for row in rows)
    for row, right in zip(rows, key, strict=True):
        if up_to == "sign" and tuple(row) != tuple(-x for x in right) and row != right:
            return True
        if up_to == "scale" and is_independent([row, right]):
            return True
    return up_to is None


def determinant(matrix: Sequence[Vector]) -> Fraction:
    """The determinant, exactly."""
    rows, result = [list(row) for row in matrix], Fraction(1)
    for index in range(len(rows)):
        pivot = next((r for r in range(index, len(rows)) if rows[r][index]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != index:
            rows[index], rows[pivot], result = rows[pivot], rows[index], -result
        result *= rows[index][index]
        for lower in rows[index + 1 :]:
            factor = lower[index] / rows[index][index]
            lower[index:] = [
                x - factor * y for x, y in zip(lower[index:], rows[index][index:], strict=True)
            ]
    return result


def solve(matrix: Sequence[Vector], right: Vector) -> list[Fraction] | None:
    """The solution of a square system, exactly; None where there is none or more than one."""
    whole = determinant(matrix)
    if not whole:
        return None
    found = []
    for column in range(len(matrix)):
        swapped = [
            [*row[:column], value, *row[column + 1 :]]
            for row, value in zip(matrix, right, strict=True)
        ]
        found.append(determinant(swapped) / whole)
    return found


def _dot(a: Vector, b: Vector) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))
