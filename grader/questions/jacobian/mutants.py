"""The matrix transposed, its rows exchanged, and the right one in LaTeX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.equivalence.printing import to_text
from grader.equivalence.printing.latex import to_latex
from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.asking.typed import typed_formula, typed_name
from grader.questions.base import Given
from grader.questions.jacobian import Jacobian


def mutants(question: Jacobian, given: Given) -> Iterator[Mutant]:
    """Arrangements that are another matrix; the matrix at another point; LaTeX."""
    key = question.own_key()
    matrices: list[Any] = key if question.at else [key]
    for name, changed in (("transposed", _turned), ("rows exchanged", _exchanged)):
        wrong = [changed(matrix) for matrix in matrices]
        if wrong != matrices and _is_square(matrices[0], name):
            answer = wrong if question.at else wrong[0]
            yield Mutant(name, f"the matrix {name} is accepted", {"": Answer(answer)})
    if len(matrices) > 1 and matrices[0] != matrices[-1]:
        told = "the matrices of the points exchanged are accepted"
        yield Mutant("points exchanged", told, {"": Answer(matrices[::-1])})
    if not question.at:
        told = "in LaTeX it is not full"
        yield Mutant("in LaTeX", told, {"": Answer(_matrix(question))}, keeps=True)


def _turned(matrix: Any) -> Any:
    return [list(column) for column in zip(*matrix, strict=True)]


def _exchanged(matrix: Any) -> Any:
    return matrix[::-1]


def _is_square(matrix: Any, name: str) -> bool:
    return name != "transposed" or len(matrix) == len(matrix[0])


def written(question: Jacobian, typed: bool) -> str | None:
    """The matrix as an equation with what it is called on its left."""
    hint = question.writeup
    if question.at or hint is None or hint.take != "matrix" or not hint.of:
        return None
    if not typed:
        return f"$${hint.of[0]} = {_matrix(question)}$$"
    rows = (", ".join(typed_formula(to_text(cell)) for cell in row) for row in question.key())
    return f"{typed_name(hint.of[0])} = [{', '.join(f'[{row}]' for row in rows)}]"


def _matrix(question: Jacobian) -> str:
    rows = [" & ".join(map(to_latex, row)) for row in question.key()]
    return "\\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"
