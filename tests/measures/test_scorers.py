"""The names of metrics that a rubric may write, against those that scikit-learn has."""

from __future__ import annotations

import pytest
from sklearn import metrics

from grader.measures.metrics import metric
from grader.measures.scorers import (
    ALIASES,
    NAMES,
    OF_NUMBERS,
    OF_SEVERAL_CLASSES,
    OF_TWO_CLASSES,
    Target,
    is_of_numbers,
    mistake,
)

OF_CLUSTERS = {
    *("adjusted_mutual_info_score", "adjusted_rand_score", "completeness_score", "rand_score"),
    *("fowlkes_mallows_score", "homogeneity_score", "mutual_info_score", "v_measure_score"),
    "normalized_mutual_info_score",
}


def test_every_scorer_of_predictions_is_known() -> None:
    """Those of clusters, of sets of labels, and of the k likeliest classes are none."""
    ours = {
        name
        for name in metrics.get_scorer_names()
        if name not in OF_CLUSTERS and not name.endswith("_samples") and name != "top_k_accuracy"
    }
    assert ours == NAMES


@pytest.mark.parametrize("name", sorted({*NAMES, *ALIASES}))
def test_every_name_can_be_measured(name: str) -> None:
    """On what it is for, with the direction in which it is better."""
    found = metric(name)
    assert (found.takes == "number") == is_of_numbers(name)
    assert found.better == ("smaller" if "neg_" in ALIASES.get(name, "") else found.better)


@pytest.mark.parametrize(
    ("name", "target", "says"),
    [
        ("r2", "number", ""),
        ("mae", "number", ""),
        ("roc_auc", "number", "roc_auc is a measure of classes; the labels"),
        ("accuracy", "number", "a measure of classes"),
        ("r2", "two", "r2 is a measure of numbers; the labels"),
        ("rmse", "several", "a measure of numbers"),
        ("f1", "two", ""),
        ("f1", "several", "f1 is for two classes; the labels: write f1_macro"),
        ("roc_auc", "several", "write roc_auc_ovr"),
        ("brier", "several", "write log_loss"),
        ("average_precision", "several", "is for two classes; the labels"),
        ("roc_auc_ovr", "several", ""),
        ("roc_auc_ovr", "two", "for more than two classes; the labels: write roc_auc"),
        ("accuracy", "several", ""),
        ("log_loss", "two", ""),
        ("acuracy", "two", "did you mean `accuracy`?"),
        ("goodness_of_everything", "two", "write one of accuracy, auc"),
        ("rand_score", "two", "there is no metric 'rand_score'"),
    ],
)
def test_a_metric_that_cannot_be_had_says_what_to_write(
    name: str, target: Target, says: str
) -> None:
    """For the labels that there are."""
    found = mistake(name, target, "the labels")
    assert bool(found) == bool(says) and says in found


def test_what_is_proposed_can_be_had() -> None:
    """Each metric of two classes proposes one of several."""
    for instead in filter(None, OF_TWO_CLASSES.values()):
        assert mistake(instead, "several", "") == ""
    assert not OF_NUMBERS & OF_SEVERAL_CLASSES
