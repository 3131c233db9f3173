"""Small pictures drawn as plain SVG, in the page's colours, dark or light.

They are read aloud by their title. Every function takes plain data and gives one `<svg>` element.
Labels are cleaned and escaped.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from grader.reports.text import clean_line

_WIDTH = 440
"""Pixels of a picture that fills a phone's page without its words becoming too small."""


def svg(width: float, height: float, title: str, description: str, body: Iterable[str]) -> Markup:
    """An `<svg>` in pixels with its spoken title and description; `body` is finished SVG."""
    return Markup(
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">'
        f"<title>{escape(clean_line(title))}</title>"
        f"<desc>{escape(clean_line(description, 600))}</desc>"
        f"{''.join(body)}</svg>"
    )


def label(
    x: float, y: float, text: object, anchor: str = "start", kind: str = "", size: int = 13
) -> str:
    """A piece of text in a drawing."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" class="{kind}">'
        f"{escape(clean_line(str(text), 60))}</text>"
    )


def _figure(value: float) -> str:
    """A measurement to three decimals, as sentences tell it."""
    return f"{value:.3f}".replace("-", "−") if math.isfinite(value) else "–"


def _short(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:.3f}".rstrip("0").rstrip(".").replace("-", "−")


def _axis(row: Mapping[str, Any]) -> tuple[float, float]:
    """The stretch of numbers to show: everything that matters with some air around it."""
    if row.get("axis"):
        low, high = row["axis"]
        return float(low), float(high)
    names = ("low", "estimate", "high", "none_below", "full_from")
    values = [float(row[name]) for name in names if row.get(name) is not None]
    values = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    air = max((max(values) - min(values)) * 0.25, 1e-3)
    return min(values) - air, max(values) + air


def _interval_row(row: Mapping[str, Any], top: float, left: float, right: float) -> list[str]:
    low, high = _axis(row)

    def at(value: float) -> float:
        share = (value - low) / ((high - low) or 1.0)
        return left + (right - left) * min(max(share, 0.0), 1.0) if math.isfinite(share) else left

    middle = top + 30
    pieces = [label(0, top + 10, row["label"])]
    none, full = row.get("none_below"), row.get("full_from")
    if none is not None and full is not None:
        ends = [left, *sorted((at(none), at(full))), right]
        tones = ("good", "mid", "bad") if none > full else ("bad", "mid", "good")
        pieces += [
            f'<rect x="{a:.1f}" y="{middle - 11}" width="{max(b - a, 0):.1f}" height="22"'
            f' class="{tone}"/>'
            for a, b, tone in zip(ends, ends[1:], tones, strict=False)
        ]
        pieces += _ticks(((none, "no points"), (full, "full points")), at, middle)
    estimate = row.get("estimate")
    start, end = row.get("low"), row.get("high")
    if start is not None and end is not None:
        pieces.append(
            f'<path d="M{at(start):.1f} {middle}H{at(end):.1f}M{at(start):.1f} {middle - 5}v10'
            f'M{at(end):.1f} {middle - 5}v10" fill="none" stroke="currentColor" stroke-width="2"/>'
        )
    if estimate is not None:
        pieces.append(
            f'<circle cx="{at(estimate):.1f}" cy="{middle}" r="4.5" fill="currentColor"/>'
        )
        told = _figure(estimate)
        if start is not None and end is not None:
            told += f"  ({_figure(start)} to {_figure(end)})"
        pieces.append(label(right, top + 10, told, "end"))
    return pieces


def _ticks(thresholds: Iterable[tuple[float, str]], at: Any, middle: float) -> list[str]:
    """The two thresholds below the band; their words stay inside and never over each other."""
    left, right = sorted(thresholds, key=lambda pair: at(pair[0]))
    words = [f"{word} {_short(value)}" for value, word in (left, right)]
    wide = [6.6 * len(text) for text in words]
    first = min(max(at(left[0]) - wide[0] + 4, 0), _WIDTH - wide[0])
    second = min(max(at(right[0]) - 4, 0), _WIDTH - wide[1])
    lower = 14 if second < first + wide[0] + 8 else 0
    marks = "".join(f"M{at(value):.1f} {middle - 14}v28" for value, _ in (left, right))
    return [
        f'<path d="{marks}" stroke="currentColor" stroke-dasharray="2 2"/>',
        label(first, middle + 27, words[0], "start", "faint", 12),
        label(second, middle + 27 + lower, words[1], "start", "faint", 12),
    ]


def intervals(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """Each metric's interval on a band of no, some and full points."""
    body: list[str] = []
    for index, row in enumerate(rows):
        body += _interval_row(row, index * 86, 0, _WIDTH)
    told = "; ".join(
        f"{row['label']} {_figure(row['estimate'])},"
        f" interval {_figure(row['low'])} to {_figure(row['high'])}"
        for row in rows
        if row.get("low") is not None
        and row.get("estimate") is not None
        and row.get("high") is not None
    )
    return svg(_WIDTH, len(rows) * 86 - 12, "Metric intervals against the thresholds", told, body)


