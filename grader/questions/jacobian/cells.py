"""The numbers in one matrix of a Jacobian's values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError, Undecidable, Undefined
from grader.equivalence.numbers.written import Written
from grader.equivalence.printing import decimal_text
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, Number
from grader.questions.echo import written_as
from grader.questions.formulas import FormulaQuestion, read_formula
from grader.questions.formulas.exact import value_at
from grader.questions.formulas.parts import last_value, rows_of, statements
from grader.questions.shapes.cells import Cell, as_fraction, read_cell
from grader.questions.shapes.grids import lists

Cells = tuple[tuple[Cell | None, ...], ...]


def read_cells(raw: Any, question: FormulaQuestion) -> Cells | None:
    """The numbers of one matrix, or None where it is none."""
    listed = lists(raw)
    if isinstance(listed, list) and listed and all(isinstance(row, list) for row in listed):
        rows = [[_number(item, question) for item in row] for row in listed]
        return tuple(map(tuple, rows)) if len({len(row) for row in rows}) == 1 else None
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
