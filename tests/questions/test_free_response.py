"""Prose waits for a person; the machine looks at presence and length only."""

import json
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import Answer
from grader.marks import Judgement, Mark, Status
from grader.questions.base import Given
from grader.questions.free_response import FreeResponse

ITEMS = [
    {"id": "idea", "text": "Names the idea.", "points": 2},
    {"id": "slip", "text": "Confuses bias and variance.", "points": -1},
]


def free_response(**more: Any) -> FreeResponse:
    """A question of three points."""
    data = {"kind": "free_response", "id": "r", "points": 3, "items": ITEMS, **more}
    return FreeResponse.model_validate_json(json.dumps(data))


def mark(question: FreeResponse, answer: Any, judgement: Judgement | None = None) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}, judgement=judgement))


@pytest.mark.parametrize("answer", ["Because it is convex.", ["Because it", "is convex."]])
def test_text_waits_for_a_person(answer: Any) -> None:
    """No score is made up while nobody has read the answer."""
    found = mark(free_response(), answer)
    assert found.status is Status.AWAITING and found.score is None
    assert "convex" in found.read and len(found.feedback) == 1


def test_a_judgement_decides_within_the_points() -> None:
    """Chosen items and the comment are told; the points are held between zero and full."""
    judgement = Judgement(Fraction(2), ("idea",), "Good.")
    found = mark(free_response(), "An idea.", judgement)
    assert found.score == 2 and found.status is Status.PARTIAL
    assert found.feedback == ("Credited for: Names the idea (2).", "Good.")
    assert mark(free_response(), "An idea.", Judgement(Fraction(9))).score == 3
    assert mark(free_response(), "An idea.", Judgement(Fraction(-9))).score == 0


@pytest.mark.parametrize("answer", ["", " \n ", [], ["", " "]])
def test_empty_text_is_missing(answer: Any) -> None:
    """Nothing but space is no answer, and no person needs to read it."""
    found = mark(free_response(), answer)
    assert found.status is Status.MISSING and found.feedback == ("Your answer is empty.",)


@pytest.mark.parametrize("answer", [3, None, True, {"a": "b"}, ["a", 1]])
def test_what_is_no_text_is_told(answer: Any) -> None:
    """Numbers and mappings are not prose."""
    found = mark(free_response(), answer)
    assert found.status is Status.INCORRECT and "is not text" in found.feedback[0]


def test_length_is_told_and_costs_nothing() -> None:
    """Too short and too long are sentences beside an open mark."""
    question = free_response(min_words=3, max_words=4)
    assert mark(question, "Too short").feedback[1].startswith("It has 2 words; at least 3")
    assert mark(question, "this one is too long").feedback[1].startswith("It has 5 words; at most")
    assert len(mark(question, "this is right").feedback) == 1


def test_items_of_one_id_are_a_mistake() -> None:
    """The second use is pointed at."""
    assert free_response().problems() == []
    ((place, said),) = free_response(items=[ITEMS[0], ITEMS[0]]).problems()
    assert place == "items.1.id" and "used twice" in said
