"""A Jacobian as formulas: each entry beside its partial derivative, and the matrix as a whole."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.tree import MINUS_ONE, Expr, Text
from grader.marks import Part
from grader.questions.formulas import FormulaQuestion, compare_trees
from grader.questions.formulas.entries import Entry, compared
from grader.questions.formulas.mistakes import may_be_equal
from grader.questions.formulas.parts import entries, last_value, statements
from grader.questions.formulas.slips import Mutant, derivative_mutants
from grader.questions.jacobian.mistakes import MISTAKES
from grader.questions.jacobian.task import JacobianTask, Matrix_
from grader.questions.mistake import Mistake

Same = Callable[[Any, Any], bool]
MAX_ORDER = 4


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


def arrangement(
    given: Sequence[Sequence[Any]], key: Sequence[Sequence[Any]], same: Same
) -> Mistake | None:
    """The right entries transposed, or with rows or columns in another order."""
    rows, columns = len(key), len(key[0])

    def holds(order: Sequence[int], places: Sequence[int], turned: bool) -> bool:
        return all(
            same(given[i][j], key[places[j]][order[i]] if turned else key[order[i]][places[j]])
            for i in range(rows)
            for j in range(columns)
        )

    if max(rows, columns) > MAX_ORDER:
        return None
    straight, across = tuple(range(rows)), tuple(range(columns))
    if holds(straight, across, False):
        return None
    if rows == columns and holds(straight, across, True):
        return MISTAKES["transposed"].told()
    for order in itertools.permutations(straight):
        if order != straight and holds(order, across, False):
            return MISTAKES["swapped_rows"].told()
    for places in itertools.permutations(across):
        if places != across and holds(straight, places, False):
            return MISTAKES["swapped_columns"].told()
    return None


def formula_arrangement(
    question: FormulaQuestion,
    matrix: Sequence[Sequence[Expr]],
    key: Sequence[Sequence[Expr]],
    seed: int,
) -> Mistake | None:
    """`arrangement` of formulas."""

    def same(first: Expr, second: Expr) -> bool:
        first = last_value(first)
        if isinstance(first, Text) or not may_be_equal(first, second):
            return False
        return compare_trees(first, second, question, seed).is_equal

    return arrangement(matrix, key, same)


def wrong_thing(
    question: JacobianTask,
    expr: Expr,
    matrix: Sequence[Sequence[Expr]] | None,
    key: Sequence[Sequence[Expr]],
    seed: int,
) -> Mistake | None:
    """A determinant, the gradient of one function, or a transposed shape."""

    def same(first: Expr, second: Expr) -> bool:
        return may_be_equal(first, second) and compare_trees(first, second, question, seed).is_equal

    size = f"{len(key)}x{len(key[0])}"
    if matrix is not None and len(matrix) == len(key[0]) and len(matrix[0]) == len(key):
        turned = [last_value(entry) for row in zip(*matrix, strict=True) for entry in row]
        flat = [entry for row in key for entry in row]
        if len(key) != len(key[0]) and all(map(same, turned, flat)):
            return MISTAKES["transposed"].told("shape", size=size)
    parts = statements(expr)
    value = last_value(parts[-1]) if parts else expr
    vector = entries(value)
    if vector is not None:
        for name, row in zip(question.of, key, strict=True):
            if len(vector) == len(row) and all(map(same, vector, row)):
                return MISTAKES["gradient_instead"].told(name=name)
        return None
    if len(key) == len(key[0]) == 2 and matrix is None and not isinstance(value, Text):
        (a, b), (c, d) = key
        if same(value, plus(times(a, d), times(MINUS_ONE, b, c))):
            return MISTAKES["determinant"].told()
    return None
