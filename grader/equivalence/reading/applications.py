"""Applications: known functions with or without parentheses, declared ones, constructors,
symbols.
"""

import re

from grader.equivalence.reading import calculus, constructors, groups
from grader.equivalence.reading.notation import FUNCTION_WORDS, GREEK_WORDS, KNOWN_FUNCTIONS
from grader.equivalence.reading.reader import Reader
from grader.equivalence.reading.tokens import Token
from grader.equivalence.trees.building import divide, negate
from grader.equivalence.trees.strengths import POWER, RELATION, SIGN
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    ArgExtremum,
    E,
    Expr,
    Mul,
    Number,
    Pow,
    Symbol,
    number,
)

ARITY = {
    "log": (1, 2), "norm": (1, 2), "max": (1, 50), "min": (1, 50),
    "atan2": (2, 2), "root": (2, 2), "binomial": (2, 2), "mod": (2, 2), "pow": (2, 2),
    "hypot": (2, 2),
}  # fmt: skip
INVERSE = {
    "sin": "asin",
    "cos": "acos",
    "tan": "atan",
    "sinh": "asinh",
    "cosh": "acosh",
    "tanh": "atanh",
    "sec": "asec",
    "csc": "acsc",
    "cot": "acot",
}
RECIPROCAL = {
    "asec": "acos",
    "acsc": "asin",
    "acoth": "atanh",
    "asech": "acosh",
    "acsch": "asinh",
}
"""Functions that are another one at the reciprocal."""
_ORDER = re.compile(r"(\w+?)\^\(([1-4])\)")
MAX_ORDER = 8
POWER_RIGHT = POWER - 1
"""An exponent takes the next power to its right along: ``a^b^c`` is a^(b^c)."""


def declared(reader: Reader, name: str) -> str:
    """The name if it, or what it decorates, is a declared function; else nothing."""
    functions = reader.notation.functions
    if name in functions:
        return name
    if (order := _ORDER.fullmatch(name)) is not None and order[1] in functions:
        return order[1] + "'" * int(order[2])
    base = name.rstrip("'*").partition("_")[0]
    return name if base in functions and base != name else ""


def unknown(reader: Reader, name: str) -> Expr:
    """A declared function at its arguments, or its bare name."""
    if reader.at("(", "[") and (reader.at("(") or not reader.token.spaced):
        return Apply(name, groups.arguments(reader))
    if (raised := _raised_before_arguments(reader)) is not None:
        power, is_order = raised
        if is_order:
            return Apply(name + "'" * power, groups.arguments(reader))
        return Pow(Apply(name, groups.arguments(reader)), number(power))
    return Symbol(name)


def _raised_before_arguments(reader: Reader) -> tuple[int, bool] | None:
    """What stands raised before the arguments of a function, and whether it counts derivatives.

    ``σ^2(x)`` is the square, ``f^{(2)}(x)`` the second derivative; the inverse and other powers
    are refused, since they are not told apart here.
    """
    start, end = reader.position, reader.position
    if reader.token.kind == "power":
        inside, end = str(reader.token.value), end + 1
    elif reader.token.text == "^" and reader.peek().text in ("{", "("):
        end = reader.matching[start + 1] + 1
        inside = reader.inside(start + 1)
        inside = f"({inside})" if reader.peek().text == "(" else inside
    elif reader.token.text == "^":
        end += 3 if reader.peek().text == "-" else 2
        inside = "".join(token.text for token in reader.tokens[start + 1 : end])
    else:
        return None
    following = reader.tokens[min(end, len(reader.tokens) - 1)]
    if following.text != "(" or following.kind != "op":
        return None
    is_order = inside.startswith("(") and inside.endswith(")")
    bare = inside.strip("()")
    if not bare.isdigit() or not 2 - is_order <= int(bare) <= MAX_ORDER:
        raise reader.error("an inverse or another power of a function is not understood here")
    reader.position = end
    return int(bare), is_order


def symbol(reader: Reader, token: Token) -> Expr:
    """A variable; a long name before parentheses is a function nobody knows."""
    name = token.text
    if reader.at("("):
        start_of_statement = reader.position == 1 or reader.tokens[reader.position - 2].text in (
            ",", ";", "quad",
        )  # fmt: skip
        known = name in reader.notation.symbols
        if start_of_statement and not known and groups.is_header(reader):
            return Apply(name, groups.arguments(reader))
        long = len(name) > 1 and name.isalpha() and name not in GREEK_WORDS
        if long and not known and not reader.token.spaced:
            raise reader.error(f"the function {name!r} is not known here", token)
    if name == "d" and (found := calculus.ratio(reader)) is not None:
        return found
    return Symbol(name)


