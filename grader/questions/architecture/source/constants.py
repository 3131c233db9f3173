"""Constants, lists and Python's own functions as they occur in a model's source text."""

from __future__ import annotations

import ast
from typing import Any

from grader.questions.architecture.source.values import UNKNOWN, Piece


def elements(value: Any) -> list[Any]:
    """The elements of what a loop or a star goes over; none where that is unknown."""
    if isinstance(value, Piece):
        return value.pieces
    return list(value) if isinstance(value, list | dict | str) else []


def builtin(name: str, given: list[Any]) -> Any:
    """What one of Python's own functions on lists returns."""
    lists = [elements(item) for item in given]
    if not lists:
        return []
    if name == "len":
        return len(lists[0])
    if name == "zip":
        return [list(row) for row in zip(*lists, strict=False)]
    if name == "enumerate":
        return [[i, item] for i, item in enumerate(lists[0])]
    if name == "OrderedDict":
        pairs = [item for item in lists[0] if isinstance(item, list) and len(item) == 2]
        return {key(k): v for k, v in pairs} if pairs else given[0]
    return lists[0][::-1] if name == "reversed" else lists[0]


def counted(given: list[Any]) -> range:
    """The numbers of a `range`; none where Python would refuse it."""
    try:
        return range(*given)
    except (TypeError, ValueError):
        return range(0)


def key(value: Any) -> Any:
    """A value fit to be a key of a mapping."""
    return value if isinstance(value, str | int | float | bool | None) else "?"


def compare(op: ast.cmpop, left: Any, right: Any) -> Any:
    """A comparison of plain values, `UNKNOWN` where it cannot be told."""
    plain = (int, float, str, bool, type(None))
    if not (isinstance(left, plain) and isinstance(right, plain)):
        return UNKNOWN
    try:
        match op:
            case ast.Eq() | ast.Is():
                return left == right
            case ast.NotEq() | ast.IsNot():
                return left != right
            case ast.Lt():
                return left < right  # type: ignore[operator]
            case ast.LtE():
                return left <= right  # type: ignore[operator]
            case ast.Gt():
                return left > right  # type: ignore[operator]
            case ast.GtE():
                return left >= right  # type: ignore[operator]
    except TypeError:
        pass
    return UNKNOWN


def is_false(value: Any) -> bool:
    """Whether a condition is known not to hold; what is unknown is taken to hold."""
    return isinstance(value, int | float | str | bool | None) and not value


def word(op: ast.operator) -> str:
    """The name of an operator in a report."""
    words = {
        "Add": "sum",
        "Sub": "difference",
        "Mult": "product",
        "Div": "quotient",
        "MatMult": "product",
    }
    return words.get(type(op).__name__, type(op).__name__.lower())


def last(node: ast.expr) -> str:
    """The last part of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_super(node: ast.expr) -> bool:
    """Whether an expression is `super()`."""
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )
