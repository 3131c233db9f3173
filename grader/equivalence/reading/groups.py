"""Brackets and bars: tuples, lists, matrices, sets, absolute values, arguments with ``|`` and
``||``.
"""

from grader.equivalence.reading.reader import Level, Reader
from grader.equivalence.reading.tokens import Token
from grader.equivalence.trees.tree import (
    Apply,
    Conditional,
    Divergence,
    Expr,
    Matrix,
    Relation,
    Set,
    Tuple,
)

MAX_ITEMS = 400


def opens_bars(reader: Reader) -> bool:
    """Whether a bar after an operand opens an absolute value, as in ``2|x|``."""
    level = reader.levels[-1]
    if reader.token.text == "||" or level.open_bars:
        return False
    return not level.conditional


def group(reader: Reader) -> Expr:
    """The expression in a pair of brackets or bars that starts here."""
    if reader.at("|", "||"):
        return _absolute(reader)
    opener = reader.token
    if opener.text == "{" and reader.notation.syntax == "latex":
        return braces(reader)
    breaks: list[int] = []
    items = _items(reader, opener, breaks)
    if opener.text == "{":
        return Set(items)
    if opener.text == "[":
        if rows := _rows(items, breaks):
            return Matrix(rows)
        if len(items) == 1 and (
            reader.notation.syntax == "latex"
            or (not isinstance(items[0], Tuple | Matrix) and _in_formula(reader, opener))
        ):
            return items[0]
        return _list(items)
    if not items:
        raise reader.error("there is nothing between these parentheses", opener)
    written_as_tuple = reader.tokens[reader.position - 2].text == ","
    return items[0] if len(items) == 1 and not written_as_tuple else Tuple(items)


def _in_formula(reader: Reader, opener: Token) -> bool:
    """Whether a bracket that holds one thing only groups it: ``2[x + 1]``, not ``[x + 1]``."""
    index = reader.tokens.index(opener)
    before, after = reader.tokens[index - 1] if index else None, reader.token
    operand = before is not None and before.kind in ("number", "name", "power")
    signed = before is not None and before.kind == "op" and before.text in "+-*/^)"
    behind = before is not None and before.text == "]" and not opener.spaced
    return operand or signed or behind or (after.kind == "op" and after.text in "+-*/^(!")


def braces(reader: Reader) -> Expr:
    """What stands in LaTeX braces, which only group; ``\\{ \\}`` make a set."""
    opener = reader.token
    if opener.value:
        return Set(_items(reader, opener))
    items = _items(reader, opener)
    if not items:
        raise reader.error("there is nothing between these braces", opener)
    return items[0] if len(items) == 1 else Tuple(items)


def _list(items: tuple[Expr, ...]) -> Expr:
    """A list, or a matrix where every item is a list of the same length."""
    rows = [item.items for item in items if isinstance(item, Tuple)]
    if rows and len(rows) == len(items) and len({len(row) for row in rows}) == 1 and rows[0]:
        return Matrix(tuple(rows))
    return Tuple(items)


def _rows(items: tuple[Expr, ...], breaks: list[int]) -> tuple[tuple[Expr, ...], ...]:
    """The rows of ``[a, b; c, d]``; nothing where semicolons divide no rows of several entries."""
    ends = [*breaks, len(items)]
    rows = tuple(items[a:b] for a, b in zip([0, *ends], ends, strict=False))
    even = len({len(row) for row in rows}) == 1
    return rows if breaks and even and len(rows[0]) > 1 else ()


def _items(reader: Reader, opener: Token, breaks: list[int] | None = None) -> tuple[Expr, ...]:
    """The items between a bracket and its partner; ``breaks`` counts them at each semicolon."""
    closing = reader.tokens[reader.matching[reader.position]].text
    reader.advance()
    reader.levels.append(Level())
    items: list[Expr] = []
    while not reader.at(closing):
        items.append(reader.expression(0))
        if len(items) > MAX_ITEMS:
            raise reader.error(f"more than {MAX_ITEMS} items in one list", opener)
        if breaks is not None and reader.at(";"):
            breaks.append(len(items))
        if not reader.take(",", ";"):
            break
    reader.expect(closing)
    reader.levels.pop()
    return tuple(items)


def _absolute(reader: Reader) -> Expr:
    """``|x|``, or ``||x||`` as the norm."""
    bar = reader.advance().text
    level = reader.levels[-1]
    level.open_bars += 1
    inner = reader.expression(0)
    if bar == "|" and reader.at("||"):
        token = reader.token
        reader.tokens[reader.position] = token._replace(text="|", start=token.start + 1)
    else:
        reader.expect(bar)
    level.open_bars -= 1
    if bar == "|" and isinstance(inner, Matrix):
        return Apply("det", (inner,))
    return Apply("abs" if bar == "|" else "norm", (inner,))


def arguments(reader: Reader) -> tuple[Expr, ...]:
    """The arguments of a call, from its opening bracket; ``p(x | t)`` has one `Conditional`."""
    start = reader.position
    closing = reader.tokens[reader.matching[start]].text
    reader.advance()
    reader.levels.append(Level(conditional=_divided(reader, start)))
    left: list[Expr] = []
    right: list[Expr] | None = None
    divergence: Expr | None = None
    while not reader.at(closing):
        item = reader.expression(0)
        (left if right is None else right).append(item)
        if reader.at("|", ";") and right is None:
            right = []
            reader.advance()
        elif reader.at("||") and len(left) == 1:
            reader.advance()
            divergence = reader.expression(0)
            break
        elif not reader.take(","):
            break
    reader.expect(closing)
    reader.levels.pop()
    if divergence is not None:
        return (Divergence(left[0], divergence),)
    if right is not None:
        return (Conditional(tuple(left), tuple(right)),)
    return tuple(left)


def _divided(reader: Reader, start: int) -> bool:
    """Whether a lone bar divides these brackets: an odd number of bars at their own level."""
    index, bars = start + 1, 0
    while index < reader.matching[start]:
        token = reader.tokens[index]
        if index in reader.matching:
            index = reader.matching[index]
        elif token.kind == "op" and token.text in ("|", "||"):
            bars += 1
        index += 1
    return bars % 2 == 1


def is_header(reader: Reader) -> bool:
    """Whether ``f(x, y) =`` starts here, at its bracket: a definition and not a product."""
    start = reader.position
    end = reader.matching.get(start)
    if end is None or reader.tokens[min(end + 1, len(reader.tokens) - 1)].text not in ("=", ":="):
        return False
    inner = reader.tokens[start + 1 : end]
    names = all(token.kind == "name" for token in inner[::2])
    commas = all(token.text in (",", "|", ";") for token in inner[1::2])
    return bool(inner) and names and commas and len(inner) % 2 == 1


def first_symbol(expr: Expr) -> Expr:
    """The left side of a bound such as ``i = 1`` or ``theta in Theta``."""
    return expr.sides[0] if isinstance(expr, Relation) else expr
