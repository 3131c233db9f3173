"""Bootstrap intervals over rows and seeds, for all resamples at once.

A resample is a row of counts: how often each hidden row was drawn. Accuracy, balanced accuracy, F1,
Brier score, log loss and ROC AUC are computed for all resamples by matrix products (ROC AUC as the
Mann-Whitney statistic with ties counted half), and so are those of `vectorised`; any other metric
of scikit-learn goes through scikit-learn, resample by resample. A property test holds them equal.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from grader.measures import vectorised
from grader.measures.metrics import metric
from grader.measures.scorers import ALIASES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

RESAMPLES = 2000
MAX_PAIRS = 1_000_000
"""Pairs of a one and a zero up to which ROC AUC is a matrix product."""
SLOW_RESAMPLES = 200
"""Resamples of a metric that only scikit-learn computes: about 0.3 ms each."""


@functools.lru_cache(maxsize=8)
def draw(rows: int, seed: int, resamples: int = RESAMPLES) -> Floats:
    """Counts of each of `rows` rows in each resample with replacement, shape (resamples, rows).

    They are the same for a whole class, and read-only.
    """
    import numpy as np

    chance = np.full(rows, 1 / rows)
    counts = np.random.default_rng(seed).multinomial(rows, chance, size=resamples).astype(float)
    counts.flags.writeable = False
    return counts


def value_of(name: str, labels: Any, probabilities: Floats) -> float:
    """The metric of the rows as they are, by its fast form where there is one."""
    import numpy as np

    if _fast(name, probabilities) is None:
        return metric(name).value(labels, probabilities)
    return float(resampled(name, np.ones((1, len(labels))), labels, probabilities)[0])


def resampled(name: str, counts: Floats, labels: Any, probabilities: Floats) -> Floats:
    """The metric in every resample, shape (resamples,); nan where one leaves it undefined."""
    import numpy as np

    labels = np.asarray(labels)
    probabilities = np.asarray(probabilities, dtype=float)
    weights = np.asarray(counts, dtype=float)
    fast = _fast(name, probabilities)
    if fast is not None:
        with np.errstate(all="ignore"):
            values: Floats = fast(weights, labels, probabilities)
        return -values if name.startswith("neg_") else values
    found = metric(name)
    rows = np.arange(len(labels))
    picked = (np.repeat(rows, row.astype(int)) for row in counts[:SLOW_RESAMPLES])
    return np.array([found.value(labels[i], probabilities[i]) for i in picked])


def _fast(name: str, probabilities: Floats) -> Callable[[Floats, Any, Floats], Floats] | None:
    """The vectorised form of a metric: of two classes, of several, or of numbers."""
    scorer = ALIASES.get(name, name)
    if probabilities.ndim > 1:
        return vectorised.OF_CLASSES.get(scorer)
    return vectorised.OF_NUMBERS.get(scorer) or _FAST.get(scorer)


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

    one, zero = labels == 1, labels == 0
    if one.sum() * zero.sum() > MAX_PAIRS:
        return _roc_auc_sorted(weights, labels, probabilities)
    above, below = probabilities[one][:, None], probabilities[zero][None, :]
    wins = (above > below) + 0.5 * (above == below)
    positive, negative = weights[:, one], weights[:, zero]
    total: Floats = np.einsum("ij,ij->i", positive @ wins, negative)
    values: Floats = total / (positive.sum(axis=1) * negative.sum(axis=1))
    return values


def _roc_auc_sorted(weights: Floats, labels: Integers, probabilities: Floats) -> Floats:
    """The same by counting along sorted probabilities, for many rows."""
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


def over_seeds(each: Sequence[Floats], seed: int) -> Floats:
    """The mean over seeds in every resample of rows *and* seeds, shape (resamples,).

    `each` holds the resampled metric of one seed's predictions, all with the same rows drawn.
    """
    import numpy as np

    if len(each) == 1:
        return each[0]
    stacked = np.stack(each, axis=1)
    picked = _seeds_drawn(stacked.shape[0], stacked.shape[1], seed)
    means: Floats = np.take_along_axis(stacked, picked, axis=1).mean(axis=1)
    return means


@functools.lru_cache(maxsize=16)
def _seeds_drawn(resamples: int, seeds: int, seed: int) -> Integers:
    import numpy as np

    return np.random.default_rng([seed, seeds]).integers(0, seeds, size=(resamples, seeds))


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


def rounded(value: float) -> float | None:
    """A measure as it is stored, to six decimals; None where it is undefined."""
    return None if value != value else round(float(value), 6)
