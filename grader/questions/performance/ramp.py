"""Ramps between no points and all points, on steps, and the rules for a value that noise blurs."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

from grader.measures import scorers
from grader.questions.record import Exact, Record

Borderline = Literal["benefit_of_doubt", "median", "by_hand"]


class Ramp(Record):
    """A metric and the values between which its points rise.

    Write `none_below` and `full_from` where more is better (ROC AUC), `none_above` and `full_to`
    where less is (Brier score).
    """

    metric: str
    """A metric as scikit-learn names it (roc_auc, accuracy, f1, ...), or brier, log_loss."""
    none_below: Exact | None = None
    full_from: Exact | None = None
    none_above: Exact | None = None
    full_to: Exact | None = None

    @property
    def rises(self) -> bool:
        """Whether more of the metric is better."""
        return self.full_from is not None

    @property
    def ends(self) -> tuple[float, float]:
        """The values with no points and with all points."""
        none, full = (
            (self.none_below, self.full_from) if self.rises else (self.none_above, self.full_to)
        )
        return float(none or 0), float(full or 0)

    def problems(self) -> list[tuple[str, str]]:
        """What is missing or the wrong way round."""
        up, down = (self.none_below, self.full_from), (self.none_above, self.full_to)
        if (None in up) == (None in down) or (set(up) | set(down)) == {None}:
            said = "write none_below and full_from, or none_above and full_to where less is better"
            return [("metric", said)]
        none, full = self.ends
        if (full <= none) if self.rises else (full >= none):
            return [
                (
                    "full_from" if self.rises else "full_to",
                    "no room between no points and all points",
                )
            ]
        better = scorers.rises(self.metric)
        if better != self.rises:
            said = "write none_below and full_from" if better else "write none_above and full_to"
            more = "more" if better else "less"
            wrong = "full_from" if self.rises else "full_to"
            return [(wrong, f"{more} of {self.metric} is better: {said}")]
        best = scorers.best(self.metric)
        if (full > best) if self.rises else (full < best):
            side = "above" if self.rises else "below"
            field = "full_from" if self.rises else "full_to"
            said = f"{self.metric} is never {side} {best:g}: nobody could earn all points"
            return [(field, said)]
        return []

    def level(self, value: float, steps: int) -> int:
        """How many of `steps` steps a value reaches; nan reaches none."""
        none, full = self.ends
        if math.isnan(value):
            return 0
        return min(max(math.floor((value - none) / (full - none) * steps + 1e-9), 0), steps)

    def better(self, low: float, high: float) -> float:
        """The better end of an interval."""
        return high if self.rises else low

    def is_borderline(self, low: float, high: float, steps: int) -> bool:
        """Whether an interval reaches over one of the ramp's thresholds."""
        return self.level(low, steps) != self.level(high, steps)

    def credit(
        self, point: float, low: float, high: float, steps: int, rule: Borderline
    ) -> Fraction:
        """The share of the points: of the value itself, or with the benefit of the doubt.

        That is the level at the interval's better end, but at most one step above the value's own.
        """
        own = self.level(point, steps)
        if rule == "benefit_of_doubt":
            own = min(self.level(self.better(low, high), steps), own + 1)
        return Fraction(own, steps)
