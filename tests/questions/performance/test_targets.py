"""Numbers, several classes and words among labels: what is sent, held out and measured of each."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from grader.errors import UsageMistake
from grader.evidence import Answer
from grader.marking.facts import build_facts
from grader.marking.measures import measure_all
from grader.marks import Mark
from grader.questions.base import Given
from grader.questions.performance import Performance
from grader.values import array_of

LEVELS = ("low", "middle", "high")


def table(labels: list[Any], first: int = 0) -> str:
    """A csv file of one column of numbers, one of words, and labels."""
    rows = [f"{first + i},w{i},{label}" for i, label in enumerate(labels)]
    return "\n".join(["x,w,y", *rows])


FILES = {
    "numbers.csv": table([i * 1.5 + 1 for i in range(40)]),
    "words.csv": table([LEVELS[i // 10] for i in range(30)]),
    "two.csv": table(["b" if i % 3 else "a" for i in range(30)]),
    "zeros.csv": table([int(i % 3 == 0) for i in range(30)]),
    "same.csv": table(["b"] * 30),
    "labels.csv": "y\n" + "a\nc\n" * 15,
}


def question(train: str, metric: str = "accuracy", **more: Any) -> Performance:
    """A question of four points about one of the tables."""
    rows = {"train": train, "label": "y", "features": ["x"], **more.pop("rows", {})}
    data = {
        **{"kind": "performance", "id": "m", "points": 4, "name": "Model", "rows": rows},
        **{"metrics": [{"metric": metric, "none_below": 0.2, "full_from": 0.8}], "seeds": 1},
        **{"more_seeds": 0, "shuffled": 1, **more},
    }
    context = {"read": lambda name: FILES[name].encode()}
    return Performance.model_validate_json(json.dumps(data), context=context)


def marked(asked: Performance, batches: Any, classes: Any = None) -> Mark:
    """The mark of predictions `batches(rows)`, measured as a run measures them."""
    facts = build_facts([asked], 5)
    assert asked.rows is not None
    _, _, hidden, _ = asked.rows.parts(as_classes=asked.target != "number")
    said = [batches(hidden[batch]) for batch in asked.batches(len(hidden))]
    fit = {"ok": True, "method": "predict", "batches": said, "classes": classes, "also": {}}
    outcome = Answer([fit for _ in asked.fits])
    measured = measure_all([asked], facts, {"m": outcome}, 5)
    return asked.mark(Given({"": outcome}, facts["m"], measured["m"]))


@pytest.mark.parametrize(
    ("train", "metric", "target"),
    [
        ("numbers.csv", "r2", "number"),
        ("words.csv", "accuracy", "several"),
        ("two.csv", "roc_auc", "two"),
        ("zeros.csv", "roc_auc", "two"),
        ("zeros.csv", "explained_variance", "number"),
    ],
)
def test_what_is_predicted_follows_from_labels_and_metrics(
    train: str, metric: str, target: str
) -> None:
    """And with it what models are asked; one more fit has shuffled labels and the first seed."""
    found = question(train, metric)
    assert found.problems() == []
    assert found.target == target
    (probe,) = found.probes()
    assert probe.data["methods"][0] == ("predict" if target == "number" else "predict_proba")
    labels = [part["y"] for part in probe.parts]
    label = labels[[one["role"] for one in found.fits].index("first")]
    assert len({str(one) for one in labels}) == 2
    assert len({part["seed"] for part in probe.parts}) == 1
    if train in ("words.csv", "two.csv"):
        assert isinstance(label, list) and set(label) <= {*LEVELS, "a", "b"}
    else:
        assert label.dtype == ("<i8" if train == "zeros.csv" else "<f8")


def test_rows_are_held_out_all_along_a_sorted_file() -> None:
    """Every class is among the training rows and the held-out ones, and no row is in both."""
    rows = question("words.csv").rows
    assert rows is not None
    X, y, hidden, labels = rows.parts()
    assert set(y) == set(labels) == {0, 1, 2}
    assert sorted([*X[:, 0], *hidden[:, 0]]) == list(range(30))


def test_a_constant_has_no_benefit_of_a_doubt() -> None:
    """It is named as one, and luck with the rows earns it nothing."""
    metrics = [{"metric": "accuracy", "none_below": 0.4, "full_from": 0.6}]
    few = question("words.csv", metrics=metrics)
    found = marked(few, lambda X: ["low"] * len(X))
    assert found.score == 0 and "Your model says the same of every row." in found.feedback
    varied = marked(few, lambda X: ["low" if x % 3 else "high" for x in X[:, 0]])
    assert "the same of every row" not in " ".join(varied.feedback)


def test_numbers_are_marked_by_how_close_they_come() -> None:
    """The right line is full, the mean nothing, and a column is as good as a list."""
    asked = question("numbers.csv", "r2")
    assert marked(asked, lambda X: array_of(X * 1.5 + 1)).score == 4
    assert marked(asked, lambda X: [30.25] * len(X)).score == 0
    assert "R²" in marked(asked, lambda X: array_of(X * 1.5 + 1)).feedback[0]


def test_three_words_are_marked_by_columns_and_by_labels() -> None:
    """In the model's own order of classes; the confusion shows their names."""
    asked = question("words.csv")

    def columns(X: Any) -> Any:
        return array_of(np.eye(3)[(X[:, 0] // 10).astype(int)])  # low, middle, high

    right = marked(asked, columns, list(LEVELS))
    assert right.score == 4 and right.plot is not None
    assert right.plot["confusion"]["labels"] == ["high", "low", "middle"]
    assert marked(asked, columns).score != 4  # in sorted order these are other classes
    assert marked(asked, lambda X: [LEVELS[int(x) // 10] for x in X[:, 0]]).score == 4
    other = marked(asked, columns, ["p", "q", "r"])
    assert other.status == "awaiting" and "'p', 'q', 'r'" in " ".join(other.feedback)


@pytest.mark.parametrize(
    ("train", "metric", "baseline"),
    [
        ("numbers.csv", "rmse", "mean"),
        ("numbers.csv", "rmse", "linear_regression"),
        ("numbers.csv", "rmse", "random_forest"),
        ("words.csv", "accuracy", "prevalence"),
        ("words.csv", "log_loss", "logistic_regression"),
        ("two.csv", "accuracy", "random_forest"),
    ],
)
def test_baselines_are_of_the_same_kind(train: str, metric: str, baseline: str) -> None:
    """Each predicts what the labels are, and its predictions can be compared."""
    beats = {"baseline": baseline, "metric": metric, "trees": 5}
    asked = question(train, metrics=[], beats=beats)
    assert asked.problems() == []
    said = {"numbers.csv": lambda X: array_of(X * 1.5 + 1.0), "two.csv": lambda X: ["a"] * len(X)}
    found = marked(asked, said.get(train, lambda X: ["low"] * len(X)))
    assert found.score is not None and "95 % interval" in found.feedback[0]


def test_labels_that_are_the_same_or_unknown_are_mistakes() -> None:
    """As is a hidden label that no training row has."""
    assert "the same label" in question("same.csv").problems()[0][1]
    hidden = {"hidden": "two.csv", "hidden_labels": "labels.csv"}
    assert question("two.csv", rows=hidden).problems() == [
        ("rows.hidden_labels", "no training row has the label c")
    ]
    hidden["hidden_labels"] = "two.csv"
    assert "write one column" in question("two.csv", rows=hidden).problems()[0][1]


def test_a_shared_fit_with_another_kind_of_metric_stops_the_run() -> None:
    """It is told before any submission is run, and never a student's zero."""
    first = question("numbers.csv", "r2")
    second = Performance.model_validate_json(json.dumps({
        **{"kind": "performance", "id": "s", "points": 1, "name": "Model", "shares": "m"},
        "metrics": [{"metric": "roc_auc", "none_below": 0, "full_from": 1}],
    }))  # fmt: skip
    with pytest.raises(UsageMistake, match="s: roc_auc is a measure of classes"):
        build_facts([first, second], 1)
