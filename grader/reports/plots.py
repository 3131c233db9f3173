"""Curves over axes: matplotlib draws the axes once, each student's curve is laid over as a path.

Drawing a figure costs tens of milliseconds, a path some microseconds; a class shares its axes.
Where matplotlib is not installed the curve stands in a plain frame.
"""

import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from markupsafe import Markup

from grader.reports.drawings import label, svg

_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "grader",
    "font.size": 9.5,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "path.simplify": True,
}
_INK = "#010203"
"""Stands for the page's text colour while matplotlib draws."""

_FAINT = "#040506"
"""Stands for the page's line colour while matplotlib draws."""

Points = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Axes:
    """Finished axes: their SVG and the map from data to its coordinates."""

    width: float
    height: float
    body: str
    x: tuple[float, float]
    """Offset and factor from a data x to an SVG x."""
    y: tuple[float, float]

    def path(self, points: Points) -> str:
        """The points as SVG path data; points that are not finite are left out."""
        steps = [
            f"{self.x[0] + self.x[1] * float(x):.1f} {self.y[0] + self.y[1] * float(y):.1f}"
            for x, y in points
            if math.isfinite(x) and math.isfinite(y)
        ]
        return "M" + "L".join(steps) if steps else ""

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        """Where a data point lies in the drawing."""
        return self.x[0] + self.x[1] * float(point[0]), self.y[0] + self.y[1] * float(point[1])


def _clean(text: str, prefix: str) -> str:
    """The drawing inside matplotlib's SVG: no header, no metadata, own ids, the page's colours."""
    text = text[text.index("<svg") :]
    text = text[text.index(">") + 1 : text.rindex("</svg>")]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    text = re.sub(r"<style[^>]*>.*?</style>", "<g></g>", text, flags=re.DOTALL)
    text = text.replace(_INK, "currentColor").replace(_FAINT, "var(--line)")
    text = re.sub(r"font: [^;\"]*?([0-9.]+px)[^;\"]*", r"font-size: \1", text)
    return re.sub(r">\s+<", "><", text).strip()


def _draw(prefix: str, size: tuple[float, float], paint: Callable[[Any], None]) -> Axes:
    """Let matplotlib draw axes of a size in inches, once."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        paint(axes)
        for spine in axes.spines.values():
            spine.set_color(_INK)
        axes.tick_params(colors=_INK, labelcolor=_INK)
        axes.xaxis.label.set_color(_INK)
        axes.yaxis.label.set_color(_INK)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        width, height = size[0] * 72, size[1] * 72
        dots = figure.dpi / 72
        origin, unit = axes.transData.transform([(0, 0), (1, 1)])
    return Axes(
        width,
        height,
        _clean(file.getvalue(), prefix),
        (origin[0] / dots, (unit[0] - origin[0]) / dots),
        (height - origin[1] / dots, -(unit[1] - origin[1]) / dots),
    )


def _frame(x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """A plain frame for machines without matplotlib."""
    width = height = 240.0
    across = (width - 40) / ((x[1] - x[0]) or 1.0)
    up = (height - 40) / ((y[1] - y[0]) or 1.0)
    body = '<rect x="30" y="10" width="200" height="200" fill="none" stroke="currentColor"/>'
    for text, place, anchor in ((x[0], (30, 226), "middle"), (x[1], (230, 226), "middle")):
        body += label(*place, f"{text:g}", anchor, "faint", 11)
    for text, place in ((y[0], (26, 210)), (y[1], (26, 18))):
        body += label(*place, f"{text:g}", "end", "faint", 11)
    return Axes(width, height, body, (30 - x[0] * across, across), (210 + y[0] * up, -up))


def _has_matplotlib() -> bool:
    return find_spec("matplotlib") is not None


@lru_cache(maxsize=64)
def _roc_axes(prefix: str) -> Axes:
    if not _has_matplotlib():
        return _frame((0.0, 1.0), (0.0, 1.0))

    def paint(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=_INK, linewidth=0.7, linestyle=(0, (2, 3)), alpha=0.6)
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
        axes.set(xlabel="false positive rate", ylabel="true positive rate")

    return _draw(prefix, (3.9, 3.7), paint)


def _auc(name: str, area: float | None) -> str:
    return f"{name}, AUC {area:.3f}" if area is not None else name


def roc(data: Mapping[str, Any], question_id: str) -> Markup:
    """The student's ROC curve, over the baseline's where there is one."""
    axes = _roc_axes(_prefix("roc", question_id))
    body = [axes.body]
    told = [("you", data.get("student_auc"), "student")]
    if data.get("baseline"):
        told.append(
            (str(data.get("baseline_name") or "baseline"), data.get("baseline_auc"), "baseline")
        )
        body.append(_line(axes.path(data["baseline"]), "baseline", 'stroke-dasharray="5 3"'))
    body.append(_line(axes.path(data["student"]), "student"))
    left, _ = axes.at((0.0, 0.0))
    for index, (name, area, kind) in enumerate(told):
        y = axes.height + 12 + 19 * index
        dash = ' stroke-dasharray="5 3"' if kind == "baseline" else ""
        sample = f'd="M{left:.1f} {y - 4:.1f}h22" class="{kind}" stroke-width="2.2"{dash}'
        body += [f"<path {sample}/>", label(left + 30, y, _auc(name, area))]
    spoken = "; ".join(_auc(name, area) for name, area, _ in told)
    return svg(axes.width, axes.height + 19 * len(told), "ROC curve", spoken, body)


def _line(path: str, kind: str, more: str = "") -> str:
    return (
        f'<path d="{path}" class="{kind}" fill="none" stroke-width="2.2"'
        f' stroke-linejoin="round" {more}/>'
        if path
        else ""
    )


def _prefix(kind: str, question_id: str) -> str:
    """A prefix that keeps the ids of several drawings on one page apart."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9]', '-', question_id)}-"