def confusion(data: Mapping[str, Any]) -> Markup:
    """A table of counts: rows are the truth, columns the predictions."""
    names, counts = data["labels"], data["counts"]
    largest = max((count for row in counts for count in row), default=0) or 1
    cell, left, top = 76, 84, 44
    body = [label(left + cell * len(names) / 2, 14, "predicted", "middle", "faint", 12)]
    body.append(label(0, top + cell * len(names) / 2 + 5, "truth", "start", "faint", 12))
    body += [label(left + cell * (j + 0.5), 34, name, "middle") for j, name in enumerate(names)]
    for i, row in enumerate(counts):
        body.append(label(left - 10, top + cell * (i + 0.5) + 5, names[i], "end"))
        for j, count in enumerate(row):
            x, y = left + cell * j, top + cell * i
            tone = "student-fill" if i == j else "baseline-fill"
            body.append(
                f'<rect x="{x + 1}" y="{y + 1}" width="{cell - 2}" height="{cell - 2}" rx="3"'
                f' class="{tone}" fill-opacity="{0.08 + 0.32 * count / largest:.3f}"/>'
            )
            body.append(label(x + cell / 2, y + cell / 2 + 6, count, "middle", "", 17))
    told = "; ".join(
        f"true {names[i]} predicted {names[j]}: {count}"
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
    )
    side = top + cell * len(names) + 2
    return svg(left + cell * len(names) + 2, side, "Confusion matrix", told, body)


def _bars(rows: Sequence[tuple[str, float, str]], title: str) -> Markup:
    """Horizontal bars: a label, a length between 0 and 1, and the figure in words."""
    body = []
    for index, (name, share, figure) in enumerate(rows):
        y = index * 30
        length = 200 * min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0
        body += [
            label(0, y + 17, name if len(name) <= 26 else f"{name[:25]}…"),
            f'<rect x="180" y="{y + 5}" width="200" height="16" rx="2" class="grid-fill"/>',
            f'<rect x="180" y="{y + 5}" width="{length:.1f}" height="16" rx="2"'
            ' class="student-fill"/>',
            label(388, y + 17, figure),
        ]
    told = "; ".join(f"{name} {figure}" for name, _, figure in rows)
    return svg(450, max(len(rows) * 30 - 4, 1), title, told, body)


def shares(experts: Sequence[Mapping[str, Any]]) -> Markup:
    """The share of the gate's weight that each expert carries."""
    rows = [(str(e["label"]), float(e["share"]), f"{float(e['share']):.0%}") for e in experts[:24]]
    return _bars(rows, "Use of the experts")


def seconds(times: Sequence[float]) -> Markup:
    """The time of all fits together and its limit, measured from outside."""
    used, limit = (float(time) for time in times)
    return _bars(
        [(f"all fits, of {limit:.3g} s", used / (limit or 1.0), f"{used:.2g} s")], "Training time"
    )


def _bins(scores: Sequence[float], points: float) -> list[int]:
    """Scores in each of at most 20 equal stretches from 0 to `points`; bonus joins the last."""
    count = int(min(max(math.ceil(points), 4), 20)) if points > 0 else 4
    bins = [0] * count
    for score in scores:
        bins[min(max(int(score / (points or 1.0) * count), 0), count - 1)] += 1
    return bins


def histogram(scores: Sequence[float], points: float) -> Markup:
    """The distribution of scores between 0 and the full points."""
    bins = _bins(scores, points)
    width, height, left = 720.0, 150.0, 6.0
    step = (width - 2 * left) / len(bins)
    tallest = max(bins) or 1
    base = height + 28  # room above and below for the larger words of a phone
    body = [f'<path d="M{left} {base}H{width - left}" stroke="currentColor" stroke-width="1"/>']
    for index, count in enumerate(bins):
        tall = height * count / tallest
        x, y = left + index * step, base - tall
        if count:
            body.append(
                f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{step - 2:.1f}" height="{tall:.1f}"'
                ' class="student-fill" fill-opacity="0.85"/>'
            )
            body.append(label(x + step / 2, y - 5, count, "middle", "faint", 12))
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = left + share * (width - 2 * left)
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        body.append(label(x, base + 23, f"{points * share:g}", anchor, "faint", 12))
    size = points / len(bins)
    told = "; ".join(
        f"{index * size:g} to {(index + 1) * size:g} points: {count}"
        for index, count in enumerate(bins)
        if count
    )
    return svg(width, base + 32, "Distribution of scores", told, body)
