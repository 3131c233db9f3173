"""What models fitted to shuffled labels still know of several classes, or of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.measures.integrity import LEVEL, Z
from grader.measures.resample import interval, resampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def skill(counts: Floats, labels: Any, said: Floats) -> Floats:
    """What predictions are worth beyond chance in every resample: 0 for what knows nothing of the
    labels and 1 for the labels themselves.

    Of numbers it is R², never below 0, since worse than the mean is no knowledge. Of classes it is
    how much more probability the true class gets than it would get by chance from predictions of
    the same shares.
    """
    import numpy as np

    if said.ndim == 1:
        return np.maximum(resampled("r2", counts, labels, said), 0)
    total = counts.sum(axis=1)
    own = counts @ said[np.arange(len(labels)), labels] / total
    meant, true = counts @ said, counts @ np.eye(said.shape[1])[labels]
    chance = (meant * true).sum(axis=1) / total**2
    most = 1 - (true**2).sum(axis=1) / total**2
    found: Floats = np.where(most > 1e-9, (own - chance) / np.maximum(most, 1e-9), np.nan)
    return found


def knowing_refit(
    runs: Sequence[Floats], labels: Any, counts: Floats, facts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A finding where models fitted to shuffled labels still tell the true ones.

    Bare labels are no basis for it: what a model says of a row whose class it cannot tell is then
    all or nothing.
    """
    import numpy as np

    kept = [run for run in runs if run.ndim == 1 or not np.isin(run, (0, 1)).all()]
    if not kept or "spread" not in facts:
        return []
    ones = np.ones((1, len(labels)))
    value = float(np.mean([skill(ones, labels, run)[0] for run in kept]))
    low, high = interval(np.mean([skill(counts, labels, run) for run in kept], axis=0), LEVEL)
    between = Z * float(facts["spread"]) / math.sqrt(len(kept))
    least = round(value - math.hypot(max(value - low, 0), between), 4)
    most = round(min(value + math.hypot(max(high - value, 0), between), 1), 4)
    if not least > 0:
        return []
    what = "an R²" if kept[0].ndim == 1 else "a skill"
    message = (
        f"fitted to shuffled labels, the model still reached {what} of {value:.3f} on the true "
        f"ones (99 % interval {least:.3f} to {most:.3f}, which should hold 0): it knows what it "
        "was not told"
    )
    found = {"skill": round(value, 4), "low": least, "high": most}
    return [{"kind": "shuffled-labels", "message": message, **found}]
