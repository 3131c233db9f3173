"""Vectors and matrices as entries: what was written is worked out until rows and columns show."""

from dataclasses import dataclass
from fractions import Fraction

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.traversal import children, rebuild
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Derivative,
    Expr,
    Gradient,
    Matrix,
    Mul,
    Number,
    Pow,
    Tuple,
    number,
)

MAX_ENTRIES = 400
MAX_DETERMINANT = 5
MAX_EXPONENT = 20
MAX_POWER = 4_096
"""Bound on the products that a power of a matrix is made of."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Entries in rows; ``loose`` where row and column were not told apart, as in ``(1, 2)``."""

    rows: tuple[tuple[Expr, ...], ...]
    loose: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    @property
    def entries(self) -> tuple[Expr, ...]:
        """All entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)


def resolve(expr: Expr) -> Expr:
    """The tree with matrix arithmetic carried out: sums, multiples, products, transposes,
    determinants.
    """
    parts = children(expr)
    if not parts:
        return expr
    resolved = tuple(resolve(part) for part in parts)
    if resolved != parts:
        expr = rebuild(expr, resolved)
    match expr:
        case Add(terms) if all(_is_grid(term) for term in terms):
            return _added(terms)
        case Mul(factors) if any(_is_grid(factor) for factor in factors):
            return _multiplied(factors)
        case Pow(base, exponent) if _is_grid(base):
            return _raised(base, exponent)
        case Apply(name, (inner,)) if _is_grid(inner):
            return _applied(name, inner) or expr
        case Gradient(body, variables) if variables:
            return Tuple(tuple(Derivative(body, (name,)) for name in variables))
        case _:
            return expr


def _is_grid(expr: Expr) -> bool:
    return isinstance(expr, Tuple | Matrix)


def grid(expr: Expr) -> Grid | None:
    """The entries of a vector or matrix; None for anything else or for ragged rows."""
    match expr:
        case Matrix(rows):
            return Grid(rows)
        case Tuple(items):
            rows = tuple(item.items for item in items if isinstance(item, Tuple))
            if rows and len(rows) == len(items):
                return Grid(rows) if len({len(row) for row in rows}) == 1 else None
            if any(_is_grid(item) for item in items):
                return None
            return Grid((items,), loose=True)
        case _:
            return None


def _added(terms: tuple[Expr, ...]) -> Expr:
    grids = [grid(term) for term in terms]
    shapes = {found.shape for found in grids if found is not None}
    if None in grids or len(shapes) != 1:
        return Add(terms)
    rows = [found.rows for found in grids if found is not None]
    combined = tuple(
        tuple(plus(*cell) for cell in zip(*lines, strict=True)) for lines in zip(*rows, strict=True)
    )
    return _like(terms[0], combined)


def _like(model: Expr, rows: tuple[tuple[Expr, ...], ...]) -> Expr:
    """Rows in the form of the model: a flat list stays one."""
    return Tuple(rows[0]) if isinstance(model, Tuple) and len(rows) == 1 else Matrix(rows)


def _multiplied(factors: tuple[Expr, ...]) -> Expr:
    """A multiple of a grid, or a product of matrices."""
    scalars = [factor for factor in factors if not _is_grid(factor)]
    grids = [factor for factor in factors if _is_grid(factor)]
    result = grids[0]
    for factor in grids[1:]:
        product = _product(result, factor)
        if product is None:
            return Mul(factors)
        result = product
    found = grid(result)
    if not scalars or found is None:
        return result if found is not None else Mul(factors)
    rows = tuple(tuple(times(*scalars, entry) for entry in row) for row in found.rows)
    return _like(result, rows)


def _product(first: Expr, second: Expr) -> Expr | None:
    """The matrix product; a row times a column is a 1 by 1 matrix and stays one."""
    left, right = grid(first), grid(second)
    if left is None or right is None or left.loose or left.shape[0] * right.shape[1] > MAX_ENTRIES:
        return None
    columns = right.rows if not right.loose else tuple((entry,) for entry in right.rows[0])
    if left.shape[1] != len(columns):
        return None
    product = tuple(
        tuple(
            plus(*(times(a, line[k]) for a, line in zip(row, columns, strict=True)))
            for k in range(len(columns[0]))
        )
        for row in left.rows
    )
    return Matrix(product)


def _raised(base: Expr, exponent: Expr) -> Expr:
    """A whole power of a square matrix; raises `Undecidable` for any other power."""
    found, times_ = grid(base), exponent.value if isinstance(exponent, Number) else Fraction(0)
    size = found.shape[0] if found is not None and len(set(found.shape)) == 1 else MAX_POWER
    whole = times_.denominator == 1 and 1 <= times_ < MAX_EXPONENT
    if not whole or size ** (int(times_) + 1) > MAX_POWER:
        raise Undecidable("this power of a matrix is not worked out")
    result: Expr = base
    for _ in range(int(times_) - 1):
        result = _product(result, base) or result
    return result


def _applied(name: str, inner: Expr) -> Expr | None:
    """Functions of a matrix or vector."""
    found = grid(inner)
    if found is None:
        return None
    rows, columns = found.shape
    if name == "transpose":
        if found.loose:
            return inner
        return Matrix(tuple(zip(*found.rows, strict=True)))
    if name == "det" and rows == columns and rows <= MAX_DETERMINANT:
        return determinant(found.rows)
    if name == "trace" and rows == columns:
        return plus(*(found.rows[k][k] for k in range(rows)))
    if name == "norm" and 1 in found.shape:
        return Apply("sqrt", (plus(*(Pow(entry, number(2)) for entry in found.entries)),))
    return None


def determinant(rows: tuple[tuple[Expr, ...], ...]) -> Expr:
    """The determinant by the first row."""
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for k, entry in enumerate(rows[0]):
        minor = tuple(row[:k] + row[k + 1 :] for row in rows[1:])
        terms.append(times(Number(Fraction((-1) ** k)), entry, determinant(minor)))
    return plus(*terms)
