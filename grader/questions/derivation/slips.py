"""What undoes each known slip, and which was made: the one whose undoing makes a claim whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from grader.equivalence.trees.building import negate
from grader.equivalence.trees.traversal import children, rebuild, transform, walk
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    Add,
    Apply,
    Expr,
    Integral,
    Mul,
    Pow,
    Sum,
    Symbol,
)
from grader.questions.derivation.checks import (
    Relationship,
    Setting,
    divergences,
    relate,
    turned_divergence,
)
from grader.questions.derivation.names import Names

Repair = Callable[[Expr], Iterable[Expr]]


def find_cause(
    first: Expr, second: Expr, relation: Relationship, setting: Setting, model: str, mean: bool
) -> tuple[str, list[Expr]]:
    """The named slip behind a broken claim, and the sides as they should have been."""
    if any(divergences(first)) or any(divergences(second)):
        turned = turned_divergence(first), turned_divergence(second)
        if relate(turned[0], second, setting, mean).holds and turned[0] != first:
            return "reversed_kl", [swapped(second, setting.names, model)]
        if relate(first, turned[1], setting, mean).holds and turned[1] != second:
            return "reversed_kl", [turned[1]]
    for cause, pair in repaired_pairs(first, second, setting, model):
        if relate(pair[0], pair[1], setting, mean).holds:
            return _plain_cause(cause, relation), list(pair)
    if relation.kind == "factor":
        return _factor_cause(relation.factor), []
    named = {"sign": "sign", "offset": "theta_free_offset", "negated_offset": "missing_minus"}
    if relation.kind in named:
        return named[relation.kind], []
    if not setting.names.parametric and len(setting.names.densities) == 2:
        left, right = setting.names.densities
        kept, setting.same = setting.same, {right: left}
        holds = relate(first, second, setting, mean).holds
        setting.same = {right: left} if holds else kept
        if holds:
            return "missing_hypothesis", []
    return "broken_step", []


def _plain_cause(cause: str, relation: Relationship) -> str:
    """A flipped term of a single product is a sign, not a missing minus."""
    return "sign" if cause == "missing_minus" and relation.kind == "sign" else cause


def _factor_cause(factor: str) -> str:
    if "ln" in factor:
        return "log_base"
    return "factor_n" if "N" in factor else "constant_factor"


def repaired_pairs(
    first: Expr, second: Expr, setting: Setting, model: str
) -> Iterator[tuple[str, tuple[Expr, Expr]]]:
    """Both sides with one slip undone in either, under the name of the slip."""
    for cause, repair in repairs(setting.names, model).items():
        for new in repair(second):
            yield cause, (first, new)
        for new in repair(first):
            yield cause, (new, second)


def repairs(names: Names, model: str) -> Mapping[str, Repair]:
    """What undoes each known slip; a broken claim that one of these makes whole has its cause."""
    return {
        "log_base": _natural_logs,
        "missing_minus": _flipped_terms,
        "inverted_ratio": _inverted_ratios,
        "log_of_sum": _logs_inside,
        "ratio_of_logs": _ratios_of_logs,
        "wrong_weights": lambda expr: _other_weights(expr, names, model),
        "dropped_log": _added_logs,
    }


def swapped(expr: Expr, names: Names, model: str) -> Expr:
    """The tree with the data's density and the model's exchanged."""
    other = {names.data: model, model: names.data}

    def change(node: Expr) -> Expr:
        if isinstance(node, Apply | Symbol):
            density = names.density(node.name)
            if density in other:
                name = other[density]
                return Apply(name, node.arguments) if isinstance(node, Apply) else Symbol(name)
        return node

    return transform(expr, change)


def _each_node(expr: Expr, change: Callable[[Expr], Expr | None]) -> Iterator[Expr]:
    """The tree with one node changed at a time."""
    changed = change(expr)
    if changed is not None:
        yield changed
    parts = children(expr)
    for index, part in enumerate(parts):
        for new in _each_node(part, change):
            yield rebuild(expr, (*parts[:index], new, *parts[index + 1 :]))


def _flipped_terms(expr: Expr) -> Iterator[Expr]:
    """One term of one sum with the other sign."""
    if isinstance(expr, Add):
        for index, term in enumerate(expr.terms):
            flipped = term
            match term:
                case Mul((first, *rest)) if first == MINUS_ONE:
                    flipped = Mul(tuple(rest)) if len(rest) > 1 else rest[0]
                case _:
                    flipped = negate(term)
            yield Add((*expr.terms[:index], flipped, *expr.terms[index + 1 :]))


def _inverted_ratios(expr: Expr) -> Iterator[Expr]:
    """One logarithm of a quotient with the quotient turned over."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Apply) and node.name == "log" and is_quotient(node.arguments[0]):
            return Apply("log", (Pow(node.arguments[0], MINUS_ONE), *node.arguments[1:]))
        return None

    yield from _each_node(expr, change)


