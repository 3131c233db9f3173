"""Our trees as SymPy's objects, node by node: no text of a rubric is ever evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from grader.equivalence.trees.tree import Add, Apply, Constant, Expr, Mul, Number, Pow, Symbol

MOST = 1_000
"""Powers and factorials of larger numbers would keep SymPy busy for good."""


class Open(Exception):
    """SymPy is not asked: the formula holds what is not translated, or what it cannot settle."""


def _whole(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of whole numbers, of those that are not too large."""

    def bounded(*arguments: Any) -> Any:
        if any(argument.is_Number and abs(argument) > MOST for argument in arguments):
            raise Open
        return function(*arguments)

    return bounded


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{
        name: getattr(sympy, name)
        for name in (
            *("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot"),
            *("sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh"),
            *("erf", "erfc", "gamma", "loggamma", "digamma", "sign", "floor", "ceiling"),
            *("log", "sqrt", "atan2", "Heaviside"),
        )
    },
    "abs": sympy.Abs,
    "max": sympy.Max,
    "min": sympy.Min,
    "mod": sympy.Mod,
    "root": sympy.real_root,
    "cbrt": lambda x: sympy.real_root(x, 3),
    "factorial": _whole(sympy.factorial),
    "binomial": _whole(sympy.binomial),
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "relu": lambda x: sympy.Max(x, 0),
    "log1p": lambda x: sympy.log(1 + x),
    "expm1": lambda x: sympy.exp(x) - 1,
}
_CONSTANTS = {"e": sympy.E, "pi": sympy.pi}


def symbol(name: str, positive: frozenset[str]) -> Any:
    """The real variable of that name."""
    return sympy.Symbol(name, positive=True) if name in positive else sympy.Symbol(name, real=True)


def to_sympy(expr: Expr, positive: frozenset[str]) -> Any:
    """The tree as SymPy's object; raises `Open` for what has no such form here."""
    match expr:
        case Number(value):
            return rational(value)
        case Constant(name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case Symbol(name):
            return symbol(name, positive)
        case Add(terms):
            return sympy.Add(*(to_sympy(term, positive) for term in terms))
        case Mul(factors):
            return sympy.Mul(*(to_sympy(factor, positive) for factor in factors))
        case Pow(base, exponent):
            power = to_sympy(exponent, positive)
            if power.is_Number and abs(power) > MOST:
                raise Open
            return sympy.Pow(to_sympy(base, positive), power)
        case Apply(name, arguments) if name in _FUNCTIONS:
            try:
                return _FUNCTIONS[name](*(to_sympy(one, positive) for one in arguments))
            except (TypeError, ValueError):  # a wrong number of arguments, or of the wrong kind
                raise Open from None
    raise Open


def rational(value: Fraction | float) -> Any:
    """An exact number; a float is the fraction that it is in binary."""
    exact = Fraction(value)
    return sympy.Rational(exact.numerator, exact.denominator)
