"""Which metrics a rubric can name, and for which labels each of them means something.

The names are those of scikit-learn's scorers, which is not loaded to read a rubric.
"""

from __future__ import annotations

import math
from typing import Literal

from grader.errors import did_you_mean

Target = Literal["two", "several", "number"]
"""What labels are: one of two classes, one of more, or a number to come close to."""

ALIASES = {
    "brier": "neg_brier_score",
    "log_loss": "neg_log_loss",
    "auc": "roc_auc",
    "mae": "neg_mean_absolute_error",
    "mse": "neg_mean_squared_error",
    "rmse": "neg_root_mean_squared_error",
}

OF_NUMBERS = frozenset({
    "d2_absolute_error_score", "explained_variance", "neg_max_error", "neg_mean_absolute_error",
    "neg_mean_absolute_percentage_error", "neg_mean_gamma_deviance", "neg_mean_poisson_deviance",
    "neg_mean_squared_error", "neg_mean_squared_log_error", "neg_median_absolute_error",
    "neg_root_mean_squared_error", "neg_root_mean_squared_log_error", "r2",
})  # fmt: skip
OF_TWO_CLASSES = {
    "average_precision": "",
    "d2_brier_score": "",
    "f1": "f1_macro",
    "jaccard": "jaccard_macro",
    "neg_brier_score": "log_loss",
    "neg_negative_likelihood_ratio": "",
    "positive_likelihood_ratio": "",
    "precision": "precision_macro",
    "recall": "recall_macro",
    "roc_auc": "roc_auc_ovr",
}
"""With what to write for more classes, where there is such a metric."""
OF_CLASSES = frozenset({
    "accuracy", "balanced_accuracy", "d2_log_loss_score", "matthews_corrcoef", "neg_log_loss",
    *(f"{name}_{how}" for name in ("f1", "jaccard", "precision", "recall")
      for how in ("macro", "micro", "weighted")),
})  # fmt: skip
OF_SEVERAL_CLASSES = frozenset({
    "roc_auc_ovo", "roc_auc_ovo_weighted", "roc_auc_ovr", "roc_auc_ovr_weighted",
})  # fmt: skip
NAMES = frozenset({*OF_NUMBERS, *OF_TWO_CLASSES, *OF_CLASSES, *OF_SEVERAL_CLASSES})


def is_of_numbers(name: str) -> bool:
    """Whether a metric says how close predicted numbers come."""
    return ALIASES.get(name, name) in OF_NUMBERS


ALL_CLASSES = frozenset({*OF_SEVERAL_CLASSES})
"""Metrics that are undefined where a class does not occur among the rows."""
OF_SPREAD = frozenset({"d2_absolute_error_score", "explained_variance", "r2"})
"""Metrics of numbers that are undefined where all rows have the same one."""
LEAST = {
    "neg_mean_gamma_deviance": (0.0, "above 0"),
    "neg_mean_poisson_deviance": (-1e-300, "from 0"),
    "neg_mean_squared_log_error": (-1.0, "above -1"),
    "neg_root_mean_squared_log_error": (-1.0, "above -1"),
}
"""What every label has to be above for a metric of numbers, and in words."""


def is_of_labels(name: str) -> bool:
    """Whether a metric looks at which class is meant, and at no probability."""
    scorer = ALIASES.get(name, name)
    return scorer.endswith("accuracy") or scorer.startswith(
        ("f1", "jaccard", "precision", "recall", "matthews", "positive_l", "neg_negative_l")
    )


def rises(name: str) -> bool:
    """Whether more of a metric is better, as its name has it."""
    return not ALIASES.get(name, "").startswith("neg_")


def best(name: str) -> float:
    """The value of a metric that nothing can be better than."""
    scorer = ALIASES.get(name, name)
    if scorer == "positive_likelihood_ratio":
        return math.inf
    return 0.0 if scorer.startswith("neg_") else 1.0


def mistake(name: str, target: Target, labels: str) -> str:
    """Why a metric cannot be had for such labels, or nothing; `labels` says what they are."""
    scorer = ALIASES.get(name, name)
    if scorer not in NAMES:
        close = did_you_mean(name, {*NAMES, *ALIASES}) or f"; write one of {', '.join(_known())}"
        return f"there is no metric {name!r}{close}"
    if target == "number":
        return "" if scorer in OF_NUMBERS else f"{name} is a measure of classes; {labels}"
    if scorer in OF_NUMBERS:
        return f"{name} is a measure of numbers; {labels}"
    if target == "several" and scorer in OF_TWO_CLASSES:
        instead = OF_TWO_CLASSES[scorer]
        return f"{name} is for two classes; {labels}" + (f": write {instead}" if instead else "")
    if target == "two" and scorer in OF_SEVERAL_CLASSES:
        return f"{name} is for more than two classes; {labels}: write roc_auc"
    return ""


def _known() -> list[str]:
    return sorted({*NAMES, *ALIASES} - set(ALIASES.values()) | {"roc_auc"})
