"""The sentences about a model's metrics: always with the interval, never a bare number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grader.questions.words import short, upper

EVERY = "Every metric must be met, so the lowest counts"
"""The rule where several metrics are required together."""
METRIC_WORDS = {
    "roc_auc": "ROC AUC",
    "auc": "ROC AUC",
    "brier": "Brier score",
    "neg_brier_score": "Brier score",
    "log_loss": "log loss",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1": "F1",
    "f1_macro": "macro F1",
    "roc_auc_ovr": "one-vs-rest ROC AUC",
    "r2": "R²",
    "mae": "mean absolute error",
    "mse": "mean squared error",
    "rmse": "root mean squared error",
}


def interval_words(
    metric: str, found: Mapping[str, Any], measures: Mapping[str, Any], full: float, rises: bool
) -> str:
    """Value, interval, seeds, rows, and where full points begin."""
    label = METRIC_WORDS.get(metric, metric)
    seeds = len(found["each"])
    runs = "1 seed" if seeds == 1 else f"{seeds} seeds"
    ends = f"{short(found['low'])} to {short(found['high'])}"
    direction = "from" if rises else "down to"
    return (
        f"{upper(label)} {short(found['point'])} on {measures['rows']} hidden rows "
        f"(95 % interval {ends} over rows and {runs}); full points {direction} {full:g}."
    )


def beaten_words(metric: str, found: Mapping[str, Any], verdict: str, share: Fraction) -> str:
    """The paired difference in words: better, no significant difference, or worse."""
    label = METRIC_WORDS.get(metric, metric)
    ends = f"{_signed(found['low'])} to {_signed(found['high'])}"
    name = found.get("baseline", "the baseline")
    said = (
        f"Against {name} on the same rows: {label} differs by {_signed(found['point'])} "
        f"(95 % interval {ends}): {verdict}."
    )
    if share == 1 and verdict == "worse":
        said += " The difference is within the margin allowed."
    if share == 1 and verdict not in ("worse", "better"):
        said += " At least as good was asked, so this is enough."
    return said


def _signed(value: Any) -> str:
    return "undefined" if value is None else f"{float(value):+.3f}".replace("-", "−")
