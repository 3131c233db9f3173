"""Metrics, intervals and paired differences of a model's predictions, as plain data to keep."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.measures.integrity import batch_dependence, shuffled_refit
from grader.measures.metrics import metric
from grader.measures.resample import draw, interval, over_seeds, resampled, rounded, value_of
from grader.measures.scorers import is_of_labels
from grader.measures.shuffled import knowing_refit
from grader.measures.signs import is_blind, is_constant, is_copy
from grader.questions.performance.fits import Fits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.performance import Performance

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MAX_CONFUSION = 12
"""Classes whose confusion still fits a picture."""
MAX_ORDERED = 5
"""Classes whose orders are all tried."""


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
    labels = labels_of(facts)
    found: dict[str, Any] = {"rows": len(labels), "problems": fits.problems + fits.notes}
    found["mistakes"] = fits.mistakes
    names = [ramp.metric for ramp in question.metrics]
    if fits.notes and fits.first and names and all(map(is_of_labels, names)):
        found["problems"], found["mistakes"] = fits.problems, []
    if not fits.first:
        return found
    times = f" from each of {len(fits.every)} fits" if len(fits.every) > 1 else ""
    found["read"] = f"{len(labels)} predictions{times}"
    scores = Scores(labels, draw(len(labels), seed), seed)
    found["first"] = {name: scores.measured(name, fits.first) for name in names} or {"": {}}
    if fits.more:
        found["more"] = {name: scores.measured(name, fits.every) for name in names}
    if question.beats:
        other = list(rival) or [_baseline_of(facts)]
        difference = scores.difference(question.beats.metric, fits.every, other)
        said = (
            facts["baseline"]["name"] if not rival else f"your model of {question.beats.question}"
        )
        found["difference"] = {**difference, "baseline": said}
    if question.metrics and fits.own_classes:
        found["own_classes"] = fits.own_classes
        found["any_order"] = _in_any_order(names, labels, fits.first[0])
    found["signs"] = [["constant", {}]] if is_constant(fits.every) else []
    if question.metrics:
        found["plot"] = _pictures(labels, fits.first[0], facts)
        found["findings"], noticed = _noticed(fits, labels, scores, facts)
        found["signs"] += noticed
    return found


def labels_of(facts: Mapping[str, Any]) -> Any:
    """The labels of the hidden rows, as numbers or as the places of classes."""
    import numpy as np

    return np.array(facts["labels"], dtype=float if facts.get("target") == "number" else int)


def _noticed(
    fits: Fits, labels: Any, scores: Scores, facts: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Findings of the integrity probes, and signs that a model is no honest one: the name of each
    with what its sentence leaves open.
    """
    target, chance = facts.get("target", "two"), facts.get("shuffles", {})
    size, what = float(labels.std()) or 1.0, "number"
    if target != "number":
        size, what = 1.0, "probability"
    findings = batch_dependence(fits.again, size, what)
    signs: list[list[Any]] = []
    if findings:
        signs.append(["batch_dependence", {key: findings[0][key] for key in ("rows", "differ")}])
    constant = is_constant(fits.every)
    if target == "two":
        refit = shuffled_refit(fits.shuffled, labels, scores.counts, chance)
    else:
        refit = knowing_refit(fits.shuffled, labels, scores.counts, chance)
    blind = not constant and is_blind(fits.every, fits.shuffled)
    if blind:
        signs.append(["label_blind", {}])
    elif refit:
        signs.append(["shuffled_labels", {}])
    nearest = facts.get("nearest")
    if nearest and not constant and not blind and all(
        is_copy(run, labels, nearest, of_classes=target != "number") for run in fits.every
    ):
        signs.append(["copies_rows", {}])
    return findings + refit, signs + _worse_than_nothing(labels, fits, scores, target)


def _worse_than_nothing(labels: Any, fits: Fits, scores: Scores, target: str) -> list[list[Any]]:
    """Numbers further off than their mean would be, or two classes the other way round."""
    if target == "number" and not is_constant(fits.every):
        found = scores.measured("r2", fits.every)
        return [["worse_than_mean", {}]] if (found["high"] or 0) < 0 else []
    if target == "two" and 0 < labels.sum() < len(labels):
        found = scores.measured("roc_auc", fits.every)
        turned = found["high"] is not None and found["high"] < 0.5
        return [["classes_turned", {"auc": found["point"]}]] if turned else []
    return []


