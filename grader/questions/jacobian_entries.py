"""The entries of a Jacobian one by one: equal, a named slip, or simply different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.equivalence.comparison import Comparison
from grader.equivalence.tree import Expr, Text
from grader.marks import Part, Status, show, status_of
from grader.questions.echo import written_as
from grader.questions.formula_mutants import derivative_mutants
from grader.questions.formula_parts import last_value
from grader.questions.formulas import compare_trees
from grader.questions.jacobian_task import JacobianTask
from grader.questions.mistake import Mistake
from grader.questions.symbolic_mistakes import name_slip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry after comparing."""

    place: tuple[int, int]
    given: Expr
    verdict: Comparison
    slip: Mistake | None = None

    def part(
        self, question_id: str, index: int, full: Fraction, credit: Mapping[str, Fraction]
    ) -> Part:
        """The entry as a part of the mark: where, what was written, the cause, the credit."""
        name = f"{question_id}.{self.place[0] + 1}.{self.place[1] + 1}"
        where = f"Entry ({self.place[0] + 1},{self.place[1] + 1})"
        if self.verdict.is_equal:
            return Part(name, full, full, Status.CORRECT)
        if self.verdict.verdict == "invalid":
            told = f"{where} cannot be read: {self.verdict.message}"
            return Part(name, Fraction(0), full, Status.INCORRECT, (told,), ("unreadable",))
        wrote = f"{where}: you wrote {written_as(self.given)}"
        if self.verdict.verdict == "unknown":
            told = f"{wrote}. This could not be checked automatically; a person looks at it."
            return Part(name, None, full, Status.AWAITING, (told,))
        if self.slip is None:
            told = f"{wrote}, which is not the partial derivative asked for here."
            return Part(name, Fraction(0), full, Status.INCORRECT, (told,))
        score = full * credit.get(self.slip.id, Fraction(0))
        told = f"{wrote}, which is not the partial derivative asked for here. {self.slip.says}"
        told += f" Credited: {show(score)} of {show(full)}."
        return Part(name, score, full, status_of(score, full), (told,), (self.slip.id,))


def compare_formulas(
    question: JacobianTask,
    matrix: tuple[tuple[Expr, ...], ...],
    key: tuple[tuple[Expr, ...], ...],
    seed: int,
) -> list[Entry]:
    """Every entry in reading order, with the slip that explains it where one does."""
    bodies = question.bodies()
    found = []
    for i, row in enumerate(matrix):
        for j, raw in enumerate(row):
            entry = last_value(raw)
            if isinstance(entry, Text):
                found.append(Entry((i, j), entry, Comparison("invalid", entry.words)))
                continue
            verdict = compare_trees(entry, key[i][j], question, seed)
            slip = None
            if verdict.verdict == "different":
                slips = derivative_mutants(bodies[i], question.variables[j], question.variables)
                slip = name_slip(entry, key[i][j], slips, question, seed)
            found.append(Entry((i, j), entry, verdict, slip))
    return found
