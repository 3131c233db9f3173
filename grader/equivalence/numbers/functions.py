"""The known functions at values of any arithmetic: some are its own, the others made of them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import Undefined
from grader.equivalence.numbers.arithmetic import Arithmetic


def minus_one(arithmetic: Arithmetic) -> Any:
    """-1 in this arithmetic."""
    return arithmetic.number(Fraction(-1))


def _log(field: Arithmetic, value: Any, base: Any = None) -> Any:
    if base is None:
        return field.log(value)
    bottom = field.log(base)
    if field.is_zero(bottom):
        raise Undefined("a logarithm to base 1")
    return field.multiply(field.log(value), field.power(bottom, minus_one(field)))


def _real_root(field: Arithmetic, value: Any, index: Any) -> Any:
    """The n-th root; an odd root of a negative number is negative."""
    whole = field.fraction(index)
    if whole is None or whole.denominator != 1 or whole == 0:
        return field.power(value, field.power(index, minus_one(field)))
    if whole == 2:
        return field.sqrt(value)
    if field.complex or whole % 2 == 0:
        return field.power(value, field.number(1 / whole))
    sign = field.sign(value)
    if sign == 0:
        return value
    root = field.power(field.absolute(value), field.number(1 / whole))
    return root if sign > 0 else field.multiply(root, minus_one(field))


def _extreme(sign: int) -> Callable[..., Any]:
    def choose(field: Arithmetic, *values: Any) -> Any:
        best = values[0]
        for value in values[1:]:
            gap = field.add(value, field.multiply(best, minus_one(field)))
            if sign * field.sign(gap) > 0:
                best = value
        return best

    return choose


def _sign(field: Arithmetic, value: Any) -> Any:
    return field.number(Fraction(field.sign(value)))


def _sigmoid(field: Arithmetic, value: Any) -> Any:
    one = field.number(Fraction(1))
    below = field.add(one, field.exp(field.multiply(value, minus_one(field))))
    return field.power(below, minus_one(field))


def _softplus(field: Arithmetic, value: Any) -> Any:
    return field.log(field.add(field.number(Fraction(1)), field.exp(value)))


def _relu(field: Arithmetic, value: Any) -> Any:
    return value if field.sign(value) > 0 else field.number(Fraction(0))


def _step(field: Arithmetic, value: Any) -> Any:
    sign = field.sign(value)
    if sign == 0:
        raise Undefined("the step at 0 is 0, 1/2 or 1, as one likes")
    return field.number(Fraction(sign + 1, 2))


def _sinc(field: Arithmetic, value: Any) -> Any:
    if field.is_zero(value):
        return field.number(Fraction(1))
    return field.multiply(field.function("sin", value), field.power(value, minus_one(field)))


def _round(field: Arithmetic, value: Any) -> Any:
    above = field.add(value, field.number(Fraction(1, 2)))
    below = field.floor(above)
    if field.is_zero(field.add(above, field.multiply(below, minus_one(field)))):
        raise Undefined("halves are rounded up, away from 0 or to even, as one likes")
    return below


def _trunc(field: Arithmetic, value: Any) -> Any:
    return field.floor(value) if field.sign(value) >= 0 else _ceiling(field, value)


def _ceiling(field: Arithmetic, value: Any) -> Any:
    return field.multiply(field.floor(field.multiply(value, minus_one(field))), minus_one(field))


_MOST_FACTORS = 40


def _binomial(field: Arithmetic, top: Any, bottom: Any) -> Any:
    whole, part = field.fraction(top), field.fraction(bottom)
    if part is not None and part.denominator == 1 and 0 <= part <= _MOST_FACTORS:
        product = field.number(Fraction(1))
        for place in range(int(part)):  # of any top: n (n - 1) / 2 for two
            product = field.multiply(product, field.add(top, field.number(Fraction(-place))))
        below = field.factorial(bottom)
        return field.multiply(product, field.power(below, minus_one(field)))
    if whole is None or part is None or part.denominator != 1 or whole.denominator != 1:
        raise Undefined("a binomial coefficient of numbers that are not whole")
    if whole < 0 <= part:  # (n over k) = (-1)^k (k - n - 1 over k)
        turned = _binomial(field, field.number(part - whole - 1), bottom)
        return turned if part % 2 == 0 else field.multiply(turned, minus_one(field))
    if not 0 <= part <= whole:
        return field.number(Fraction(0))
    below = field.multiply(field.factorial(bottom), field.factorial(field.number(whole - part)))
    return field.multiply(field.factorial(top), field.power(below, minus_one(field)))


def _mod(field: Arithmetic, value: Any, modulus: Any) -> Any:
    if field.is_zero(modulus):
        raise Undefined("a remainder by zero")
    count = field.floor(field.multiply(value, field.power(modulus, minus_one(field))))
    return field.add(value, field.multiply(field.multiply(count, modulus), minus_one(field)))


def _shifted(field: Arithmetic, value: Any, inner: bool) -> Any:
    one = field.number(Fraction(1))
    if inner:
        return field.log(field.add(one, value))
    return field.add(field.exp(value), minus_one(field))


SPECIAL: dict[str, Callable[..., Any]] = {
    "log": _log,
    "sqrt": lambda field, value: field.sqrt(value),
    "root": _real_root,
    "cbrt": lambda field, value: _real_root(field, value, field.number(Fraction(3))),
    "abs": lambda field, value: field.absolute(value),
    "sign": _sign,
    "floor": lambda field, value: field.floor(value),
    "ceiling": _ceiling,
    "round": _round,
    "trunc": _trunc,
    "sinc": _sinc,
    "max": _extreme(1),
    "min": _extreme(-1),
    "factorial": lambda field, value: field.factorial(value),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": _relu,
    "Heaviside": _step,
    "binomial": _binomial,
    "mod": _mod,
    "atan2": lambda field, top, bottom: field.arctangent(top, bottom),
    "log1p": lambda field, value: _shifted(field, value, True),
    "expm1": lambda field, value: _shifted(field, value, False),
    "acot": lambda field, value: field.arctangent(field.number(Fraction(1)), value),
}
"""Functions that are more than one call of the arithmetic's `function`."""
PLAIN = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    "coth", "sech", "csch", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "loggamma",
    "digamma",
})  # fmt: skip
"""Functions of one argument that every arithmetic has under their own name."""
