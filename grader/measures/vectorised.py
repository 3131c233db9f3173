"""Metrics of several classes, and of numbers, for all resamples at once by matrix products.

As scikit-learn defines them, which a property test holds them to. Weights count how often each row
was drawn, shape (resamples, rows).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def _mean(weights: Floats, values: Any) -> Floats:
    means: Floats = weights @ values / weights.sum(axis=1)
    return means


def _accuracy(weights: Floats, labels: Any, shares: Floats) -> Floats:
    return _mean(weights, (shares.argmax(axis=1) == labels).astype(float))


def _log_loss(weights: Floats, labels: Any, shares: Floats) -> Floats:
    import numpy as np

    tiny = np.finfo(float).eps
    likely = np.clip(shares[np.arange(len(labels)), labels], tiny, 1 - tiny)
    return _mean(weights, -np.log(likely))


def _by_class(weights: Floats, labels: Any, shares: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each class how many rows are of it and meant so, are of it, and are meant so."""
    import numpy as np

    true = np.eye(shares.shape[1])[labels]
    meant = np.eye(shares.shape[1])[shares.argmax(axis=1)]
    return weights @ (true * meant), weights @ true, weights @ meant


def _mean_of_classes(values: Floats, occurs: Any) -> Floats:
    """The mean over the classes that occur in a resample."""
    import numpy as np

    means: Floats = np.where(occurs, values, 0).sum(axis=1) / occurs.sum(axis=1)
    return means


def _balanced_accuracy(weights: Floats, labels: Any, shares: Floats) -> Floats:
    hits, true, _ = _by_class(weights, labels, shares)
    return _mean_of_classes(hits / true, true > 0)


def _f1_macro(weights: Floats, labels: Any, shares: Floats) -> Floats:
    hits, true, meant = _by_class(weights, labels, shares)
    return _mean_of_classes(2 * hits / (true + meant), true + meant > 0)


def _absolute(weights: Floats, labels: Any, said: Floats) -> Floats:
    return _mean(weights, abs(said - labels))


def _squared(weights: Floats, labels: Any, said: Floats) -> Floats:
    return _mean(weights, (said - labels) ** 2)


def _root(weights: Floats, labels: Any, said: Floats) -> Floats:
    import numpy as np

    return np.sqrt(_squared(weights, labels, said))


def _r2(weights: Floats, labels: Any, said: Floats) -> Floats:
    import numpy as np

    means = _mean(weights, labels)
    about = labels[None, :] - means[:, None]
    spread = np.einsum("ij,ij->i", weights, about**2)
    left = weights @ (said - labels) ** 2
    exact = np.where(left == 0, 1.0, 0.0)
    return np.where(spread == 0, exact, 1 - left / np.where(spread == 0, 1, spread))


OF_CLASSES = {
    "accuracy": _accuracy,
    "balanced_accuracy": _balanced_accuracy,
    "f1_macro": _f1_macro,
    "neg_log_loss": _log_loss,
}
OF_NUMBERS = {
    "neg_mean_absolute_error": _absolute,
    "neg_mean_squared_error": _squared,
    "neg_root_mean_squared_error": _root,
    "r2": _r2,
}
