"""Formulas of answers: every equal form earns full marks, every slip is named."""

import json
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import Answer
from grader.marks import Status
from grader.questions.base import Given
from grader.questions.symbolic import Symbolic
from tests.questions.mathematics import SEEDS, cases, check, mark


def scalar(**fields: Any) -> Symbolic:
    """A question about one formula."""
    data = {"kind": "symbolic", "id": "s", "points": 1, "name": "F", "key": "x^2 + 1", **fields}
    return Symbolic.model_validate_json(json.dumps({"variables": ["x"], **data}))


def test_a_vector_of_one_entry_is_answered_with_or_without_brackets() -> None:
    """Brackets around a single formula say nothing: such a key could not be met at all."""
    fields = {"kind": "symbolic", "id": "s", "points": 1, "variables": ["x"], "key": ["3*x^2"]}
    question = Symbolic.model_validate_json(json.dumps(fields))
    for answer in (["3*x^2"], "3*x^2", "(3*x^2)", ["f'(x) = 3*x^2"]):
        assert question.mark(Given({"": Answer(answer)})).status is Status.CORRECT, answer
    for wrong in (["3*x"], "3*x", ["3*x^2", "0"]):
        assert question.mark(Given({"": Answer(wrong)})).score == 0, wrong


@pytest.mark.parametrize("case", cases("gradient-mistakes"), ids=lambda case: case["shows"])
def test_mistakes_of_the_catalogue_are_named_with_their_credit(case: dict[str, Any]) -> None:
    """Each wrong gradient of the catalogue has its name and its credit, under every seed."""
    for seed in SEEDS:
        check(case, seed)


@pytest.mark.parametrize("case", cases("notations"), ids=lambda case: str(case["answer"])[:60])
def test_right_answers_keep_full_marks_in_every_notation(case: dict[str, Any]) -> None:
    """A right answer is right however it is written."""
    found = mark(case["question"], case["answer"])
    assert found.status is Status.CORRECT, (case, found.feedback)
    assert found.score == found.points


def test_an_empty_answer_is_missing_and_not_wrong() -> None:
    """Nothing written is told as nothing written."""
    assert mark("p3.gradient", "").status is Status.MISSING
    assert mark("p3.gradient", None).status is Status.MISSING


def test_what_cannot_be_decided_goes_to_a_person() -> None:
    """An undecided component waits while the other keeps its points."""
    found = mark("p3.gradient", ["4*theta_1 + 3*theta_2 + 9^9^9^9", "3*theta_1"])
    assert found.status is Status.AWAITING
    assert found.score == Fraction(1, 2)


def test_an_unreadable_formula_shows_its_place() -> None:
    """The feedback points at the character with a caret."""
    found = mark("p3.gradient", "(4*theta_1 + 3*theta_2, 3*theta_1")
    assert "^" in found.feedback[0]
    assert found.mistakes == ("unreadable",)


def test_the_credit_of_a_mistake_is_the_rubrics() -> None:
    """An instructor decides what a named mistake keeps."""
    swapped = ["3*theta_1", "4*theta_1 + 3*theta_2"]
    found = mark("p3.gradient", swapped, credit={"swapped_components": Fraction(9, 10)})
    assert found.score == Fraction(9, 10)


@pytest.mark.parametrize(
    ("rule", "score"), [("accept", Fraction(1)), ("half", Fraction(1, 2)), ("refuse", Fraction(0))]
)
def test_a_form_with_a_smaller_domain_is_the_rubrics_choice(rule: str, score: Fraction) -> None:
    """x^3/x + 1 is x^2 + 1 wherever both are defined."""
    from grader.evidence import Answer
    from grader.questions.base import Given

    found = scalar(common_domain=rule).mark(Given({"": Answer("x^3/x + 1")}))
    assert found.score == score
    assert found.mistakes == ("common_domain",)


def test_a_rubric_with_an_unreadable_key_is_told() -> None:
    """The instructor's own formula is checked when the rubric is loaded."""
    assert scalar(key="x^2 + (1").problems()[0][0] == "key"
    assert scalar().problems() == []
