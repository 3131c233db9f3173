"""An answer as one grid for each point: a mapping from point to matrix, or matrices in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.questions.echo import shown
from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.simple import shape_of, simple, text_of, too_large
from grader.questions.shapes.texts import nested, one_blank
from grader.values import Expression

Point = tuple[Fraction, ...]
_AT = re.compile(
    r"(?:\\mathbf\s*\{?\s*)?J\s*\}?\s*(?:\\big[lr]?)?\|?\s*_?\s*\{?\s*\\?(?:left)?\(([^()]*?)"
    r"\\?(?:right)?\)\s*\}?\s*="
)


def by_point(value: Any, points: Sequence[Point], height: int) -> list[Any] | str:
    """The raw matrix of each point, None where there is none, or a sentence saying why not.

    Matrices belong to the points by their keys, `(1, 1)`, `"1,1"`, `J(1, 1)` or `J11`; without
    any they stand in the order of the points. `height` is how many rows a matrix has.
    """
    if much := too_large(value):
        return f"You handed in {much}."
    value = simple(value)
    if isinstance(value, str | Expression):
        value = _in_text(text_of(value))
    if _is_paired(value):
        value = {tuple(k) if isinstance(k, list) else k: matrix for k, matrix in value}
    if isinstance(value, dict) and len(value) == len(points) and not any(map(point_of, value)):
        value = list(value.values())
    if isinstance(value, dict):
        found: list[Any] = [None] * len(points)
        for key, item in value.items():
            place = point_of(key)
            if place not in points:
                return f"The key {shown(key)} is not one of the points asked for."
            found[points.index(place)] = item
        return found
    if not isinstance(value, list):
        return f"You wrote {shown(value)}."
    if len(points) == 1 and _is_matrix(value, height):
        return [value]
    if len(value) > len(points):
        return f"You wrote {len(value)} matrices where {len(points)} points are asked."
    value = [_in_rows(item, height, len(points[0])) for item in value]
    if _is_matrix(value, height):
        return [value, *[None] * (len(points) - 1)]
    return [*value, *[None] * (len(points) - len(value))]


def _in_text(text: str) -> dict[Any, Any] | list[Any]:
    """Matrices in one text: each after its `J(1, 1) =`, one after the other, or one alone."""
    parts = _AT.split(one_blank(text))
    if len(parts) > 2:
        return {parts[i]: parts[i + 1].strip(" ,;$\n") for i in range(1, len(parts) - 1, 2)}
    several = nested(text)
    if several is not None and len(shape_of(several) or ()) == 3:
        return several
    return [text]


def _is_paired(value: Any) -> bool:
    """Whether a list holds pairs of a point and its matrix."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(item, list)
            and len(item) == 2
            and point_of(item[0]) is not None
            and len(shape_of(item[1]) or ()) == 2
            for item in value
        )
    )


def _in_rows(item: Any, height: int, width: int) -> Any:
    """A matrix that is one list of its numbers, row after row, in its rows."""
    if height < 2 or not isinstance(item, list) or len(item) != height * width:
        return item
    if any(isinstance(entry, list) for entry in item):
        return item
    return [item[k : k + width] for k in range(0, len(item), width)]


def _is_matrix(value: Sequence[Any], height: int) -> bool:
    """Whether a list is one matrix and not a list of matrices."""
    return len(value) == height and all(
        isinstance(row, list) and not any(isinstance(x, list) for x in row) for row in value
    )


def point_of(key: Any) -> Point | None:
    """The point a key names: `(1, 1)`, "1,1", "(x, y) = (1, 1)", "J(1,1)", `J11` or `1_1`."""
    if isinstance(key, tuple | list):
        parts: list[Any] = list(key)
    elif isinstance(key, str):
        groups = re.findall(r"\(([^()]*)\)", key)
        parts = [p.split("=")[-1] for p in re.split(r"[,;]", groups[-1] if groups else key)]
    else:
        parts = [key]
    cells = [read_cell(part) for part in parts]
    numbers = [cell.value for cell in cells if cell is not None]
    if len(numbers) == len(cells):
        return tuple(numbers)
    digits = re.findall(r"\d", key) if isinstance(key, str) else []
    return tuple(map(Fraction, digits)) if len(digits) > 1 else None
