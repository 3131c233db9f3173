"""Mistakes that concern a Jacobian as a whole: another arrangement, or another thing altogether."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from grader.equivalence.building import plus, times
from grader.equivalence.tree import MINUS_ONE, Expr, Text
from grader.questions.formula_parts import entries, last_value, statements
from grader.questions.formulas import FormulaQuestion, compare_trees
from grader.questions.jacobian_task import JacobianTask
from grader.questions.mistake import Mistake
from grader.questions.symbolic_mistakes import may_be_equal

Same = Callable[[Any, Any], bool]
MAX_ORDER = 4


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
        says = "The entries are right but transposed: a Jacobian has a row for each function."
        return Mistake("transposed", says)
    for order in itertools.permutations(straight):
        if order != straight and holds(order, across, False):
            says = "The rows are right but in another order than the functions of the task."
            return Mistake("swapped_rows", says)
    for places in itertools.permutations(across):
        if places != across and holds(straight, places, False):
            says = "The columns are right but in another order than the variables of the task."
            return Mistake("swapped_columns", says)
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
            return Mistake("transposed", f"A Jacobian has a row for each function: {size} here.")
    parts = statements(expr)
    value = last_value(parts[-1]) if parts else expr
    vector = entries(value)
    if vector is not None:
        for name, row in zip(question.of, key, strict=True):
            if len(vector) == len(row) and all(map(same, vector, row)):
                says = (
                    f"That is the gradient of {name} alone; a Jacobian has a row for each function."
                )
                return Mistake("gradient_instead", says)
        return None
    if len(key) == len(key[0]) == 2 and matrix is None and not isinstance(value, Text):
        (a, b), (c, d) = key
        if same(value, plus(times(a, d), times(MINUS_ONE, b, c))):
            says = "That is the determinant of the Jacobian; the matrix itself is asked."
            return Mistake("determinant", says)
    return None
