"""The derivatives of the known functions of one argument, each by that argument."""

from collections.abc import Callable
from fractions import Fraction

from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.tree import MINUS_ONE, ONE, PI, Apply, E, Expr, Pow, number

_TWO, _MINUS_TWO = number(2), number(-2)
_HALF, _MINUS_HALF = number(Fraction(1, 2)), number(Fraction(-1, 2))
_THIRD = number(Fraction(1, 3))


def _at(name: str, x: Expr) -> Expr:
    return Apply(name, (x,))


def _square(x: Expr) -> Expr:
    return Pow(x, _TWO)


def _one_minus(x: Expr) -> Expr:
    return plus(ONE, times(MINUS_ONE, x))


def _sigmoid(x: Expr) -> Expr:
    value = _at("sigmoid", x)
    return times(value, _one_minus(value))


def _erf(x: Expr) -> Expr:
    gauss = Pow(E, times(MINUS_ONE, _square(x)))
    return times(_TWO, Pow(_at("sqrt", PI), MINUS_ONE), gauss)


DERIVATIVES: dict[str, Callable[[Expr], Expr]] = {
    "sin": lambda x: _at("cos", x),
    "cos": lambda x: times(MINUS_ONE, _at("sin", x)),
    "tan": lambda x: Pow(_at("cos", x), _MINUS_TWO),
    "cot": lambda x: times(MINUS_ONE, Pow(_at("sin", x), _MINUS_TWO)),
    "sec": lambda x: times(_at("sec", x), _at("tan", x)),
    "csc": lambda x: times(MINUS_ONE, _at("csc", x), _at("cot", x)),
    "asin": lambda x: Pow(_one_minus(_square(x)), _MINUS_HALF),
    "acos": lambda x: times(MINUS_ONE, Pow(_one_minus(_square(x)), _MINUS_HALF)),
    "atan": lambda x: Pow(plus(ONE, _square(x)), MINUS_ONE),
    "sinh": lambda x: _at("cosh", x),
    "cosh": lambda x: _at("sinh", x),
    "tanh": lambda x: _one_minus(_square(_at("tanh", x))),
    "asinh": lambda x: Pow(plus(ONE, _square(x)), _MINUS_HALF),
    "acosh": lambda x: Pow(plus(_square(x), MINUS_ONE), _MINUS_HALF),
    "atanh": lambda x: Pow(_one_minus(_square(x)), MINUS_ONE),
    "log": lambda x: Pow(x, MINUS_ONE),
    "log1p": lambda x: Pow(plus(ONE, x), MINUS_ONE),
    "expm1": lambda x: Pow(E, x),
    "sqrt": lambda x: times(_HALF, Pow(_at("sqrt", x), MINUS_ONE)),
    "cbrt": lambda x: times(_THIRD, Pow(_at("cbrt", x), _MINUS_TWO)),
    "abs": lambda x: times(x, Pow(_at("abs", x), MINUS_ONE)),
    "sigmoid": _sigmoid,
    "softplus": lambda x: _at("sigmoid", x),
    "relu": lambda x: _at("Heaviside", x),
    "erf": _erf,
    "gamma": lambda x: times(_at("gamma", x), _at("digamma", x)),
    "loggamma": lambda x: _at("digamma", x),
}
