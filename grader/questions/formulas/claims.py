"""What an answer claims: its value without the condition behind it, as a set, or as a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.equivalence.deciding.systems import both_signs
from grader.equivalence.reading.tokens import CONDITIONS, OTHERWISE
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    ZERO,
    Apply,
    Derivative,
    Expr,
    Gradient,
    Logic,
    Mul,
    Piecewise,
    PlusMinus,
    Relation,
    Set,
    Statements,
    Symbol,
    Text,
    Tuple,
)
from grader.questions.formulas.parts import last_value

_EQUAL = frozenset(("=", ":=", "~"))


def unconditioned(expr: Expr) -> Expr:
    """The formula without `for x > 0` or `for all k` behind it; several with theirs are cases."""
    if isinstance(expr, Piecewise) and len(expr.branches) == 1:
        return expr.branches[0][0]
    if (cases := _cases(expr)) is not None:
        return cases
    if not isinstance(expr, Statements):
        return expr
    branches: list[tuple[Expr, Expr | None]] = []
    kept: list[Expr] = []
    waiting = is_last = False
    for item in _apart(expr.items):
        if isinstance(item, Text):
            waiting |= _introduces(item)
            if item.words.lower() in OTHERWISE and kept:
                is_last = len(branches) == len(kept)
                branches += [] if is_last else [(kept[-1], None)]
        elif is_last or (isinstance(item, Piecewise) and len(item.branches) == 1):
            branch = item.branches[0] if isinstance(item, Piecewise) else (item, None)
            branches.append(branch)
            kept.append(branch[0])
        elif _is_condition(item) and (waiting or kept):
            if waiting and kept and len(branches) < len(kept):
                branches.append((kept[-1], item))
            waiting = False
        elif not (waiting and kept and isinstance(item, Symbol | Tuple)):
            kept.append(item)
            waiting = False
    if len(kept) > 1 and len(branches) == len(kept):
        return Piecewise(tuple((last_value(value), condition) for value, condition in branches))
    if not kept:
        return expr
    return kept[0] if len(kept) == 1 else Statements(tuple(kept))


def _apart(items: Iterable[Expr]) -> Iterator[Expr]:
    """The items, `0 <= z <= 1 and 2 - z` cut into the condition and the next value."""
    for item in items:
        parts = item.items if isinstance(item, Logic) and item.operator == "and" else ()
        if parts and _is_condition(parts[0]) and not _is_condition(parts[-1]):
            yield from parts
        else:
            yield item


def _cases(expr: Expr) -> Piecewise | None:
    """Cases one after the other: `0 if x < 0, 1 if x >= 0`, or each value with its condition."""
    items = expr.items if isinstance(expr, Statements | Tuple) else ()
    if len(items) < 2:
        return None
    if all(isinstance(item, Piecewise) and len(item.branches) == 1 for item in items[:-1]):
        found = [item.branches[0] for item in items[:-1] if isinstance(item, Piecewise)]
        last = items[-1]
        if isinstance(last, Piecewise):
            return Piecewise((*found, *last.branches))
        return None
    pairs = list(zip(items[::2], items[1::2], strict=False))
    if len(items) >= 4 and len(items) % 2 == 0 and all(map(_is_condition, items[1::2])):
        values = [last_value(value) for value, _ in pairs]
        if not any(isinstance(value, Text | Relation | Logic) for value in values):
            return Piecewise(tuple(zip(values, items[1::2], strict=True)))
    return None


def is_conditioned(expr: Expr, keys: Iterable[Expr]) -> bool:
    """Whether a single value has a condition that `unconditioned` leaves out."""
    if isinstance(expr, Piecewise):
        of_pieces = any(isinstance(node, Piecewise) for key in keys for node in walk(key))
        elsewhere = [value for value, _ in expr.branches if value != ZERO]  # 0 where it is not
        return len(expr.branches) == 1 or (len(elsewhere) == 1 and not of_pieces)
    if isinstance(expr, Mul) and isinstance(expr.factors[-1], Piecewise):  # 2x (x > 0)
        return not any(isinstance(node, Piecewise) for key in keys for node in walk(key))
    if not isinstance(expr, Statements) or isinstance(unconditioned(expr), Statements | Piecewise):
        return False
    return any(_introduces(item) or _is_condition(item) for item in expr.items)


def _introduces(item: Expr) -> bool:
    """Whether words say that a condition follows."""
    return isinstance(item, Text) and item.words.lower().partition(" ")[0] in CONDITIONS


def _is_condition(expr: Expr) -> bool:
    """Whether this bounds a variable or says where it lies."""
    if isinstance(expr, Logic):
        return all(map(_is_condition, expr.items))
    return isinstance(expr, Relation) and not set(expr.operators) <= _EQUAL


def value_side(expr: Expr, key: Expr) -> Expr:
    """The value in an equation: before what it is about, perhaps before its name `2x = f'(x)`."""
    if not isinstance(expr, Relation) or not set(expr.operators) <= _EQUAL:
        return expr
    about = expr.operators.index("~") if "~" in expr.operators else len(expr.operators)
    sides = expr.sides[: about + 1]
    if about == 0 or _is_name(sides[-1]) or isinstance(sides[-1], Symbol):
        sides = expr.sides  # `f'(x) ≈ 2x` says nothing more exact
    last = sides[-1]
    if not _is_name(last) or any(node == last for node in walk(key)):
        return last
    values = [side for side in sides if not _is_name(side)]
    return values[-1] if values else last


def _is_name(side: Expr) -> bool:
    """Whether a side only names what the others say: `f'(x)`, a derivative, a gradient."""
    if isinstance(side, Apply):
        return all(isinstance(part, Symbol) for part in side.arguments) and side.name != "sqrt"
    return isinstance(side, Derivative | Gradient)


def as_set(expr: Expr) -> Expr:
    """A list of values, `x = 1 or x = -1`, or one value, where a set is asked."""
    if isinstance(expr, Relation) and set(expr.operators) <= _EQUAL | {"in"}:
        return as_set(expr.sides[-1])
    if isinstance(expr, Tuple):
        return Set(expr.items)
    if isinstance(expr, Logic) and expr.operator in ("or", "and"):
        return Set(tuple(last_value(item) for item in expr.items))
    if isinstance(expr, Statements):
        return Set(tuple(last_value(i) for i in expr.items if not isinstance(i, Text)))
    if not isinstance(expr, PlusMinus | Set) and any(isinstance(n, PlusMinus) for n in walk(expr)):
        return Set(both_signs(expr))
    return expr


def strangers(given: Expr, known: Iterable[str]) -> frozenset[str]:
    """Names in an answer that nobody declared and no key has: what they stand for is not known."""
    return free_symbols(given) - frozenset(known)


def bare_name(expr: Expr, keys: Iterable[Expr]) -> str:
    """The name of a whole family, as `x` of x_1 and x_2, that an answer has and no key has."""
    asked = frozenset[str]().union(*map(free_symbols, keys))
    families = {name.partition("_")[0] for name in asked if name.partition("_")[2].isdigit()}
    return min((free_symbols(expr) - asked) & families, default="")