def known(reader: Reader, name: str) -> Expr:
    """A known function with a base, a power and an argument, each in any usual notation."""
    base: Expr | None = None
    if reader.at("_"):
        reader.advance()
        if name in ("max", "min"):
            index = groups.first_symbol(calculus.bound(reader))
            variables = (index.name,) if isinstance(index, Symbol) else ()
            return ArgExtremum(f"value {name}", variables, reader.expression(RELATION))
        if name != "log":
            raise reader.error(f"a subscript has no meaning on {name}")
        base = calculus.bound(reader)
    power = _function_power(reader)
    if name in ("log2", "log10") and reader.token.kind in ("end", "op") and not reader.at(*"([{|"):
        return Apply("log", (number(int(name[3:])),))  # as in ln 2: nothing follows to take
    arguments = _arguments(reader)
    if power == MINUS_ONE and name in INVERSE:
        name, power = INVERSE[name], None
    if base is not None:
        arguments = (*arguments, base)
    least, most = ARITY.get(name, (1, 1))
    if not least <= len(arguments) <= most:
        raise reader.error(f"{name} takes {least} argument(s), not {len(arguments)}")
    applied = apply_known(name, arguments)
    return applied if power is None else Pow(applied, power)


def apply_known(name: str, arguments: tuple[Expr, ...]) -> Expr:
    """The tree of a known function; some have a more basic form."""
    match name:
        case "exp":
            return Pow(E, arguments[0])
        case "pow":
            return Pow(arguments[0], arguments[1])
        case "log10" | "log2":
            return Apply("log", (arguments[0], number(int(name[3:]))))
        case "asec" | "acsc" | "acoth" | "asech" | "acsch":
            return Apply(RECIPROCAL[name], (divide(ONE, arguments[0]),))
        case "logit":
            odds = divide(arguments[0], Add((ONE, negate(arguments[0]))))
            return Apply("log", (odds,))
        case "hypot":
            squares = tuple(Pow(side, number(2)) for side in arguments)
            return Apply("sqrt", (Add(squares),))
        case _:
            return Apply(name, arguments)


def _function_power(reader: Reader) -> Expr | None:
    """The power between a function's name and its argument, as in ``sin^2 x``."""
    if reader.token.kind == "power":
        return Number(reader.advance().value)
    if reader.take("^"):
        return exponent(reader)
    return None


def _arguments(reader: Reader) -> tuple[Expr, ...]:
    """Arguments in parentheses, in braces, or the factors that follow."""
    if reader.at("{") and reader.notation.syntax == "latex" and not reader.token.value:
        return (groups.braces(reader),)
    if reader.at("(", "[", "{"):
        return groups.arguments(reader)
    if reader.at("+", "-"):
        return (reader.expression(SIGN),)
    factors = [reader.expression(SIGN)]
    while _continues(reader):
        factors.append(reader.expression(SIGN))
    return (factors[0] if len(factors) == 1 else Mul(tuple(factors)),)


def _continues(reader: Reader) -> bool:
    """Whether the next token is one more factor of an argument without parentheses."""
    token = reader.token
    if token.kind == "name":
        if token.text == "e" and reader.peek().text == "^" and "e" not in reader.notation.symbols:
            return reader.tokens[reader.position - 1].kind == "number"  # sin x e^x is a product
        known_name = token.text in KNOWN_FUNCTIONS or token.text in FUNCTION_WORDS
        return not known_name and not (reader.integrals and calculus.at_differential(reader))
    if token.kind == "command":
        return token.text in ("frac", "sqrt")
    return token.kind == "number"


def exponent(reader: Reader) -> Expr:
    """What stands after ``^``."""
    if reader.notation.syntax == "latex":
        return calculus.bound(reader)
    if reader.at("{"):
        return calculus.bound(reader)
    return reader.expression(POWER_RIGHT)


def raised(reader: Reader, base: Expr) -> Expr:
    """``base ^ exponent``; a raised T transposes."""
    if reader.take("^T"):
        return Apply("transpose", (base,))
    following = reader.token
    if following.kind == "name" and following.text == "T" and "T" not in reader.notation.symbols:
        reader.advance()
        return Apply("transpose", (base,))
    value = exponent(reader)
    if value == Symbol("T") and "T" not in reader.notation.symbols:
        return Apply("transpose", (base,))
    return Pow(base, value)


def primed(reader: Reader, base: Expr) -> Expr:
    """A prime: part of a name, or the derivative of a declared function."""
    if not isinstance(base, Symbol):
        raise reader.error("a prime has no meaning here")
    name = base.name + "'"
    if base.name.rstrip("'*") in reader.notation.functions and reader.at("("):
        return Apply(name, groups.arguments(reader))
    return Symbol(name)


def constructor(reader: Reader, token: Token) -> Expr | None:
    """What a printed SymPy or NumPy object builds, such as ``Matrix([[...]])``."""
    if not reader.at("(") or token.text not in constructors.NAMES:
        return None
    items = groups.arguments(reader)
    built = constructors.construct(token.text, items)
    if built is None:
        raise reader.error(f"{token.text} cannot be built from this", token)
    return built
