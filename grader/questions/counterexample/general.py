"""Any witness: numbers, vectors, matrices, sets and functions, and a claim worked out on them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from grader.equivalence.deciding.dimensions import Dimensions
from grader.equivalence.deciding.grids import Grid, Value
from grader.equivalence.deciding.noncommuting import World
from grader.equivalence.deciding.products import written_out
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.evaluation import evaluate
from grader.equivalence.reading.notation import normal_name
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Expr,
    Logic,
    Mul,
    Number,
    Relation,
    Set,
    Symbol,
    Tuple,
)
from grader.questions.echo import written_as
from grader.questions.formulas import read_formula
from grader.questions.formulas.exact import value_at
from grader.questions.formulas.parts import entries, last_value, rows_of, statements

if TYPE_CHECKING:
    from grader.questions.counterexample import Counterexample

Kind = Literal["number", "vector", "matrix", "set", "function"]
MOST = 12
"""Rows and columns of a matrix, and elements of a set, that are worked with."""
CLOSE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one variable."""

    body: Expr
    variable: str


Item = Value | frozenset[Fraction] | Function


class NotWorkedOut(Exception):
    """A claim has no value on a witness; the message says why."""


def read_items(question: Counterexample, value: Any) -> dict[str, Item] | None:
    """The witness by name, or None where not all of it is there."""
    raw = _by_name(value, tuple(question.witness))
    if raw is None:
        return None
    found: dict[str, Item] = {}
    for name, kind in question.witness.items():
        item = _item(question, raw[name], kind)
        if item is None:
            return None
        found[name if kind == "function" else normal_name(name)] = item
    return found


def _by_name(value: Any, names: Sequence[str]) -> dict[str, Any] | None:
    if isinstance(value, dict):
        found = {str(key).strip().lower(): item for key, item in value.items()}
        wanted = {name: found.get(name.lower()) for name in names}
        return None if None in wanted.values() else wanted
    if isinstance(value, list) and len(value) == len(names) > 1:
        if not all(isinstance(item, str) and "=" in item for item in value):
            return dict(zip(names, value, strict=True))
        value = "\n".join(value)
    if len(names) == 1 and not (isinstance(value, str) and "=" in value):
        return {names[0]: value}
    if isinstance(value, list):
        value = "\n".join(str(item) for item in value if isinstance(item, str))
    return _in_text(value, names) if isinstance(value, str) else None


def _in_text(text: str, names: Sequence[str]) -> dict[str, Any] | None:
    """What stands between `A =` and the next name, or the end."""
    each = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z\\])({each})\s*(?:\(\s*[A-Za-z]\s*\))?\s*(?:=|:=|≔)\s*")
    starts = list(pattern.finditer(text))
    if not starts:
        return None
    ends = [match.start() for match in starts[1:]] + [len(text)]
    found: dict[str, Any] = {}
    for match, end in zip(starts, ends, strict=True):
        part = text[match.end() : end].strip()
        part = re.sub(r"(?:[,;.$\s]|\\quad|\\text\{\s*and\s*\}|\band\b|\bLet\b)+$", "", part)
        found.setdefault(match[1], part.strip().strip("$").strip())
    return found if len(found) == len(names) else None


def _item(question: Counterexample, raw: Any, kind: Kind) -> Item | None:
    if isinstance(raw, str) and kind == "function":
        raw = re.sub(r"^\s*lambda\s+\w+\s*:", "", raw)
    if isinstance(raw, list) and kind == "set" and not raw:
        return frozenset()
    formula = read_formula(raw, question)
    if formula.expr is None:
        return None
    tree = last_value(statements(formula.expr)[-1]) if statements(formula.expr) else formula.expr
    if isinstance(formula.expr, Set | Tuple):
        tree = formula.expr
    if kind == "function":
        names = free_symbols(tree)
        return Function(tree, min(names, default="x")) if len(names) <= 1 else None
    return _plain(tree, kind)


def _plain(tree: Expr, kind: Kind) -> Item | None:
    try:
        if kind == "number":
            return _number(tree)
        if kind == "vector":
            parts = entries(tree)
            return None if not parts or len(parts) > MOST else tuple((_number(p),) for p in parts)
        if kind == "set":
            items = tree.items if isinstance(tree, Set | Tuple) else ()
            return frozenset(map(_number, items)) if items and len(items) <= MOST else None
        rows = rows_of(tree) or (((tree,),) if not isinstance(tree, Tuple | Set) else None)
        if rows is None or max(len(rows), len(rows[0])) > MOST:
            return None
        return tuple(tuple(map(_number, row)) for row in rows)
    except (Undefined, Undecidable):
        return None


def _number(tree: Expr) -> Fraction:
    value = value_at(tree, {})
    return value if isinstance(value, Fraction) else Fraction(repr(value))


class Worked(World):
    """Works formulas out on a witness; roots and the like are those of floating point."""

    def _made_up(self, name: str, values: tuple[Value, ...]) -> Fraction:
        if name == "rank" and len(values) == 1 and not isinstance(values[0], Fraction):
            return Fraction(_rank(values[0]))
        numbers = [Number(v) for v in values if isinstance(v, Fraction)]
        if len(numbers) < len(values):
            raise NotWorkedOut(f"{name} of a matrix is not worked out")
        try:
            if name == "power":
                return Fraction(repr(float(numbers[0].value) ** float(numbers[1].value)))
            return Fraction(repr(evaluate(Apply(name, tuple(numbers)))))
        except (Undefined, Undetermined, Undecidable, OverflowError, ValueError, TypeError):
            raise NotWorkedOut(f"{name} has no value there") from None


