"""Predictions that a submission made by itself, and models that are fitted already."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Fault, Missing
from grader.questions.base import Given
from grader.values import Opaque, array_of
from tests.questions.performance.models import FILES, WORDS, marked, question


def rows(target: str) -> Any:
    """The hidden rows of a target without their ids."""
    lines = FILES[f"{target}_rows.csv"].split()[1:]
    return np.array([line.split(",")[1:] for line in lines], float)


X = {target: rows(target) for target in ("number", "several", "two")}
Y = {
    "number": [float(line) for line in FILES["number_labels.csv"].split()[1:]],
    "several": FILES["several_labels.csv"].split()[1:],
    "two": [int(line) for line in FILES["two_labels.csv"].split()[1:]],
}
IDS = [f"r{number}" for number in range(80)]
GOOD: dict[str, Any] = {
    "number": (3 * X["number"][:, 0] - X["number"][:, 1]).tolist(),
    "several": [WORDS[place] for place in np.digitize(X["several"][:, 0], (-0.5, 0.5))],
    "two": (1 / (1 + np.exp(-3 * X["two"][:, 0]))).tolist(),
}
MATCHED = {"predictions": {"file": "said.csv", "id": "id"}}


@pytest.mark.parametrize("target", list(GOOD))
@pytest.mark.parametrize("form", ["list", "column", "table", "array"])
def test_good_predictions_are_full_in_whatever_form(target: str, form: str) -> None:
    """As a list, a column of one, a table with a numbered column, an array of its own."""
    said = GOOD[target]
    forms = {
        "list": said,
        "column": [[one] for one in said],
        "table": {"": list(range(80)), "Prediction": said},
        "array": said if target == "several" else array_of(np.array(said)),
    }
    found = marked(question(target, predictions=True), forms[form])
    assert found.score == 4 and found.read == "80 predictions"


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(80)))
def test_rows_matched_by_their_id_may_come_in_any_order(order: list[int]) -> None:
    """The same mark for every order; without the id the order counts."""
    said = {"id": [IDS[n] for n in order], "y": [GOOD["number"][n] for n in order]}
    assert marked(question("number", **MATCHED), said).score == 4
    pairs = [list(row) for row in zip(said["id"], said["y"], strict=True)]
    assert marked(question("number", **MATCHED), pairs).score == 4


def test_the_order_counts_where_no_id_is_asked_for() -> None:
    """Right numbers for other rows are wrong."""
    assert marked(question("number", predictions=True), GOOD["number"][::-1]).score == 0


def test_columns_of_classes_are_probabilities() -> None:
    """In any order, under their names, beside an id; their logarithms too."""
    score = X["several"][:, 0]
    shares = np.exp(-4 * np.abs(score[:, None] - np.array([-1.2, 0, 1.2])))
    shares /= shares.sum(axis=1, keepdims=True)
    metrics = [{"metric": "log_loss", "none_above": 1, "full_to": 0.7}]
    asked = question("several", predictions={"file": "p.csv"}, metrics=metrics)
    columns = {name: shares[:, place].tolist() for place, name in enumerate(WORDS)}
    for names in (WORDS, WORDS[::-1]):
        table = {"id": IDS, **{name.upper(): columns[name] for name in names}}
        assert marked(asked, table).score == 4
    logs = {name: np.log(column).tolist() for name, column in columns.items()}
    assert marked(asked, logs).score == 4
    assert marked(asked, dict(zip(WORDS[::-1], columns.values(), strict=True))).score == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (GOOD["number"][:79], "Your predictions have fewer predictions than the 80 rows."),
        ([*GOOD["number"][:79], float("nan")], "Your predictions have NaN for some rows."),
        ([*GOOD["number"][:79], float("inf")], "Your predictions have infinite values"),
        ([*GOOD["number"][:79], "many"], "hold text where numbers are expected."),
        ([*GOOD["number"][:79], None], "hold None for some rows."),
        ([[1, 2, 3]] * 80, "hold a table of several columns, not 80 numbers."),
        (None, "hold None"),
        (7.5, "hold one number, not one for each row."),
        (Opaque("pandas.Frame", "…"), "hold an object of another class, not numbers."),
        ({"a": [1.0] * 80, "b": [2.0] * 80}, "which column holds the predictions cannot be told"),
        ({"a": [1.0] * 80, "b": [2.0] * 79}, "its columns are of different lengths."),
        ({"a": 5}, "its columns hold no values."),
        ({}, "cannot be told; there are none"),
        ([[[1.0]]] * 80, None),
        ([1e200] * 80, "or as good as infinite ones."),
        ([True] * 80, None),
        (["a" * 10_000] * 80, "hold text where numbers are expected."),
    ],
)
def test_what_is_no_prediction_is_said_in_words(value: Any, said: str | None) -> None:
    """No points, one sentence, and never an exception."""
    found = marked(question("number", predictions={"file": "said.csv"}), value)
    assert found.score == 0
    assert said is None or said in " ".join(found.feedback)


def test_words_over_the_columns_are_no_prediction() -> None:
    """Where all of a table is words, one row too many tells that the first has the heads."""
    asked = question("several", **MATCHED)
    rows = [["id", "tree"], *([one, said] for one, said in zip(IDS, GOOD["several"], strict=True))]
    assert marked(asked, rows).score == 4
    assert marked(asked, rows[1:]).score == 4
    long = marked(question("several", predictions=True), ["ash"] * 81)
    assert "more predictions than the 80 rows" in long.feedback[0]


def test_ids_that_do_not_fit_are_named() -> None:
    """A missing one, one that stands twice, and a file without that column."""
    asked = question("number", **MATCHED)
    short = {"id": IDS[:78], "y": GOOD["number"][:78]}
    assert "2 of 80 rows have no prediction, such as id r78" in marked(asked, short).feedback[0]
    twice = {"id": [*IDS[:79], "r0"], "y": GOOD["number"]}
    assert "the id r0 stands in it twice" in marked(asked, twice).feedback[0]
    assert "there is no column 'id' among 'y'" in marked(asked, {"y": GOOD["number"]}).feedback[0]


def test_a_column_may_be_asked_for_by_name() -> None:
    """Case does not matter, and another name is told."""
    asked = question("number", predictions={"file": "said.csv", "column": "price"})
    table = {"cost": [0.0] * 80, "Price": GOOD["number"]}
    assert marked(asked, table).score == 4
    other = marked(asked, {"cost": [0.0] * 80})
    assert "there is no column 'price' among 'cost'" in other.feedback[0]


@pytest.mark.parametrize("target", ["several", "two"])
def test_labels_that_are_none_are_named(target: str) -> None:
    """With those that there are."""
    found = marked(question(target, predictions=True), ["elm"] * 80)
    assert found.score == 0 and "labels of its own; the labels here are" in found.feedback[0]


def test_the_right_labels_are_no_copy_of_hidden_ones() -> None:
    """Students have these rows, and a perfect file is no leak."""
    asked = question("two", predictions={"file": "said.csv"})
    content = FILES["two_labels.csv"].encode()
    assert asked.inspect_files({"said.csv": content}) == ()
    assert question("two").inspect_files({"said.csv": content}) != ()


@pytest.mark.parametrize(
    ("more", "place", "said"),
    [
        ({"predictions": True, "fitted": True}, "fitted", "leave out fitted or predictions"),
        ({"predictions": True, "name": None}, "name", "write the name of the array"),
        ({"predictions": {"file": "s.csv", "id": "ids"}}, "predictions.id", "one of id, x, z"),
        (
            {"predictions": True, "rows": {"hidden": None, "hidden_labels": None}},
            "rows",
            "name hidden and hidden_labels",
        ),
    ],
)
def test_what_cannot_be_compared_is_the_rubrics_mistake(
    more: dict[str, Any], place: str, said: str
) -> None:
    """Told with its field before anything runs."""
    ((path, told),) = question("number", **more).problems()
    assert path == place and said in told


@pytest.mark.parametrize("written", [7, "said.csv", {"file": ""}, {"files": "a.csv"}, [1]])
def test_other_words_for_predictions_are_refused(written: Any) -> None:
    """With the field's place, as for every field."""
    with pytest.raises(ValueError, match="predictions"):
        question("number", predictions=written)


def test_a_fitted_model_is_asked_and_not_fitted() -> None:
    """One fit in the plan, no shuffled labels, and what it says is measured the same way."""
    asked = question("number", fitted=True)
    (probe,) = asked.probes()
    assert probe.data["fitted"] is True and len(probe.parts) == 1
    batches = [part["rows"].numpy() for part in probe.held]
    said = [(3 * rows[:, 0] - rows[:, 1]).tolist() for rows in batches]
    found = marked(asked, [{"ok": True, "method": "predict", "batches": said}])
    assert found.score == 4
    unfitted = {"ok": False, "type": "NotFittedError", "message": "secret"}
    unfitted["stage"] = "looking for a fitted model"
    refused = marked(asked, [unfitted])
    assert refused.score == 0 and refused.mistakes == ("not_fitted",)
    assert refused.feedback == (
        "Your model: NotFittedError was raised while looking for a fitted model: "
        "it has not been fitted.",
    )


def test_nothing_handed_in_is_missing() -> None:
    """And our own failure is no zero."""
    asked = question("number", predictions={"file": "said.csv"})
    assert asked.mark(Given({"": Missing()})).status == "missing"
    assert asked.mark(Given({"": Fault("lost")})).status == "not_gradable"
