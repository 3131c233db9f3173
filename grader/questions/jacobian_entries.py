"""The entries of a Jacobian as formulas, each beside the partial derivative that is the key."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from grader.equivalence.tree import Expr
from grader.marks import Part
from grader.questions.formula_entries import Entry, compared
from grader.questions.formula_mutants import Mutant, derivative_mutants
from grader.questions.formula_parts import last_value
from grader.questions.jacobian_task import JacobianTask, Matrix_


def compare_formulas(
    question: JacobianTask, matrix: Matrix_, key: Matrix_, seed: int
) -> list[Entry]:
    """Every entry in reading order, with the slip that explains it where one does."""
    bodies, variables = question.bodies(), question.variables

    def one(row: int, column: int, given: Expr) -> Entry:
        def slips() -> list[Mutant]:
            return derivative_mutants(bodies[row], variables[column], variables)

        place = (row + 1, column + 1)
        label = f"Entry ({row + 1},{column + 1})"
        return compared(place, label, last_value(given), key[row][column], slips, question, seed)

    return [one(i, j, given) for i, row in enumerate(matrix) for j, given in enumerate(row)]


def part_of(entry: Entry, question: str, full: Fraction, credit: Mapping[str, Fraction]) -> Part:
    """An entry as a part of the mark; a slip keeps what the rubric says, else nothing."""
    kept = Fraction(0) if entry.slip is None else credit.get(entry.slip.id, Fraction(0))
    wrong = "is not the partial derivative asked for here"
    return entry.part(question, full, wrong, kept, None)