def _natural_logs(expr: Expr) -> Iterator[Expr]:
    """Every logarithm to a base as the natural one."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Apply) and node.name == "log" and len(node.arguments) == 2:
            return Apply("log", node.arguments[:1])
        return node

    changed = transform(expr, change)
    if changed != expr:
        yield changed


def is_quotient(expr: Expr) -> bool:
    """Whether a product has a factor below a stroke."""
    return isinstance(expr, Mul) and any(
        isinstance(f, Pow) and f.exponent == MINUS_ONE for f in expr.factors
    )


def _logs_inside(expr: Expr) -> Iterator[Expr]:
    """The logarithm of a sum or an integral taken inside."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Apply) and node.name == "log":
            match node.arguments[0]:
                case Sum(body, index, lower, upper):
                    return Sum(Apply("log", (body,)), index, lower, upper)
                case Integral(Mul((first, *rest)), name, lower, upper) if rest:
                    inner = Apply("log", (Mul(tuple(rest)) if len(rest) > 1 else rest[0],))
                    return Integral(Mul((first, inner)), name, lower, upper)
        return None

    yield from _each_node(expr, change)


def _ratios_of_logs(expr: Expr) -> Iterator[Expr]:
    """`log a / log b` as `log (a / b)`."""
    yield from _each_node(expr, _log_of_ratio)


def _log_of_ratio(node: Expr) -> Expr | None:
    """The product with one logarithm above and one below, the two made one."""
    if not isinstance(node, Mul):
        return None
    tops = [f for f in node.factors if isinstance(f, Apply) and f.name == "log"]
    bottoms = [
        f for f in node.factors
        if isinstance(f, Pow) and f.exponent == MINUS_ONE
        and isinstance(f.base, Apply) and f.base.name == "log"
    ]  # fmt: skip
    if len(tops) != 1 or len(bottoms) != 1:
        return None
    below = bottoms[0].base
    assert isinstance(below, Apply)
    inner = Apply("log", (Mul((tops[0].arguments[0], Pow(below.arguments[0], MINUS_ONE))),))
    rest = [f for f in node.factors if f is not tops[0] and f is not bottoms[0]]
    return Mul((*rest, inner)) if rest else inner


def _other_weights(expr: Expr, names: Names, model: str) -> Iterator[Expr]:
    """An integral's own weight exchanged between the data's density and the model's."""

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Integral | Sum) or not isinstance(node.body, Mul):
            return None
        factors = list(node.body.factors)
        for index, factor in enumerate(factors):
            if isinstance(factor, Apply) and names.density(factor.name) in (model, names.data):
                other = names.data if names.density(factor.name) == model else model
                factors[index] = Apply(other, factor.arguments)
                return rebuild(node, (Mul(tuple(factors)), *children(node)[1:]))
        return None

    yield from _each_node(expr, change)


def _added_logs(expr: Expr) -> Iterator[Expr]:
    """A quotient of densities that lost its logarithm."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Integral | Sum) and isinstance(node.body, Mul):
            first, rest = node.body.factors[0], node.body.factors[1:]
            if rest and not any(isinstance(n, Apply) and n.name == "log" for n in walk(node.body)):
                inner = Mul(rest) if len(rest) > 1 else rest[0]
                body = Mul((first, Apply("log", (inner,))))
                return rebuild(node, (body, *children(node)[1:]))
        return None

    yield from _each_node(expr, change)
