"""Reading the table of an iterative method, in every shape it is reasonably handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.trees.tree import Symbol
from grader.questions.descent.columns import narrowed
from grader.questions.descent.procedures import Vector
from grader.questions.echo import shown
from grader.questions.formulas import FormulaQuestion, read_text
from grader.questions.shapes.cells import Cell, read_cell
from grader.questions.shapes.grids import label_of, rows_of
from grader.values import Expression

MAX_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written: its label, if it has one, and its numbers (None: not a number)."""

    label: int | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer in order; `start` is a first row that stands for the start."""

    rows: tuple[Row, ...]
    start: Row | None = None
    transposed: bool = False

    def values(self) -> list[tuple[Cell | None, ...]]:
        """The numbers row by row, the starting row left out."""
        return [row.cells for row in self.rows]


def read_table(
    value: Any, question: FormulaQuestion, steps: int, anchors: Sequence[Vector] = ()
) -> Table | str:
    """The table in a value, or one sentence saying why there is none.

    `anchors` are points that a right table holds: in one with more columns they tell which count.
    """
    width = len(question.variables)
    raw = rows_of(value, question.variables, lambda head: _variable(head, question))
    if isinstance(raw, str):
        return raw
    rows = [row for row in narrowed(raw, width, steps, anchors) if row]
    if not rows:
        return "You handed in an empty table."
    if len(rows) > MAX_ROWS:
        return f"You handed in {len(rows)} rows; {steps} are asked for."
    transposed = False
    if width not in map(len, rows) and not _labelled(rows, width):
        turned = [list(column) for column in zip(*_labels_off(rows, width), strict=False)]
        if len(turned) in (steps, steps + 1):
            rows, transposed = turned, True
    parsed = [_row(row, width) for row in rows]
    if any(row is None for row in parsed):
        return f"You wrote {shown(value)}: each row needs {width} numbers, one for each variable."
    return Table(tuple(row for row in parsed if row is not None), None, transposed)


def _labelled(rows: list[list[Any]], width: int) -> bool:
    """Whether every row starts with its step number."""
    labels = [label_of(row[0]) for row in rows if len(row) == width + 1]
    if len(labels) != len(rows) or labels[0] not in (0, 1):
        return False
    return labels == list(range(labels[0], labels[0] + len(labels)))


def _labels_off(rows: list[list[Any]], width: int) -> list[list[Any]]:
    """The rows of a table lying on its side, without a first row of step numbers."""
    if len(rows) == width + 1:
        rows = rows[1:]
    return [row[1:] if read_cell(row[0]) is None else row for row in rows]


def with_start(table: Table, start: Sequence[Any], steps: int) -> Table:
    """The table with its first row set apart where that row is the start."""
    first = table.rows[0]
    same = all(
        cell is not None and cell.value == value
        for cell, value in zip(first.cells, start, strict=True)
    )
    labelled = first.label == 0
    if not (labelled or (same and len(table.rows) > steps)):
        return table
    return replace(table, rows=table.rows[1:], start=first)


def _variable(key: Any, question: FormulaQuestion) -> str:
    """The variable a column's name stands for, or the name itself."""
    text = key.text if isinstance(key, Expression) else str(key)
    try:
        tree = read_text(text[:60], question)
    except ReadError:
        return text
    return tree.name if isinstance(tree, Symbol) else text


def _row(cells: list[Any], width: int) -> Row | None:
    """A row with its label split off; None where the number of cells is wrong."""
    if len(cells) == width + 1:
        return Row(label_of(cells[0]), tuple(read_cell(cell) for cell in cells[1:]))
    if len(cells) == width:
        return Row(None, tuple(read_cell(cell) for cell in cells))
    return None
