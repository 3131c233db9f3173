"""What an instructor reads of a mathematical question that cannot be asked as it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from grader.questions.base import Question
from grader.questions.tables import TableData
from grader.rubric.model import AnyQuestion
from tests.questions.mathematics import QUESTIONS

CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("p3.gradient", {"key": "4*theta_1 +"}, "key", "cannot be read"),
    ("p3.gradient", {"key": [["theta_1"], ["1", "2"]]}, "key", "rows of the key differ in length"),
    ("p3.gradient", {"key": ["4*theta_1", "2*("]}, "key.1", "cannot be read"),
    ("p3.gradient", {"gradient_of": "2*("}, "gradient_of", "cannot be read"),
    ("p3.gradient", {"credit": {"sing": 0.5}}, "credit", "sing"),
    ("p3.descent", {"start": [2]}, "start", "write 2 numbers"),
    ("p3.descent", {"objective": "log(theta_1 - 2)"}, "objective", "cannot be worked out"),
    ("p3.descent", {"objective": "floor(theta_1)"}, "objective", "floor is not differentiated"),
    ("p3.jacobian", {"of": {}}, "of", "write at least one function"),
    ("p3.jacobian", {"of": {"u": "floor(x)*y"}}, "of", "floor is not differentiated"),
    ("p3.jacobian_at", {"at": [[1, 1], [0]]}, "at.1", "write 2 numbers"),
    ("p3.jacobian_at", {"of": {"u": "log(x)", "w": "y"}}, "of", "cannot be worked out"),
    ("p4.mle", {"parametric": ["r"]}, "densities", "'r' is used but is not one of"),
    ("p4.mle", {"data": "r"}, "densities", "'r' is used but is not one of"),
    (
        "p4.mle",
        {"steps": [{"id": "a", "title": "a", "points": 1, "shows": ["integral ("]}]},
        "steps.0",
        "'integral (' cannot be read",
    ),
    (
        "p4.mle",
        {"steps": [{"id": "a", "title": "a", "points": 0, "words": "a"}]},
        "steps",
        "give at least one step points",
    ),
    ("p4.asymmetry", {"claim": "KL(p ||"}, "claim", "cannot be read"),
    ("p4.asymmetry", {"claim": "KL(p || q)"}, "claim", "write one relation"),
    ("p4.asymmetry", {"claim": "KL(p || r) > 0"}, "claim", "r"),
]


def changed(name: str, change: dict[str, Any]) -> Question:
    """A question of the homework with some fields written otherwise."""
    adapter: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
    plain = json.loads(QUESTIONS[name].model_dump_json())
    question = adapter.validate_json(json.dumps({**plain, **change}))
    assert isinstance(question, Question)
    return question


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_questions_of_the_homework_have_no_problems(name: str) -> None:
    """What is tested below comes from the change alone."""
    assert changed(name, {}).problems() == []


@pytest.mark.parametrize(("name", "change", "place", "said"), CASES)
def test_a_mistake_of_the_rubric_is_told_with_its_place(
    name: str, change: dict[str, Any], place: str, said: str
) -> None:
    """The field and what to write instead, before any submission is marked."""
    found = changed(name, change).problems()
    assert any(where.startswith(place) and said in told for where, told in found), found


HELD_OUT = {
    "kind": "performance",
    "id": "p",
    "points": 4,
    "name": "Model",
    "metrics": ({"metric": "accuracy", "none_below": 0.5, "full_from": 0.8},),
}
TRAIN = TableData("train.csv", ("a", "b", "y"), ((0.0, 1.0, 1.0), (1.0, 0.0, 0.0)))
HIDDEN = TableData("hidden.csv", ("a", "b"), ((0.5, 0.5),))
LABELS = TableData("labels.csv", ("y",), ((1.0,),))


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({}, "", ""),
        ({"label": "z"}, "label", "train.csv has no column 'z'"),
        ({"features": ("a", "c")}, "features", "train.csv has no column 'c'"),
        (
            {"hidden": TableData("hidden.csv", ("a",), ((0.5,),)), "hidden_labels": LABELS},
            "hidden",
            "hidden.csv has no column 'b'",
        ),
        ({"hidden": HIDDEN}, "hidden_labels", "name the file with the labels"),
        (
            {"hidden": HIDDEN, "hidden_labels": TableData("labels.csv", ("y",), ())},
            "hidden_labels",
            "one label for each hidden row",
        ),
        ({"hidden": HIDDEN, "hidden_labels": LABELS}, "", ""),
        ({"train": TableData("train.csv")}, "", ""),
    ],
)
def test_tables_have_to_fit_one_another(change: dict[str, Any], place: str, said: str) -> None:
    """Columns that are not there and hidden rows without labels are told with the file."""
    adapter: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
    found = adapter.validate_python({**HELD_OUT, "rows": {"train": TRAIN, "label": "y", **change}})
    told = found.rows.problems()
    assert [where for where, _ in told] == ([place] if place else [])
    assert not place or said in told[0][1]
