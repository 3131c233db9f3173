"""Which columns of a table hold the variables, where it has more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.questions.descent.procedures import Vector
from grader.questions.shapes.cells import agrees, read_cell
from grader.questions.shapes.grids import counts

WIDEST = 12


def narrowed(
    rows: list[list[Any]], width: int, steps: int, anchors: Sequence[Vector]
) -> list[list[Any]]:
    """The rows without columns beside the variables', such as the gradient or the cost.

    The columns that count are those in which the first row, the start or the first step, stands;
    where none are, the first ones after the numbers of the steps.
    """
    wide = {len(row) for row in rows}
    if len(wide) != 1 or not width < max(wide) <= WIDEST:
        return rows
    labelled = _counts(rows)
    if max(wide) == width + 1 and (labelled or not _numbers(rows)):
        return rows
    first = int(labelled)
    places = range(first, max(wide) - width + 1)
    place = next((k for k in places if _holds(rows[0][k : k + width], anchors)), -1)
    if place < 0:
        lying = len(rows) in (width, width + 1) and steps <= max(wide) <= steps + 2
        if lying or len(rows) not in (steps, steps + 1):
            return rows
        place = first
    return [[*row[:first], *row[place : place + width]] for row in rows]


def _counts(rows: list[list[Any]]) -> bool:
    """Whether the first column is one of words, or counts the steps."""
    return all(read_cell(row[0]) is None for row in rows) or counts(rows)


def _numbers(rows: list[list[Any]]) -> bool:
    """Whether every cell is a number and the first column is not whole throughout."""
    cells = [[read_cell(cell) for cell in row] for row in rows]
    if any(cell is None for row in cells for cell in row):
        return False
    return any(row[0] is not None and row[0].value.denominator != 1 for row in cells)


def _holds(cells: list[Any], anchors: Sequence[Vector]) -> bool:
    """Whether these cells are one of the points, as written."""
    found = [read_cell(cell) for cell in cells]
    return any(
        all(cell is not None and agrees(cell, x) for cell, x in zip(found, point, strict=True))
        for point in anchors
    )
