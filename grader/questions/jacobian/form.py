"""A Jacobian as students have it: names of functions and variables, and the points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from grader.evidence import Answer, Missing, TimedOut
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Look, State, as_marked
from grader.questions.base import Given, Probe
from grader.questions.formulas import read_formula
from grader.questions.formulas.form import NAMES, FormulaForm
from grader.questions.jacobian import Jacobian, results_of
from grader.questions.jacobian.cells import read_cells
from grader.questions.record import Exact
from grader.questions.shapes.points import by_point


class JacobianForm(FormulaForm):
    """What the rows and columns are of, without a formula."""

    kind: Literal["jacobian"]
    rows: tuple[str, ...]
    """The names of the functions, in the order of the rows."""
    at: tuple[tuple[Exact, ...], ...] = ()
    call: str | None = None

    public: ClassVar[tuple[str, ...]] = (*PLACES, *NAMES, "at", "call")
    checks: ClassVar[str] = "its rows and columns, and that every entry can be read"

    @classmethod
    def facts(cls, question: Jacobian, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The names of the functions."""
        return {"rows": tuple(question.of)}

    def expected(self) -> str:
        """The size of the matrix, and where its values are asked."""
        size = f"a {len(self.rows)}x{len(self.variables)} matrix"
        points = ", ".join(f"({', '.join(map(str, point))})" for point in self.at)
        return f"{size} of numbers for each of {points}" if self.at else f"{size} of formulas"

    def blank(self) -> Jacobian:
        """The same question about functions that are zero."""
        names = {name: getattr(self, name) for name in (*PLACES, *NAMES, "at", "call")}
        return Jacobian(kind="jacobian", id=self.id, points=self.points,
                        of=dict.fromkeys(self.rows, "0"), **names)  # fmt: skip

    def probes(self) -> tuple[Probe, ...]:
        """As with the key: the value, and the function at the points."""
        return self.blank().probes()

    def look(self, given: Given) -> Look:
        """Of the value, or of what the function gave where there is no value."""
        called = given.outcomes.get("call")
        if not isinstance(given.answer, Missing) or called is None:
            return super().look(given)
        if isinstance(called, Answer):
            value, problem = results_of(called.value)
            if problem:
                return Look(State.FIX, (f"{problem} Expected: {self.expected()}.",))
            called = Answer(value, called.source)
        if isinstance(called, TimedOut) and not called.stage:
            called = replace(called, stage=f"running {self.call}")
        lost = isinstance(called, Missing)
        return super().look(given if lost else replace(given, outcomes={"": called}))

    def looked_at(self, value: Any, given: Given) -> Look:
        """Formulas in the right size, or numbers at every point."""
        if self.at:
            return self.looked(value, given, self._values(value))
        blank = self.blank()
        formula = read_formula(value, blank)
        found = as_marked(blank.mark_answer(given), frozenset({"wrong_shape", "unreadable"}))
        if found.state is State.FINE and formula.expr is not None:
            known = (*blank.known_names, *blank.known_functions, *self.rows)
            return replace(found, says=tuple(self.strange([formula.expr], known)))
        return found

    def _values(self, value: Any) -> Iterator[str]:
        answers = by_point(value, self.at, len(self.rows))
        if isinstance(answers, str):
            yield f"{answers} Expected: {self.expected()}."
            return
        for point, raw in zip(self.at, answers, strict=True):
            where = f"At ({', '.join(map(str, point))})"
            cells = None if raw is None else read_cells(raw, self.blank())
            if cells is None:
                yield f"{where}: {'nothing is written' if raw is None else 'this is no matrix'}."
            elif (len(cells), len(cells[0])) != (len(self.rows), len(self.variables)):
                yield f"{where}: {len(cells)}x{len(cells[0])}. Expected: {self.expected()}."
            elif any(cell is None for row in cells for cell in row):
                yield f"{where}: not every entry can be read as a number."
