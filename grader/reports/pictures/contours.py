"""The way of a descent over the level curves of its objective.

Every student's window is their own, so the axes are plain SVG and the curves come straight from
contourpy, which matplotlib itself draws contours with; where it is not installed the path stands
alone.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from markupsafe import Markup

from grader.reports.pictures.axes import Axes, Span, frame, line
from grader.reports.pictures.drawings import label, svg
from grader.reports.text import symbol

_LEVELS = 13
_MOST_POINTS = 40
_SIZE = (420.0, 330.0)

Grid = tuple[tuple[float, ...], ...]


def _frozen(values: Iterable[Iterable[float]]) -> Grid:
    return tuple(tuple(map(float, row)) for row in values)


def _has_contourpy() -> bool:
    return find_spec("contourpy") is not None


@lru_cache(maxsize=256)
def _background(x: Span, y: Span, values: Grid, names: tuple[str, str]) -> Axes:
    """Axes with the level curves in them; classmates with the same window share one."""
    axes = frame(x, y, _SIZE, names)
    curves = "".join(
        f'<path d="{axes.path(curve)}" class="grid-line" fill="none"/>'
        for curve in _curves(x, y, values)
        if len(curve) > 1
    )
    return Axes(axes.width, axes.height, curves + axes.body, axes.x, axes.y)


def _curves(x: Span, y: Span, values: Grid) -> list[Sequence[Sequence[float]]]:
    """Level curves at the quantiles of the grid, so that flat and steep parts both show."""
    finite = sorted(value for row in values for value in row if math.isfinite(value))
    if len(values) < 2 or not finite or finite[0] == finite[-1] or not _has_contourpy():
        return []
    import numpy as np
    from contourpy import contour_generator

    grid = np.ma.masked_invalid(np.array(values, dtype=float))
    across, up = np.linspace(*x, grid.shape[1]), np.linspace(*y, grid.shape[0])
    drawn: Any = contour_generator(across, up, grid)
    shares = [(index + 0.5) / _LEVELS for index in range(_LEVELS)]
    levels = dict.fromkeys(finite[int(share * len(finite))] for share in shares)
    return [curve.tolist() for level in levels for curve in drawn.lines(level)]


def _inside(point: Sequence[float], x: Span, y: Span) -> bool:
    return x[0] <= point[0] <= x[1] and y[0] <= point[1] <= y[1]


def descent(data: Mapping[str, Any]) -> Markup:
    """The student's points on the level curves, joined in order and numbered.

    `data` holds the window `x`, `y`, the objective's `values` on an even grid (a row for each y),
    the `path`, perhaps the `key`'s path, and perhaps the `names` of the two variables.
    """
    x: Span = (float(data["x"][0]), float(data["x"][1]))
    y: Span = (float(data["y"][0]), float(data["y"][1]))
    first, second = data.get("names") or ("first parameter", "second parameter")
    axes = _background(x, y, _frozen(data.get("values") or ()), (symbol(first), symbol(second)))
    body = [axes.body]
    if data.get("key"):
        body.append(line(axes.path(data["key"]), "baseline", "5 3"))
    path = [[float(a), float(b)] for a, b in data["path"][:_MOST_POINTS]]
    body.append(line(axes.path([point for point in path if _inside(point, x, y)]), "student"))
    for index, point in enumerate(path):
        if _inside(point, x, y):
            across, down = axes.at(point)
            body.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.8" class="student-fill"/>')
            body.append(label(across + 8, down - 7, index or "start", "start", "halo"))
    spoken = "; ".join(f"({a:g}, {b:g})" for a, b in path[:12])
    return svg(axes.width, axes.height, "Path of the descent", spoken, body)
