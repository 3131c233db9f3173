"""The parts of a formula: its statements, the value at its end, the entries of a matrix."""

from __future__ import annotations

from collections.abc import Iterable

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.matrices import resolve
from grader.equivalence.trees.tree import (
    ONE,
    ZERO,
    Add,
    Apply,
    Derivative,
    Expr,
    Gradient,
    Logic,
    Matrix,
    Mul,
    Pow,
    Relation,
    Set,
    Statements,
    Symbol,
    Text,
    Tuple,
)


def last_value(expr: Expr) -> Expr:
    """The value at the end of `f(x) = ... = value`; the tree itself where it is no equation."""
    if isinstance(expr, Relation) and set(expr.operators) <= {"=", ":=", "~"}:
        return expr.sides[-1]
    return expr


def statements(expr: Expr) -> tuple[Expr, ...]:
    """The separate statements of a tree, words left out."""
    if isinstance(expr, Statements | Set):
        return tuple(part for item in expr.items for part in statements(item))
    if isinstance(expr, Tuple) and any(isinstance(item, Relation) for item in expr.items):
        return expr.items
    if isinstance(expr, Logic) and expr.operator == "and":
        return expr.items
    return () if isinstance(expr, Text) else (expr,)


def as_vector(expr: Expr, size: int, variables: tuple[str, ...]) -> tuple[Expr, ...] | None:
    """The entries of an answer that may be a tuple, a row, a column, or one equation an entry."""
    parts = statements(expr)
    partials = _by_partial(parts, variables)
    values = [worked_out(last_value(part)) for part in parts]
    vectors = [found for value in values if (found := entries(value)) is not None]
    for vector in reversed(vectors):
        if len(vector) == size:
            return tuple(last_value(entry) for entry in vector)
    if partials is not None:
        return partials
    scalars = [last_value(part) for part in parts if not _is_definition(part)]
    if len(scalars) == size and size > 1 and not any(map(entries, scalars)):
        return tuple(scalars)
    if not vectors and len(scalars) == 1:
        return _by_unit_vectors(scalars[0], size, variables) or (
            (scalars[0],) if size == 1 else None
        )
    return vectors[-1] if vectors else None


def _by_unit_vectors(expr: Expr, size: int, variables: tuple[str, ...]) -> tuple[Expr, ...] | None:
    """The entries of `a i + b j` or `a e_1 + b e_2`; None for anything else."""
    terms = expr.terms if isinstance(expr, Add) else (expr,)
    for names in (("i", "j", "k"), tuple(f"e_{k + 1}" for k in range(size))):
        units = {name: index for index, name in enumerate(names[:size])}
        if size > len(names) or set(names) & set(variables):
            continue
        found: list[list[Expr]] = [[] for _ in range(size)]
        for term in terms:
            factors = term.factors if isinstance(term, Mul) else (term,)
            hits = [units[n] for f in factors if (n := _unit(f)) in units]
            if len(hits) != 1 or any(isinstance(part, Tuple | Matrix) for part in factors):
                break
            rest = [factor for factor in factors if _unit(factor) not in units]
            found[hits[0]].append(times(*rest) if rest else ONE)
        else:
            return tuple(plus(*items) if items else ZERO for items in found)
    return None


def _unit(expr: Expr) -> str:
    """The name of a symbol without the hat of a unit vector."""
    return expr.name.replace("_hat", "") if isinstance(expr, Symbol) else ""


def _is_definition(part: Expr) -> bool:
    """`C(x, y) = ...`: what the question gives, written down once more."""
    return isinstance(part, Relation) and isinstance(part.sides[0], Apply)


def _by_partial(parts: Iterable[Expr], variables: tuple[str, ...]) -> tuple[Expr, ...] | None:
    """One equation for each partial derivative, in the variables' order."""
    found: dict[str, Expr] = {}
    for part in parts:
        if not isinstance(part, Relation):
            continue
        for side in part.sides[:-1]:
            if isinstance(side, Derivative) and len(side.variables) == 1:
                found[side.variables[0]] = part.sides[-1]
            if isinstance(side, Gradient) and len(side.variables) == 1:
                found[side.variables[0]] = part.sides[-1]
    if not variables or not set(variables) <= set(found):
        return None
    return tuple(found[name] for name in variables)


def entries(expr: Expr) -> tuple[Expr, ...] | None:
    """The entries of a tuple, or of a matrix of one row or one column; None for anything else."""
    if isinstance(expr, Apply) and expr.name == "transpose":
        return entries(expr.arguments[0])
    if isinstance(expr, Tuple):
        return expr.items
    if isinstance(expr, Matrix):
        if len(expr.rows) == 1:
            return expr.rows[0]
        if all(len(row) == 1 for row in expr.rows):
            return tuple(row[0] for row in expr.rows)
    return None


def worked_out(expr: Expr) -> Expr:
    """`2 (x, y)`, `A^T` or a sum of matrices with its arithmetic carried out."""
    if not isinstance(expr, Add | Apply | Mul | Pow):
        return expr
    try:
        return resolve(expr)
    except Undecidable:
        return expr


def rows_of(expr: Expr) -> tuple[tuple[Expr, ...], ...] | None:
    """The rows of a matrix, or of a tuple of tuples; None for anything else."""
    expr = worked_out(expr)
    if isinstance(expr, Matrix):
        return expr.rows
    if isinstance(expr, Tuple):
        rows = [entries(worked_out(item)) for item in expr.items]
        if rows and all(row is not None and len(row) == len(rows[0] or ()) for row in rows):
            return tuple(row for row in rows if row is not None)
    return None
