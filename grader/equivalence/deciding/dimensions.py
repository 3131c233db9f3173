"""Rows and columns of formulas in matrices and vectors: which products and sums there are at all.

Every matrix begins with dimensions of its own; a product makes the inner ones the same, a sum both,
an inverse, a trace or a determinant those of one matrix. What is left apart may differ in size.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.traversal import children, rebuild
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Expr,
    Mul,
    Number,
    Pow,
    Symbol,
)

Shape = tuple[str, str] | None
"""The names of rows and columns; None for a number."""
ONE_LINE = "1"
TRANSPOSED = frozenset({"T", "t"})
TRACES = frozenset({"trace", "tr", "Tr"})
INVERSES = frozenset({"inverse", "inv"})
IDENTITY = "I"


@dataclass(slots=True)
class Dimensions:
    """Which dimensions are the same, as far as formulas say."""

    declared: dict[str, tuple[str, str]]
    """Rows and columns of each matrix and vector by its name."""
    same: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Dimensions:
        """The same, to try something on."""
        return Dimensions(self.declared, dict(self.same))

    def root(self, name: str) -> str:
        """The one name of all dimensions that are the same as this."""
        while name in self.same:
            name = self.same[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Make two dimensions the same; raises `Undecidable` for a matrix that had to be a line."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return
        if ONE_LINE in (a, b):
            raise Undecidable("the rows and columns of this product or sum do not fit")
        self.same[a] = b

    def classes(self, names: Iterable[str]) -> set[str]:
        """The different dimensions among these."""
        return {self.root(name) for name in names} - {ONE_LINE}

    def shape(self, expr: Expr) -> Shape:
        """Rows and columns of a formula; raises `Undecidable` where it makes no sense."""
        found = self._shape(expr)
        lines = found is not None and self.root(found[0]) == self.root(found[1]) == ONE_LINE
        return None if lines else found

    def _shape(self, expr: Expr) -> Shape:
        match expr:
            case Number() | Constant():
                return None
            case Symbol(name):
                return self._symbol(name)
            case Add(terms):
                return self._sum([term for term in terms if term != ZERO])
            case Mul(factors):
                return self.product(factors)
            case Pow(base, exponent):
                return self._power(self.shape(base), exponent)
            case Apply(name, arguments):
                return self._applied(name, arguments)
        raise Undecidable("this is no formula of matrices and vectors")

    def _symbol(self, name: str) -> Shape:
        if name in self.declared:
            return self.declared[name]
        if is_primed(name, self.declared):
            rows, columns = self.declared[name[:-1]]
            return columns, rows
        return (name, name) if is_identity(name) else None

    def _sum(self, terms: list[Expr]) -> Shape:
        shapes = [self.shape(term) for term in terms]
        grids = [shape for shape in shapes if shape is not None]
        if not grids:
            return None
        if len(grids) < len(shapes):
            raise Undecidable("a number and a matrix or vector are added")
        for shape in grids[1:]:
            self.join(grids[0][0], shape[0])
            self.join(grids[0][1], shape[1])
        return grids[0]

    def product(self, factors: tuple[Expr, ...]) -> Shape:
        """Rows and columns of a product: from the left, or from the right where only that fits."""
        shapes = [shape for factor in factors if (shape := self.shape(factor)) is not None]
        before = dict(self.same)
        try:
            return self._chain(shapes)
        except Undecidable:
            self.same = before
            return self._chain(shapes, from_right=True)

    def _chain(self, shapes: list[tuple[str, str]], *, from_right: bool = False) -> Shape:
        result: Shape = None
        for shape in reversed(shapes) if from_right else shapes:
            if result is None:
                result = shape
                continue
            left, right = (shape, result) if from_right else (result, shape)
            self.join(left[1], right[0])
            result = (left[0], right[1])
            if self.root(result[0]) == self.root(result[1]) == ONE_LINE:
                result = None
        return result

    def _power(self, base: Shape, exponent: Expr) -> Shape:
        if base is None:
            if self.shape(exponent) is not None:
                raise Undecidable("a matrix is no exponent")
            return None
        if is_transposition(exponent):
            return base[1], base[0]
        inverted = inverse_transposed(exponent)
        if not inverted and not (isinstance(exponent, Number) and exponent.value.denominator == 1):
            raise Undecidable("this power of a matrix is not worked out")
        self.join(*base)
        return base

    def _applied(self, name: str, arguments: tuple[Expr, ...]) -> Shape:
        if name == "norm" and len(arguments) > 1:
            arguments = arguments[:1]  # the second says which norm
        shapes = [self.shape(argument) for argument in arguments]
        inner = shapes[0] if len(shapes) == 1 else None
        if all(shape is None for shape in shapes) or (
            name.startswith("norm") and inner is not None
        ):
            return None
        if inner is None:
            raise Undecidable(f"{name} is not worked out for matrices")
        if name == "transpose":
            return inner[1], inner[0]
        if name in INVERSES | TRACES | {"det", "abs"}:
            self.join(*inner)
            return inner if name in INVERSES else None
        raise Undecidable(f"{name} is not worked out for matrices")


def is_identity(name: str) -> bool:
    """Whether a name is one that `with_sizes` gave to an identity matrix."""
    return name.startswith(f"{IDENTITY}.")


def with_sizes(expr: Expr, prefix: str, declared: Container[str]) -> Expr:
    """The formula with a name of its own for each identity matrix, since each has its own size."""
    if IDENTITY in declared:
        return expr
    count = itertools.count(1)

    def named(node: Expr) -> Expr:
        if node == Symbol(IDENTITY):
            return Symbol(f"{IDENTITY}.{prefix}{next(count)}")
        parts = children(node)
        changed = tuple(map(named, parts))
        return rebuild(node, changed) if changed != parts else node

    return named(expr)


def is_primed(name: str, declared: Iterable[str]) -> bool:
    """Whether a name is that of a matrix or vector with the prime that says transposed."""
    return name.endswith("'") and name[:-1] in declared and name not in declared


def is_transposition(exponent: Expr) -> bool:
    """Whether this exponent of a matrix says transposed."""
    return isinstance(exponent, Symbol) and exponent.name in TRANSPOSED


def inverse_transposed(exponent: Expr) -> bool:
    """Whether this exponent of a matrix says both, as in ``A^{-T}``."""
    return (
        isinstance(exponent, Mul)
        and len(exponent.factors) == 2
        and MINUS_ONE in exponent.factors
        and any(map(is_transposition, exponent.factors))
    )
