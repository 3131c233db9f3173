"""The same answer earns the same in every shape, and a wrong one is found wrong in each."""

import json
from fractions import Fraction
from typing import Any

import pytest
import yaml

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given, Question
from grader.questions.numeric import Numeric
from grader.questions.true_false import TrueFalse
from grader.values import Expression, array_of
from tests.questions.mathematics import CASES, QUESTIONS

MARKS = yaml.safe_load((CASES / "answer-shapes" / "marks.yaml").read_text("utf-8"))


def _of(model: type[Question], **fields: Any) -> Question:
    return model.model_validate_json(json.dumps({"id": "n", "points": 12, **fields}))


TRUTHS = [{"key": key} for key in (True, False, False, True)]
ALL: dict[str, Question] = {
    **QUESTIONS,
    "p1.truth": _of(TrueFalse, kind="true_false", points=4, items=TRUTHS),
    "p2.vector": _of(Numeric, kind="numeric", key=["1/2", -3, 2.5]),
    "p2.matrix": _of(Numeric, kind="numeric", key=[[0, 1], [1, "5/2"]]),
}
RIGHT = [(name, answer) for name, cases in MARKS.items() for answer in cases["right"]]
RIGHT += [
    ("p1.truth", (True, False, False, True)),
    ("p2.vector", array_of([[0.5], [-3.0], [2.5]])),
    ("p2.matrix", Expression("Matrix([[0, 1.0], [1, 5/2]])")),
    ("p2.matrix", [array_of([0.0, 1.0]), array_of([1.0, 2.5])]),
    ("p3.descent", array_of([[-1.5, 8.4], [-3.42, 8.85], [-4.707, 9.876]])),
    ("p3.descent", Expression("Matrix([[-1.5, 8.4], [-3.42, 8.85], [-4.707, 9.876]])")),
    ("p3.jacobian_at", {(0, 0): [[0, 0], [1, 0]], (1, 1): [[2, -2], [Expression("2 + E"), 2]]}),
    ("p4.asymmetry", array_of([[0.5, 0.5], [0.9, 0.1]])),
]
WRONG = [(name, case) for name, cases in MARKS.items() for case in cases["wrong"]]


def mark(name: str, answer: Any) -> Mark:
    """The mark of one answer to one of the questions."""
    return ALL[name].mark(Given({"": Answer(answer)}, questions=ALL.get))


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=lambda value: repr(value)[:50])
def test_a_right_answer_is_right_in_every_shape(name: str, answer: Any) -> None:
    """Full points, whatever the answer was written in."""
    found = mark(name, answer)
    assert found.status is Status.CORRECT, found.feedback


@pytest.mark.parametrize(("name", "case"), WRONG, ids=lambda value: repr(value)[:50])
def test_a_wrong_answer_earns_what_it_is_worth_in_every_shape(
    name: str, case: dict[str, Any]
) -> None:
    """What is wrong is found wrong, what is not read waits, and no shape lets either through."""
    found = mark(name, case["answer"])
    wanted = None if case["score"] == "waits" else Fraction(str(case["score"]))
    assert found.score == wanted, found
    assert wanted is None or wanted < ALL[name].points
