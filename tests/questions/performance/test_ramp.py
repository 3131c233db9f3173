"""Ramps with steps, and the benefit of the doubt, which is at most one step."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions.performance.ramp import Borderline, Ramp

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
    ("ramp", "ends", "rule", "credit"),
    [
        (AUC, (0.74, 0.70, 0.76), "median", 0),
        (AUC, (0.74, 0.70, 0.76), "benefit_of_doubt", 1),
        (AUC, (0.74, 0.70, 0.90), "benefit_of_doubt", 1),
        (AUC, (0.74, 0.70, 0.90), "by_hand", 0),
        (AUC, (0.80, 0.70, 0.805), "benefit_of_doubt", 2),
        (AUC, (0.90, 0.80, 0.95), "benefit_of_doubt", 4),
        (BRIER, (0.150, 0.140, 0.170), "median", 1),
        (BRIER, (0.150, 0.140, 0.170), "benefit_of_doubt", 2),
        (BRIER, (0.150, 0.149, 0.170), "benefit_of_doubt", 1),
    ],
)
def test_the_doubt_is_that_of_the_interval(
    ramp: Ramp, ends: tuple[float, float, float], rule: Borderline, credit: int
) -> None:
    """The better end of it counts, where the rule says so, and a step more at most."""
    assert ramp.credit(*ends, 4, rule) == Fraction(credit, 4)


@pytest.mark.parametrize(
    ("ramp", "low", "high", "steps", "blurred"),
    [
        (AUC, 0.70, 0.71, 4, False), (AUC, 0.71, 0.76, 4, True), (AUC, 0.75, 0.77, 4, False),
        (AUC, 0.77, 0.79, 4, True), (AUC, 0.77, 0.79, 2, True), (AUC, 0.73, 0.77, 2, False),
        (AUC, 0.85, 0.99, 4, False), (BRIER, 0.12, 0.13, 4, True), (BRIER, 0.16, 0.17, 4, False),
    ],
)  # fmt: skip
def test_an_interval_over_a_threshold_is_borderline(
    ramp: Ramp, low: float, high: float, steps: int, blurred: bool
) -> None:
    """It is where its ends reach different steps, and not beyond the ends of the ramp."""
    assert ramp.is_borderline(low, high, steps) is blurred


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, "metric"),
        ({"none_below": 1}, "metric"),
        ({"full_to": 1}, "metric"),
        ({"none_below": 0, "full_to": 1}, "metric"),
        ({"none_below": "0.9", "full_from": "0.8"}, "full_from"),
        ({"none_below": "0.9", "full_from": "0.9"}, "full_from"),
        ({"none_above": "0.1", "full_to": "0.2"}, "full_to"),
        ({"none_above": "0.1", "full_to": "0.1"}, "full_to"),
        ({"none_below": 0, "full_from": 1, "none_above": 1, "full_to": 0}, "metric"),
    ],
)
def test_ramps_that_make_no_sense_are_told(fields: dict[str, object], at: str) -> None:
    """A missing end, a turned or flat ramp, two ramps in one; each at its field."""
    problems = Ramp.model_validate({"metric": "accuracy", **fields}).problems()
    assert [place for place, _ in problems] == [at]


def test_ramps_that_make_sense_have_no_problem() -> None:
    """In both directions."""
    assert AUC.problems() == [] == BRIER.problems()
