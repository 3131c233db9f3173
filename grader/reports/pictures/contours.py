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
_EVERY = 4
"""One level curve of so many bears its value."""
_ARROW = 26.0
"""Length of an arrow, in the drawing's own units."""
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
    drawn, marked = [], set()
    for place, (level, curve) in enumerate(_curves(x, y, values)):
        if len(curve) < 2:
            continue
        drawn.append(f'<path d="{axes.path(curve)}" class="level" fill="none"/>')
        if place % _EVERY == 1 and level not in marked:
            marked.add(level)
            across, down = axes.at(curve[len(curve) // 2])
            drawn.append(label(across, down + 4, f"{level:.3g}", "middle", "halo faint", 10))
    return Axes(axes.width, axes.height, "".join(drawn) + axes.body, axes.x, axes.y)


def _curves(x: Span, y: Span, values: Grid) -> list[tuple[float, Sequence[Sequence[float]]]]:
    """(level, curve) at the quantiles of the grid, so that flat and steep parts both show."""
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
    return [(level, curve.tolist()) for level in levels for curve in drawn.lines(level)]


def _downhill(point: Sequence[float], x: Span, y: Span, values: Grid, axes: Axes) -> str:
    """An arrow from a point to where the objective falls fastest, of one length everywhere."""
    if len(values) < 3 or len(values[0]) < 3 or not _inside(point, x, y):
        return ""
    columns, rows = len(values[0]), len(values)
    across = (point[0] - x[0]) / ((x[1] - x[0]) or 1.0) * (columns - 1)
    up = (point[1] - y[0]) / ((y[1] - y[0]) or 1.0) * (rows - 1)
    i, j = min(max(round(across), 1), columns - 2), min(max(round(up), 1), rows - 2)
    slope_x = (values[j][i + 1] - values[j][i - 1]) / (2 * (x[1] - x[0]) / (columns - 1))
    slope_y = (values[j + 1][i] - values[j - 1][i]) / (2 * (y[1] - y[0]) / (rows - 1))
    step = (-slope_x * axes.x[1], -slope_y * axes.y[1])
    length = math.hypot(*step)
    if not math.isfinite(length) or length <= 0:
        return ""
    (left, top), (dx, dy) = axes.at(point), (step[0] / length, step[1] / length)
    tip = (left + _ARROW * dx, top + _ARROW * dy)
    wings = "".join(
        f"M{tip[0]:.1f} {tip[1]:.1f}l{-6 * (dx + turn * dy):.1f} {-6 * (dy - turn * dx):.1f}"
        for turn in (0.5, -0.5)
    )
    return f'<path d="M{left:.1f} {top:.1f}L{tip[0]:.1f} {tip[1]:.1f}{wings}" class="downhill"/>'


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
    values = _frozen(data.get("values") or ())
    axes = _background(x, y, values, (symbol(first), symbol(second)))
    body = [axes.body]
    if data.get("key"):
        body.append(line(axes.path(data["key"]), "baseline", "5 3"))
    path = [[float(a), float(b)] for a, b in data["path"][:_MOST_POINTS]]
    body.append(line(axes.path([point for point in path if _inside(point, x, y)]), "student"))
    body += [_downhill(point, x, y, values, axes) for point in path[:-1]]
    for index, point in enumerate(path):
        if _inside(point, x, y):
            across, down = axes.at(point)
            body.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.8" class="student-fill"/>')
            body.append(label(across + 8, down - 7, index or "start", "start", "halo"))
    spoken = "; ".join(f"({a:g}, {b:g})" for a, b in path[:12])
    return svg(axes.width, axes.height, "Path of the descent", spoken, body)
