"""`descent`: the table of an iterative method, marked row by row with errors carried forward."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.printing import to_text
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr
from grader.marks import Mark, Part, Status, decided, missing, show, status_of
from grader.questions.asking.secrets import Secret, number
from grader.questions.base import Given
from grader.questions.descent.judging import FULL, Sheet, State, diagnose, explains, judge
from grader.questions.descent.mistakes import MISTAKES
from grader.questions.descent.plot import picture
from grader.questions.descent.procedures import Model, Task, Vector, run, step_of
from grader.questions.descent.shapes import arrangement, other_start
from grader.questions.descent.table import Table, read_table, with_start
from grader.questions.descent.words import (
    FROM_GRADIENT,
    FROM_MISTAKE,
    echo_of,
    following,
    row_story,
)
from grader.questions.echo import is_empty, shown
from grader.questions.formulas import FormulaQuestion
from grader.questions.key import Iterates, WrongKey, wrong_formulas, wrong_numbers
from grader.questions.key import shown as shown_key
from grader.questions.mistake import Mistake, MistakeTable, credit_problems
from grader.questions.record import Exact, Share, Take
from grader.questions.shapes.cells import agrees
from grader.questions.symbolic import Symbolic

_RULE = re.compile(
    r"theta_\{?t\}?\s*=\s*\\?theta_\{?t\s*-\s*1\}?\s*-.*?(?:nabla|grad)[^=]*?\(\s*\\?theta_\{?t\}?\s*\)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reading of the table earns as a whole, and why."""

    share: Fraction
    mistakes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


