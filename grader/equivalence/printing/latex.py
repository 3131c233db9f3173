"""Trees as LaTeX, for reports that render formulas."""

import re
from fractions import Fraction

from grader.equivalence.printing import decimal_text, is_negative, split_sign
from grader.equivalence.reading.notation import GREEK_WORDS
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

_RELATIONS = {
    "=": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "~": r"\sim",
    "in": r"\in", "->": r"\to", ":=": ":=", "propto": r"\propto",
}  # fmt: skip
_OWN_COMMANDS = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "exp", "log", "max",
    "min", "det",
})  # fmt: skip
_INVERSES = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
_MINUS_ONE = Number(Fraction(-1))


def to_latex(expr: Expr) -> str:
    """LaTeX of a tree."""
    return _latex(expr, 0)


def name(text: str) -> str:
    """A variable's normal name as LaTeX: Greek letters, subscript, star, primes."""
    bare = text.rstrip("*'")
    ends = text[len(bare) :].replace("*", "^*")
    base, _, subscript = bare.partition("_")
    shown = f"\\{base}" if base in GREEK_WORDS else base
    if len(base) > 1 and base not in GREEK_WORDS:
        shown = f"\\mathrm{{{re.sub(r'[^A-Za-z0-9]', '', base)}}}"
    if subscript:
        below = subscript.strip("{}").split("_")
        parts = [name(part) if part in GREEK_WORDS else part for part in below]
        shown += f"_{{{','.join(parts)}}}"
    return shown + ends


def _latex(expr: Expr, power: int) -> str:
    """LaTeX of a tree inside an operator that binds with this strength."""
    match expr:
        case Number(value):
            text = decimal_text(value)
            if "/" in text:
                sign = "-" if value < 0 else ""
                text = f"{sign}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
            return _wrap(text, SUM if value < 0 else ATOM, power)
        case Constant(letter):
            return {"pi": r"\pi", "oo": r"\infty"}.get(letter, letter)
        case Symbol(letter):
            return name(letter)
        case Text(words):
            return f"\\text{{{re.sub(r'[^A-Za-z0-9 .,]', ' ', words)}}}"
        case Add(terms):
            return _wrap(_signed(terms), SUM, power)
        case Mul():
            return _product(expr, power)
        case Pow(base, exponent):
            if exponent == _MINUS_ONE:
                return f"\\frac{{1}}{{{_latex(base, 0)}}}"
            return _wrap(f"{_latex(base, ATOM)}^{{{_latex(exponent, 0)}}}", POWER, power)
        case Apply(function, arguments):
            return _application(function, arguments)
        case Conditional(left, right):
            return f"{_list(left)} \\mid {_list(right)}"
        case Divergence(first, second):
            return f"{_latex(first, 0)} \\,\\|\\, {_latex(second, 0)}"
        case PlusMinus(body):
            return _wrap(f"\\pm {_latex(body, SIGN)}", SUM, power)
        case _:
            return _compound(expr, power)


def _wrap(text: str, strength: int, power: int) -> str:
    return f"\\left({text}\\right)" if strength < power else text


def _list(items: tuple[Expr, ...]) -> str:
    return ", ".join(_latex(item, 0) for item in items)


def _signed(terms: tuple[Expr, ...]) -> str:
    """Terms joined by their signs."""
    text = _latex(terms[0], SUM)
    for term in terms[1:]:
        if is_negative(term):
            text += f" - {_latex(term, SUM)[1:]}"
        else:
            text += f" + {_latex(term, SUM + 1)}"
    return text


def _product(expr: Mul, power: int) -> str:
    """Factors, with reciprocals below one fraction bar and a dot only between numbers."""
    sign, factors = split_sign(expr.factors)
    below = [f.base for f in factors if isinstance(f, Pow) and f.exponent == _MINUS_ONE]
    above = [f for f in factors if not (isinstance(f, Pow) and f.exponent == _MINUS_ONE)]
    if below:
        top = _juxtaposed(above) if above else "1"
        text = f"\\frac{{{top}}}{{{_juxtaposed(below)}}}"
        return _wrap(sign + text, SUM if sign else POWER, power)
    return _wrap(sign + _juxtaposed(above, PRODUCT + 1), SUM if sign else PRODUCT, power)


def _juxtaposed(factors: list[Expr], power: int = 0) -> str:
    if len(factors) == 1:
        return _latex(factors[0], power)
    text = ""
    for factor in factors:
        piece = _latex(factor, PRODUCT + 1)
        text += (r" \cdot " if text and piece[0].isdigit() else " " if text else "") + piece
    return text


