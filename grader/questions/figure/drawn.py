"""Figures as a submission's process tells of them: hostile data, every field of it bounded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.evidence import Source

MOST_FIGURES = 40
MOST_PANELS = 24
MOST_ARTISTS = 60
MOST_POINTS = 1_000
MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Curve:
    """A line or a cloud of points; `count` points in all, of which some may be left out here."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    label: str = ""
    count: int = 0
    reference: bool = False
    """Whether it only marks a place across the axes."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A group of bars; `touching` where they are a histogram's."""

    heights: tuple[float, ...]
    label: str = ""
    count: int = 0
    touching: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    xlim: tuple[float, ...]
    ylim: tuple[float, ...]
    legend: tuple[str, ...] | None
    shares_x: tuple[int, ...]
    shares_y: tuple[int, ...]
    texts: tuple[str, ...]
    curves: tuple[Curve, ...]
    clouds: tuple[Curve, ...]
    bars: tuple[Bars, ...]
    images: int
    others: int
    """Areas, surfaces, wedges and the like."""
    three: bool = False
    """Whether it has three axes."""
    zlabel: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn in it."""
        return not (self.curves or self.clouds or self.bars or self.images or self.others)

    @property
    def lines(self) -> tuple[Curve, ...]:
        """The curves but for lines that only mark a place."""
        return tuple(curve for curve in self.curves if not curve.reference)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, the digest of its picture (or nothing), and where it was drawn."""

    title: str
    xlabel: str
    ylabel: str
    legend: tuple[str, ...]
    panels: tuple[Panel, ...]
    picture: str
    place: Source

    def told(self) -> str:
        """What is in it, in words."""
        title = [f"titled {self.title!r}"] if self.title else []
        return "; ".join([*title, *(_panel_told(panel) for panel in self.panels)])


def _panel_told(panel: Panel) -> str:
    words = [f"{panel.title!r}"] if panel.title else []
    words += [f"x: {panel.xlabel or 'no label'}", f"y: {panel.ylabel or 'no label'}"]
    words += [f"{name} axis logarithmic" for name in "xy"
              if getattr(panel, f"{name}scale") == "log"]  # fmt: skip
    labels = {
        "curve": [row.label for row in panel.lines],
        "scatter plot": [row.label for row in panel.clouds],
        "bar plot": [row.label for row in panel.bars],
    }
    for one, several in labels.items():
        if several:
            named = ", ".join(label for label in several if label)
            plural = "s" if len(several) > 1 else ""
            words.append(f"{len(several)} {one}{plural}{f' ({named})' if named else ''}")
    if panel.images:
        words.append(f"{panel.images} image{'s' if panel.images > 1 else ''}")
    if panel.legend is not None:
        words.append(f"legend: {', '.join(panel.legend) or 'empty'}")
    return ", ".join(words)


def figures_in(rows: Any) -> list[Figure]:
    """The figures that evidence holds; whatever is not one is left out."""
    found = []
    for row in rows[:MOST_FIGURES] if isinstance(rows, list) else ():
        data = row.get("data") if isinstance(row, Mapping) else None
        if not isinstance(data, Mapping):
            continue
        panels = [
            _panel(one) for one in _list(data.get("axes"))[:MOST_PANELS] if isinstance(one, Mapping)
        ]
        kept = tuple(panel for panel in panels if panel is not None)
        if kept:
            found.append(
                Figure(
                    _text(data.get("title")),
                    _text(data.get("xlabel")),
                    _text(data.get("ylabel")),
                    _texts(data.get("legend")),
                    kept,
                    _text(row.get("picture")),
                    _place(row.get("place")),
                )
            )
    return found


def _panel(data: Mapping[Any, Any]) -> Panel | None:
    """One pair of axes; None for a colour bar."""
    if data.get("colorbar") is True:
        return None
    others = [data.get(name) for name in ("areas", "segments", "surfaces")]
    numbers = [data.get(name) for name in ("wedges", "outlines")]
    legend = data.get("legend")
    return Panel(
        _text(data.get("title")),
        _text(data.get("xlabel")),
        _text(data.get("ylabel")),
        _text(data.get("xscale")),
        _text(data.get("yscale")),
        _numbers(data.get("xlim"))[:2],
        _numbers(data.get("ylim"))[:2],
        _texts(legend) if isinstance(legend, list) else None,
        _places(data.get("shares_x")),
        _places(data.get("shares_y")),
        _texts(data.get("texts")),
        tuple(_curve(one) for one in _maps(data.get("lines"))),
        tuple(_curve(one) for one in _maps(data.get("scatters"))),
        tuple(_bars(one) for one in _maps(data.get("bars"))),
        len(_list(data.get("images"))[:MOST_ARTISTS]) + len(_maps(data.get("meshes"))),
        sum(len(_list(one)) for one in others)
        + sum(one for one in numbers if type(one) is int and 0 < one < 10**6),
        data.get("kind") == "3d",
        _text(data.get("zlabel")),
    )


def _curve(data: Mapping[Any, Any]) -> Curve:
    x, y = _numbers(data.get("x")), _numbers(data.get("y"))
    size = min(len(x), len(y))
    return Curve(
        x[:size], y[:size], _text(data.get("label")), _count(data.get("n"), size),
        data.get("reference") is True,
    )  # fmt: skip


def _bars(data: Mapping[Any, Any]) -> Bars:
    heights = _numbers(data.get("height"))
    count = _count(data.get("n"), len(heights))
    return Bars(heights, _text(data.get("label")), count, data.get("touching") is True)


def _count(value: Any, least: int) -> int:
    return value if type(value) is int and least <= value < 10**12 else least


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _maps(value: Any) -> list[Mapping[Any, Any]]:
    return [one for one in _list(value)[:MOST_ARTISTS] if isinstance(one, Mapping)]


def _text(value: Any) -> str:
    return " ".join(value[:MOST_TEXT].split()) if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _list(value)[:MOST_ARTISTS])


def _places(value: Any) -> tuple[int, ...]:
    return tuple(one for one in _list(value)[:MOST_PANELS] if type(one) is int)


def _numbers(value: Any) -> tuple[float, ...]:
    """Numbers; what is none of them counts as not drawn, as matplotlib has it."""
    return tuple(
        float(one) if isinstance(one, int | float) and abs(one) < 1e300 else math.nan
        for one in _list(value)[:MOST_POINTS]
    )


def _place(value: Any) -> Source:
    rows = [*_list(value)[:4], None, None, None, None][:4]
    form, file = (one if isinstance(one, str) else "" for one in rows[:2])
    line, cell = (one if type(one) is int else None for one in rows[2:])
    return Source(form[:20], file[:200], line, cell)
