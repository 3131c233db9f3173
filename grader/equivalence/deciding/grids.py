"""Sums, products, inverses and determinants of matrices of fractions, exactly."""

from __future__ import annotations

from fractions import Fraction

from grader.equivalence.errors import Undefined

Grid = tuple[tuple[Fraction, ...], ...]
Value = Fraction | Grid


def _as_number(grid: Grid) -> Value:
    """A matrix of one entry is the number in it."""
    return grid[0][0] if len(grid) == len(grid[0]) == 1 else grid


def added(one: Value, other: Value) -> Value:
    """The sum of two numbers, or of two matrices of one shape."""
    if isinstance(one, Fraction) or isinstance(other, Fraction):
        assert isinstance(one, Fraction) and isinstance(other, Fraction)
        return one + other
    return tuple(
        tuple(a + b for a, b in zip(row, line, strict=True))
        for row, line in zip(one, other, strict=True)
    )


def multiplied(one: Value, other: Value) -> Value:
    """The product; raises `ValueError` where columns and rows differ."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one * other
    if isinstance(one, Fraction) or isinstance(other, Fraction):
        number, grid = (one, other) if isinstance(one, Fraction) else (other, one)
        assert isinstance(number, Fraction) and not isinstance(grid, Fraction)
        return tuple(tuple(number * entry for entry in row) for row in grid)
    columns = list(zip(*other, strict=True))
    return _as_number(
        tuple(
            tuple(
                sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0))
                for column in columns
            )
            for row in one
        )
    )


def transposed(value: Value) -> Value:
    """Rows as columns."""
    return value if isinstance(value, Fraction) else tuple(zip(*value, strict=True))


def one_like(value: Value) -> Value:
    """What a product with it leaves as it is."""
    if isinstance(value, Fraction):
        return Fraction(1)
    size = range(len(value))
    return tuple(tuple(Fraction(int(i == j)) for j in size) for i in size)


def inverse(value: Value) -> Value:
    """The inverse; raises `Undefined` where there is none."""
    if isinstance(value, Fraction):
        if not value:
            raise Undefined("0 has no inverse")
        return 1 / value
    size, found = reduced(value)
    if not size:
        raise Undefined("this matrix has no inverse")
    return found


def reduced(value: Grid) -> tuple[Fraction, Grid]:
    """The determinant of a square matrix, and its inverse where that is not 0."""
    size = len(value)
    rows = [
        [*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(value)
    ]
    whole = Fraction(1)
    for k in range(size):
        pivot = next((r for r in range(k, size) if rows[r][k]), None)
        if pivot is None:
            return Fraction(0), value
        if pivot != k:
            rows[k], rows[pivot], whole = rows[pivot], rows[k], -whole
        whole *= rows[k][k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r in range(size):
            if r != k and rows[r][k]:
                rows[r] = [a - rows[r][k] * b for a, b in zip(rows[r], rows[k], strict=True)]
    return whole, tuple(tuple(row[size:]) for row in rows)
