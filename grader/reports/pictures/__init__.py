"""The pictures that belong to one answer, from the plain data that marking left for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from grader.reports.pictures import contours, drawings, plots


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing with the sentence that goes above it."""

    caption: str
    svg: Markup
    wide: bool = False


def _roc(data: Any, prefix: str) -> Picture:
    return Picture("ROC curve on the hidden rows", plots.roc(data, prefix))


def _intervals(data: Any, prefix: str) -> Picture:
    return Picture(
        "What the measurement can tell, against the thresholds", drawings.intervals(data), True
    )


def _confusion(data: Any, prefix: str) -> Picture:
    return Picture("Predictions against the truth", drawings.confusion(data))


def _experts(data: Any, prefix: str) -> Picture:
    return Picture("How much each expert was used", drawings.shares(data))


def _seconds(data: Any, prefix: str) -> Picture:
    return Picture("How long all training took, of the time it may take", drawings.seconds(data))


def _descent(data: Any, prefix: str) -> Picture:
    caption = "Your steps on the level curves; at each point an arrow where the objective falls"
    return Picture(caption, contours.descent(data))


PICTURES: Mapping[str, Callable[[Any, str], Picture]] = {
    "intervals": _intervals,
    "roc": _roc,
    "descent": _descent,
    "confusion": _confusion,
    "experts": _experts,
    "seconds": _seconds,
}
"""Each picture by the name of its data, in the order of the page."""


def pictures(data: Mapping[str, Any], question_id: str) -> list[Picture]:
    """Every picture that `data` has material for; names nobody knows are left out."""
    return [draw(data[name], question_id) for name, draw in PICTURES.items() if data.get(name)]
