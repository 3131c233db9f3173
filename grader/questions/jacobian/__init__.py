"""`jacobian`: the matrix of partial derivatives, as formulas or as numbers at given points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar, Literal

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Derivative, Expr, Relation, Symbol
from grader.evidence import Answer, Missing, Outcome, Source, TimedOut
from grader.marks import Mark, Part, Status, awaiting, decided, missing, show, status_of
from grader.questions.base import Given, Probe
from grader.questions.echo import is_empty, shown
from grader.questions.formulas import read_formula
from grader.questions.formulas.entries import Entry
from grader.questions.formulas.parts import entries, last_value, rows_of, statements
from grader.questions.formulas.readings import in_all_readings
from grader.questions.formulas.typeset import echo_of_points, with_formula
from grader.questions.jacobian.cells import read_cells
from grader.questions.jacobian.formulas import (
    compare_formulas,
    formula_arrangement,
    part_of,
    wrong_thing,
)
from grader.questions.jacobian.known import same_formulas, same_values
from grader.questions.jacobian.mistakes import MISTAKES
from grader.questions.jacobian.start import start
from grader.questions.jacobian.task import JacobianTask, Matrix_
from grader.questions.jacobian.values import judge_values
from grader.questions.mistake import Mistake, MistakeTable, credit_problems
from grader.questions.shapes.points import by_point


class Jacobian(JacobianTask):
    """Asks for a Jacobian matrix: rows are functions, columns are variables.

    Without `at` the entries are formulas; with it, numbers at each of the points.
    """

    kind: Literal["jacobian"]
    call: str | None = None
    """A function of the submission that may answer instead: it is called at each point."""
    follow_through: str | None = None
    """The question with the student's own formulas; values true to them are full."""

    entry: ClassVar[str] = "a matrix with one row for each function and a column for each variable"
    part_word: ClassVar[str] = "Entry"
    look_again: ClassVar[str] = (
        "Differentiate one function by one variable at a time, then check it at a simple point."
    )
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    def probes(self) -> tuple[Probe, ...]:
        """The value of the name, and the values of a function at the points."""
        asked = super().probes()
        if self.call is None or not self.at:
            return asked
        points = tuple(tuple(_plain(x) for x in point) for point in self.at)
        name = f"{self.id}/call"
        return (*asked, Probe(name, "call", (self.call,), arguments=points, seconds=self.seconds))

    def problems(self) -> list[tuple[str, str]]:
        """The functions must be differentiable, the points as long as the variables."""
        found: list[tuple[str, str]] = []
        for name, text in self.of.items():
            found += self.key_problem(f"of.{name}", text)
        found += credit_problems(self.credit, MISTAKES.credited)
        if not self.of:
            found.append(("of", "write at least one function, such as `{u: x^2 - y^2}`"))
        for index, point in enumerate(self.at):
            if len(point) != len(self.variables):
                wanted = len(self.variables)
                found.append((f"at.{index}", f"write {wanted} numbers, one for each variable"))
        if not found:
            try:
                for point in self.at:
                    self.values(point)
                self.key()
            except (Undecidable, Undefined) as reason:
                found.append(("of", f"the key cannot be worked out: {reason}"))
        return found

    def part_titles(self) -> Mapping[str, str]:
        """The points, where a part is one."""
        return {
            str(n): f"at ({', '.join(map(str, point))})" for n, point in enumerate(self.at, 1)
        }

    def references(self) -> tuple[str, ...]:
        """The question whose formulas are carried forward."""
        return () if self.follow_through is None else (self.follow_through,)

    def mark(self, given: Given) -> Mark:
        """A function that was called answers where no form before its own has a value."""
        called = given.outcomes.get("call")
        if isinstance(called, Answer) and self._goes_before(called, given.answer):
            value, problem = results_of(called.value)
            if problem:
                wrong = f"{problem} Expected: numbers at each point."
                return decided(Fraction(0), self.points, [wrong], source=called.source)
            given = replace(given, outcomes={"": Answer(value, called.source)})
        elif isinstance(given.answer, Missing) and called is not None:
            if isinstance(called, TimedOut) and not called.stage:
                called = replace(called, stage=f"running {self.call}")
            given = replace(given, outcomes={"": given.answer if _absent(called) else called})
        return super().mark(given)

    def _goes_before(self, called: Answer, main: Outcome) -> bool:
        """Whether the called function stands in an earlier form than the value, or alone."""
        if isinstance(main, Missing):
            return True
        order = self.sources or ("module", "notebook", "writeup", "data")
        forms = [getattr(main, "source", Source()).form, called.source.form]
        value, function = (order.index(f) if f in order else 0 for f in forms)
        return function < value

    def mark_answer(self, given: Given) -> Mark:
        """Formulas entry by entry, or numbers point by point."""
        if is_empty(given.value):
            return missing(self.points, f"Your answer is empty. Expected: {self.entry}.")
        return in_all_readings(
            self, given, Jacobian._mark_values if self.at else Jacobian._mark_formulas
        )

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the formulas, or the numbers at every point that is named, are these."""
        if self.at:
            return same_values(self, answer, given.value)
        known = self.own(Given({"": Answer(answer)}))
        if known is None:
            raise ValueError(f"write a {len(self.of)}x{len(self.variables)} matrix of formulas")
        return same_formulas(self, known, self.own(given), given.seed)

    def own(self, given: Given | None) -> Matrix_ | None:
        """The student's formulas, for questions that carry them forward."""
        if given is None or given.value is None:
            return None
        formula = read_formula(given.value, self)
        if formula.expr is None:
            return None
        found = self.matrix_in(formula.expr)
        same = found is not None and len(found) == len(self.of)
        return found if same and found and len(found[0]) == len(self.variables) else None

    def matrix_in(self, expr: Expr) -> Matrix_ | None:
        """The last matrix of an answer that is worked out, or one built from single equations."""
        parts = statements(expr)
        for part in reversed(parts):
            sides = part.sides if isinstance(part, Relation) else (part,)
            for side in reversed(sides):
                rows = rows_of(side)
                rows = rows and tuple(tuple(map(last_value, row)) for row in rows)
                if rows and not _is_template(rows):
                    return rows
        return self._from_equations(parts) or self._from_rows(parts)

    def _from_rows(self, parts: Sequence[Expr]) -> Matrix_ | None:
        """Rows below each other, or all entries one after the other."""
        rows = [entries(last_value(part)) for part in parts]
        width = len(self.variables)
        if len(rows) == len(self.of) and all(row and len(row) == width for row in rows):
            return tuple(row for row in rows if row)
        flat = rows[0] if len(rows) == 1 else None
        flat = tuple(map(last_value, parts)) if flat is None else flat
        if len(flat) != len(self.of) * width:
            return None
        if any(map(entries, flat)):
            return None
        return tuple(flat[k : k + width] for k in range(0, len(flat), width))

    def _from_equations(self, parts: Sequence[Expr]) -> Matrix_ | None:
        """`∂u/∂x = 2x` and so on, one equation for each entry."""
        found: dict[tuple[str, str], Expr] = {}
        for part in parts:
            first = part.sides[0] if isinstance(part, Relation) else None
            if isinstance(part, Relation) and isinstance(first, Symbol):
                name, _, by = first.name.partition("_")
                found[(name, by)] = part.sides[-1]
            if isinstance(part, Relation) and isinstance(first, Derivative):
                name = getattr(first.body, "name", "")
                found[(name, first.variables[0])] = part.sides[-1]
        rows = [[found.get((name, x)) for x in self.variables] for name in self.of]
        if any(entry is None for row in rows for entry in row):
            return None
        return tuple(tuple(entry for entry in row if entry is not None) for row in rows)

    def _mark_formulas(self, given: Given) -> Mark:
        formula = read_formula(given.value, self)
        wanted = f"a {len(self.of)}x{len(self.variables)} matrix of formulas"
        if formula.expr is None:
            return self.unreadable(formula, wanted, given)
        matrix = self.matrix_in(formula.expr)
        key = self.key()
        whole = wrong_thing(self, formula.expr, matrix, key, given.seed)
        if matrix is None or len(matrix) != len(key) or len(matrix[0]) != len(key[0]):
            whole = whole or MISTAKES["wrong_shape"].told()
            score = self.points * self.kept(whole.id)
            told = f"You wrote {formula.text}, which is not {wanted}. {whole.says}".strip()
            return decided(
                score, self.points, [told, f"Score: {show(score)} of {show(self.points)} points."],
                mistakes=[whole.id], read=formula.text, source=given.source,
            )  # fmt: skip
        entries = compare_formulas(self, matrix, key, given.seed)
        arrangement = formula_arrangement(self, matrix, key, given.seed)
        return with_formula(self._finish(entries, arrangement, given, formula.text), formula)

    def _finish(
        self, entries: list[Entry], arrangement: Mistake | None, given: Given, text: str
    ) -> Mark:
        """The mark of formulas: the entries' sum, or what one arrangement of them keeps."""
        full = self.points / len(entries)
        parts = tuple(part_of(entry, self.id, full, self.credit) for entry in entries)
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        right = sum(part.status is Status.CORRECT for part in parts)
        mistakes = [name for part in parts for name in part.mistakes]
        told = [] if right == len(parts) else [f"{right} of {len(parts)} entries are right."]
        told += dict.fromkeys(entry.slip.says for entry in entries if entry.slip is not None)
        if arrangement is not None and right < len(parts):
            kept = max(self.points * self.kept(arrangement.id), score)
            mistakes, score = [arrangement.id], kept
            told = [f"You wrote {text}.", arrangement.says]
            parts = tuple(
                Part(p.id, kept / len(parts), full, status_of(kept / len(parts), full))
                for p in parts
            )
        if score < self.points:
            told = [*told, f"Score: {show(score)} of {show(self.points)} points."]
        if any(part.status is Status.AWAITING for part in parts):
            return awaiting(
                self.points, *told, score=score, read=text, source=given.source, parts=parts,
                mistakes=tuple(mistakes),
                reason="unread" if "unreadable" in mistakes else "undecided",
            )  # fmt: skip
        return decided(
            score, self.points, told, mistakes=mistakes, parts=parts, read=text,
            source=given.source,
        )  # fmt: skip

    def _mark_values(self, given: Given) -> Mark:
        wanted = f"a {len(self.of)}x{len(self.variables)} matrix of numbers at each point"
        answers = by_point(given.value, self.at, len(self.of))
        if isinstance(answers, str):
            wrong = f"{answers} Expected: {wanted}."
            return decided(
                Fraction(0), self.points, [wrong], read=shown(given.value), source=given.source,
                mistakes=["wrong_shape"],
            )  # fmt: skip
        own = self._own_formulas(given)
        cells = [None if raw is None else read_cells(raw, self) for raw in answers]
        full = self.points / len(self.at)
        parts: list[Part] = []
        says: list[str] = []
        mistakes: list[str] = []
        for index in range(len(self.at)):
            judged = judge_values(self, index, cells, own)
            mistakes += judged.mistakes
            says += judged.says
            score = full * judged.share
            parts.append(
                Part(
                    f"{self.id}.{index + 1}", score, full, status_of(score, full),
                    tuple(judged.told), tuple(judged.mistakes),
                )
            )  # fmt: skip
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        told = list(dict.fromkeys(says))
        if score < self.points:
            right = sum(part.status is Status.CORRECT for part in parts)
            told = [f"{right} of {len(parts)} points are right.", *told]
            told.append(f"Score: {show(score)} of {show(self.points)} points.")
        return decided(
            score, self.points, told, mistakes=mistakes, parts=parts,
            read=echo_of_points(given.value), source=given.source,
        )  # fmt: skip

    def _own_formulas(self, given: Given) -> Matrix_ | None:
        if self.follow_through is None:
            return None
        question = given.question(self.follow_through)
        if not isinstance(question, Jacobian):
            return None
        return question.own(given.other(self.follow_through))


def _is_template(rows: Matrix_) -> bool:
    """Whether the entries are still partial derivatives to be worked out."""
    return any(isinstance(node, Derivative) for row in rows for x in row for node in walk(x))


def _absent(called: Outcome) -> bool:
    """Whether there is no function either; one that was lost is no answer that is missing."""
    return isinstance(called, Answer | Missing)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def results_of(value: Any) -> tuple[Any, str]:
    """The values of a function's calls, or what it raised."""
    if not isinstance(value, list):
        return None, "The function's results came back in a form that cannot be read."
    for result in value:
        if not isinstance(result, dict) or not result.get("ok"):
            said = result.get("message", "") if isinstance(result, dict) else ""
            kind = result.get("type", "an error") if isinstance(result, dict) else "an error"
            return None, f"Your function raised {kind}: {said}."
    return [result["value"] for result in value], ""
