"""The value of a formula at a point: exact fractions as long as they stay exact, floats after."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.trees.tree import Add, Apply, Constant, Expr, Mul, Number, Pow, Symbol

Number_ = Fraction | float
MAX_BITS = 1_000
"""A fraction longer than this goes on as a float, so that no power takes over the machine."""
MAX_NODES = 20_000

_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "asinh": math.asinh,
    "acosh": math.acosh,
    "atanh": math.atanh,
    "sqrt": math.sqrt,
    "cbrt": math.cbrt,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "erf": math.erf,
    "erfc": math.erfc,
    "gamma": math.gamma,
    "loggamma": math.lgamma,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0.0,
    "softplus": lambda x: math.log1p(math.exp(-abs(x))) + max(x, 0.0),
    "relu": lambda x: max(x, 0.0),
    "Heaviside": lambda x: 0.5 if x == 0 else float(x > 0),
    "sign": lambda x: math.copysign(1.0, x) if x else 0.0,
}


def value_at(expr: Expr, point: Mapping[str, Number_]) -> Number_:
    """The value of a scalar expression; raises `Undefined` where there is none.

    Raises `Undecidable` for what is not computed here: unknown names, integrals, infinite sums.
    """
    try:
        value = _Value(point).of(expr)
    except (OverflowError, ValueError, ZeroDivisionError):
        raise Undefined("the formula has no value at this point") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise Undefined("the formula has no finite value at this point")
    return value


class _Value:
    """Evaluates with a budget of nodes."""

    def __init__(self, point: Mapping[str, Number_]) -> None:
        self.point = point
        self.nodes = 0

    def of(self, expr: Expr) -> Number_:
        """The number of a tree, a fraction as long as that is exact."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Undecidable("this takes too much work to evaluate")
        match expr:
            case Number(value):
                return _short(value)
            case Symbol(name) if name in self.point:
                return self.point[name]
            case Constant("e"):
                return math.e
            case Constant("pi"):
                return math.pi
            case Add(terms):
                return _short(sum((self.of(term) for term in terms[1:]), self.of(terms[0])))
            case Mul(factors):
                product = self.of(factors[0])
                for factor in factors[1:]:
                    product = _short(product * self.of(factor))
                return product
            case Pow(base, exponent):
                return _power(self.of(base), self.of(exponent))
            case Apply(name, arguments):
                return self._apply(name, [self.of(argument) for argument in arguments])
        raise Undecidable(f"a {type(expr).__name__.lower()} has no number here")

    def _apply(self, name: str, values: list[Number_]) -> Number_:
        if name == "log" and values:
            bottom = math.log(values[1]) if len(values) > 1 else 1.0
            return Fraction(0) if values[0] == 1 else math.log(values[0]) / bottom
        if name == "abs" and len(values) == 1:
            return max(values[0], -values[0])
        if name in ("max", "min") and values:
            return max(values) if name == "max" else min(values)
        if name == "sqrt" and len(values) == 1 and isinstance(values[0], Fraction):
            return _exact_root(values[0])
        if name not in _FUNCTIONS or len(values) != 1:
            raise Undecidable(f"the function {name} is not known")
        return _FUNCTIONS[name](float(values[0]))


def _short(value: Number_) -> Number_:
    """The value, as a float once its fraction has grown beyond use."""
    if isinstance(value, Fraction) and (
        value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS
    ):
        return float(value)
    return value


def _power(base: Number_, exponent: Number_) -> Number_:
    """A real power; exact where the exponent is a small whole number."""
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    if isinstance(base, Fraction) and whole:
        size = base.numerator.bit_length() + base.denominator.bit_length()
        if size * abs(int(exponent)) <= MAX_BITS:
            return base ** int(exponent)
    if isinstance(base, Fraction) and exponent == Fraction(1, 2):
        return _exact_root(base)
    if whole:
        return float(base) ** int(exponent)
    if base < 0:
        raise Undefined("a fractional power of a negative number")
    return math.pow(base, exponent)


def _exact_root(value: Fraction) -> Number_:
    if value < 0:
        raise Undefined("a root of a negative number")
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return math.sqrt(value)
