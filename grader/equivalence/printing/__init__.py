"""Trees back to text: infix, which `read` reads again to an equal tree, and LaTeX for reports."""

import math
from fractions import Fraction

from grader.equivalence.trees.strengths import ATOM, LOGIC, POWER, PRODUCT, RELATION, SIGN, SUM
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    ArgExtremum,
    Conditional,
    Constant,
    Derivative,
    Divergence,
    Expr,
    Gradient,
    Integral,
    Logic,
    Matrix,
    Mul,
    Number,
    Piecewise,
    PlusMinus,
    Pow,
    Product,
    Relation,
    Set,
    Statements,
    Sum,
    Symbol,
    Text,
    Tuple,
)

MAX_BITS = 3_000
"""Integers up to some 900 digits are printed whole."""


def decimal_text(value: Fraction) -> str:
    """The decimal of a fraction where it ends, else ``p/q``; thousands of digits are rounded."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        return _rounded(value)
    bottom = value.denominator
    places = 0
    while bottom % 10 == 0:
        bottom //= 10
        places += 1
    twos = fives = 0
    while bottom % 2 == 0:
        bottom //= 2
        twos += 1
    while bottom % 5 == 0:
        bottom //= 5
        fives += 1
    places += max(twos, fives)
    if value.denominator == 1:
        return str(value.numerator)
    if bottom != 1 or places > 12:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _rounded(value: Fraction) -> str:
    """Six digits and an exponent; Python itself refuses to print integers of any length."""
    power = math.log10(abs(value.numerator)) - math.log10(value.denominator)
    whole = math.floor(power)
    return f"{'-' if value < 0 else ''}{10 ** (power - whole):.6g}e{whole}"


def to_text(expr: Expr) -> str:
    """Infix text of a tree."""
    return _text(expr, 0)


def _wrap(text: str, strength: int, power: int) -> str:
    return f"({text})" if strength < power else text


def _list(items: tuple[Expr, ...]) -> str:
    return ", ".join(_text(item, 0) for item in items)


def _text(expr: Expr, power: int) -> str:
    match expr:
        case Number(value):
            text = decimal_text(value)
            strength = SUM if value < 0 else PRODUCT if "/" in text else ATOM
            return _wrap(text, strength, power)
        case Constant(name) | Symbol(name):
            return name
        case Text(words):
            return words
        case Add(terms):
            return _wrap(_signed(terms), SUM, power)
        case Mul():
            return _product(expr, power)
        case Pow(base, exponent):
            if exponent == Number(Fraction(-1)):
                return _wrap(f"1/{_text(base, PRODUCT + 1)}", PRODUCT, power)
            return _wrap(f"{_text(base, ATOM)}^{_text(exponent, POWER)}", POWER, power)
        case Apply(name, (inner,)) if name == "factorial":
            return f"{_text(inner, ATOM)}!"
        case Apply(name, items):
            return f"{name}({_list(items)})"
        case Conditional(left, right):
            return f"{_list(left)} | {_list(right)}"
        case Divergence(first, second):
            return f"{_text(first, 0)} || {_text(second, 0)}"
        case PlusMinus(body):
            return _wrap(f"±{_text(body, SIGN)}", SUM, power)
        case _:
            return _compound(expr, power)


def is_negative(expr: Expr) -> bool:
    """Whether a term prints with a minus sign in front."""
    first = expr.factors[0] if isinstance(expr, Mul) else expr
    return isinstance(first, Number) and first.value < 0


def _signed(terms: tuple[Expr, ...]) -> str:
    """Terms joined by their signs."""
    text = _text(terms[0], SUM)
    for term in terms[1:]:
        if is_negative(term):
            text += f" - {_text(term, SUM)[1:]}"
        else:
            text += f" + {_text(term, SUM + 1)}"
    return text


def split_sign(factors: tuple[Expr, ...]) -> tuple[str, list[Expr]]:
    """A leading minus sign and the factors without it."""
    first = factors[0]
    if not isinstance(first, Number) or first.value >= 0 or len(factors) == 1:
        return "", list(factors)
    rest = list(factors[1:])
    return "-", rest if first.value == -1 else [Number(-first.value), *rest]


def _product(expr: Mul, power: int) -> str:
    """Factors with their sign first and reciprocals below a stroke."""
    sign, factors = split_sign(expr.factors)
    text = ""
    for factor in factors:
        if isinstance(factor, Pow) and factor.exponent == Number(Fraction(-1)):
            text = f"{text or '1'}/{_text(factor.base, PRODUCT + 1)}"
        else:
            text += ("*" if text else "") + _text(factor, PRODUCT + 1)
    return _wrap(sign + text, SUM if sign else PRODUCT, power)


def _compound(expr: Expr, power: int) -> str:
    """The kinds of expression that are written with words or brackets."""
    match expr:
        case Tuple(items):
            return f"({_list(items)}{',' if len(items) == 1 else ''})"
        case Set(items):
            return "{" + _list(items) + "}"
        case Matrix(rows):
            return "[" + ", ".join(f"[{_list(row)}]" for row in rows) + "]"
        case Relation(sides, operators):
            text = _text(sides[0], SUM - 1)
            for operator, side in zip(operators, sides[1:], strict=True):
                text += f" {operator} {_text(side, SUM - 1)}"
            return _wrap(text, RELATION, power)
        case Logic(operator, items):
            return _wrap(
                f" {operator} ".join(_text(item, LOGIC + 1) for item in items), LOGIC, power
            )
        case Statements(items):
            return "; ".join(_text(item, 0) for item in items)
        case Derivative(body, variables):
            return f"diff({_text(body, 0)}, {', '.join(variables)})"
        case Gradient(body, _):
            return f"grad {_text(body, ATOM)}"
        case Integral(body, name, lower, upper):
            bounds = f", {_text(lower, 0)}, {_text(upper, 0)}" if lower and upper else ""
            return f"integrate({_text(body, 0)}, {name}{bounds})"
        case Sum(body, name, lower, upper) | Product(body, name, lower, upper):
            word = "sum" if isinstance(expr, Sum) else "prod"
            if lower and upper:
                return f"{word}({_text(body, 0)}, {name}, {_text(lower, 0)}, {_text(upper, 0)})"
            return _wrap(f"{word}_{name} {_text(body, PRODUCT)}", PRODUCT, power)
        case ArgExtremum(kind, variables, body):
            word = kind.replace("value ", "") if kind.startswith("value") else f"arg{kind}"
            return _wrap(f"{word}_{{{','.join(variables)}}} {_text(body, SUM)}", SUM, power)
        case Piecewise(branches):
            parts = (
                f"({_text(value, 0)}, {'True' if condition is None else _text(condition, 0)})"
                for value, condition in branches
            )
            return f"Piecewise({', '.join(parts)})"
        case _:
            return type(expr).__name__
