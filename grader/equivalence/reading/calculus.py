"""Commands: fractions, roots, integrals, sums, derivatives, gradients, arg min."""

from fractions import Fraction

from grader.equivalence.reading import groups, layout
from grader.equivalence.reading.notation import GREEK_WORDS
from grader.equivalence.reading.reader import Level, Reader
from grader.equivalence.reading.tokens import Token
from grader.equivalence.trees.building import divide
from grader.equivalence.trees.strengths import PRODUCT, RELATION, SIGN, SUM
from grader.equivalence.trees.tree import (
    ONE,
    Apply,
    ArgExtremum,
    Derivative,
    Expr,
    Gradient,
    Integral,
    Number,
    Pow,
    Product,
    Relation,
    Sum,
    Symbol,
    Tuple,
)


def starts(reader: Reader) -> bool:
    """Whether the command that follows an operand starts one more factor."""
    return reader.token.text != "end"


def command(reader: Reader) -> Expr:
    """The expression a command starts."""
    token = reader.advance()
    match token.text:
        case "frac":
            return _fraction(reader)
        case "sqrt":
            return _root(reader)
        case "int":
            return _integral(reader)
        case "lim":
            return _limit(reader, token)
        case "sum" | "prod":
            return _reduction(reader, token)
        case "partial":
            return _partial(reader, token)
        case "nabla":
            return _gradient(reader)
        case "argmin" | "argmax":
            return _extremum(reader, token.text[3:])
        case "begin":
            return layout.environment(reader, token)
        case "binom":
            return Apply("binomial", (bound(reader), bound(reader)))
        case "end":
            raise reader.error("this ends an environment that never began", token)
    raise reader.error(f"{token.text!r} is not understood", token)


def bound(reader: Reader) -> Expr:
    """A subscript, superscript or command argument: a braced group or one single token."""
    if reader.at("{"):
        reader.descend()
        inner = _braced(reader)
        reader.depth -= 1
        return inner
    if reader.at("-", "+") and reader.notation.syntax == "infix":
        return reader.expression(SIGN)
    token = reader.token
    if token.kind == "name":
        reader.advance()
        constant = reader.constant(token.text)
        return constant or Symbol(token.text)
    if token.kind == "number" and reader.notation.syntax == "latex" and len(token.text) > 1:
        return _first_digit(reader, token)
    if token.kind in ("number", "command") or reader.at("("):
        return reader.prefix()
    raise reader.error("a braced group or one character is expected here")


def named_norm(reader: Reader, norm: Expr) -> Expr | None:
    """A norm with what stands below its bars, as in ``\\|x\\|_1`` and ``\\|A\\|_F^2``."""
    match norm:
        case Apply("norm", (inner,)):
            return Apply("norm", (inner, bound(reader)))
        case Pow(Apply("norm", (inner,)), exponent):
            return Pow(Apply("norm", (inner, bound(reader))), exponent)
    return None


def _argument(reader: Reader) -> Expr:
    """An argument of ``\\frac``, which takes single digits: ``\\frac12`` is one half."""
    token = reader.token
    if token.kind != "number" or len(token.text) == 1 or "." in token.text:
        return bound(reader)
    rest = token._replace(
        text=token.text[1:], value=Fraction(token.text[1:]), start=token.start + 1
    )
    reader.tokens[reader.position] = rest
    return Number(Fraction(token.text[0]))


def _first_digit(reader: Reader, token: Token) -> Expr:
    """LaTeX takes one digit only: ``x^12`` is x to the 1, times 2; nobody means that."""
    raise reader.error("write braces around more than one digit: ^{12}", token)


def _braced(reader: Reader) -> Expr:
    """What stands in braces, as one expression or a tuple."""
    reader.expect("{")
    reader.levels.append(Level())
    items = [reader.expression(0)]
    while reader.take(",", ";"):
        items.append(reader.expression(0))
    reader.expect("}")
    reader.levels.pop()
    return items[0] if len(items) == 1 else Tuple(tuple(items))


def _fraction(reader: Reader) -> Expr:
    """``\\frac{a}{b}``, or a derivative written as one."""
    derivative = layout.derivative_fraction(reader)
    if derivative is not None:
        return derivative
    top = _argument(reader)
    return divide(top, _argument(reader))


def _root(reader: Reader) -> Expr:
    """``\\sqrt{x}``, ``\\sqrt[3]{x}``, ``√x``."""
    if reader.notation.syntax == "infix":
        return Apply("sqrt", (reader.expression(SIGN),))
    if reader.take("["):
        index = reader.expression(0)
        reader.expect("]")
        return Apply("root", (bound(reader), index))
    return Apply("sqrt", (bound(reader),))


def bounds(reader: Reader) -> tuple[Expr | None, Expr | None]:
    """What stands below and above a big operator."""
    lower = upper = None
    while reader.at("_", "^"):
        if reader.advance().text == "_":
            lower = bound(reader)
        else:
            upper = bound(reader)
    return lower, upper


def _integral(reader: Reader) -> Expr:
    """An integral up to its differential."""
    lower, upper = bounds(reader)
    outer, reader.differential = reader.differential, ""
    reader.integrals += 1
    body = reader.expression(SUM - 1) if _has_body(reader) else ONE
    reader.integrals -= 1
    name = reader.differential
    reader.differential = outer
    if not name:
        name = _differential(reader)
        following = reader.token
        if body == ONE and _starts_factor(following):
            body = reader.expression(SUM)
    return Integral(body, name, lower, upper)


