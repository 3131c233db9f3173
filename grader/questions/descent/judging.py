"""Judging a table cell by cell, and finding the one wrong procedure that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grader.equivalence.errors import Undecidable, Undefined
from grader.questions.descent.procedures import History, Model, Step, Task, Vector, models
from grader.questions.formulas.exact import Number_
from grader.questions.mistake import Mistake
from grader.questions.shapes.cells import NOISE, Cell, agrees, as_fraction, has_places

Line = tuple[Cell | None, ...]


class State(StrEnum):
    """How one cell of a table stands."""

    RIGHT = "right"
    ROUNDED = "rounded"
    FEW_DIGITS = "few_digits"
    FOLLOWED = "followed"
    WRONG = "wrong"
    MISSING = "missing"


FULL = (State.RIGHT, State.ROUNDED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A student's rows beside the key's, with what each cell needs to count."""

    rows: tuple[Line, ...]
    key: tuple[Vector, ...]
    step: Step
    start: Vector
    decimals: int

    def history(self, index: int) -> list[Vector] | None:
        """The start and the student's own rows before `index`; None where one has a gap."""
        found: list[Vector] = [self.start]
        for row in self.rows[:index]:
            values = tuple(cell.value for cell in row if cell is not None)
            if len(values) != len(row):
                return None
            found.append(values)
        return found


def judge(sheet: Sheet) -> list[list[State]]:
    """The state of every cell, each measured by the key and then by the student's own rows."""
    states: list[list[State]] = []
    for index, target in enumerate(sheet.key):
        row = sheet.rows[index] if index < len(sheet.rows) else (None,) * len(target)
        clean = all(state in FULL for earlier in states for state in earlier)
        own = follow(sheet.step, sheet.history(index)) if index else None
        earned = clean or moved(sheet, index)
        states.append(
            [
                _state(cell, target[j], own[j] if own else None, clean, earned, sheet.decimals)
                for j, cell in enumerate(row)
            ]
        )
    return states


def _state(
    cell: Cell | None,
    target: Number_,
    own: Number_ | None,
    clean: bool,
    earned: bool,
    decimals: int,
) -> State:
    if cell is None:
        return State.MISSING
    if agrees(cell, target, decimals) and has_places(cell, decimals, target):
        return State.RIGHT
    if own is not None and agrees(cell, own, decimals) and has_places(cell, decimals, own):
        if clean:
            return State.ROUNDED
        if earned:
            return State.FOLLOWED
    close = agrees(cell, target) or (own is not None and clean and agrees(cell, own))
    if close and cell.places is not None and 0 < cell.places < decimals:
        return State.FEW_DIGITS
    return State.WRONG


def follow(step: Step, history: History | None) -> Vector | None:
    """The next row after these, or None where there is none."""
    if history is None:
        return None
    try:
        return step(history)
    except (Undefined, Undecidable, ZeroDivisionError, OverflowError):
        return None


def moved(sheet: Sheet, index: int) -> bool:
    """Whether the student's row is a step away from the row before; rest earns nothing."""
    history = sheet.history(index + 1)
    if history is None or index >= len(sheet.rows):
        return False
    gaps = []
    for cell, before, after in zip(sheet.rows[index], history[-2], history[-1], strict=True):
        slack = cell.half_unit(sheet.decimals) if cell is not None else Fraction(0)
        least = max(slack, NOISE * max(Fraction(1), abs(as_fraction(before))))
        gaps.append(abs(as_fraction(after) - as_fraction(before)) > least)
    return any(gaps)


def explains(model: Model, sheet: Sheet, *, rows: int | None = None) -> bool:
    """Whether every one of the student's rows follows from the row before by this procedure.

    A table that does not move, or that the asked procedure explains too, is explained by nothing.
    """
    count = len(sheet.key) if rows is None else rows
    if len(sheet.rows) != count or not count:
        return False
    own_start = Sheet(sheet.rows, sheet.key, model.step, model.start or sheet.start, sheet.decimals)
    for index, row in enumerate(sheet.rows):
        expected = follow(model.step, own_start.history(index))
        if expected is None or not moved(own_start, index):
            return False
        for cell, value in zip(row, expected, strict=True):
            if cell is None or not (agrees(cell, value, sheet.decimals) or agrees(cell, value)):
                return False
    return True


def diagnose(task: Task, sheet: Sheet) -> Mistake | None:
    """What the first wrong procedure is called that explains the whole table."""
    if not sheet.rows or any(cell is None for cell in sheet.rows[0]):
        return None
    first = tuple(cell.value for cell in sheet.rows[0] if cell is not None)
    return next((model.mistake for model in models(task, first) if explains(model, sheet)), None)


def same(rows: Sequence[Line], key: Sequence[Vector], decimals: int) -> bool:
    """Whether rows agree with those of the key, as written."""
    return len(rows) == len(key) and all(
        cell is not None and agrees(cell, value, decimals)
        for row, target in zip(rows, key, strict=True)
        for cell, value in zip(row, target, strict=True)
    )
