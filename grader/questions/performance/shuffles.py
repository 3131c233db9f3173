"""Labels shuffled so that an honest model learns nothing from them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from grader.questions.performance.held_out import labels_array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.measures.scorers import Target
    from grader.values import Array

    Floats = NDArray[np.float64]


def shuffled_labels(X: Floats, y: Floats, seed: int, target: Target) -> Floats:
    """Shuffled labels that no linear score of the columns can tell from chance.

    A plain permutation keeps a chance correlation with the labels, and a model fitted to it lands
    far from chance on rows whose label follows the same score: with a plain shuffle every second
    honest model looked as if it knew something. Rows are therefore ordered by their class, or by
    their best linear score, and labels of every kind are spread evenly along that order.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    if target == "several":
        order = np.lexsort((generator.random(len(y)), y))
        return _spread_evenly(y, y, order, generator)
    design = np.column_stack([np.ones(len(X)), filled(X, X)])
    score = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    order = np.lexsort((generator.random(len(y)), np.round(score, 9)))
    if target == "two":
        return _ones_along(order, round(float(y.sum())), generator)
    bins = max(round(len(y) ** 0.5), 1)
    ranks = np.argsort(np.argsort(y, kind="stable"), kind="stable")
    return _spread_evenly(y, ranks * bins // len(y), order, generator)


def _ones_along(order: Any, ones: int, generator: Any) -> Floats:
    import numpy as np

    edges = np.ceil(np.linspace(0, len(order), ones + 1)).astype(int)
    places = [int(generator.integers(a, max(b, a + 1))) for a, b in itertools.pairwise(edges)]
    shuffled = np.zeros(len(order))
    shuffled[order[places]] = 1
    return shuffled


def _spread_evenly(y: Floats, groups: Any, order: Any, generator: Any) -> Floats:
    """The labels of each group at even distances along the order, each with a start of its own."""
    import numpy as np

    places = np.empty(len(y))
    for group in np.unique(groups):
        mine = generator.permutation(np.flatnonzero(groups == group))
        places[mine] = (np.arange(len(mine)) + generator.random()) / len(mine)
    shuffled = np.empty(len(y))
    shuffled[order] = y[np.argsort(places, kind="stable")]
    return shuffled


def filled(X: Floats, of: Floats) -> Floats:
    """Rows whose empty cells hold the mean of their column in `of`."""
    import numpy as np

    if not np.isnan(X).any():
        return X
    known = ~np.isnan(of)
    means = np.where(known, of, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    whole: Floats = np.where(np.isnan(X), means, X)
    return whole


def label_vectors(
    X: Floats, y: Floats, seeds: Iterable[int], names: Sequence[float | str], target: Target
) -> list[Array | list[Any]]:
    """The labels as models are handed them, and as often as there are seeds a shuffle of them."""
    vectors = [y, *(shuffled_labels(X, y, seed, target) for seed in seeds)]
    return [labels_array(labels, names) for labels in vectors]
