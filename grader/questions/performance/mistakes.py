"""What models do that learn nothing, or know what they were not told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.measures.predictions import LABELS
from grader.questions.mistake import Example, Known, MistakeTable

QUESTION = {
    "id": "p5.performance",
    "kind": "performance",
    "points": 4,
    "name": "MixtureOfExperts",
    "rows": {"train": "homework2/asd_train.csv", "label": "Class/ASD"},
    "metrics": [{"metric": "roc_auc", "none_below": 0.5, "full_from": 0.9}],
}
SIGNS = ("constant", "label_blind", "shuffled_labels", "batch_dependence", "copies_rows")
"""Those that a field of their name may make cost something."""
QUIET = frozenset({"batch_dependence", "shuffled_labels"})
"""Those that are findings anyway, and are said of the mark only where they cost something."""
_MEASURED = {"point": 0.5, "low": 0.44, "high": 0.56, "each": [0.5]}


def _sign(name: str, says: str, shown: str, words: Mapping[str, Any] | None = None) -> Known:
    """A sign that the rubric may make cost something, under a field of its name."""
    measured = {"rows": 200, "first": {"roc_auc": _MEASURED}, "signs": [[name, dict(words or {})]]}
    asked = {name: "refuse"} if name in QUIET else {}
    example = Example([], asked, measured=measured, shown=shown)
    return Known(name, says, example, costs=f"what `{name}:` says")


def _told(name: str, says: str, shown: str, words: Mapping[str, Any] | None = None) -> Known:
    """Something that is said for what it teaches, and that the metrics charge by themselves."""
    measured = {"rows": 200, "first": {"roc_auc": _MEASURED}, "signs": [[name, dict(words or {})]]}
    return Known(
        name, says, Example([], measured=measured, shown=shown), costs="what the metrics say"
    )


def _failed(name: str, says: str, shown: str) -> Known:
    """Why no prediction could be measured, or only a poorer one."""
    measured = {"rows": 200, "problems": [says], "mistakes": [name]}
    return Known(name, says, Example([], measured=measured, shown=shown), costs="all points")


MISTAKES = MistakeTable(
    QUESTION,
    (
        _sign(
            "constant",
            "Your model says the same of every row.",
            "`predict_proba` returns the share of ones for each row",
        ),
        _sign(
            "label_blind",
            "Fitted to shuffled labels, your model says just what it says with the true ones: it "
            "never looks at the labels.",
            "`fit` passes `X` on and forgets `y`",
        ),
        _sign(
            "copies_rows",
            "Predictions are the labels of the nearest training rows: your model copies rows "
            "instead of learning what they have in common.",
            "`predict` looks for the training row that is nearest",
        ),
        _sign(
            "batch_dependence",
            "Predictions of a row change with the other rows that are asked: of {rows} rows asked "
            "a second time, {differ} got another one.",
            "`predict` scales the rows by their own mean",
            {"rows": 58, "differ": 57},
        ),
        _sign(
            "shuffled_labels",
            "Fitted to shuffled labels, your model still knows the true ones: it knows what it was "
            "not told.",
            "a table of the training labels stands in the code",
        ),
        _told(
            "worse_than_mean",
            "Always saying the mean of the labels would come closer.",
            "numbers on another scale than the labels",
        ),
        _told(
            "classes_turned",
            "A ROC AUC below 0.5 says that the two classes are the other way round.",
            "`predict_proba` gives the probability of class 0",
        ),
        _failed(
            "not_fitted",
            "Your model: NotFittedError was raised while looking for a fitted model: it has not "
            "been fitted.",
            "`model = LogisticRegression()` where a fitted model is asked for",
        ),
        _failed(
            "logits",
            "Your model: predict_proba gave values from -4.1 to 3.7; probabilities lie between 0 "
            "and 1; they look like logits: put a sigmoid on them.",
            "the output of the last layer without a sigmoid",
        ),
        Known(
            "labels_only",
            LABELS,
            Example(
                [],
                measured={
                    "rows": 200, "first": {"roc_auc": _MEASURED}, "problems": [LABELS],
                    "mistakes": ["labels_only"],
                },
                shown="`predict_proba` returns 0 or 1",
            ),
            costs="what the metrics say",
        ),
    ),
)  # fmt: skip
