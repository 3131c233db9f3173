"""Right numbers where they do not belong: rows shifted, columns exchanged, another start."""

from __future__ import annotations

from dataclasses import replace

from grader.questions.descent.judging import FULL, Line, Sheet, State, explains, judge, same
from grader.questions.descent.mistakes import MISTAKES
from grader.questions.descent.procedures import Model, Task, Vector, run, step_of
from grader.questions.descent.table import Table
from grader.questions.mistake import Mistake


def arrangement(sheet: Sheet) -> Mistake | None:
    """One row off, the end alone, or columns exchanged."""
    rows, key, steps, decimals = sheet.rows, sheet.key, len(sheet.key), sheet.decimals
    if same(rows[:1], (sheet.start,), decimals) and _holds(sheet, rows[1:], key[:-1]):
        return MISTAKES["off_by_one"].told()
    if steps > 1 and _holds(sheet, rows, key[:-1]):
        return MISTAKES["off_by_one"].told("early")
    if _holds(sheet, rows, tuple(run(sheet.step, sheet.start, steps + 1))):
        return MISTAKES["off_by_one"].told("late")
    if steps > 1 and same(rows, key[-1:], decimals):
        return MISTAKES["only_final_row"].told()
    turned = tuple(row[::-1] for row in rows)
    if len(sheet.start) > 1 and same(turned, key, decimals):
        return MISTAKES["swapped_columns"].told()
    return None


def _holds(sheet: Sheet, rows: tuple[Line, ...], key: tuple[Vector, ...]) -> bool:
    """Whether these rows are right as far as written, each rounded as it may be."""
    if len(rows) != len(key):
        return False
    states = judge(replace(sheet, rows=rows, key=key))
    return all(state in (*FULL, State.FEW_DIGITS) for row in states for state in row)


def other_start(task: Task, sheet: Sheet, table: Table) -> Mistake | None:
    """Rows that are right for a start the student wrote, which is another than the task's."""
    first, rows = table.start, sheet.rows
    if first is None and len(rows) == len(sheet.key) + 1:
        first, rows = table.rows[0], rows[1:]
    if first is None or any(cell is None for cell in first.cells):
        return None
    start = tuple(cell.value for cell in first.cells if cell is not None)
    model = Model(MISTAKES["wrong_start"].told(), step_of(task), start)
    if start == task.start or not explains(model, replace(sheet, rows=rows)):
        return None
    return MISTAKES["swapped_start"].told("written") if start == task.start[::-1] else model.mistake
