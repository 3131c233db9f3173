"""Bootstrap intervals over rows and seeds, for all resamples at once.

A resample is a row of counts: how often each hidden row was drawn. Accuracy, balanced accuracy, F1,
Brier score, log loss and ROC AUC are computed for all resamples by matrix products (ROC AUC as the
Mann-Whitney statistic with ties counted half); any other metric of scikit-learn goes through
scikit-learn, resample by resample. A property test holds them equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.measures.metrics import ALIASES, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

RESAMPLES = 2000
SLOW_RESAMPLES = 200
"""Resamples of a metric that only scikit-learn computes: about 0.3 ms each."""


def draw(rows: int, seed: int, resamples: int = RESAMPLES) -> Integers:
    """Counts of each of `rows` rows in each resample with replacement, shape (resamples, rows)."""
    import numpy as np

    return np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), size=resamples)


def resampled(name: str, counts: Integers, labels: Integers, probabilities: Floats) -> Floats:
    """The metric in every resample, shape (resamples,); nan where one leaves it undefined."""
    import numpy as np

    labels = np.asarray(labels)
    probabilities = np.asarray(probabilities, dtype=float)
    weights = np.asarray(counts, dtype=float)
    fast = _FAST.get(ALIASES.get(name, name))
    if fast is not None:
        with np.errstate(all="ignore"):
            values: Floats = fast(weights, labels, probabilities)
        return -values if name.startswith("neg_") else values
    found = metric(name)
    rows = np.arange(len(labels))
    picked = (np.repeat(rows, row) for row in counts[:SLOW_RESAMPLES])
    return np.array([found.value(labels[i], probabilities[i]) for i in picked])


def _mean(weights: Floats, values: Floats) -> Floats:
    means: Floats = weights @ values / weights.sum(axis=1)
    return means


def _accuracy(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    return _mean(weights, ((probabilities > 0.5) == (labels == 1)).astype(float))


def _balanced(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    right = ((probabilities > 0.5) == (labels == 1)).astype(float)
    one, zero = (labels == 1).astype(float), (labels == 0).astype(float)
    recall: Floats = weights @ (right * one) / (weights @ one)
    specificity: Floats = weights @ (right * zero) / (weights @ zero)
    import numpy as np

    # A resample of one class only: scikit-learn averages over the classes that occur.
    both = np.where(np.isnan(recall), specificity, recall + specificity) / np.where(
        np.isnan(recall) | np.isnan(specificity), 1, 2
    )
    return np.where(np.isnan(specificity), recall, both)


def _f1(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    import numpy as np

    said, one = (probabilities > 0.5).astype(float), (labels == 1).astype(float)
    hit, total = weights @ (said * one), weights @ said + weights @ one
    return np.where(total == 0, 0.0, 2 * hit / np.where(total == 0, 1, total))


def _brier(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    return _mean(weights, (probabilities - labels) ** 2)


def _log_loss(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    import numpy as np

    tiny = np.finfo(float).eps
    likely = np.clip(np.where(labels == 1, probabilities, 1 - probabilities), tiny, 1 - tiny)
    return _mean(weights, -np.log(likely))


def _roc_auc(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    import numpy as np

    _, group = np.unique(probabilities, return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    one = (labels == 1)[order]
    positive = np.add.reduceat(weights[:, order] * one, starts, axis=1)
    negative = np.add.reduceat(weights[:, order] * ~one, starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative / 2
    wins: Floats = (positive * below).sum(axis=1)
    values: Floats = wins / (positive.sum(axis=1) * negative.sum(axis=1))
    return values


_FAST = {
    "accuracy": _accuracy,
    "balanced_accuracy": _balanced,
    "f1": _f1,
    "neg_brier_score": _brier,
    "neg_log_loss": _log_loss,
    "roc_auc": _roc_auc,
}


def over_seeds(
    name: str, counts: Integers, labels: Integers, runs: Sequence[Floats], seed: int
) -> Floats:
    """The metric's mean over seeds in every resample of rows *and* seeds, shape (resamples,).

    `runs` holds one vector of probabilities, shape (n,), for each seed.
    """
    import numpy as np

    each = np.stack([resampled(name, counts, labels, run) for run in runs], axis=1)
    if each.shape[1] == 1:
        return each[:, 0]
    generator = np.random.default_rng([seed, each.shape[1]])
    picked = generator.integers(0, each.shape[1], size=each.shape)
    means: Floats = np.take_along_axis(each, picked, axis=1).mean(axis=1)
    return means


def interval(values: Floats, level: float = 0.95) -> tuple[float, float]:
    """The percentile interval of resampled `values`; nan values are left out, and (nan, nan) if
    none is left.
    """
    import numpy as np

    kept = values[~np.isnan(values)]
    if not len(kept):
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
