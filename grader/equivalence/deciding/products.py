"""Inner products and named norms of matrices and vectors, as products, traces and roots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from grader.equivalence.deciding.dimensions import ONE_LINE, Dimensions
from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.traversal import transform
from grader.equivalence.trees.tree import Apply, Constant, Expr, Mul, Symbol, number

INNER = frozenset({"dot", "inner", "vdot"})
FROBENIUS = frozenset({"F", "Fro", "fro", "HS"})
SUMS: dict[str, Callable[[Iterable[Fraction]], Fraction]] = {
    "norm_1": lambda sizes: sum(sizes, Fraction(0)),
    "norm_oo": max,
}
"""Norms of vectors that are worked out from the sizes of their entries."""


def written_out(expr: Expr, declared: dict[str, tuple[str, str]]) -> Expr:
    """The formula with `dot(a, b)` as a product and `norm(a, F)` as the root of a trace."""

    def change(node: Expr) -> Expr:
        match node:
            case Apply(name, (first, second)) if name in INNER:
                column = _is_column(first, declared)
                return Mul((Apply("transpose", (first,)) if column else first, second))
            case Apply("norm", (inner, kind)):
                return _norm(node, inner, kind, declared)
        return node

    return transform(expr, change)


def _norm(node: Expr, inner: Expr, kind: Expr, declared: dict[str, tuple[str, str]]) -> Expr:
    if isinstance(kind, Symbol) and kind.name in FROBENIUS:
        square = Mul((Apply("transpose", (inner,)), inner))
        return Apply("sqrt", (Apply("trace", (square,)),))
    if not _is_column(inner, declared):
        return node
    if kind == number(2):
        return Apply("norm", (inner,))
    if kind == number(1):
        return Apply("norm_1", (inner,))
    if kind == Constant("oo"):
        return Apply("norm_oo", (inner,))
    return node


def _is_column(expr: Expr, declared: dict[str, tuple[str, str]]) -> bool:
    """Whether a formula is a column vector, so that its inner products need it transposed."""
    sizes = Dimensions(declared)
    try:
        shape = sizes.shape(expr)
    except Undecidable:
        return False
    return shape is not None and sizes.root(shape[1]) == ONE_LINE