def _rank(grid: Grid) -> int:
    rows, rank = [list(row) for row in grid], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column] / rows[rank][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


def holds(claim: Expr, items: Mapping[str, Item]) -> tuple[bool, list[str]]:
    """Whether the claim holds on a witness, with what its sides come to in words."""
    if isinstance(claim, Logic):
        found = [holds(item, items) for item in claim.items]
        combine = all if claim.operator == "and" else any
        return combine(is_so for is_so, _ in found), [line for _, lines in found for line in lines]
    assert isinstance(claim, Relation)
    values = [_worked_out(side, items) for side in claim.sides]
    told = [
        f"{written_as(side)} = {in_words(value)}"
        for side, value in zip(claim.sides, values, strict=True)
        if not isinstance(side, Number)
    ]
    pairs = zip(pairwise(values), claim.operators, strict=True)
    return all(_test(operator, *pair) for pair, operator in pairs), told


def _test(operator: str, left: Any, right: Any) -> bool:
    if operator in ("=", "!="):
        return _same(left, right) is (operator == "=")
    if operator == "in" and isinstance(right, frozenset):
        return left in right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        if operator in ("<=", ">=") and _same(left, right):
            return True
        if _same(left, right):
            return False
        return left < right if operator in ("<", "<=") else left > right
    raise NotWorkedOut(f"{operator} says nothing of these")


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return abs(left - right) <= CLOSE * max(Fraction(1), abs(left), abs(right))
    if isinstance(left, tuple) and isinstance(right, tuple):
        shapes = [(len(one), len(one[0])) for one in (left, right)]
        return shapes[0] == shapes[1] and all(
            _same(a, b)
            for rows in zip(left, right, strict=True)
            for a, b in zip(*rows, strict=True)
        )
    for grid, number in ((left, right), (right, left)):
        if isinstance(grid, tuple) and number == 0:
            return not any(entry for row in grid for entry in row)
    return bool(left == right)


def _worked_out(side: Expr, items: Mapping[str, Item]) -> Value | frozenset[Fraction]:
    sets = {name: item for name, item in items.items() if isinstance(item, frozenset)}
    if free_symbols(side) & sets.keys():
        found: frozenset[Fraction] | Fraction = _of_sets(side, sets)
        return found
    functions = {name: item for name, item in items.items() if isinstance(item, Function)}
    side = transform(side, lambda node: _applied(node, functions))
    known = {n: i for n, i in items.items() if isinstance(i, Fraction | tuple)}
    missing = {n.name for n in walk(side) if isinstance(n, Symbol)} - known.keys()
    if missing:
        raise NotWorkedOut(f"{min(missing)} has no value")
    declared: dict[str, tuple[str, str]] = {
        name: (f"{name}.rows", "1" if len(item[0]) == 1 else f"{name}.columns")
        for name, item in known.items()
        if isinstance(item, tuple)
    }
    world = Worked(Dimensions(declared), {}, random.Random("0"), frozenset(), dict(known))
    try:
        return world.value(written_out(side, declared))
    except (Undefined, Undecidable) as reason:
        raise NotWorkedOut(str(reason)) from None
    except (ValueError, AssertionError, IndexError):
        raise NotWorkedOut("the sizes of these matrices do not fit") from None


def _applied(node: Expr, functions: Mapping[str, Function]) -> Expr:
    """A function of the witness at its argument, differentiated once for each prime."""
    if not isinstance(node, Apply) or len(node.arguments) != 1:
        return node
    found = functions.get(node.name.rstrip("'"))
    if found is None:
        return node
    body = found.body
    for _ in range(len(node.name) - len(node.name.rstrip("'"))):
        body = differentiate(body, found.variable)
    return substitute(body, {found.variable: node.arguments[0]})


def _of_sets(side: Expr, sets: Mapping[str, frozenset[Fraction]]) -> Any:
    match side:
        case Symbol(name) if name in sets:
            return sets[name]
        case Number(value):
            return value
        case Logic(operator, parts):
            values = [_of_sets(part, sets) for part in parts]
            return frozenset.union(*values) if operator == "or" else frozenset.intersection(*values)
        case Apply("abs", (inner,)):
            return Fraction(len(_of_sets(inner, sets)))
    if isinstance(side, Add | Mul):
        parts_ = side.terms if isinstance(side, Add) else side.factors
        values = [_of_sets(part, sets) for part in parts_]
        if all(isinstance(value, Fraction) for value in values):
            total = Fraction(0 if isinstance(side, Add) else 1)
            for value in values:
                total = total + value if isinstance(side, Add) else total * value
            return total
    raise NotWorkedOut("this is not worked out for sets")


def in_words(value: Any) -> str:
    """A value for a sentence."""
    if isinstance(value, Fraction):
        return str(value) if value.denominator <= 1000 else f"{float(value):.6g}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(in_words, sorted(value))) + "}"
    if isinstance(value, Function):
        return written_as(value.body)
    rows = [", ".join(map(in_words, row)) for row in value]
    return "[" + ", ".join(f"[{row}]" for row in rows) + "]"
