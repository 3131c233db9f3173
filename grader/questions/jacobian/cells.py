"""A Jacobian's numbers at points: which matrix belongs to which point, and its entries."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError, Undecidable, Undefined
from grader.equivalence.numbers.written import Written
from grader.equivalence.printing import decimal_text
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, Number
from grader.questions.echo import shown, written_as
from grader.questions.formulas import FormulaQuestion, read_formula
from grader.questions.formulas.cells import Cell, as_fraction, read_cell
from grader.questions.formulas.exact import value_at
from grader.questions.formulas.parts import last_value, rows_of, statements
from grader.values import Array, Expression

Cells = tuple[tuple[Cell | None, ...], ...]
Point = tuple[Fraction, ...]
MAX_NUMBERS = 10_000


def split_points(value: Any, points: Sequence[Point], rows: int) -> list[Any] | str:
    """The raw matrix of each point (None where there is none), by key or in the rubric's order."""
    if isinstance(value, Array):
        if math.prod(value.shape) > MAX_NUMBERS:
            return f"You handed in an array of shape {value.shape}."
        value = value.tolist()
    if isinstance(value, str | Expression):
        value = _from_text(value.text if isinstance(value, Expression) else value, points)
    if isinstance(value, dict) and len(value) == len(points) and not any(map(_named, value)):
        value = list(value.values())
    if isinstance(value, dict):
        found: list[Any] = [None] * len(points)
        for key, item in value.items():
            place = _point(key) or _named(key)
            if place not in points:
                return f"The key {shown(key)} is not one of the points asked for."
            found[points.index(place)] = item
        return found
    if not isinstance(value, list):
        return f"You wrote {shown(value)}."
    if len(points) == 1 and _is_matrix(value, rows):
        return [value]
    if len(value) > len(points):
        return f"You wrote {len(value)} matrices where {len(points)} points are asked."
    value = [_folded(item, rows, len(points[0])) for item in value]
    if len(value) == rows and _is_matrix(value, rows):
        return [value, *[None] * (len(points) - 1)]
    return [*value, *[None] * (len(points) - len(value))]


def _folded(item: Any, rows: int, width: int) -> Any:
    """A matrix handed in as one list of its numbers, row after row, in its rows."""
    flat = isinstance(item, list) and not any(isinstance(x, list) for x in item)
    if not flat or rows < 2 or len(item) != rows * width:
        return item
    return [item[k : k + width] for k in range(0, len(item), width)]


def _is_matrix(value: Any, rows: int) -> bool:
    """Whether a list is one matrix of numbers and not a list of matrices."""
    return (
        isinstance(value, list)
        and len(value) == rows
        and all(isinstance(r, list) and not any(isinstance(x, list) for x in r) for r in value)
    )


def _from_text(text: str, points: Sequence[Point]) -> dict[Any, Any] | list[Any]:
    """Matrices in one text: each after its `J(1, 1) =`, else one after the other."""
    pieces = re.split(r"J\s*\\?(?:left)?\(([^()]*)\\?(?:right)?\)\s*=", text)
    if len(pieces) > 2:
        return {pieces[i]: pieces[i + 1].strip(" ,;$\n") for i in range(1, len(pieces) - 1, 2)}
    return [text]


def _point(key: Any) -> Point | None:
    """The point a mapping's key names: (1, 1), "1,1", "(1, 1)" or "J(1,1)"."""
    if isinstance(key, tuple | list):
        parts: list[Any] = list(key)
    elif isinstance(key, str):
        groups = re.findall(r"\(([^()]*)\)", key)
        inner = groups[-1] if groups else key
        parts = [part.split("=")[-1] for part in re.split(r"[,;]", inner)]
    else:
        parts = [key]
    cells = [read_cell(part) for part in parts]
    if any(cell is None for cell in cells):
        return None
    return tuple(cell.value for cell in cells if cell is not None)


def _named(key: Any) -> Point | None:
    """The point in a name such as `J11` or `1_1`, each digit a coordinate."""
    if (place := _point(key)) is not None:
        return place
    digits = re.findall(r"\d", str(key)) if isinstance(key, str) else []
    return tuple(map(Fraction, digits)) if len(digits) > 1 else None


def read_cells(raw: Any, question: FormulaQuestion) -> Cells | None:
    """The numbers of one matrix, or None where it is none."""
    if isinstance(raw, Array):
        raw = raw.tolist()
    if isinstance(raw, list) and all(isinstance(row, list) for row in raw):
        rows = [[_number(item, question) for item in row] for row in raw]
        if rows and len({len(row) for row in rows}) == 1:
            return tuple(map(tuple, rows))
        return None
    formula = read_formula(raw, question)
    if formula.expr is None:
        return None
    for part in reversed(statements(formula.expr)):
        found = rows_of(last_value(part))
        if found:
            return tuple(tuple(_cell(entry) for entry in row) for row in found)
    return None


def _number(item: Any, question: FormulaQuestion) -> Cell | None:
    """One number; the decimals of a sum such as 2 + 2.7 are those of its literals."""
    cell = read_cell(item)
    if cell is None or (cell.places is None and "." in cell.text):
        return _formula_cell(item, question) or cell
    return cell


def _formula_cell(item: Any, question: FormulaQuestion) -> Cell | None:
    formula = read_formula(item, question)
    return None if formula.expr is None else _cell(formula.expr)


def _cell(expr: Expr) -> Cell | None:
    """The number a formula without variables is; its decimals are those of the numbers in it."""
    expr = last_value(expr)
    try:
        value = value_at(expr, {})
    except (Undecidable, Undefined, ReadError):
        return None
    literals = [n.value for n in walk(expr) if isinstance(n, Number) and n.value.denominator != 1]
    decimals = [_decimals(literal) for literal in literals]
    places = max((d for d in decimals if d is not None), default=None)
    return Cell(Written(as_fraction(value), places), written_as(expr))


def _decimals(value: Fraction) -> int | None:
    text = decimal_text(value)
    return len(text.partition(".")[2]) if "." in text else None