class Descent(FormulaQuestion):
    """Asks for the rows of gradient descent, momentum or Newton's method.

    The key is worked out from the objective; an error is charged once and carried forward.
    """

    kind: Literal["descent"]
    objective: str
    """The function that is minimised, such as 2*x^2 + 3*y*x."""
    variables: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]
    """Names of the variables, in the order of the table's columns."""
    start: Annotated[tuple[Exact, ...], Field(min_length=1)]
    """Where the method starts."""
    step_size: Exact = Fraction(1)
    """The factor of each step."""
    steps: Annotated[int, Field(ge=1, le=100)]
    """How many rows are asked for, the start left out."""
    method: Literal["gradient", "momentum", "newton"] = "gradient"
    """The rule from row to row."""
    momentum: Exact = Fraction(0)
    """Share of the last step that momentum keeps."""
    min_decimals: Annotated[int, Field(ge=0, le=12)] = 2
    """Decimals that must be written where a number does not end earlier."""
    follow_through: str | None = None
    """The question with the student's own gradient; a table true to it is full."""
    carried: Share = Fraction(1)
    """Share a cell earns that follows from the student's own wrong row before it."""
    carried_at_most: Share = Fraction(9, 10)
    """No table with an error carried forward earns more than this share."""

    stated: ClassVar[frozenset[str]] = frozenset({"objective"})
    most_text: ClassVar[int] = 16 << 10
    entry: ClassVar[str] = "a table with one row for each step and one number for each variable"
    part_word: ClassVar[str] = "Step"
    look_again: ClassVar[str] = (
        "Work out the first row by hand: old point, minus step size times gradient there."
    )
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    @property
    def usually_taken(self) -> Take:
        """A table with its rows."""
        return "table"

    @property
    def usually_of(self) -> tuple[str, ...]:
        """A column for each variable."""
        return self.variables

    def problems(self) -> list[tuple[str, str]]:
        """The objective must be readable, the start as long as the variables, rows computable."""
        found = self.key_problem("objective", self.objective)
        found += credit_problems(self.credit, MISTAKES.credited)
        if len(self.start) != len(self.variables):
            wanted = len(self.variables)
            found.append(("start", f"write {wanted} numbers, one for each of the variables"))
        if not found:
            try:
                self.rows()
            except (Undefined, Undecidable, ZeroDivisionError) as reason:
                found.append(("objective", f"the rows cannot be worked out: {reason}"))
        return found

    def references(self) -> tuple[str, ...]:
        """The question whose gradient is carried forward."""
        return () if self.follow_through is None else (self.follow_through,)

    def task(self) -> Task:
        """What is asked, as the procedures need it."""
        return Task(
            self.key_of(self.objective), tuple(self.variables), tuple(self.start),
            self.step_size, self.method, self.momentum,
        )  # fmt: skip

    def rows(self) -> list[Vector]:
        """The key's rows, the start left out."""
        task = self.task()
        return run(step_of(task), task.start, self.steps)

    def derivable(self) -> Iterator[Iterates]:
        """The table."""
        task = self.task()
        yield Iterates(
            "objective", self.rows(), task.objective, task.variables, task.start, task.step_size,
            task.method, task.momentum,
        )  # fmt: skip

    def own_key(self) -> Any:
        """The rows, the start left out."""
        return _table(self.rows())

    def secrets(self) -> Iterator[Secret]:
        """Each number of the table."""
        for value in itertools.chain(*self.rows()):
            yield number("objective", value)

    def wrong_keys(self) -> Iterator[WrongKey]:
        """One number that is another, and the tables of objectives with one slip."""
        rows, task = self.rows(), self.task()
        for i, row in enumerate(rows):
            for j, right in enumerate(row):
                for wrong in wrong_numbers(right):
                    answer = self.own_key()
                    answer[i][j] = shown_key(wrong)
                    where = f"row {i + 1}, column {j + 1}"
                    yield WrongKey(where, shown_key(right), shown_key(wrong), answer)
        for objective in wrong_formulas(task.objective):
            try:
                table = run(step_of(replace(task, objective=objective)), task.start, self.steps)
            except (Undefined, Undecidable, ZeroDivisionError, OverflowError):
                continue
            gaps = [abs(float(a - b)) for r, s in zip(rows, table, strict=True)
                    for a, b in zip(r, s, strict=True)]  # fmt: skip
            if max(gaps) > 1e-9:
                told = f"the table of {to_text(objective)}"
                yield WrongKey("the table", "the key's", told, _table(table))

    def kept(self, mistake: str) -> Fraction:
        """Share kept after a named mistake: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, mistake)

    def mark_answer(self, given: Given) -> Mark:
        """Read the table, judge it cell by cell, and keep the best honest reading."""
        if is_empty(given.value):
            return missing(self.points, f"Your table is empty. Expected: {self.entry}.")
        text = shown(given.value)
        task, key = self.task(), tuple(self.rows())
        table = read_table(given.value, self, self.steps, (task.start, *key[:1]))
        if isinstance(table, str):
            told = f"{table} Expected: {self.entry}."
            return decided(
                Fraction(0), self.points, [told], read=text, source=given.source,
                mistakes=["wrong_shape"],
            )  # fmt: skip
        table = with_start(table, task.start, self.steps)
        sheet = Sheet(tuple(table.values()), key, step_of(task), task.start, self.min_decimals)
        states = judge(sheet)
        direct = self._direct(states, len(sheet.rows))
        others = [] if direct.share == 1 else self._readings(task, sheet, table, given)
        best = max(others, key=lambda verdict: verdict.share, default=direct)
        right = self._right(states) if len(sheet.rows) <= self.steps else Fraction(0)
        if best.share < right:
            best = direct if direct.share == 1 else replace(best, share=right)
        whole = best is not direct
        best = self._remarks(best, table, text)
        parts = self._parts(sheet, states, best, whole)
        return self._finish(best, sheet, states, parts, given)

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the table is this one, cell by cell, as far as its numbers are written."""
        tables = [read_table(value, self, self.steps) for value in (answer, given.value)]
        known, found = ([] if isinstance(t, str) else t.values() for t in tables)
        cells = [list(itertools.chain(*rows)) for rows in (known, found)]
        if not known or None in cells[0]:
            raise ValueError(f"write {self.entry}")
        return list(map(len, known)) == list(map(len, found)) and all(
            ours is not None and theirs is not None and agrees(theirs, ours.value, 0)
            for ours, theirs in zip(*cells, strict=True)
        )

    def _right(self, states: list[list[State]]) -> Fraction:
        """Share of the cells that are right by the key, nothing carried forward."""
        flat = [self._worth(state) for row in states for state in row if state in FULL]
        return sum(flat, Fraction(0)) / sum(map(len, states))

    def _direct(self, states: list[list[State]], written: int) -> Verdict:
        """What the cells earn one by one."""
        flat = [state for row in states for state in row]
        share = sum((self._worth(state) for state in flat), Fraction(0)) / len(flat)
        told: list[Mistake] = []
        if State.ROUNDED in flat:
            told.append(MISTAKES["rounded_each_step"].told())
        if State.FEW_DIGITS in flat:
            told.append(MISTAKES["too_few_digits"].told(least=self.min_decimals))
        if State.FOLLOWED in flat:
            share = min(share, self.carried_at_most)
            told.append(MISTAKES["arithmetic_slip"].told("followed", slips=_slips(states)))
        elif State.WRONG in flat and 2 * self._right(states) >= 1:
            told.append(MISTAKES["arithmetic_slip"].told(slips=_slips(states)))
        if written > self.steps:
            share *= self.kept("off_by_one")
            told.append(MISTAKES["off_by_one"].told("rows", rows=written, steps=self.steps))
        return Verdict(share, tuple(m.id for m in told), tuple(m.says for m in told))

    def _readings(self, task: Task, sheet: Sheet, table: Table, given: Given) -> list[Verdict]:
        """What the table earns if one mistake explains the whole of it."""
        shape = arrangement(sheet)
        found = [] if shape is None else [self._explained(shape)]
        own = self._own_gradient(given)
        if own is not None:
            carried = Model(MISTAKES["carried_gradient"].told(), step_of(task, gradient=own))
            if explains(carried, sheet):
                told = carried.mistake
                found.append(Verdict(Fraction(1), (told.id,), (told.says,)))
        named = None if found else other_start(task, sheet, table) or diagnose(task, sheet)
        return found if named is None else [self._explained(named)]

    def _explained(self, by: Mistake) -> Verdict:
        return Verdict(self.kept(by.id), (by.id,), (by.says,))

    def _own_gradient(self, given: Given) -> tuple[Expr, ...] | None:
        """The student's own gradient, where it holds a variable at all."""
        if self.follow_through is None:
            return None
        question = given.question(self.follow_through)
        if not isinstance(question, Symbolic):
            return None
        own = question.own(given.other(self.follow_through))
        if own is None or len(own) != len(self.variables):
            return None
        names = set().union(*map(free_symbols, own))
        return own if names and names <= set(self.variables) else None

    def _remarks(self, best: Verdict, table: Table, text: str) -> Verdict:
        """What is noticed beside the numbers: a table on its side, a wrong index in the rule."""
        noticed = []
        if table.transposed and best.share > 0:
            noticed.append(MISTAKES["transposed"].told())
        if _RULE.search(text.replace("θ", "theta")):
            noticed.append(MISTAKES["index_in_update_rule"].told())
        for told in noticed:
            share = best.share * self.kept(told.id)
            best = Verdict(share, (*best.mistakes, told.id), (*best.says, told.says))
        return best

    def _parts(
        self, sheet: Sheet, states: list[list[State]], best: Verdict, whole: bool
    ) -> tuple[Part, ...]:
        """One part a row; where one reading explains the whole, each row has its share of that."""
        full = self.points / self.steps
        natural = sum((self._uncapped(row) for row in states), Fraction(0)) / self.steps
        shrink = best.share / natural if natural else Fraction(0)
        charged = "carried_gradient" in best.mistakes
        cause = (FROM_GRADIENT if charged else FROM_MISTAKE) if whole else ""
        parts = []
        for index, row in enumerate(states):
            score = full * (best.share if whole else self._uncapped(row) * shrink)
            told = row_story(index, sheet, row, cause)
            name = f"{self.id}.{index + 1}"
            parts.append(Part(name, score, full, status_of(score, full), told))
        return tuple(parts)

    def _uncapped(self, row: list[State]) -> Fraction:
        """What one row's cells are worth before any limit on the whole table."""
        return sum((self._worth(state) for state in row), Fraction(0)) / len(row)

    def _worth(self, state: State) -> Fraction:
        """What one cell is worth."""
        match state:
            case State.RIGHT:
                return Fraction(1)
            case State.ROUNDED:
                return self.kept("rounded_each_step")
            case State.FEW_DIGITS:
                return self.kept("too_few_digits")
            case State.FOLLOWED:
                return self.carried
        return Fraction(0)

    def _finish(
        self, best: Verdict, sheet: Sheet, states: list[list[State]], parts: tuple[Part, ...],
        given: Given,
    ) -> Mark:  # fmt: skip
        score = self.points * best.share
        right = sum(all(state in FULL for state in row) for row in states)
        told = []
        if best.share < 1 or best.mistakes:
            counted = best.share < 1 or right == self.steps
            told = [f"{right} of {self.steps} rows are correct."] if counted else []
            told += [*best.says, f"Score: {show(score)} of {show(self.points)} points."]
        beside = following(sheet, states, self.reveal) if best.share < 1 else {}
        mark = decided(
            score, self.points, told, mistakes=best.mistakes, parts=parts,
            read=echo_of(sheet), source=given.source,
            plot={**(picture(self.task(), sheet, self.reveal) or {}), **beside} or None,
        )  # fmt: skip
        if self.reveal and mark.status != Status.CORRECT:
            key = "; ".join(str(tuple(float(x) for x in row)) for row in sheet.key)
            return replace(mark, feedback=(*mark.feedback, f"Expected: {key}."))
        return mark


def _slips(states: list[list[State]]) -> str:
    """In how many rows something is off."""
    count = sum(State.WRONG in row for row in states)
    return "A slip in one row" if count <= 1 else f"A slip in each of {count} rows"


def _table(rows: Sequence[Vector]) -> list[list[str]]:
    """Rows as an answer that is typed in."""
    return [list(map(shown_key, row)) for row in rows]
