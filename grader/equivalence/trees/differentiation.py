"""Exact differentiation of trees, lightly simplified: zeros and ones go, nothing else is
rearranged.
"""

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import plus, raise_to, times
from grader.equivalence.trees.derivatives import DERIVATIVES
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Derivative,
    E,
    Expr,
    Integral,
    Matrix,
    Mul,
    Number,
    Piecewise,
    Pow,
    Relation,
    Sum,
    Symbol,
    Tuple,
    number,
)

_UNKNOWN = frozenset({"floor", "ceiling", "sign", "Heaviside", "factorial", "det", "norm", "mod",
                      "round", "trunc", "sinc"})
"""Known functions of one argument that have no derivative here."""


def differentiate(expr: Expr, symbol: str) -> Expr:
    """The derivative by one variable; raises `Undecidable` for what has none here (``floor``,
    ``arg min``).

    An unknown function of one argument gives ``f'``; of several, an unevaluated `Derivative`.
    """
    if symbol not in free_symbols(expr):
        return ZERO
    match expr:
        case Add(terms):
            return plus(*(differentiate(term, symbol) for term in terms))
        case Mul(factors):
            return plus(
                *(
                    times(*factors[:k], differentiate(factor, symbol), *factors[k + 1 :])
                    for k, factor in enumerate(factors)
                )
            )
        case Pow(base, exponent):
            return _power(base, exponent, symbol)
        case Apply(name, arguments):
            return _apply(name, arguments, symbol)
        case Tuple(items):
            return Tuple(tuple(differentiate(item, symbol) for item in items))
        case Matrix(rows):
            return Matrix(tuple(tuple(differentiate(x, symbol) for x in row) for row in rows))
        case Relation(sides, ("=",) as operators):
            return Relation(tuple(differentiate(side, symbol) for side in sides), operators)
        case Sum(body, index, lower, upper):
            _check_bounds(symbol, lower, upper)
            return Sum(differentiate(body, symbol), index, lower, upper)
        case Integral(body, variable, lower, upper):
            _check_bounds(symbol, lower, upper)
            return Integral(differentiate(body, symbol), variable, lower, upper)
        case Derivative(body, variables):
            return Derivative(body, (*variables, symbol))
        case Piecewise(branches):
            return Piecewise(tuple((differentiate(v, symbol), test) for v, test in branches))
        case Symbol():
            return ONE
        case _:
            raise Undecidable(f"a {type(expr).__name__.lower()} is not differentiated")


def _check_bounds(symbol: str, *bounds: Expr | None) -> None:
    if any(bound is not None and symbol in free_symbols(bound) for bound in bounds):
        raise Undecidable("bounds that depend on the variable are not differentiated")


def _power(base: Expr, exponent: Expr, symbol: str) -> Expr:
    """The power rule, the exponential rule, or both."""
    if symbol not in free_symbols(exponent):
        lower = number(exponent.value - 1) if isinstance(exponent, Number) else None
        reduced = raise_to(base, lower or plus(exponent, MINUS_ONE))
        return times(exponent, reduced, differentiate(base, symbol))
    whole = Pow(base, exponent)
    change = times(differentiate(exponent, symbol), ONE if base == E else Apply("log", (base,)))
    if symbol in free_symbols(base):
        inner = times(exponent, differentiate(base, symbol), Pow(base, MINUS_ONE))
        change = plus(change, inner)
    return times(whole, change)


def _apply(name: str, arguments: tuple[Expr, ...], symbol: str) -> Expr:
    """The chain rule."""
    if name == "log" and len(arguments) == 2:
        quotient = times(Apply("log", arguments[:1]), Pow(Apply("log", arguments[1:]), MINUS_ONE))
        return differentiate(quotient, symbol)
    if name == "root":
        exponent = Pow(arguments[1], MINUS_ONE)
        outer = times(exponent, Apply(name, arguments), Pow(arguments[0], MINUS_ONE))
        return times(outer, differentiate(arguments[0], symbol))
    if len(arguments) != 1:
        return _several(name, arguments, symbol)
    inner = arguments[0]
    rule = DERIVATIVES.get(name)
    if rule is None and name in _UNKNOWN:
        raise Undecidable(f"{name} is not differentiated")
    outer = Apply(name + "'", arguments) if rule is None else rule(inner)
    return times(outer, differentiate(inner, symbol))


def _several(name: str, arguments: tuple[Expr, ...], symbol: str) -> Expr:
    """A function of several arguments: known ones have no rule here, unknown ones stay a
    derivative.
    """
    if name in ("max", "min"):
        order = ">=" if name == "max" else "<="
        first, second = arguments[0], arguments[1] if len(arguments) == 2 else None
        if second is not None:
            condition = Relation((first, second), (order,))
            return Piecewise(
                (
                    (differentiate(first, symbol), condition),
                    (differentiate(second, symbol), None),
                )
            )
    if name in ("atan2", "binomial", "mod", "max", "min"):
        raise Undecidable(f"{name} is not differentiated")
    return Derivative(Apply(name, arguments), (symbol,))
