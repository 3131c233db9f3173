"""Ramps with steps, and the benefit of the doubt, which is at most one step."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions.performance.ramp import Ramp

AUC = Ramp.model_validate({"metric": "roc_auc", "none_below": "0.72", "full_from": "0.84"})
BRIER = Ramp.model_validate({"metric": "brier", "none_above": "0.165", "full_to": "0.125"})
Unit = st.floats(0, 1)


@pytest.mark.parametrize(
    ("ramp", "value", "level"),
    [
        (AUC, 0.5, 0), (AUC, 0.72, 0), (AUC, 0.75, 1), (AUC, 0.8399, 3), (AUC, 0.84, 4),
        (AUC, 1, 4),
        (BRIER, 0.25, 0), (BRIER, 0.165, 0), (BRIER, 0.155, 1), (BRIER, 0.125, 4), (BRIER, 0, 4),
        (AUC, float("nan"), 0),
    ],
)  # fmt: skip
def test_levels_rise_between_the_ends(ramp: Ramp, value: float, level: int) -> None:
    """Steps begin exactly at their thresholds, in both directions."""
    assert ramp.level(value, 4) == level


@given(point=Unit, low=Unit, high=Unit)
def test_the_benefit_of_the_doubt_is_at_most_one_step(
    point: float, low: float, high: float
) -> None:
    """It never costs points, never exceeds the better end, never gives more than a step."""
    for ramp in (AUC, BRIER):
        ends = sorted((low, point, high))
        plain = ramp.credit(ends[1], ends[0], ends[2], 4, "median")
        kind = ramp.credit(ends[1], ends[0], ends[2], 4, "benefit_of_doubt")
        assert plain <= kind <= plain + Fraction(1, 4)
        assert kind * 4 <= ramp.level(ramp.better(ends[0], ends[2]), 4)


@given(a=Unit, b=Unit)
def test_better_never_earns_less(a: float, b: float) -> None:
    """Credit is monotone in the metric."""
    small, large = sorted((a, b))
    assert AUC.level(small, 4) <= AUC.level(large, 4)
    assert BRIER.level(small, 4) >= BRIER.level(large, 4)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"none_below": 1},
        {"none_below": "0.9", "full_from": "0.8"},
        {"none_above": "0.1", "full_to": "0.2"},
        {"none_below": 0, "full_from": 1, "none_above": 1, "full_to": 0},
    ],
)
def test_ramps_that_make_no_sense_are_told(fields: dict[str, object]) -> None:
    """A missing end, a turned ramp, two ramps in one."""
    assert Ramp.model_validate({"metric": "accuracy", **fields}).problems()
