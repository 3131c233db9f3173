"""What is said about the rows of a table: where, what was written, what was expected, why."""

from __future__ import annotations

from grader.questions.descent.judging import Sheet, State
from grader.questions.shapes.cells import Cell

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


def _text(cell: Cell | None) -> str:
    return "no number" if cell is None else cell.text
