"""How the two sides of a claim relate in every random world, and what makes a broken one whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import (
    Apply,
    ArgExtremum,
    Conditional,
    Divergence,
    Expr,
    Product,
    Sum,
    Symbol,
)
from grader.questions.derivation.names import KL_NAMES, POINT_NAMES, Names
from grader.questions.derivation.values import Reader
from grader.questions.derivation.worlds import Values, World, worlds

TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one side is to the other: identical, sign, factor, offset, negated_offset, different.

    `factor` names a constant factor ("ln 2", "N", or a number); `unknown` carries its reason.
    """

    kind: str
    factor: str = ""
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether the two sides are equal."""
        return self.kind == "identical"


@dataclass
class Setting:
    """The worlds of a derivation and what has been agreed so far in it."""

    names: Names
    seed: str
    same: dict[str, str] = field(default_factory=dict)
    given: dict[str, Expr] = field(default_factory=dict)

    def worlds(self, grid: bool = False) -> tuple[World, ...]:
        """The random worlds, with a fine grid of the parameter for arg min and arg max."""
        names = self.names
        return worlds(names.densities, names.parametric, names.data, self.seed, grid)

    def values(self, expr: Expr, mean: bool = False, grid: bool = False) -> list[Values]:
        """The values of a tree in each world; raises `Undecidable`."""
        return [
            Reader(world, self.names, mean, self.same, self.given).value(expr)
            for world in self.worlds(grid)
        ]

    def expanded(self, expr: Expr) -> Expr:
        """The tree with defined names replaced by what they stand for."""

        def change(node: Expr) -> Expr:
            name = node.name if isinstance(node, Symbol | Apply) else ""
            return self.given.get(name, node)

        return transform(expr, change)


def relate(first: Expr, second: Expr, setting: Setting, mean: bool = False) -> Relationship:
    """How the first side relates to the second in every world."""
    try:
        pairs = list(zip(setting.values(first, mean), setting.values(second, mean), strict=True))
    except Undecidable as reason:
        return Relationship("unknown", reason=str(reason))
    return compare_values(pairs, [world.size for world in setting.worlds()])


def compare_values(pairs: list[tuple[Values, Values]], sizes: list[int]) -> Relationship:
    """The relation between paired values, the simplest that holds in all worlds."""
    pairs = [tuple(np.broadcast_arrays(a, b)) for a, b in pairs]  # type: ignore[misc]
    if all(_close(a, b) for a, b in pairs):
        return Relationship("identical")
    if all(_close(a, -b) for a, b in pairs):
        return Relationship("sign")
    factor = _factor(pairs, sizes)
    if factor:
        return Relationship("factor", factor)
    vary = all(_varies(a) and _varies(b) for a, b in pairs)
    if vary and all(_steady(a - b) for a, b in pairs):
        return Relationship("offset")
    if vary and all(_steady(a + b) for a, b in pairs):
        return Relationship("negated_offset")
    return Relationship("different")


def _close(first: Values, second: Values) -> bool:
    scale = max(1.0, float(np.max(np.abs(first))), float(np.max(np.abs(second))))
    return bool(np.max(np.abs(first - second)) <= TOLERANCE * scale)


def _varies(values: Values) -> bool:
    """Whether the values depend on the parameter; without it, "free of it" says nothing."""
    return not _steady(values)


def _steady(values: Values) -> bool:
    return _close(values, np.broadcast_to(values[:1], values.shape))


def _factor(pairs: list[tuple[Values, Values]], sizes: list[int]) -> str:
    """The name of the constant factor between the sides, or nothing."""
    found = []
    for first, second in pairs:
        place = np.unravel_index(int(np.argmax(np.abs(second))), second.shape)
        if abs(second[place]) < TOLERANCE:
            return ""
        ratio = float(first[place] / second[place])
        if not _close(first, ratio * second) or abs(ratio) < TOLERANCE:
            return ""
        found.append(ratio)
    for named, ratios in _named_factors(sizes):
        if all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(found, ratios, strict=True)):
            return named
    if max(found) - min(found) > 1e-6 * abs(found[0]):
        return ""
    simple = Fraction(found[0]).limit_denominator(60)
    return str(simple) if math.isclose(simple, found[0], rel_tol=1e-6) else f"{found[0]:.6g}"


def _named_factors(sizes: list[int]) -> Iterator[tuple[str, list[float]]]:
    for sign, mark in ((1, ""), (-1, "-")):
        yield f"{mark}N", [sign * float(n) for n in sizes]
        yield f"{mark}1/N", [sign / n for n in sizes]
        for base in (2, 10):
            yield f"{mark}ln {base}", [sign * math.log(base)] * len(sizes)
            yield f"{mark}1/ln {base}", [sign / math.log(base)] * len(sizes)


def extremum_places(expr: ArgExtremum, setting: Setting, mean: bool) -> list[int]:
    """The place on the parameter's grid, in each world, where the body is least or greatest."""
    places = []
    for values in setting.values(setting.expanded(expr.body), mean, grid=True):
        flat = values.reshape(values.shape[0], -1)
        if values.shape[0] == 1 or flat.shape[1] != 1:
            raise Undecidable("what is minimised does not depend on the parameter alone")
        least = "min" in expr.kind
        places.append(int(np.argmin(flat[:, 0]) if least else np.argmax(flat[:, 0])))
    return places


def same_extremum(first: ArgExtremum, second: ArgExtremum, setting: Setting) -> bool:
    """Whether both name the same parameter, a sample taken by its expectation where needed."""
    mean = has_sample(setting.expanded(first)) != has_sample(setting.expanded(second))
    ones, others = (extremum_places(side, setting, mean) for side in (first, second))
    return all(abs(a - b) <= 1 for a, b in zip(ones, others, strict=True))


def has_sample(expr: Expr) -> bool:
    """Whether a sum or product over the sample stands in a tree."""
    return any(
        isinstance(node, Sum | Product) and not (node.index in POINT_NAMES and node.upper is None)
        for node in walk(expr)
    )


def with_densities(expr: Expr, model: str) -> tuple[Expr, bool]:
    """The tree with `log(x | theta)` read as `log p(x | theta)`, and whether that was needed."""
    found = []

    def change(node: Expr) -> Expr:
        match node:
            case Apply("log", (Conditional() as inner,)):
                found.append(node)
                return Apply("log", (Apply(model, (inner,)),))
        return node

    changed = transform(expr, change)
    return changed, bool(found)


def divergences(expr: Expr) -> Iterator[Apply]:
    """The KL divergences named in a tree."""
    for node in walk(expr):
        if isinstance(node, Apply) and node.name in KL_NAMES:
            yield node


def turned_divergence(expr: Expr) -> Expr:
    """The tree with every KL(p || q) as KL(q || p)."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Apply) and node.name in KL_NAMES and len(node.arguments) == 1:
            inner = node.arguments[0]
            if isinstance(inner, Divergence):
                return Apply(node.name, (Divergence(inner.right, inner.left),))
        return node

    return transform(expr, change)
