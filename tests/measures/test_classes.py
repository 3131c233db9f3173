"""Predictions of classes under whatever names and in whatever order a model has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measures.classes import classes_told, place_of_one, several_classes, two_classes
from grader.measures.predictions import BadPrediction, Output, values
from grader.values import Array, Expression, Opaque, array_of


def two(value: Any, names: Any = (0.0, 1.0), classes: Any = None) -> tuple[list[float], bool]:
    """Probabilities of the second class for two rows, and whether they are sure."""
    found, _, is_sure = two_classes(value, 2, "predict", names, classes, "probability")
    return found.tolist(), is_sure


def several(
    value: Any, names: Any = ("a", "b", "c"), classes: Any = None, output: Output = "probability"
) -> tuple[list[list[float]], bool]:
    """Probabilities of each class for two rows, and whether they are sure."""
    found, _, is_sure = several_classes(value, 2, "predict", names, classes, output)
    return found.round(6).tolist(), is_sure


@pytest.mark.parametrize(
    ("classes", "names", "place", "is_sure"),
    [
        (None, (0.0, 1.0), 1, True),
        ([0, 1], (0.0, 1.0), 1, True),
        ([1, 0], (0.0, 1.0), 0, True),
        (array_of([1, 0]), (0.0, 1.0), 0, True),
        (["1", "0"], (0.0, 1.0), 0, True),
        ([True, False], (0.0, 1.0), 0, True),
        (["no", "yes"], (0.0, 1.0), 1, True),
        (["case", "control"], (0.0, 1.0), 0, True),
        (["healthy", "case"], (0.0, 1.0), 1, True),
        (["control", "sick"], (0.0, 1.0), 1, True),
        (["a", "b"], (0.0, 1.0), 1, False),
        (["no", "yes"], ("ja", "nein"), 0, True),
        (["yes", "no"], ("ja", "nein"), 1, True),
        (None, ("ja", "nein"), 1, False),
        (None, (0.0, 1.0), 1, True),
        (["b", "a"], ("a", "b"), 0, True),
        ([2, 1], (1.0, 2.0), 0, True),
        ([1, -1], (-1.0, 1.0), 0, True),
        (["yes", "yes"], (0.0, 1.0), 1, False),
        ([], (0.0, 1.0), 1, True),
        ("hostile", (0.0, 1.0), 1, True),
        ([Opaque("x", "y"), None], (0.0, 1.0), 1, False),
    ],
)
def test_which_column_is_the_second_class(
    classes: Any, names: Any, place: int, is_sure: bool
) -> None:
    """By its label, by a word that says yes or no, or in order where the model says nothing."""
    assert place_of_one(classes, names) == (place, is_sure)


def test_two_classes_are_read_from_columns_and_labels() -> None:
    """Probabilities in either order, labels as words or numbers, and unknown words are named."""
    assert two([[0.9, 0.1], [0.2, 0.8]]) == ([0.1, 0.8], True)
    assert two([[0.9, 0.1], [0.2, 0.8]], classes=[1, 0]) == ([0.9, 0.2], True)
    assert two([[0.9, 0.1], [0.2, 0.8]], classes=["a", "b"]) == ([0.1, 0.8], False)
    assert two([0.1, 0.8], classes=["a", "b"]) == ([0.1, 0.8], True)
    assert two([0.1, 0.8], ("a", "b")) == ([0.1, 0.8], False)
    assert two(["b", "a"], ("a", "b")) == ([1, 0], True)
    assert two(["yes", "no"], ("ja", "nein")) == ([0, 1], True)
    assert two([["b"], ["a"]], ("a", "b")) == ([1, 0], True)
    assert two([" Yes", "NO"]) == ([1, 0], True)
    assert two([1, -1], (-1.0, 1.0)) == ([1, 0], True)
    assert two(array_of([2.0, 1.0]), (1.0, 2.0)) == ([1, 0], True)
    with pytest.raises(BadPrediction, match="gave labels of its own; the labels here are a, b"):
        two(["a", "c"], ("a", "b"))
    with pytest.raises(BadPrediction, match="fewer predictions than the 2 rows"):
        two(["a"], ("a", "b"))


def test_several_classes_are_read_from_columns_and_labels() -> None:
    """Columns in the model's own order, labels by name, and numbers for words in their order."""
    shares = [[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]
    assert several(shares) == (shares, False)
    assert several(shares, (1.0, 2.0, 3.0)) == (shares, True)
    turned = [[0.1, 0.2, 0.7], [0.8, 0.1, 0.1]]
    assert several(turned, classes=["c", "b", "a"]) == (shares, True)
    assert several(shares, classes=["x", "y", "z"]) == (shares, False)
    assert several(["c", "a"]) == ([[0, 0, 1], [1, 0, 0]], True)
    assert several(array_of([2, 0])) == ([[0, 0, 1], [1, 0, 0]], False)
    assert several([[20], [10]], (10.0, 20.0, 30.0)) == ([[0, 1, 0], [1, 0, 0]], True)
    logits = array_of(np.log(shares))
    assert several(logits, output="logit") == (shares, False)


def test_the_labels_of_the_same_rows_tell_the_order_of_columns() -> None:
    """A model without `classes_` is asked for its labels; what they do not tell stays unsure."""
    shares = [[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.2, 0.5, 0.3]]
    names = ("a", "b", "c")
    assert classes_told(shares, ["c", "a", "b"], 3, "it", names) == ["c", "b", "a"]
    assert classes_told([[0.9, 0.1], [0.2, 0.8]], ["y", "x"], 2, "it", ("x", "y")) == ["y", "x"]
    assert classes_told([0.9, 0.2], ["x", "y"], 2, "it", ("x", "y")) == ["y", "x"]
    assert classes_told([3.0, -2.0], ["y", "x"], 2, "it", ("x", "y")) == ["x", "y"]
    for unclear in (["a", "a", "c"], ["d", "a", "b"], [1, 2, 3], ["a"], None, {"ok": False}):
        assert classes_told(shares, unclear, 3, "it", names) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["d", "a"], "gave labels of its own; the labels here are a, b, c"),
        ([3, 0], "labels that are none of a, b, c"),
        ([0.5, 0], "labels that are none of"),
        ([float("nan"), 0], "labels that are none of"),
        ([[0.5, 0.5, 0.5]] * 2, "do not add up to 1"),
        ([[3.0, -1.0, 0.2]] * 2, "look like logits: put a softmax"),
        ([[float("nan"), 0.5, 0.5]] * 2, "NaN for every row"),
        ([[0.5, 0.5]] * 2, "an array of another shape where 2 or 2 x 3 was expected"),
        ([["a", "b"], ["c", "a"]], "text where numbers"),
        ([[1, 0, 0]] * 3, "more predictions than the 2 rows"),
        (None, "returned None"),
        (0.5, "one number"),
        (Opaque("Widget", "w"), "an object of another class"),
        ([Expression("x"), 1], "not numbers"),
        (Array("<f8", (2, 0), b""), "an array of another shape"),
        ({"a": 1}, "a mapping"),
    ],
)
def test_what_is_no_prediction_of_several_classes_says_why(value: Any, said: str) -> None:
    """Each with a message of its own, and never an error of ours."""
    with pytest.raises(BadPrediction, match=said):
        several(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["1.5", "two"], "text where numbers"),
        ([1.5], "fewer predictions than the 2 rows"),
        ([[1, 2], [3, 4]], "a table of several columns, not 2 numbers"),
        ([float("nan"), 1], "NaN for some rows"),
        ([float("inf"), 1], "infinite"),
        ([1e200, 1], "infinite"),
        ([1j, 2], "complex"),
    ],
)
def test_what_is_no_predicted_number_says_why(value: Any, said: str) -> None:
    """A column of numbers is as good as a list of them; anything else is not."""
    assert values([[1], [2.5]], 2, "predict").tolist() == [1, 2.5]
    with pytest.raises(BadPrediction, match=said):
        values(value, 2, "predict")


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(_ANY, _ANY)
def test_whatever_comes_back_is_read_or_refused(value: Any, classes: Any) -> None:
    """Nothing raises anything but a sentence for the student, and what is read are shares."""
    try:
        found, _, _ = several_classes(value, 2, "predict", (0.0, 1.0, 2.0), classes, "probability")
    except BadPrediction:
        pass
    else:
        assert found.shape == (2, 3) and np.allclose(found.sum(axis=1), 1)
    try:
        single, _, _ = two_classes(value, 2, "predict", ("a", "b"), classes, "probability")
    except BadPrediction:
        return
    assert single.shape == (2,) and ((single >= 0) & (single <= 1)).all()