def _frozen(values: Iterable[Iterable[float]]) -> tuple[tuple[float, ...], ...]:
    return values if isinstance(values, tuple) else tuple(tuple(map(float, row)) for row in values)


@lru_cache(maxsize=64)
def _contour_axes(
    prefix: str,
    x: tuple[float, float],
    y: tuple[float, float],
    values: tuple[tuple[float, ...], ...],
) -> Axes:
    if not _has_matplotlib() or not values:
        return _frame(x, y)
    import numpy as np

    def paint(axes: Any) -> None:
        grid = np.array(values, dtype=float)
        finite = grid[np.isfinite(grid)]
        levels = np.unique(np.quantile(finite, np.linspace(0.02, 0.98, 14)))
        across = np.linspace(*x, grid.shape[1])
        up = np.linspace(*y, grid.shape[0])
        if len(levels) > 1:
            axes.contour(
                across, up, grid, levels=levels, colors=_FAINT, linewidths=1.0, linestyles="solid"
            )
        axes.set(xlim=x, ylim=y, xlabel="first parameter", ylabel="second parameter")

    return _draw(prefix, (4.6, 3.7), paint)


def descent(data: Mapping[str, Any], question_id: str) -> Markup:
    """The student's points on level curves of the objective, joined in order."""
    x, y = (float(data["x"][0]), float(data["x"][1])), (float(data["y"][0]), float(data["y"][1]))
    axes = _contour_axes(_prefix("descent", question_id), x, y, _frozen(data.get("values") or ()))
    body = [axes.body]
    if data.get("key"):
        body.append(_line(axes.path(data["key"]), "baseline", 'stroke-dasharray="5 3"'))
    inside = [
        point for point in data["path"] if x[0] <= point[0] <= x[1] and y[0] <= point[1] <= y[1]
    ]
    body.append(_line(axes.path(inside), "student"))
    for index, point in enumerate(data["path"][:60]):
        if point in inside:
            across, down = axes.at(point)
            body.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.6" class="student-fill"/>')
            body.append(label(across + 7, down - 6, index or "start", "start", "", 12))
    spoken = "; ".join(f"({point[0]:g}, {point[1]:g})" for point in data["path"][:12])
    return svg(axes.width, axes.height, "Path of the descent", spoken, body)