def _in_any_order(names: Sequence[str], labels: Any, said: Floats) -> dict[str, float]:
    """The best of each metric, whichever class each column stands for; empty of many classes."""
    count = 2 if said.ndim == 1 else said.shape[1]
    if count > MAX_ORDERED:
        return {}
    ways = [said, 1 - said] if said.ndim == 1 else [
        said[:, list(order)] for order in itertools.permutations(range(count))
    ]  # fmt: skip
    found = {name: [value_of(name, labels, way) for way in ways] for name in names}
    best = {name: max if metric(name).better == "greater" else min for name in names}
    return {name: best[name](values) for name, values in found.items()}


class Scores:
    """Metrics of predictions on one set of labels; each prediction is resampled once a metric."""

    def __init__(self, labels: Any, counts: Floats, seed: int) -> None:
        self.labels, self.counts, self.seed = labels, counts, seed
        self._kept: dict[tuple[str, int], tuple[Floats, float, Floats]] = {}

    def of(self, name: str, run: Floats) -> tuple[float, Floats]:
        """The metric of one seed's predictions, and its value in every resample."""
        key = (name, id(run))
        if key not in self._kept:
            drawn = resampled(name, self.counts, self.labels, run)
            self._kept[key] = (run, value_of(name, self.labels, run), drawn)
        _, value, drawn = self._kept[key]
        return value, drawn

    def measured(self, name: str, runs: Sequence[Floats]) -> dict[str, Any]:
        """The mean over seeds with its interval, and each seed's own value."""
        each, drawn = zip(*(self.of(name, run) for run in runs), strict=True)
        low, high = interval(over_seeds(drawn, self.seed))
        point = sum(each) / len(each)
        ends = {"point": rounded(point), "low": rounded(low), "high": rounded(high)}
        return {**ends, "each": [*map(rounded, each)]}

    def difference(
        self, name: str, runs: Sequence[Floats], others: Sequence[Floats]
    ) -> dict[str, Any]:
        """A metric minus the other's on the same resamples, turned so that more is better."""
        sign = 1.0 if metric(name).better == "greater" else -1.0
        mine, drawn = zip(*(self.of(name, run) for run in runs), strict=True)
        theirs, against = zip(*(self.of(name, run) for run in others), strict=True)
        gap = over_seeds(drawn, self.seed) - over_seeds(against, self.seed + 1)
        low, high = interval(sign * gap)
        own, other = sum(mine) / len(mine), sum(theirs) / len(theirs)
        ends = {"point": rounded(sign * (own - other)), "low": rounded(low), "high": rounded(high)}
        return {**ends, "own": rounded(own), "other": rounded(other)}


def _baseline_of(facts: Mapping[str, Any]) -> Floats:
    import numpy as np

    return np.array(facts["baseline"]["probabilities"])


def _pictures(labels: Any, said: Floats, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The confusion of classes, and of two classes the ROC curve; nothing for numbers."""
    names = facts.get("classes", ["0", "1"])
    if facts.get("target") == "number" or len(names) > MAX_CONFUSION:
        return {}
    meant = said.argmax(axis=1) if said.ndim == 2 else (said > 0.5).astype(int)
    places = range(len(names))
    counts = [[int(((labels == i) & (meant == j)).sum()) for j in places] for i in places]
    picture: dict[str, Any] = {"confusion": {"labels": names, "counts": counts}}
    if said.ndim == 1 and 0 < labels.sum() < len(labels):
        auc = rounded(value_of("roc_auc", labels, said))
        picture["roc"] = {"student": curve(labels, said), "student_auc": auc, "baseline": None}
        baseline = facts.get("baseline")
        if baseline:
            picture["roc"] |= {"baseline": baseline["curve"], "baseline_auc": baseline["auc"]}
            picture["roc"]["baseline_name"] = baseline["name"]
    return picture


def curve(labels: Integers, said: Floats) -> list[list[float]]:
    """The ROC curve as (false positive rate, true positive rate), about a hundred points."""
    from sklearn.metrics import roc_curve

    false, true, _ = roc_curve(labels, said)
    step = max(1, len(false) // 100)
    points = [[round(float(a), 4), round(float(b), 4)] for a, b in zip(false, true, strict=True)]
    return [*points[:-1:step], points[-1]]
