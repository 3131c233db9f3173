"""Models that learn nothing: the same for every row, blind to the labels, copies of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAME = 1e-9
"""Predictions that lie no further apart are one prediction."""
COPIED = 0.99
"""The share of rows that have to be copies before a model is said to copy."""
WRONG = 5
"""Rows whose nearest row has another class, which no honest model would all get wrong alike."""
TWINS, STRANGERS = 20, 10
"""Hidden rows with a training row just like them, and without, that tell a table looked up."""
MOST_PAIRS = 50_000_000
MOST_NEAREST = 20


def is_constant(runs: Sequence[Floats]) -> bool:
    """Whether every fit says the same of every row."""
    import numpy as np

    return all(float(np.ptp(run, axis=0).max()) < SAME for run in runs)


def is_blind(fits: Sequence[Floats], shuffled: Sequence[Floats]) -> bool:
    """Whether fits to shuffled labels say what those to the true ones with the same seed say."""
    import numpy as np


    def alike(one: Floats, other: Floats) -> bool:
        return one.shape == other.shape and float(np.abs(one - other).max()) < SAME

    return bool(shuffled) and all(any(alike(one, other) for one in fits) for other in shuffled)


def nearest_labels(X: Floats, y: Floats, hidden: Floats) -> dict[str, Any] | None:
    """For each hidden row the labels of the training rows nearest to it, as the columns are and
    with all columns brought to one size, and whether there is one just like it; None where looking
    would take too long.
    """
    import numpy as np
    from sklearn.neighbors import NearestNeighbors

    if len(X) * len(hidden) > MOST_PAIRS or not len(X):
        return None
    sizes = X.std(axis=0)
    sizes = np.where(sizes > 0, sizes, 1)
    nearest = []
    for train, asked in ((X, hidden), (X / sizes, hidden / sizes)):
        model = NearestNeighbors(n_neighbors=min(MOST_NEAREST, len(X))).fit(train)
        distances, places = model.kneighbors(asked)
        near = distances <= distances[:, :1] * (1 + 1e-9) + 1e-12
        nearest.append([
            sorted(set(y[row[kept]].tolist())) for row, kept in zip(places, near, strict=True)
        ])  # fmt: skip
    twins = (distances[:, 0] <= 1e-12).tolist()
    return {"labels": nearest, "twins": twins, "distinct": len(np.unique(y)) / len(y)}


def is_copy(
    said: Floats, labels: Any, nearest: Mapping[str, Any], *, of_classes: bool
) -> bool:
    """Whether predictions are the labels of training rows: of the nearest, or of equal ones alone.

    A good model agrees with most neighbours, so for classes only rows whose neighbour has the wrong
    class speak.
    """
    import numpy as np

    plain = said if said.ndim == 1 else said.argmax(axis=1).astype(float)
    if not np.isin(said, (0, 1)).all() if of_classes else nearest["distinct"] < 0.5:
        return False
    for listed in nearest["labels"]:
        room = 1e-9 * max(float(np.abs(labels).max()), 1.0)
        copied = np.array([
            min(abs(label - value) for label in row) <= room
            for row, value in zip(listed, plain.tolist(), strict=True)
        ])  # fmt: skip
        misled = np.array([
            len(row) == 1 and abs(row[0] - label) > room
            for row, label in zip(listed, np.asarray(labels, float).tolist(), strict=True)
        ])  # fmt: skip
        tells = not of_classes or (misled.sum() >= WRONG and copied[misled].all())
        if copied.mean() >= COPIED and tells:
            return True
        twins = np.array(nearest["twins"])
        if twins.sum() >= TWINS and (~twins).sum() >= STRANGERS and copied[twins].all():
            return float(np.ptp(plain[~twins])) < SAME
    return False
