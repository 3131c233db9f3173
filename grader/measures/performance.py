"""Metrics, intervals and paired differences of a model's predictions, as plain data to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.measures.fits import Fits
from grader.measures.integrity import batch_dependence, shuffled_refit
from grader.measures.metrics import metric
from grader.measures.resample import draw, interval, over_seeds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.performance import Performance

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

DIGITS = 6


def measure_performance(
    question: Performance,
    fits: Fits,
    facts: Mapping[str, Any],
    seed: int,
    rival: Sequence[Floats] = (),
) -> dict[str, Any]:
    """All that marking `question` needs of a model's predictions.

    `rival` are the predictions of another question's model, where one is to be beaten; a baseline
    comes from `facts`.
    """
    import numpy as np

    labels = np.array(facts["labels"], dtype=int)
    found: dict[str, Any] = {"rows": len(labels), "problems": fits.problems + fits.notes}
    if not fits.first:
        return found
    counts = draw(len(labels), seed)
    names = [ramp.metric for ramp in question.metrics]
    found["first"] = {name: _measured(name, counts, labels, fits.first, seed) for name in names}
    found["first"].setdefault("", {})
    if fits.more:
        found["more"] = {name: _measured(name, counts, labels, fits.every, seed) for name in names}
    if question.beats:
        name = question.beats.metric
        other = list(rival) or [np.array(facts["baseline"]["probabilities"])]
        difference = _difference(name, counts, labels, (fits.every, other), seed)
        said = (
            facts["baseline"]["name"] if not rival else f"your model of {question.beats.question}"
        )
        found["difference"] = {**difference, "baseline": said}
    if question.metrics:
        found["plot"] = _pictures(labels, fits.first[0], facts)
        found["findings"] = [
            *batch_dependence(fits.again),
            *shuffled_refit(fits.shuffled, labels, counts, facts.get("shuffles", {})),
        ]
    return found


def _measured(
    name: str, counts: Integers, labels: Integers, runs: Sequence[Floats], seed: int
) -> dict[str, Any]:
    one = metric(name)
    each = [one.value(labels, run) for run in runs]
    low, high = interval(over_seeds(name, counts, labels, runs, seed))
    point = sum(each) / len(each)
    return {
        "point": _plain(point),
        "low": _plain(low),
        "high": _plain(high),
        "each": [*map(_plain, each)],
    }


def _difference(
    name: str,
    counts: Integers,
    labels: Integers,
    pair: tuple[Sequence[Floats], Sequence[Floats]],
    seed: int,
) -> dict[str, Any]:
    """The model's metric minus the other's on the same resamples, turned so that more is better."""
    one, (runs, others) = metric(name), pair
    sign = 1.0 if one.better == "greater" else -1.0
    mine = sum(one.value(labels, run) for run in runs) / len(runs)
    theirs = sum(one.value(labels, run) for run in others) / len(others)
    drawn = over_seeds(name, counts, labels, runs, seed) - over_seeds(
        name, counts, labels, others, seed + 1
    )
    low, high = interval(sign * drawn)
    return {
        "point": _plain(sign * (mine - theirs)), "low": _plain(low), "high": _plain(high),
        "own": _plain(mine), "other": _plain(theirs),
    }  # fmt: skip


def _pictures(labels: Integers, said: Floats, facts: Mapping[str, Any]) -> dict[str, Any]:
    from sklearn.metrics import confusion_matrix

    picture: dict[str, Any] = {
        "confusion": {
            "labels": ["0", "1"],
            "counts": confusion_matrix(labels, said > 0.5, labels=[0, 1]).tolist(),
        }
    }
    if 0 < labels.sum() < len(labels):
        picture["roc"] = {
            "student": curve(labels, said),
            "student_auc": _plain(metric("roc_auc").value(labels, said)),
        }
        baseline = facts.get("baseline")
        picture["roc"]["baseline"] = baseline["curve"] if baseline else None
        if baseline:
            picture["roc"] |= {"baseline_auc": baseline["auc"], "baseline_name": baseline["name"]}
    return picture


def curve(labels: Integers, said: Floats) -> list[list[float]]:
    """The ROC curve as (false positive rate, true positive rate), about a hundred points."""
    from sklearn.metrics import roc_curve

    false, true, _ = roc_curve(labels, said)
    step = max(1, len(false) // 100)
    points = [[round(float(a), 4), round(float(b), 4)] for a, b in zip(false, true, strict=True)]
    return [*points[:-1:step], points[-1]]


def _plain(value: float) -> float | None:
    return None if value != value else round(float(value), DIGITS)