def _application(function: str, arguments: tuple[Expr, ...]) -> str:
    """A function at its arguments in its usual notation."""
    first = arguments[0] if arguments else None
    match function, len(arguments):
        case "sqrt", 1:
            return f"\\sqrt{{{_list(arguments)}}}"
        case "root", 2:
            return f"\\sqrt[{_latex(arguments[1], 0)}]{{{_latex(arguments[0], 0)}}}"
        case "abs", 1:
            return f"\\left|{_list(arguments)}\\right|"
        case "norm", 1:
            return f"\\left\\|{_list(arguments)}\\right\\|"
        case "factorial", 1 if first is not None:
            return f"{_latex(first, ATOM)}!"
        case "transpose", 1 if first is not None:
            return f"{_latex(first, ATOM)}^\\top"
        case "log", 2:
            below = _latex(arguments[1], 0)
            return f"\\log_{{{below}}}\\left({_latex(arguments[0], 0)}\\right)"
        case "binomial", 2:
            return f"\\binom{{{_latex(arguments[0], 0)}}}{{{_latex(arguments[1], 0)}}}"
    if function in _OWN_COMMANDS:
        shown = f"\\{function}"
    elif function in _INVERSES:
        shown = _INVERSES[function]
    else:
        bare = function.rstrip("*'")
        long = len(bare) > 1 and "_" not in bare and bare not in GREEK_WORDS
        shown = f"\\operatorname{{{bare}}}{function[len(bare) :]}" if long else name(function)
    return f"{shown}\\left({_list(arguments)}\\right)"


def _compound(expr: Expr, power: int) -> str:
    """Brackets, relations and big operators."""
    match expr:
        case Tuple(items):
            return f"\\left({_list(items)}\\right)"
        case Set(items):
            return f"\\left\\{{{_list(items)}\\right\\}}"
        case Matrix(rows):
            body = r" \\ ".join(" & ".join(_latex(x, 0) for x in row) for row in rows)
            return f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}"
        case Relation(sides, operators):
            text = _latex(sides[0], SUM - 1)
            for operator, side in zip(operators, sides[1:], strict=True):
                text += f" {_RELATIONS.get(operator, '=')} {_latex(side, SUM - 1)}"
            return _wrap(text, RELATION, power)
        case Logic(operator, items):
            return f" \\text{{ {operator} }} ".join(_latex(item, LOGIC + 1) for item in items)
        case Statements(items):
            return r" \quad ".join(_latex(item, 0) for item in items)
        case Piecewise(branches):
            lines = (
                f"{_latex(value, 0)} & "
                + (r"\text{otherwise}" if condition is None else _latex(condition, 0))
                for value, condition in branches
            )
            body = r" \\ ".join(lines)
            return f"\\begin{{cases}} {body} \\end{{cases}}"
        case _:
            return _operator(expr, power)


def _operator(expr: Expr, power: int) -> str:
    """Derivatives, integrals, sums and arg min."""
    match expr:
        case Derivative(body, variables):
            below = r" \, ".join(f"\\partial {name(v)}" for v in variables)
            order = f"^{len(variables)}" if len(variables) > 1 else ""
            return f"\\frac{{\\partial{order} {_latex(body, ATOM)}}}{{{below}}}"
        case Gradient(body, variables):
            below = f"_{{{','.join(map(name, variables))}}}" if variables else ""
            return f"\\nabla{below} {_latex(body, ATOM)}"
        case Integral(body, variable, lower, upper):
            text = f"\\int{_bounds('', lower, upper)} {_latex(body, SUM)} \\, d{name(variable)}"
            return _wrap(text, PRODUCT, power)
        case Sum(body, index, lower, upper) | Product(body, index, lower, upper):
            sign = r"\sum" if isinstance(expr, Sum) else r"\prod"
            start = name(index) + ("=" if lower is not None else "") if index else ""
            text = f"{sign}{_bounds(start, lower, upper)} {_latex(body, PRODUCT)}"
            return _wrap(text, PRODUCT, power)
        case ArgExtremum(kind, variables, body):
            word = kind.removeprefix("value ")
            sign = f"\\{word}" if kind.startswith("value") else f"\\arg\\{word}"
            below = f"_{{{','.join(map(name, variables))}}}" if variables else ""
            return _wrap(f"{sign}{below} {_latex(body, SUM)}", SUM, power)
        case _:
            return f"\\text{{{type(expr).__name__}}}"


def _bounds(start: str, lower: Expr | None, upper: Expr | None) -> str:
    below = start + (_latex(lower, 0) if lower is not None else "")
    above = f"^{{{_latex(upper, 0)}}}" if upper is not None else ""
    return (f"_{{{below}}}" if below else "") + above
