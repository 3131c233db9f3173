"""Axes as plain SVG, drawn in microseconds: for windows that differ from student to student."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.reports.pictures.drawings import label

Points = Sequence[Sequence[float]]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """Finished axes: their SVG and the map from data to its coordinates."""

    width: float
    height: float
    body: str
    x: tuple[float, float]
    """Offset and factor from a data x to an SVG x."""

    y: tuple[float, float]
    """Offset and factor from a data y to an SVG y."""

    def path(self, points: Points) -> str:
        """The points as SVG path data; points that are not finite are left out."""
        steps = [
            f"{self.x[0] + self.x[1] * x:.1f} {self.y[0] + self.y[1] * y:.1f}"
            for x, y in points
            if math.isfinite(x) and math.isfinite(y)
        ]
        return "M" + "L".join(steps) if steps else ""

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        """Where a data point lies in the drawing."""
        return self.x[0] + self.x[1] * point[0], self.y[0] + self.y[1] * point[1]


def line(path: str, kind: str, dash: str = "") -> str:
    """A path as a line of the page's style; nothing for an empty one."""
    if not path:
        return ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    shape = f'd="{path}" class="{kind}" fill="none" stroke-width="2.2" stroke-linejoin="round"'
    return f"<path {shape}{dashed}/>"


def ticks(span: Span, wanted: int = 5) -> list[float]:
    """About `wanted` round numbers in a span: multiples of 1, 2 or 5 times a power of ten."""
    width = span[1] - span[0]
    if not math.isfinite(width) or width <= 0:
        return [span[0]] if math.isfinite(span[0]) else []
    raw = width / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= raw * 0.999)
    first = math.ceil(span[0] / step - 1e-9)
    last = math.floor(span[1] / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _written(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def frame(x: Span, y: Span, size: tuple[float, float], names: tuple[str, str]) -> Axes:
    """Axes with round ticks and two names, of a size in pixels; `x` and `y` are the window."""
    width, height = size
    left, top, right, bottom = 54.0, 10.0, width - 12.0, height - 42.0
    across = (right - left) / ((x[1] - x[0]) or 1.0)
    up = (bottom - top) / ((y[1] - y[0]) or 1.0)
    axes = Axes(width, height, "", (left - x[0] * across, across), (bottom + y[0] * up, -up))
    body = [f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="currentColor"/>']
    for value in ticks(x):
        place = axes.at((value, y[0]))[0]
        body.append(f'<path d="M{place:.1f} {bottom}v4" stroke="currentColor"/>')
        body.append(label(place, bottom + 17, _written(value), "middle", "faint", 12))
    for value in ticks(y):
        place = axes.at((x[0], value))[1]
        body.append(f'<path d="M{left} {place:.1f}h-4" stroke="currentColor"/>')
        body.append(label(left - 8, place + 4, _written(value), "end", "faint", 12))
    body.append(label((left + right) / 2, height - 6, names[0], "middle", "faint", 12))
    middle = (top + bottom) / 2
    turned = label(0, 0, names[1], "middle", "faint", 12)
    body.append(f'<g transform="translate(13 {middle:.1f}) rotate(-90)">{turned}</g>')
    return Axes(width, height, "".join(body), axes.x, axes.y)
