"""Whether an answer is a matrix, or matrices at points, that the rubric lists as a mistake."""

from __future__ import annotations

from typing import Any

from grader.equivalence.trees.tree import Expr
from grader.questions.formulas import compare_trees
from grader.questions.jacobian.cells import Cells, read_cells
from grader.questions.jacobian.task import JacobianTask, Matrix_
from grader.questions.shapes.cells import agrees
from grader.questions.shapes.points import by_point


def same_formulas(
    question: JacobianTask, known: Matrix_, found: Matrix_ | None, seed: int
) -> bool:
    """Whether two matrices of formulas are equal, entry by entry."""
    if found is None or list(map(len, known)) != list(map(len, found)):
        return False
    pairs: list[tuple[Expr, Expr]] = [
        pair for rows in zip(found, known, strict=True) for pair in zip(*rows, strict=True)
    ]
    return all(compare_trees(*pair, question, seed).is_equal for pair in pairs)


def same_values(question: JacobianTask, known: Any, found: Any) -> bool:
    """Whether the numbers are these at every point that the rubric's mistake names."""
    ours, theirs = (_by_point(question, value) for value in (known, found))
    asked = [index for index, cells in enumerate(ours) if cells is not None]
    if not asked:
        raise ValueError("write a matrix of numbers for each point, or for some of them")
    return len(theirs) == len(ours) and all(_agree(ours[i], theirs[i]) for i in asked)


def _by_point(question: JacobianTask, value: Any) -> list[Cells | None]:
    answers = by_point(value, question.at, len(question.of))
    if isinstance(answers, str):
        return []
    return [None if raw is None else read_cells(raw, question) for raw in answers]


def _agree(known: Cells | None, found: Cells | None) -> bool:
    if known is None or found is None or list(map(len, known)) != list(map(len, found)):
        return False
    return all(
        ours is not None and theirs is not None and agrees(theirs, ours.value)
        for rows in zip(known, found, strict=True)
        for ours, theirs in zip(*rows, strict=True)
    )
