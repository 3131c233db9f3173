"""Curves over axes: matplotlib draws the axes once, each student's curve is laid over as a path.

Drawing a figure costs tens of milliseconds, a path some microseconds; a class shares its axes.
Where matplotlib is not installed the curve stands in a plain frame.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from markupsafe import Markup

from grader.reports.pictures.axes import Axes, frame, line
from grader.reports.pictures.drawings import label, svg
from grader.reports.text import clean_line

_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "grader",
    "font.size": 11.5,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "path.simplify": True,
}
_INK = "#010203"
"""Stands for the page's text colour while matplotlib draws."""


def _clean(text: str, prefix: str) -> str:
    """The drawing inside matplotlib's SVG: no header, no metadata, own ids, the page's colours."""
    text = text[text.index("<svg") :]
    text = text[text.index(">") + 1 : text.rindex("</svg>")]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    text = re.sub(r"<style[^>]*>.*?</style>", "<g></g>", text, flags=re.DOTALL)
    text = text.replace(_INK, "currentColor")
    text = re.sub(r"font: [^;\"]*?([0-9.]+px)[^;\"]*", r"font-size: \1", text)
    return re.sub(r">\s+<", "><", text).strip()


def _draw(prefix: str, size: tuple[float, float], paint: Callable[[Any], None]) -> Axes:
    """Let matplotlib draw axes of a size in inches, once."""
    matplotlib = _matplotlib()
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


def _matplotlib() -> Any:
    """The library, loaded without a `matplotlibrc` of the current folder, which may be a student's.

    It looks there first, whatever its settings say.
    """
    if "matplotlib" not in sys.modules:
        known = os.path.exists

        def exists(path: Any) -> bool:
            return path != "matplotlibrc" and known(path)

        os.path.exists = exists
        try:
            return import_module("matplotlib")
        finally:
            os.path.exists = known
    return import_module("matplotlib")


def _has_matplotlib() -> bool:
    return find_spec("matplotlib") is not None


@lru_cache(maxsize=64)
def _roc_axes(prefix: str) -> Axes:
    if not _has_matplotlib():
        names = ("false positive rate", "true positive rate")
        return frame((0.0, 1.0), (0.0, 1.0), (330.0, 310.0), names)

    def paint(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=_INK, linewidth=0.7, linestyle=(0, (2, 3)), alpha=0.6)
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
        axes.set(xlabel="false positive rate", ylabel="true positive rate")

    return _draw(prefix, (4.4, 4.1), paint)


def _auc(name: str, area: float | None) -> str:
    name = clean_line(name, 40)
    return f"{name}, AUC {area:.3f}" if area is not None else name


def roc(data: Mapping[str, Any], question_id: str) -> Markup:
    """The student's ROC curve, over the baseline's where there is one.

    The area under the student's is that of all fits, which is told in words.
    """
    axes = _roc_axes(_prefix("roc", question_id))
    body = [axes.body]
    told: list[tuple[str, float | None, str]] = [("you, one of your fits", None, "student")]
    if data.get("baseline"):
        told.append(
            (str(data.get("baseline_name") or "baseline"), data.get("baseline_auc"), "baseline")
        )
        body.append(line(axes.path(data["baseline"]), "baseline", "5 3"))
    body.append(line(axes.path(data["student"]), "student"))
    left, _ = axes.at((0.0, 0.0))
    for index, (name, area, kind) in enumerate(told):
        y = axes.height + 12 + 19 * index
        dash = ' stroke-dasharray="5 3"' if kind == "baseline" else ""
        sample = f'd="M{left:.1f} {y - 4:.1f}h22" class="{kind}" stroke-width="2.2"{dash}'
        body += [f"<path {sample}/>", label(left + 30, y, _auc(name, area))]
    spoken = "; ".join(_auc(name, area) for name, area, _ in told)
    width = max(axes.width, left + 36 + 7 * max(len(_auc(name, area)) for name, area, _ in told))
    return svg(width, axes.height + 19 * len(told), "ROC curve", spoken, body)


def _prefix(kind: str, question_id: str) -> str:
    """A prefix that keeps the ids of several drawings on one page apart."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9]', '-', question_id)}-"
