"""Signs that a model knows what it was not told, each with its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.measures.resample import interval, resampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

SAME = 1e-3
"""Probabilities of one row in two batches may differ by this: single precision sums in another
order.
"""
LEVEL = 0.99
Z = 2.5758
"""Half the width of a 99 % interval in standard deviations."""


def batch_dependence(
    again: Sequence[tuple[Floats, Floats]], scale: float = 1.0, what: str = "probability"
) -> list[dict[str, Any]]:
    """A finding where rows asked twice, in other company, got other predictions.

    Each pair holds the first and the second prediction of the same rows; `scale` is the size of
    predictions, 1 for probabilities.
    """
    import numpy as np

    gaps = [
        np.abs(first - second).reshape(len(first), -1).max(axis=1) / scale
        for first, second in again
        if len(first)
    ]
    if not gaps:
        return []
    worst = max(gaps, key=lambda gap: float(gap.max()))
    differ = int((worst > SAME).sum())
    if not differ:
        return []
    message = (
        "predictions depend on which other rows are in the batch, or change from call to call: "
        f"{differ} of {len(worst)} rows asked a second time got another {what}, "
        f"by up to {float(worst.max()) * scale:.3f}"
    )
    return [{"kind": "batch-dependence", "message": message, "rows": len(worst), "differ": differ}]


def shuffled_refit(
    runs: Sequence[Floats], labels: Integers, counts: Floats, facts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A finding where models fitted to shuffled labels still tell the true ones.

    `facts` hold how much honest models' ROC AUC varies from one shuffle to the next beyond what the
    rows explain, and the rows' strata: what the assignment itself gives away (a rule of thumb that
    is one of the experts) tells strata apart, so a model must know more than that. Only intervals
    wholly above 0.5 are a sign: below it lies bad luck.
    """
    if not runs:
        return []
    strata = facts.get("strata")
    whole = shuffled_interval(runs, labels, counts, float(facts.get("spread", 0)))
    inside = whole
    if strata is not None:
        spread = float(facts.get("spread_inside", 0))
        inside = shuffled_interval(runs, labels, counts, spread, strata)
    if not (whole["low"] > 0.5 and inside["low"] > 0.5):
        return []
    ends = f"99 % interval {inside['low']:.3f} to {inside['high']:.3f}, which should hold 0.5"
    among = (
        f"{inside['auc']:.3f} among rows that the given rule treats alike ({ends})"
        if strata is not None
        else f"({ends})"
    )
    message = (
        "fitted to shuffled labels, the model still reached a ROC AUC of "
        f"{whole['auc']:.3f} on the true ones, {among}: it knows what it was not told"
    )
    return [{"kind": "shuffled-labels", "message": message.replace(", (", " ("), **inside}]


def shuffled_interval(
    runs: Sequence[Floats],
    labels: Integers,
    counts: Floats,
    spread: float,
    strata: Sequence[int] | None = None,
) -> dict[str, float]:
    """Mean ROC AUC of refits on shuffled labels with its 99 % interval over rows and shuffles.

    With `strata`, only pairs of rows of one stratum are compared.
    """
    import numpy as np

    ones = np.ones((1, len(labels)))
    auc = float(np.mean([stratified_auc(ones, labels, run, strata)[0] for run in runs]))
    drawn = np.mean([stratified_auc(counts, labels, run, strata) for run in runs], axis=0)
    low, high = interval(drawn, LEVEL)
    between = Z * spread / math.sqrt(len(runs))
    return {
        "auc": round(auc, 4),
        "low": round(max(auc - math.hypot(max(auc - low, 0), between), 0), 4),
        "high": round(min(auc + math.hypot(max(high - auc, 0), between), 1), 4),
    }


def stratified_auc(
    counts: Floats, labels: Integers, said: Floats, strata: Sequence[int] | None = None
) -> Floats:
    """ROC AUC in every resample over the pairs of rows of one stratum, shape (resamples,)."""
    import numpy as np

    if strata is None:
        return resampled("roc_auc", counts, labels, said)
    groups = np.asarray(strata)
    wins, pairs = np.zeros(len(counts)), np.zeros(len(counts))
    for group in np.unique(groups):
        mine = groups == group
        weights, here = counts[:, mine], labels[mine]
        number = (weights @ (here == 1)) * (weights @ (here == 0))
        wins += np.nan_to_num(resampled("roc_auc", weights, here, said[mine])) * number
        pairs += number
    with np.errstate(all="ignore"):
        values: Floats = wins / pairs
    return values
