"""LaTeX's two-dimensional forms: matrices, cases, and fractions that mean a derivative."""

from grader.equivalence.reading import groups
from grader.equivalence.reading.reader import Level, Reader
from grader.equivalence.reading.tokens import Token
from grader.equivalence.trees.strengths import SUM
from grader.equivalence.trees.tree import (
    Apply,
    Derivative,
    Expr,
    Matrix,
    Piecewise,
    Relation,
    Statements,
    Symbol,
)

MATRICES = ("matrix", "bmatrix", "pmatrix", "vmatrix", "Bmatrix", "Vmatrix", "smallmatrix",
            "bsmallmatrix", "psmallmatrix", "vsmallmatrix", "Bsmallmatrix", "Vsmallmatrix", "array")
MAX_ORDER = 8


def environment(reader: Reader, token: Token) -> Expr:
    """A matrix or cases between ``\\begin`` and ``\\end``."""
    name = reader.advance().text
    reader.descend()
    reader.levels.append(Level())
    if name == "array" and reader.at("{"):
        reader.position = reader.matching[reader.position] + 1
    if name not in (*MATRICES, "cases"):
        raise reader.error(f"the environment {name!r} is not understood", token)
    built = _cases(reader) if name == "cases" else _matrix(reader, name, token)
    if not reader.at_command("end"):
        raise reader.error(f"expected \\end{{{name}}}")
    reader.advance()
    if reader.advance().text != name:
        raise reader.error(f"\\begin{{{name}}} is ended by another name", token)
    reader.levels.pop()
    reader.depth -= 1
    return built


def _matrix(reader: Reader, name: str, token: Token) -> Expr:
    """Rows of entries; vertical bars around them mean the determinant."""
    rows: list[list[Expr]] = [[]]
    while not reader.at_command("end"):
        if reader.take("\\\\"):
            if not reader.at_command("end"):
                rows.append([])
            continue
        rows[-1].append(reader.expression(0))
        if not reader.take("&") and not reader.at("\\\\") and not reader.at_command("end"):
            raise reader.error("expected & or \\\\ between the entries of a matrix")
    if not rows[0] or len({len(row) for row in rows}) != 1:
        raise reader.error("the rows of this matrix have different lengths", token)
    matrix = Matrix(tuple(tuple(row) for row in rows))
    if name in ("vmatrix", "Vmatrix"):
        return Apply("det" if name == "vmatrix" else "norm", (matrix,))
    return matrix


def _cases(reader: Reader) -> Expr:
    """Branches of a value, and a condition with or without words."""
    branches: list[tuple[Expr, Expr | None]] = []
    while not reader.at_command("end"):
        value = reader.expression(0)
        while reader.take("&", ","):
            pass
        condition: Expr | None = None
        while reader.token.kind == "text":
            reader.advance()
        if not reader.at("\\\\") and not reader.at_command("end"):
            condition = reader.expression(0)
        branches.append((value, condition))
        while reader.token.kind == "text" or reader.at(",", ";"):
            reader.advance()
        if not reader.take("\\\\") and not reader.at_command("end"):
            raise reader.error("expected \\\\ between the cases")
    if not branches:
        raise reader.error("there are no cases here")
    values = tuple(value for value, _ in branches)
    if all(condition is None for _, condition in branches) and all(
        isinstance(value, Relation) for value in values
    ):
        return Statements(values)  # a brace before a system of equations
    return Piecewise(tuple(branches))


def derivative_fraction(reader: Reader) -> Expr | None:
    """``\\frac{\\partial C}{\\partial x}``, ``\\frac{d}{dx} f``; None where it is an ordinary
    fraction.
    """
    top = reader.position
    if not reader.at("{"):
        return None
    bottom = reader.matching[top] + 1
    if bottom not in reader.matching or not _is_sign(reader, top + 1):
        return None
    if not _is_sign(reader, bottom + 1):
        return None
    if reader.tokens[top + 2].text == "(" and reader.tokens[bottom + 2].text == "(":
        reader.position = reader.matching[bottom] + 1
        return Symbol("J")  # the matrix of partial derivatives by its usual sign
    variables = _variables(reader, bottom)
    if not variables:
        return None
    reader.position = top + 2
    _skip_order(reader)
    end = bottom - 1
    body: Expr | None = None
    if reader.position != end:
        reader.levels.append(Level())
        body = reader.expression(0)
        reader.levels.pop()
        if reader.position != end:
            raise reader.error("the numerator of this derivative is not understood")
    reader.position = reader.matching[bottom] + 1
    if body is None:
        body = reader.expression(SUM)
    elif isinstance(body, Symbol) and reader.at("("):
        body = _evaluated(reader, body)
    return Derivative(body, variables)


def _evaluated(reader: Reader, body: Symbol) -> Expr:
    """``\\frac{\\partial u}{\\partial x}(x, y)``: the arguments belong to a declared function."""
    if body.name not in reader.notation.functions:
        return body
    return Apply(body.name, groups.arguments(reader))


def _is_sign(reader: Reader, index: int) -> bool:
    """Whether a differential sign stands at this index."""
    token = reader.tokens[index]
    if token.kind == "command":
        return token.text == "partial"
    return token.kind == "name" and token.text == "d" and "d" not in reader.notation.symbols


def _skip_order(reader: Reader) -> None:
    """Pass the order after a differential sign, ``^2`` or ``^{2}``."""
    if reader.token.kind == "power":
        reader.advance()
    elif reader.take("^"):
        if reader.at("{"):
            reader.position = reader.matching[reader.position]
        reader.advance()


def _variables(reader: Reader, bottom: int) -> tuple[str, ...]:
    """The variables in ``\\partial x \\partial y^2``; none where the denominator is something
    else.
    """
    names: list[str] = []
    index, end = bottom + 1, reader.matching[bottom]
    while index < end:
        if not _is_sign(reader, index) or reader.tokens[index + 1].kind != "name":
            return ()
        name = reader.tokens[index + 1].text
        index += 2
        order = 1
        if index < end and reader.tokens[index].text == "^":
            digits = [t for t in reader.tokens[index + 1 : index + 4] if t.kind == "number"]
            if not digits or not 0 < digits[0].value <= MAX_ORDER:
                return ()
            order = int(digits[0].value)
            index = reader.matching.get(index + 1, index + 1) + 1
        names.extend([name] * order)
    return tuple(names) if len(names) <= MAX_ORDER else ()
