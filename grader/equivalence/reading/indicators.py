"""Indicators in every usual way: ``1_{x > 0}``, ``1[x > 0]``, ``I(x > 0)``, ``x*(x > 0)``,
``1_{[0, 1]}(x)``.
"""

from __future__ import annotations

from grader.equivalence.reading import calculus, groups
from grader.equivalence.reading.reader import Reader
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Expr,
    Logic,
    Mul,
    Piecewise,
    Relation,
    Set,
    Symbol,
    Tuple,
)

_COMPARES = frozenset(("<", "<=", ">", ">=", "!="))
_SIGNS = (ONE, Symbol("I"), Symbol("chi"), Constant("i"))
"""What stands before a condition to say that its truth is a number."""


def below_one(reader: Reader) -> Expr:
    """What ``1_`` stands before: a condition, or an interval with its argument behind it."""
    opened = reader.peek().text if reader.at("{") else reader.token.text
    inner = calculus.bound(reader)
    if _condition(inner, marked=True) is not None:
        return inner
    if isinstance(inner, Tuple) and len(inner.items) == 2 and reader.at("("):
        (place,) = groups.arguments(reader)[:1] or (None,)
        if place is not None and opened in "([":
            sign = "<=" if opened == "[" else "<"
            return _between(inner.items[0], place, inner.items[1], sign)
    raise reader.error("the condition of this indicator is not understood")


def _between(low: Expr, place: Expr, high: Expr, sign: str) -> Expr:
    """``low < place < high``, an infinite end left out."""
    parts: list[Expr] = []
    if not _is_infinite(low):
        parts.append(Relation((low, place), (sign,)))
    if not _is_infinite(high):
        parts.append(Relation((place, high), (sign,)))
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))


def _is_infinite(expr: Expr) -> bool:
    return any(isinstance(node, Constant) and node.name == "oo" for node in walk(expr))


def with_indicators(expr: Expr) -> Expr:
    """The tree with every condition that is a factor or a term as the number 1 or 0."""
    return transform(expr, _changed)


def _changed(node: Expr) -> Expr:
    match node:
        case Apply("I", (only,)) if (condition := _condition(only, marked=True)) is not None:
            return _indicator(condition)
        case Mul(factors):
            return _product(node, factors)
        case Add(terms) if any(_condition(term) is not None for term in terms):
            return Add(tuple(_number(term) for term in terms))
    return node


def _product(node: Expr, factors: tuple[Expr, ...]) -> Expr:
    """A product with its conditions as numbers; the sign before one goes with it."""
    kept: list[Expr] = []
    for factor in factors:
        marked = bool(kept) and kept[-1] in _SIGNS
        condition = _condition(factor, marked)
        if condition is None:
            kept.append(factor)
            continue
        if marked:
            kept.pop()
        kept.append(_indicator(condition))
    if len(kept) == len(factors) and kept == list(factors):
        return node
    return Mul(tuple(kept)) if len(kept) > 1 else kept[0]


def _number(term: Expr) -> Expr:
    condition = _condition(term)
    return term if condition is None else _indicator(condition)


def _indicator(condition: Expr) -> Expr:
    return Piecewise(((ONE, condition), (ZERO, None)))


def _condition(expr: Expr, marked: bool = False) -> Expr | None:
    """The condition that a factor is; an equation only where a sign before it says so."""
    if isinstance(expr, Set | Tuple) and len(expr.items) == 1:
        return _condition(expr.items[0], marked)
    if isinstance(expr, Logic):
        parts = [_condition(item, marked) for item in expr.items]
        return None if None in parts else expr
    if not isinstance(expr, Relation):
        return None
    allowed = _COMPARES | {"="} if marked else _COMPARES
    return expr if set(expr.operators) <= allowed else None
