"""The vectorised metrics equal scikit-learn's, ties and lone classes included."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measures.metrics import UnknownMetric, metric
from grader.measures.resample import _roc_auc_sorted, draw, interval, over_seeds, resampled

FAST = ["accuracy", "balanced_accuracy", "f1", "brier", "log_loss", "roc_auc"]
FEW = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])


@st.composite
def labelled(draw_: st.DrawFn) -> tuple[list[int], list[float]]:
    """Labels of both classes and probabilities with many ties."""
    rows = draw_(st.integers(2, 25))
    labels = draw_(st.lists(st.integers(0, 1), min_size=rows, max_size=rows))
    labels[0], labels[1] = 0, 1
    said = draw_(st.lists(FEW | st.floats(0, 1), min_size=rows, max_size=rows))
    return labels, said


@pytest.mark.parametrize("name", FAST)
@settings(max_examples=40, deadline=None)
@given(data=labelled(), seed=st.integers(0, 10_000))
def test_every_resample_agrees_with_scikit_learn(
    name: str, data: tuple[list[int], list[float]], seed: int
) -> None:
    """Rows are repeated as often as they were drawn, and scikit-learn is asked."""
    labels, said = np.array(data[0]), np.array(data[1])
    counts = draw(len(labels), seed, 8)
    fast = resampled(name, counts, labels, said)
    for row, value in zip(counts, fast, strict=True):
        picked = np.repeat(np.arange(len(labels)), row.astype(int))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = _asked(name, labels[picked], said[picked])
        assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9) or (
            math.isnan(value) and math.isnan(expected)
        )


@settings(max_examples=40, deadline=None)
@given(data=labelled(), seed=st.integers(0, 10_000))
def test_counting_along_sorted_rows_gives_the_same_area(
    data: tuple[list[int], list[float]], seed: int
) -> None:
    """The form for many rows equals the form by pairs."""
    labels, said = np.array(data[0]), np.array(data[1])
    counts = draw(len(labels), seed, 8)
    with np.errstate(all="ignore"):
        many = _roc_auc_sorted(counts, labels, said)
    assert np.allclose(many, resampled("roc_auc", counts, labels, said), equal_nan=True)


@st.composite
def of_several_classes(draw_: st.DrawFn) -> tuple[list[int], list[list[float]]]:
    """Labels of up to four classes and the probabilities of each, some of them labels alone."""
    rows, classes = draw_(st.integers(2, 20)), draw_(st.integers(3, 4))
    labels = draw_(st.lists(st.integers(0, classes - 1), min_size=rows, max_size=rows))
    share = st.lists(FEW | st.floats(0, 1), min_size=classes, max_size=classes).filter(any)
    said = [draw_(share) for _ in range(rows)]
    return labels, [[part / sum(row) for part in row] for row in said]


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "f1_macro", "log_loss"])
@settings(max_examples=40, deadline=None)
@given(data=of_several_classes(), seed=st.integers(0, 10_000))
def test_resamples_of_several_classes_agree_with_scikit_learn(
    name: str, data: tuple[list[int], list[list[float]]], seed: int
) -> None:
    """Classes that a resample lacks, and ties between classes, included."""
    labels, said = np.array(data[0]), np.array(data[1])
    counts = draw(len(labels), seed, 8)
    for row, value in zip(counts, resampled(name, counts, labels, said), strict=True):
        picked = np.repeat(np.arange(len(labels)), row.astype(int))
        expected = metric(name).value(labels[picked], said[picked])
        assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", ["r2", "mae", "mse", "rmse"])
@settings(max_examples=40, deadline=None)
@given(
    data=st.lists(st.tuples(st.integers(-50, 50), st.floats(-1e3, 1e3)), min_size=2, max_size=20),
    seed=st.integers(0, 10_000),
)
def test_resamples_of_numbers_agree_with_scikit_learn(
    name: str, data: list[tuple[int, float]], seed: int
) -> None:
    """Resamples in which every label is the same included."""
    labels, said = np.array(data, dtype=float).T
    counts = draw(len(labels), seed, 8)
    for row, value in zip(counts, resampled(name, counts, labels, said), strict=True):
        picked = np.repeat(np.arange(len(labels)), row.astype(int))
        expected = metric(name).value(labels[picked], said[picked])
        assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", ["roc_auc_ovr", "roc_auc_ovo_weighted", "matthews_corrcoef"])
def test_other_metrics_of_several_classes_go_through_scikit_learn(name: str) -> None:
    """Where a resample lacks a class that the metric needs, there is no value."""
    labels = np.array([0, 1, 2] * 8)
    said = np.random.default_rng(3).dirichlet(np.ones(3), 24)
    values = resampled(name, draw(24, 1, 50), labels, said)
    low, high = interval(values)
    assert low <= metric(name).value(labels, said) <= high
    if name.startswith("roc"):
        assert math.isnan(metric(name).value(labels[:2], said[:2]))


def _asked(name: str, labels: np.ndarray, said: np.ndarray) -> float:
    if name == "log_loss" and len(np.unique(labels)) < 2:
        from sklearn.metrics import log_loss

        return float(log_loss(labels, said, labels=[0, 1]))
    if name == "brier" and len(np.unique(labels)) < 2:
        return float(((said - labels) ** 2).mean())
    return metric(name).value(labels, said)


@pytest.mark.parametrize("name", ["precision", "jaccard", "average_precision", "neg_log_loss"])
def test_any_other_scorer_goes_through_scikit_learn(name: str) -> None:
    """A metric without a fast form gives the same kind of interval, from fewer resamples."""
    labels, said = np.array([0, 1] * 20), np.linspace(0, 1, 40)
    values = resampled(name, draw(40, 1), labels, said)
    low, high = interval(values)
    assert low <= metric(name).value(labels, said) <= high


def test_an_unknown_metric_is_told_with_the_names_there_are() -> None:
    """The message holds what to write instead."""
    with pytest.raises(UnknownMetric, match="roc_auc"):
        metric("accurracy")


def test_brier_is_positive_and_smaller_is_better() -> None:
    """Plain names keep the natural sign, scikit-learn's negated names keep theirs."""
    labels, said = np.array([0, 1]), np.array([0.5, 0.5])
    assert metric("brier").value(labels, said) == 0.25
    assert metric("brier").better == "smaller"
    assert metric("neg_brier_score").value(labels, said) == -0.25
    assert metric("neg_brier_score").better == "greater"


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Of 200 samples, the 95 % interval of accuracy holds the true value in 180 to 199."""
    generator = np.random.default_rng(2)
    held = 0
    for seed in range(200):
        labels = (generator.random(200) < 0.5).astype(int)
        right = generator.random(200) < 0.85
        said = np.where(right, labels, 1 - labels).astype(float)
        low, high = interval(resampled("accuracy", draw(200, seed, 400), labels, said))
        held += low <= 0.85 <= high
    assert 180 <= held <= 199


def test_seeds_that_disagree_widen_the_interval() -> None:
    """Rows and seeds are both drawn again."""
    labels = np.array([0, 1] * 100)
    good, bad = labels * 0.8 + 0.1, np.full(200, 0.5)
    counts = draw(200, 3)
    each = [resampled("roc_auc", counts, labels, said) for said in (good, bad)]
    one, two = interval(over_seeds(each[:1], 1)), interval(over_seeds(each, 1))
    assert one == (1.0, 1.0)
    assert two[0] < 0.6
    assert two[1] == 1.0
