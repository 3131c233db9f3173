"""Answers that are right in any order, or up to a sign, a factor or a basis of the same space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.equivalence.numbers.complexes import Complex, as_complex
from grader.equivalence.numbers.written import Written
from grader.questions.numeric.tolerance import Tolerance

Number = Fraction | Complex
Vector = Sequence[Number]
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
    numbers = [Complex(n.value, n.imaginary) for n in given]
    factor = _dot(numbers, key) / _dot(key, key)
    if not factor:
        return False
    return all(
        tolerance.accepts(_written(number / factor), target)
        for number, target in zip(numbers, key, strict=True)
    )


def _written(value: Complex) -> Written:
    return Written(value.real, is_float=True, imaginary=value.imag)


def spans_the_same(
    given: Sequence[Sequence[Written]], key: Sequence[Vector], tolerance: Tolerance
) -> bool:
    """Whether as many independent rows lie in the space that the key's rows span."""
    if any(number.special for row in given for number in row):
        return False
    largest = max(_size(t) for row in key for t in row)
    gram = [[_dot(b, a) for b in key] for a in key]
    coefficients = []
    for row in given:
        numbers = [Complex(n.value, n.imaginary) for n in row]
        most = max(map(_size, numbers))
        if not most:
            return False
        scaled = [number * (largest / most) for number in numbers]
        found = solve(gram, [_dot(scaled, a) for a in key])
        if found is None:
            return False
        fitted = [
            sum((c * t for c, t in zip(found, column, strict=True)), Complex(Fraction(0)))
            for column in zip(*key, strict=True)
        ]
        pairs = zip(scaled, fitted, strict=True)
        if not all(tolerance.accepts(_written(n), t) for n, t in pairs):
            return False
        top = max(map(_size, found))
        coefficients.append([value / top for value in found] if top else found)
    return is_independent(coefficients)


def is_independent(rows: Sequence[Vector]) -> bool:
    """Whether no row is, or is close to, a combination of the others."""
    gram = [[_dot(a, b) for b in rows] for a in rows]
    size = Fraction(1)
    for index, row in enumerate(gram):
        size *= row[index].real
    return as_complex(determinant(gram)).real > FLAT * FLAT * size


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


def determinant(matrix: Sequence[Sequence[Number]]) -> Number:
    """The determinant, exactly."""
    rows: list[list[Number]] = [list(row) for row in matrix]
    result: Number = Fraction(1)
    for index in range(len(rows)):
        pivot = next((r for r in range(index, len(rows)) if rows[r][index]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != index:
            rows[index], rows[pivot], result = rows[pivot], rows[index], -result
        result = result * rows[index][index]
        for lower in rows[index + 1 :]:
            factor = _over(lower[index], rows[index][index])
            lower[index:] = [
                x + -(factor * y) for x, y in zip(lower[index:], rows[index][index:], strict=True)
            ]
    return result


def solve(matrix: Sequence[Sequence[Number]], right: Sequence[Number]) -> list[Number] | None:
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
        found.append(_over(determinant(swapped), whole))
    return found


def _over(top: Number, bottom: Number) -> Number:
    if isinstance(top, Fraction) and isinstance(bottom, Fraction):
        return top / bottom
    return as_complex(top) / bottom


def _dot(a: Sequence[Number], b: Sequence[Number]) -> Complex:
    """The inner product, linear in its first argument."""
    terms = (as_complex(x) * as_complex(y).conjugate for x, y in zip(a, b, strict=True))
    return sum(terms, Complex(Fraction(0)))


def _size(value: Number) -> Fraction:
    one = as_complex(value)
    return max(abs(one.real), abs(one.imag))
