"""The procedures behind a table: the asked one, and the wrong ones that students follow.

Each procedure is a function from the rows so far (the start first) to the next row, so that it
continues a student's own rows as well as its own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.tree import Expr
from grader.questions.descent.mistakes import MISTAKES
from grader.questions.formulas.exact import Number_, value_at
from grader.questions.formulas.slips import derivative_mutants
from grader.questions.mistake import Mistake

Vector = tuple[Number_, ...]
History = Sequence[Vector]
Step = Callable[[History], Vector]


@dataclass(frozen=True, slots=True)
class Task:
    """What the question asks: the objective and how it is descended."""

    objective: Expr
    variables: tuple[str, ...]
    start: Vector
    step_size: Fraction
    method: Literal["gradient", "momentum", "newton"] = "gradient"
    momentum: Fraction = Fraction(0)

    def gradient(self) -> tuple[Expr, ...]:
        """The partial derivatives, by our own differentiation."""
        return _gradient_of(self.objective, self.variables)


@functools.lru_cache(256)
def _gradient_of(objective: Expr, variables: tuple[str, ...]) -> tuple[Expr, ...]:
    """Worked out once a formula, since every procedure of every submission asks for it."""
    return tuple(differentiate(objective, name) for name in variables)


@dataclass(frozen=True, slots=True)
class Model:
    """A wrong procedure: what it is called, and how it goes on."""

    mistake: Mistake
    step: Step
    start: Vector | None = None


def at(exprs: Sequence[Expr], variables: tuple[str, ...], row: Vector) -> Vector:
    """The values of several formulas at one row."""
    point = dict(zip(variables, row, strict=True))
    return tuple(value_at(expr, point) for expr in exprs)


def step_of(
    task: Task,
    gradient: Sequence[Expr] | None = None,
    step_size: Fraction | None = None,
    order: Sequence[int] | None = None,
    frozen: bool = False,
) -> Step:
    """The task's step, or a changed one: another gradient, step size or place of the gradient.

    With `order` the components are updated one after the other, each seeing the new ones.
    """
    parts = tuple(gradient if gradient is not None else task.gradient())
    alpha = task.step_size if step_size is None else step_size

    def direction(history: History, row: Vector) -> Vector:
        place = task.start if frozen else row
        slope = at(parts, task.variables, place)
        if task.method == "newton":
            return _newton(task, parts, place, slope)
        if task.method == "momentum" and len(history) > 1:
            before = [
                (a - b) / task.step_size for a, b in zip(history[-2], history[-1], strict=True)
            ]
            return tuple(task.momentum * v + s for v, s in zip(before, slope, strict=True))
        return slope

    def advance(history: History) -> Vector:
        row = list(history[-1])
        if order is None:
            moves = direction(history, history[-1])
            return tuple(x - alpha * move for x, move in zip(row, moves, strict=True))
        for index in order:
            row[index] = row[index] - alpha * direction(history, tuple(row))[index]
        return tuple(row)

    return advance


def _newton(task: Task, gradient: Sequence[Expr], place: Vector, slope: Vector) -> Vector:
    """The Hessian's inverse times the gradient, by elimination in the numbers' own kind."""
    rows = [
        [*at([differentiate(part, name) for name in task.variables], task.variables, place), value]
        for part, value in zip(gradient, slope, strict=True)
    ]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(float(rows[r][column])))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [entry / head for entry in rows[column]]
        for other in range(size):
            if other != column:
                factor = rows[other][column]
                pairs = zip(rows[other], rows[column], strict=True)
                rows[other] = [entry - factor * lead for entry, lead in pairs]
    return tuple(row[-1] for row in rows)


def run(step: Step, start: Vector, steps: int) -> list[Vector]:
    """The rows of a procedure from its start, the start left out."""
    history = [start]
    for _ in range(steps):
        history.append(step(history))
    return history[1:]


def models(task: Task, first: Vector | None) -> list[Model]:
    """Every wrong procedure that is looked for, the likeliest first.

    `first` is the student's first row: a step size that explains it is one of the candidates.
    """
    return [*_update_models(task), *_step_size_models(task, first), *_gradient_models(task)]


def _update_models(task: Task) -> list[Model]:
    size = len(task.variables)
    first, second, last = task.variables[0], task.variables[min(1, size - 1)], task.variables[-1]
    found = [_model("gradient_ascent", step_of(task, step_size=-task.step_size))]
    if size > 1:
        onward, back = range(size), range(size)[::-1]
        found += [
            _model("sequential_update", step_of(task, order=onward), later=second, earlier=first),
            _model(
                "sequential_update_reversed", step_of(task, order=back), later=first, earlier=last
            ),
            _model("swapped_components", step_of(task, gradient=task.gradient()[::-1])),
            replace(_model("swapped_start", step_of(task)), start=tuple(task.start[::-1])),
        ]
    found.append(_model("frozen_gradient", step_of(task, frozen=True)))
    plain = Task(task.objective, task.variables, task.start, task.step_size)
    if task.method == "momentum":
        found.append(_model("missing_momentum", step_of(plain)))
    if task.method == "newton":
        found.append(_model("gradient_for_newton", step_of(plain)))
    return found


def _model(name: str, step: Step, **words: str) -> Model:
    return Model(MISTAKES[name].told(**words), step)


def _step_size_models(task: Task, first: Vector | None) -> list[Model]:
    """Other step sizes: none at all, and the one that explains the student's first row."""
    found: list[Model] = []
    if task.step_size != 1:
        found.append(_model("forgot_step_size", step_of(task, step_size=Fraction(1))))
    inferred = _inferred_step_size(task, first)
    if inferred is not None and inferred not in (1, task.step_size):
        sizes = {"used": f"{float(inferred):g}", "asked": f"{float(task.step_size):g}"}
        found.append(_model("wrong_step_size", step_of(task, step_size=inferred), **sizes))
    return found


def _inferred_step_size(task: Task, first: Vector | None) -> Fraction | None:
    """The step size that leads from the start to the student's first row, if a simple one does."""
    if first is None or task.method == "newton":
        return None
    slope = at(task.gradient(), task.variables, task.start)
    index = max(range(len(slope)), key=lambda i: abs(float(slope[i])))
    if not slope[index]:
        return None
    size = float((task.start[index] - first[index]) / slope[index])
    if not 1e-6 < size < 1e6:
        return None
    return Fraction(f"{size:.2g}")


def _gradient_models(task: Task) -> list[Model]:
    """One slip in one component of the gradient."""
    right = task.gradient()
    found = []
    for index, name in enumerate(task.variables):
        for mutant in derivative_mutants(task.objective, name, task.variables):
            wrong = (*right[:index], mutant.expr, *right[index + 1 :])
            says = f"In the gradient's component {index + 1}: {mutant.slip.says}"
            found.append(Model(Mistake(mutant.slip.id, says), step_of(task, gradient=wrong)))
    return found
