"""The picture of a descent: the objective over a grid and the student's way across it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.printing.latex import to_latex
from grader.equivalence.trees.tree import Expr
from grader.questions.descent.judging import Sheet
from grader.questions.descent.procedures import Task, Vector
from grader.questions.formulas.exact import value_at

CELLS = 25
MARGIN = 0.08
FARTHEST = 1e6


def picture(task: Task, sheet: Sheet, reveal: bool) -> dict[str, Any] | None:
    """Plain data for the report, or None where two dimensions cannot show it."""
    if len(task.variables) != 2:
        return None
    path = [_pair(task.start)]
    for row in sheet.rows:
        if any(cell is None for cell in row):
            break
        path.append(_pair(tuple(cell.value for cell in row if cell is not None)))
    if any(abs(x) > FARTHEST for point in path for x in point):
        return None
    key = [_pair(task.start), *map(_pair, sheet.key)]
    shown = [*path, *key] if reveal else path
    x, y = _span([p[0] for p in shown]), _span([p[1] for p in shown])
    try:
        values = _heights(task.objective, task.variables, tuple(x), tuple(y))
    except (Undefined, Undecidable):
        return None
    drawn: dict[str, Any] = {
        "objective": to_latex(task.objective), "names": list(task.variables),
        "x": x, "y": y, "values": values, "path": path,
    }  # fmt: skip
    if reveal:
        drawn["key"] = key
    return {"descent": drawn}


def _pair(row: Vector) -> list[float]:
    return [float(value) for value in row]


def _span(numbers: list[float]) -> list[float]:
    """From the least to the greatest with a margin, out to round numbers that others share too."""
    low, high = min(numbers), max(numbers)
    margin = MARGIN * (high - low) or 1.0
    step = 2.0 ** (math.ceil(math.log2(high - low + 2 * margin)) - 3)
    return [math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step]


@lru_cache(maxsize=512)
def _heights(
    objective: Expr, variables: tuple[str, ...], x: tuple[float, ...], y: tuple[float, ...]
) -> tuple[tuple[float, ...], ...]:
    """The objective over the window, a row for each y; a class shares most windows."""
    first, second = variables
    return tuple(
        tuple(
            _short(value_at(objective, {first: _along(x, i), second: _along(y, j)}))
            for i in range(CELLS)
        )
        for j in range(CELLS)
    )


def _along(span: tuple[float, ...], index: int) -> float:
    return span[0] + (span[1] - span[0]) * index / (CELLS - 1)


def _short(value: Any) -> float:
    """Five digits draw the same curves as sixteen, and are a third to store."""
    return float(f"{float(value):.5g}")
