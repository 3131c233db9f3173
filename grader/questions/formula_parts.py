"""The parts of a formula: its statements, the value at its end, the entries of a matrix."""

from __future__ import annotations

from collections.abc import Iterable

from grader.equivalence.tree import (
    Apply,
    Derivative,
    Expr,
    Gradient,
    Matrix,
    Relation,
    Set,
    Statements,
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
    return () if isinstance(expr, Text) else (expr,)


def as_vector(expr: Expr, size: int, variables: tuple[str, ...]) -> tuple[Expr, ...] | None:
    """The entries of an answer that may be a tuple, a row, a column, or one equation an entry."""
    parts = statements(expr)
    partials = _by_partial(parts, variables)
    vectors = [found for part in parts if (found := entries(last_value(part))) is not None]
    for vector in reversed(vectors):
        if len(vector) == size:
            return tuple(last_value(entry) for entry in vector)
    if partials is not None:
        return partials
    scalars = [last_value(part) for part in parts if not _is_definition(part)]
    if len(scalars) == size and size > 1 and not any(map(entries, scalars)):
        return tuple(scalars)
    return vectors[-1] if vectors else None


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


def rows_of(expr: Expr) -> tuple[tuple[Expr, ...], ...] | None:
    """The rows of a matrix, or of a tuple of tuples; None for anything else."""
    if isinstance(expr, Apply) and expr.name == "transpose":
        inner = rows_of(expr.arguments[0])
        return tuple(zip(*inner, strict=True)) if inner else None
    if isinstance(expr, Matrix):
        return expr.rows
    if isinstance(expr, Tuple):
        rows = [entries(item) for item in expr.items]
        if rows and all(row is not None and len(row) == len(rows[0] or ()) for row in rows):
            return tuple(row for row in rows if row is not None)
    return None