def _has_body(reader: Reader) -> bool:
    """Whether an integrand comes before the differential; ``dx/x`` is one too."""
    if not at_differential(reader):
        return True
    after = reader.peek(2 if reader.token.text == "d" else 1)
    return after.kind == "op" and after.text == "/"


def _starts_factor(token: Token) -> bool:
    """Whether an integrand follows its differential."""
    return token.kind in ("name", "number", "command") or token.text == "("


def at_differential(reader: Reader) -> bool:
    """Whether ``dx`` stands next."""
    return is_differential(reader, reader.token, reader.peek())


def is_differential(reader: Reader, token: Token, following: Token | None = None) -> bool:
    """Whether a token starts a differential: ``d`` before a name, or ``dx_1`` in one word."""
    if token.kind != "name" or not token.text.startswith("d"):
        return False
    if token.text == "d":
        following = following or reader.token
        return following.kind == "name" and "d" not in reader.notation.symbols
    base = token.text[1:].partition("_")[0]
    single = len(base) == 1 or base in GREEK_WORDS
    return single and token.text not in reader.notation.symbols and "_" in token.text


def _differential(reader: Reader) -> str:
    """Read ``dx`` and return its variable."""
    if not at_differential(reader):
        raise reader.error("the integral's differential is missing, such as dx")
    token = reader.advance()
    return reader.advance().text if token.text == "d" else token.text[1:]


def inner_differential(reader: Reader, token: Token) -> Expr:
    """A differential inside the integrand, as in ``dx/x``; it counts as 1."""
    reader.differential = reader.advance().text if token.text == "d" else token.text[1:]
    return ONE


def _reduction(reader: Reader, token: Token) -> Expr:
    """A sum or product over an index."""
    if reader.notation.syntax == "infix" and reader.at("("):
        return _called(reader, token)
    lower, upper = bounds(reader)
    index, start = _index(reader, lower, token)
    body = reader.expression(SUM)
    return (
        Sum(body, index, start, upper)
        if token.text == "sum"
        else Product(body, index, start, upper)
    )


def _called(reader: Reader, token: Token) -> Expr:
    """``sum(f, i, 1, n)`` or ``sum(f, (i, 1, n))``."""
    items = groups.arguments(reader)
    if len(items) == 2 and isinstance(items[1], Tuple):
        items = (items[0], *items[1].items)
    if len(items) == 4 and isinstance(items[1], Symbol):
        kind = Sum if token.text == "sum" else Product
        return kind(items[0], items[1].name, items[2], items[3])
    raise reader.error("write a sum as sum(f, i, 1, n) or sum_{i=1}^n f", token)


def _index(reader: Reader, lower: Expr | None, token: Token) -> tuple[str, Expr | None]:
    """The index of a reduction and where it starts; a bare index runs over everything."""
    match lower:
        case Relation((Symbol(name), start), ("=",)):
            return name, start
        case Relation((Symbol(name), _), ("in",)) | Symbol(name):
            return name, None
        case None:
            return "", None
    raise reader.error("the index of this sum is not understood", token)


def _limit(reader: Reader, token: Token) -> Expr:
    """``\\lim_{x \\to 0} f``."""
    below = bound(reader) if reader.take("_") else None
    match below:
        case Relation((Symbol() as name, target), ("->",)):
            return Apply("lim", (reader.expression(SUM), name, target))
    raise reader.error("write a limit as lim_{x -> a} f", token)


def _partial(reader: Reader, token: Token) -> Expr:
    """``∂C/∂x``, ``∂/∂x f`` and ``∂_x f``."""
    if reader.take("_"):
        name = bound(reader)
        if isinstance(name, Symbol):
            return Derivative(reader.expression(PRODUCT), (name.name,))
    found = ratio(reader, "partial")
    if found is None:
        raise reader.error("a partial derivative is written ∂f/∂x", token)
    return found


def ratio(reader: Reader, sign: str = "d") -> Expr | None:
    """A derivative written in one line, after its first ``d`` or ``∂``; else None."""
    start = reader.position
    body: Expr | None = None
    if reader.token.kind == "name":
        name = reader.advance().text
        body = Symbol(name)
        if reader.at("(") and name in reader.notation.functions:
            body = Apply(name, groups.arguments(reader))
    if reader.take("/") and reader.advance().text == sign and reader.token.kind == "name":
        variable = reader.advance().text
        return Derivative(reader.expression(SUM) if body is None else body, (variable,))
    reader.position = start
    return None


def _gradient(reader: Reader) -> Expr:
    """``\\nabla C(x, y)``, ``\\nabla_\\theta L``."""
    variables: tuple[str, ...] = ()
    if reader.take("_"):
        below = bound(reader)
        names = below.items if isinstance(below, Tuple) else (below,)
        variables = tuple(name.name for name in names if isinstance(name, Symbol))
    return Gradient(reader.expression(SIGN), variables)


def _extremum(reader: Reader, kind: str) -> Expr:
    """``\\arg\\min_\\theta f``."""
    names: tuple[Expr, ...] = ()
    if reader.take("_"):
        below = bound(reader)
        names = below.items if isinstance(below, Tuple) else (below,)
    firsts = [groups.first_symbol(name) for name in names]
    variables = tuple(first.name for first in firsts if isinstance(first, Symbol))
    return ArgExtremum(kind, variables, reader.expression(RELATION))
