"""The values of a derivation's formulas in one random world."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import negate
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Conditional,
    Constant,
    Divergence,
    Expr,
    Integral,
    Mul,
    Number,
    Pow,
    Product,
    Sum,
    Symbol,
)
from grader.questions.derivation.names import (
    ENTROPY_NAMES,
    KL_NAMES,
    POINT_NAMES,
    SIZE_NAMES,
    Names,
)
from grader.questions.derivation.worlds import Values, World

AXES = 5
"""The axes of every value: the parameter, three nested integrals or sums, and a free point x."""
MAX_WORK = 4_000
FIRST, ENDLESS = Number(Fraction(1)), Constant("oo")

FUNCTIONS = {
    "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "abs": np.abs,
    "tanh": np.tanh, "exp": np.exp,
}  # fmt: skip


@dataclass
class Reader:
    """Evaluates trees in one world; with `mean`, a sum over the sample is N times its mean.

    `same` maps densities that a hypothesis sets equal; `given` holds definitions of names.
    """

    world: World
    names: Names
    mean: bool = False
    same: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Expr] = field(default_factory=dict)
    work: int = 0

    def value(self, expr: Expr) -> Values:
        """The values over the parameter (and a free point); raises `Undecidable`."""
        try:
            with np.errstate(all="ignore"):
                found = self.of(expr, {}, 1)
        except OverflowError:
            raise Undecidable("a number here is too large to test") from None
        if not np.all(np.isfinite(found)):
            raise Undecidable("this has no finite value in a test case")
        return found

    def of(self, expr: Expr, bound: Mapping[str, tuple[int, Values]], axis: int) -> Values:
        """The values of a node; `bound` maps variables to their axis and point indices."""
        self.work += 1
        if self.work > MAX_WORK:
            raise Undecidable("this takes too much work")
        match expr:
            case Number(value):
                return np.full((1,) * AXES, float(value))
            case Constant("e" | "pi" as name):
                return np.full((1,) * AXES, math.e if name == "e" else math.pi)
            case Symbol(name):
                return self._symbol(name, bound, axis)
            case Add(terms):
                return functools.reduce(np.add, [self.of(t, bound, axis) for t in terms])
            case Mul(factors):
                return functools.reduce(np.multiply, [self.of(f, bound, axis) for f in factors])
            case Pow(base, exponent):
                return np.power(self.of(base, bound, axis), self.of(exponent, bound, axis))
            case Integral(body, name, None, None):
                return self._total(body, {name}, bound, axis)
            case Integral(body, name, lower, upper) if _everything(lower, upper):
                return self._total(body, {name}, bound, axis)
            case Sum(body, index, lower, upper):
                return self._reduce(body, index, lower, upper, bound, axis)
            case Product(body, index, lower, upper):
                logs = Apply("log", (body,))
                return np.exp(self._reduce(logs, index, lower, upper, bound, axis))
            case Apply(name, arguments):
                return self._apply(name, arguments, bound, axis)
        raise Undecidable(f"a {type(expr).__name__.lower()} has no value here")

    def _symbol(self, name: str, bound: Mapping[str, tuple[int, Values]], axis: int) -> Values:
        if name in bound:
            place, indices = bound[name]
            return _along(self.world.points[indices], place)
        if name == self.names.parameter:
            return _along(self.world.thetas, 0)
        if name in self.given:
            return self.of(self.given[name], {}, axis)
        if name in SIZE_NAMES:
            return np.full((1,) * AXES, float(self.world.size))
        if name in POINT_NAMES:
            return _along(self.world.points, AXES - 1)
        raise Undecidable(f"{name} is not known here")

    def _point(self, expr: Expr, bound: Mapping[str, tuple[int, Values]]) -> tuple[int, Values]:
        """The axis and the point indices of a density's argument."""
        if isinstance(expr, Symbol):
            if expr.name in bound:
                return bound[expr.name]
            if expr.name in POINT_NAMES:
                return AXES - 1, np.arange(len(self.world.points))
        raise Undecidable("a density is evaluated at something that is not a point")

    def density(self, name: str, place: int, indices: Values) -> Values:
        """A density's table along the parameter and one axis of points."""
        seen = self.same.get(name, name)
        table = self.world.tables[seen][:, indices]
        shape = [1] * AXES
        shape[0], shape[place] = table.shape
        found: Values = table.reshape(shape)
        return found

    def _total(
        self, body: Expr, variables: set[str], bound: Mapping[str, tuple[int, Values]], axis: int
    ) -> Values:
        """An integral or a sum over the whole space."""
        if axis >= AXES - 1:
            raise Undecidable("too many integrals within each other")
        everywhere = np.arange(len(self.world.points))
        inner = {**bound, **{name: (axis, everywhere) for name in variables}}
        values = self.of(body, inner, axis + 1) * _along(self.world.weights, axis)
        return _summed(values, axis)

    def _reduce(
        self,
        body: Expr,
        index: str,
        lower: Expr | None,
        upper: Expr | None,
        bound: Mapping[str, tuple[int, Values]],
        axis: int,
    ) -> Values:
        """A sum over the space where the index is a point, else over the whole sample."""
        if index in POINT_NAMES and upper is None:
            return self._total(body, {index}, bound, axis)
        from_first = lower in (None, FIRST) or (upper is None and isinstance(lower, Symbol))
        to_last = upper is None or (isinstance(upper, Symbol) and upper.name in SIZE_NAMES)
        if not (from_first and to_last):
            raise Undecidable("a sum with these bounds is not worked out")
        if axis >= AXES - 1:
            raise Undecidable("too many sums within each other")
        data = self.names.data
        if self.mean:
            everywhere = np.arange(len(self.world.points))
            inner = {**bound, **_indexed(body, index, axis, everywhere)}
            chance = self.density(data, axis, everywhere) * _along(self.world.weights, axis)
            values = self.of(body, inner, axis + 1) * chance * self.world.size
        else:
            inner = {**bound, **_indexed(body, index, axis, self.world.sample)}
            values = self.of(body, inner, axis + 1) * _along(np.ones(self.world.size), axis)
        return _summed(values, axis)

    def _apply(
        self,
        name: str,
        arguments: tuple[Expr, ...],
        bound: Mapping[str, tuple[int, Values]],
        axis: int,
    ) -> Values:
        density = self.names.density(name)
        if density is not None and arguments:
            return self.density(density, *self._point(_first(arguments[0]), bound))
        if name in self.given:
            return self.of(self.given[name], bound, axis)
        if name in KL_NAMES or name in ENTROPY_NAMES:
            return self._divergence(name, arguments, axis)
        if name == "log" and len(arguments) == 2:
            top, bottom = (self.of(a, bound, axis) for a in arguments)
            return np.log(top) / np.log(bottom)
        if name in FUNCTIONS and len(arguments) == 1:
            found: Values = FUNCTIONS[name](self.of(arguments[0], bound, axis))
            return found
        raise Undecidable(f"the function {name} is not known here")

    def _divergence(self, name: str, arguments: tuple[Expr, ...], axis: int) -> Values:
        """KL(p || q), the entropy H(p) and the cross entropy H(p, q)."""
        pair = arguments
        if len(arguments) == 1 and isinstance(arguments[0], Divergence):
            pair = (arguments[0].left, arguments[0].right)
        found = [self._named(argument) for argument in pair]
        everywhere = np.arange(len(self.world.points))
        first, last = (self.density(d, axis, everywhere) for d in (found[0], found[-1]))
        if name in ENTROPY_NAMES:
            values = -first * np.log(last)
        elif len(found) == 2:
            values = first * (np.log(first) - np.log(last))
        else:
            raise Undecidable("a divergence needs two distributions")
        return _summed(values * _along(self.world.weights, axis), axis)

    def _named(self, expr: Expr) -> str:
        """The density that `p`, `p(x)` or `p(x | theta)` means inside a divergence."""
        name = expr.name if isinstance(expr, Symbol | Apply) else ""
        found = self.names.density(name)
        if found is None:
            raise Undecidable("a divergence is taken of something that is not a known density")
        return found


def _summed(values: Values, axis: int) -> Values:
    total: Values = values.sum(axis=axis, keepdims=True)
    return total


def _first(argument: Expr) -> Expr:
    return argument.left[0] if isinstance(argument, Conditional) else argument


def _everything(lower: Expr | None, upper: Expr | None) -> bool:
    """Whether the bounds are the whole line, or the name of the space."""
    if upper is None:
        return isinstance(lower, Symbol)
    return upper == ENDLESS and lower == negate(ENDLESS)


def _indexed(body: Expr, index: str, axis: int, points: Values) -> dict[str, tuple[int, Values]]:
    """The names in a body that the index of a sum turns into points of the sample: `x_i`."""
    found = {}
    for node in walk(body):
        if isinstance(node, Symbol):
            base, _, subscript = node.name.replace("^(", "_(").partition("_")
            if subscript.strip("{}()") == index and base:
                found[node.name] = (axis, points)
    return found


def _along(values: Values, axis: int) -> Values:
    shape = [1] * AXES
    shape[axis] = len(values)
    return values.reshape(shape)
