"""The value of a tree at a point, by the arithmetic it is given; work is counted and capped."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.numbers.arithmetic import Arithmetic
from grader.equivalence.numbers.functions import PLAIN, SPECIAL, minus_one
from grader.equivalence.numbers.quadrature import integrate
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Constant,
    Expr,
    Integral,
    Logic,
    Mul,
    Number,
    Piecewise,
    Pow,
    Product,
    Relation,
    Sum,
    Symbol,
)

MAX_WORK = 20_000
"""Nodes evaluated for one value, sums unrolled."""
MAX_SUM = 400
TESTS: dict[str, Callable[[int], bool]] = {
    "=": lambda s: s == 0,
    "!=": lambda s: s != 0,
    "<": lambda s: s < 0,
    "<=": lambda s: s <= 0,
    ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
}


class Evaluator:
    """Values of trees at one point."""

    def __init__(self, arithmetic: Arithmetic, point: Mapping[str, Fraction]) -> None:
        self.arithmetic = arithmetic
        self.point: dict[str, Any] = {k: arithmetic.number(v) for k, v in point.items()}
        self.work = 0
        self._by_type: dict[type, Callable[[Any], Any]] = {
            Number: self._number,
            Symbol: self._symbol,
            Constant: self._constant,
            Add: self._add,
            Mul: self._mul,
            Pow: self._pow,
            Apply: self._apply,
            Sum: self._sum,
            Product: self._sum,
            Piecewise: self._piecewise,
            Integral: self._integral,
        }

    def value(self, expr: Expr) -> Any:
        """The value; raises `Undefined`, `Undetermined` or `Undecidable`."""
        self.count()
        method = self._by_type.get(type(expr))
        if method is None:
            raise Undecidable(f"a {type(expr).__name__.lower()} has no value here")
        return method(expr)

    def count(self) -> None:
        """Count one node, and refuse the one too many."""
        self.work += 1
        if self.work > MAX_WORK:
            raise Undecidable("this takes too much work to evaluate")

    def _number(self, expr: Number) -> Any:
        return self.arithmetic.number(expr.value)

    def _symbol(self, expr: Symbol) -> Any:
        try:
            return self.point[expr.name]
        except KeyError:
            raise Undecidable(f"{expr.name} has no value") from None

    def _constant(self, expr: Constant) -> Any:
        if expr.name == "oo":
            raise Undecidable("infinity is not a number")
        return self.arithmetic.constant(expr.name)

    def _add(self, expr: Add) -> Any:
        total = self.value(expr.terms[0])
        for term in expr.terms[1:]:
            total = self.arithmetic.add(total, self.value(term))
        return total

    def _mul(self, expr: Mul) -> Any:
        product = self.value(expr.factors[0])
        for factor in expr.factors[1:]:
            product = self.arithmetic.multiply(product, self.value(factor))
        return product

    def _pow(self, expr: Pow) -> Any:
        exponent = self.value(expr.exponent)
        if type(expr.base) is Constant and expr.base.name == "e":
            return self.arithmetic.exp(exponent)
        return self.arithmetic.power(self.value(expr.base), exponent)

    def _apply(self, expr: Apply) -> Any:
        values = [self.value(argument) for argument in expr.arguments]
        special = SPECIAL.get(expr.name)
        if special is not None:
            return special(self.arithmetic, *values)
        if expr.name not in PLAIN or len(values) != 1:
            raise Undecidable(f"the function {expr.name} is not known")
        return self.arithmetic.function(expr.name, values[0])

    def _sum(self, expr: Sum | Product) -> Any:
        """A finite sum or product, term by term."""
        if expr.lower is None or expr.upper is None:
            raise Undecidable("a sum without bounds has no value")
        first = self.arithmetic.fraction(self.value(expr.lower))
        last = self.arithmetic.fraction(self.value(expr.upper))
        if first is None or last is None or first.denominator != 1 or last.denominator != 1:
            raise Undefined("a sum's bounds are whole numbers")
        if last - first >= MAX_SUM:
            raise Undecidable("this sum has too many terms")
        adds = isinstance(expr, Sum)
        total = self.arithmetic.number(Fraction(0 if adds else 1))
        combine = self.arithmetic.add if adds else self.arithmetic.multiply
        outer = self.point.get(expr.index)
        for k in range(int(first), int(last) + 1):
            self.point[expr.index] = self.arithmetic.number(Fraction(k))
            total = combine(total, self.value(expr.body))
        self.point.pop(expr.index, None)
        if outer is not None:
            self.point[expr.index] = outer
        return total

    def _piecewise(self, expr: Piecewise) -> Any:
        for branch, condition in expr.branches:
            if condition is None or self.truth(condition):
                return self.value(branch)
        raise Undefined("no case applies here")

    def _integral(self, expr: Integral) -> Any:
        if expr.lower is None or expr.upper is None:
            raise Undecidable("an integral without bounds has no value")
        return integrate(self, expr)

    def truth(self, expr: Expr) -> bool:
        """Whether a relation or a combination of them holds at the point."""
        if isinstance(expr, Logic):
            combine = all if expr.operator == "and" else any
            return combine([self.truth(item) for item in expr.items])
        if not isinstance(expr, Relation):
            raise Undecidable("a condition must be a relation")
        values = [self.value(side) for side in expr.sides]
        pairs = pairwise(values)
        return all(
            self._holds(operator, *pair)
            for operator, pair in zip(expr.operators, pairs, strict=True)
        )

    def _holds(self, operator: str, left: Any, right: Any) -> bool:
        gap = self.arithmetic.add(left, self.arithmetic.multiply(right, minus_one(self.arithmetic)))
        sign = self.arithmetic.sign(gap)
        test = TESTS.get(operator)
        if test is None:
            raise Undecidable(f"the relation {operator} is not checked")
        return test(sign)
