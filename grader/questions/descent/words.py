"""What is said about the rows of a table: where, what was written, what was expected, why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.questions.descent.judging import FULL, Sheet, State, follow
from grader.questions.formulas.exact import Number_
from grader.questions.shapes.cells import NOISE, Cell, as_fraction

FROM_MISTAKE = "matches the mistake above"
FROM_GRADIENT = "is consistent with your gradient, so it counts"


def row_story(index: int, sheet: Sheet, states: list[State], cause: str = "") -> tuple[str, ...]:
    """What is said about one row; nothing about a right one.

    A `cause` explains the whole row; without one, each number has its own story.
    """
    if all(state is State.RIGHT for state in states):
        return ()
    row = sheet.rows[index] if index < len(sheet.rows) else ()
    if not row:
        return (f"Row {index + 1} is missing.",)
    if cause:
        wrote = ", ".join(map(_text, row))
        return (f"Row {index + 1}: you wrote {wrote}, which {cause}.",)
    before = f"row {index}" if index else "the start"
    return tuple(
        f"Row {index + 1}, column {place + 1}: you wrote {_text(cell)}; "
        + _cell_story(state, before, sheet.decimals)
        for place, (cell, state) in enumerate(zip(row, states, strict=True))
        if state is not State.RIGHT
    )


def _cell_story(state: State, before: str, decimals: int) -> str:
    match state:
        case State.FOLLOWED:
            return f"it is consistent with your {before}, so it counts."
        case State.FEW_DIGITS:
            return f"right as far as it goes; {decimals} decimals are asked."
        case State.ROUNDED:
            return f"right after the rounding in {before}."
    expected = f"a number with {decimals} decimals is expected"
    if state is State.MISSING:
        return f"{expected}."
    return f"{expected}. It does not follow from {before} by the rule of the task."


def echo_of(sheet: Sheet) -> str:
    """The table as it was read."""
    return "\n".join(
        f"{index}: " + ", ".join("?" if cell is None else cell.text for cell in row)
        for index, row in enumerate(sheet.rows, 1)
    )


def following(sheet: Sheet, states: Sequence[Sequence[State]], reveal: bool) -> dict[str, Any]:
    """What follows from the student's own row above each row, as a column of the page's table.

    Numbers of the key that the student has not got stay out, unless the rubric shows the key.
    """
    cells = []
    for index in range(1, min(len(sheet.rows), len(sheet.key))):
        values = follow(sheet.step, sheet.history(index)) or ()
        numbers = [
            _rounded(value, sheet.decimals + 2)
            if reveal or states[index][j] in FULL or not _is_near(value, sheet.key[index][j])
            else "…"
            for j, value in enumerate(values)
        ]
        cells.append("" if {*numbers} <= {"…"} else ", ".join(numbers))
    column = {"heading": "Follows from your row above", "cells": ["", *cells]}
    return {"column": column} if any(cells) else {}


def _is_near(value: Number_, other: Number_) -> bool:
    first, second = as_fraction(value), as_fraction(other)
    return abs(first - second) <= NOISE * max(Fraction(1), abs(second))


def _rounded(value: Number_, places: int) -> str:
    """A number to two places more than are asked, so that it can be compared."""
    try:
        return f"{round(float(value), places):.12g}"
    except OverflowError:
        return "…"


def _text(cell: Cell | None) -> str:
    return "no number" if cell is None else cell.text
