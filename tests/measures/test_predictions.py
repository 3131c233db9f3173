"""Predictions in every accepted shape, and one message for each way to be malformed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.measures.predictions import BadPrediction, probabilities
from grader.values import Opaque, array_of

SAID = [0.25, 0.5, 0.875, 1.0]


@pytest.mark.parametrize(
    "value",
    [
        SAID,
        array_of(np.array(SAID)),
        array_of(np.array(SAID, dtype=np.float32)),
        array_of(np.array(SAID)[:, None]),
        [[x] for x in SAID],
        array_of(np.array([[1 - x, x] for x in SAID])),
        [[1 - x, x] for x in SAID],
        [array_of(np.array([1 - x, x])) for x in SAID],
    ],
    ids=["list", "array", "single", "column", "lists", "two columns", "pairs", "arrays"],
)
def test_probabilities_are_read_in_every_usual_shape(value: Any) -> None:
    """(n,), (n, 1) and (n, 2), as arrays or lists."""
    found, note = probabilities(value, 4, "predict_proba")
    assert found.tolist() == SAID
    assert note == ""


def test_the_column_of_class_one_follows_classes() -> None:
    """`classes_` = [1, 0] puts class 1 first."""
    pairs = [[x, 1 - x] for x in SAID]
    assert probabilities(pairs, 4, "predict_proba", classes=[1, 0])[0].tolist() == SAID


def test_logits_are_turned_into_probabilities_where_declared() -> None:
    """One column of logits, or the difference of two; infinite ones are certain."""
    found, _ = probabilities(
        [0.0, float(np.log(3)), float("inf"), float("-inf")], 4, "predict", "logit"
    )
    assert found.round(6).tolist() == [0.5, 0.75, 1.0, 0.0]
    found, _ = probabilities([[1.0, 1.0], [0.0, float(np.log(3))]], 2, "predict", "logit")
    assert found.round(6).tolist() == [0.5, 0.75]


@pytest.mark.parametrize("value", [[0, 1, 1, 0], [False, True, True, False]])
def test_labels_count_as_certain_probabilities_with_a_note(value: list[Any]) -> None:
    """Labels score badly on Brier and the report says why."""
    found, note = probabilities(value, 4, "predict")
    assert found.tolist() == [0, 1, 1, 0]
    assert "labels, not probabilities" in note
    assert probabilities(value, 4, "predict", "label")[1] == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "returned None; return the predictions"),
        (0.5, "one number, not one for each row"),
        ("high", "returned str"),
        (["no", "yes", "no", "no"], "returned text"),
        ([0.1, None, 0.2, 0.3], "None for some rows"),
        (Opaque("builtins.generator", ""), "builtins.generator, not numbers"),
        ({0: 0.5}, "returned a mapping"),
        ([0.1, 0.2], "gave fewer predictions than the 4 rows"),
        ([[0.1, 0.2, 0.3, 0.4]], "looks transposed"),
        ([[0.1, 0.9], [0.2], [0.3], [0.4]], "rows of different lengths"),
        ([[0.1, 0.2, 0.7]] * 4, "another number of columns"),
        ([0.1, float("nan"), 0.2, float("nan")], "NaN for some rows"),
        ([0.1, float("inf"), 0.2, 0.3], "infinite values"),
        ([-2.0, 1.5, 3.0, 0.1], "look like logits"),
        ([10.0, 20.0, 30.0, 40.5], "values above 1; probabilities"),
        ([-1, 1, 1, -1], "the labels -1, 1; the labels here are 0 and 1"),
        ([1, 2, 2, 1], "the labels 1, 2"),
        ([[0.5, 0.9]] * 4, "do not add up to 1"),
        ([1j, 0.1, 0.2, 0.3], "complex numbers"),
        ([[], [], [], []], "another number of columns"),
    ],
)
def test_every_malformed_answer_has_a_message_of_its_own(value: Any, said: str) -> None:
    """The student reads what came back and what was expected."""
    with pytest.raises(BadPrediction) as caught:
        probabilities(value, 4, "predict_proba")
    assert said in str(caught.value)
