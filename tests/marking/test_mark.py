"""Marking a whole submission: every question gets a mark, whatever came back and whoever failed."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Literal

import pytest

from grader.evidence import (
    Answer,
    Died,
    Evidence,
    Fault,
    Malformed,
    Missing,
    Outcome,
    Raised,
    Source,
    TimedOut,
)
from grader.marking.mark import mark, mark_question
from grader.marks import Judgement, Mark, Status, awaiting, decided
from grader.questions import BY_NAME
from grader.questions.base import Given, Question
from grader.rubric.model import rubric_of
from grader.values import Array

FIELDS = {
    "title": "Homework",
    "seed": 7,
    "questions": [
        {"kind": "short_text", "id": "p1", "points": 2, "name": "WORD", "key": ["loss"]},
        {"kind": "true_false", "id": "p2", "points": 1, "name": "T", "items": [{"key": True}]},
        {"kind": "free_response", "id": "p3", "points": 3, "name": "ESSAY"},
    ],
}
RUBRIC = rubric_of(BY_NAME).model_validate_json(json.dumps(FIELDS))
GOOD: dict[str, Outcome] = {"p1": Answer("Loss."), "p2": Answer([True]), "p3": Answer("It falls.")}


def marks(outcomes: dict[str, Outcome], **more: Any) -> dict[str, Mark]:
    """The marks of these outcomes."""
    return mark(RUBRIC, {}, Evidence(outcomes), **more)


class Odd(Question):
    """A kind whose own code fails, sees its surroundings, or leaves all to a person."""

    kind: Literal["odd"] = "odd"
    does: str = "fail"

    def mark_answer(self, given: Given) -> Mark:
        """Do what the test wants."""
        if self.does == "fail":
            raise RecursionError("ours")
        if self.does == "wait":
            return awaiting(self.points, "A person decides.")
        return decided(self.points, self.points, read=str(given.seed))


def test_every_question_is_marked_in_order() -> None:
    """Marks come in the rubric's order, one each."""
    found = marks(GOOD)
    assert list(found) == ["p1", "p2", "p3"]
    assert [m.status for m in found.values()] == ["correct", "correct", "awaiting"]
    assert [m.score for m in found.values()] == [2, 1, None]


def test_marking_twice_gives_the_same() -> None:
    """It is a function of what it is given."""
    assert marks(GOOD) == marks(GOOD)


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        (Missing(), "missing", "We found no answer. Define `WORD`"),
        (Missing("The notebook is empty."), "missing", "The notebook is empty."),
        (
            Raised("ValueError", "no", Source("module", "a.py", 3)),
            "incorrect",
            "Your code raised ValueError at a.py, line 3: no.",
        ),
        (Raised("ValueError", "17 rows", hidden=True), "incorrect", "raised ValueError. Expected"),
        (Died("it crashed (signal 11)"), "incorrect", "it crashed (signal 11)"),
        (Malformed("an integer has too many digits"), "incorrect", "could not be read: an integer"),
    ],
)
def test_a_lost_answer_is_a_mark_with_a_reason(outcome: Outcome, status: str, said: str) -> None:
    """What the student's code did earns nothing, and the sentence says what happened."""
    found = marks({**GOOD, "p1": outcome})["p1"]
    assert found.status == status
    assert found.score == 0
    assert said in found.feedback[0]


@pytest.mark.parametrize(("seconds", "status"), [(None, "awaiting"), (10, "incorrect")])
def test_what_took_too_long_is_wrong_only_where_the_rubric_says_how_long(
    seconds: float | None, status: str
) -> None:
    """Nobody knows what it would have given; a question with a time of its own asks for speed."""
    question = RUBRIC.questions[0].model_copy(update={"seconds": seconds})
    found = question.mark(Given({"": TimedOut(10.0, "loading a.py")}))
    assert found.status == status
    assert "after 10 s while loading a.py" in found.feedback[0]


def test_our_fault_is_never_a_zero() -> None:
    """A fault of the grader has no score, and the other questions keep theirs."""
    found = marks({**GOOD, "p1": Fault("no process could be started")})
    assert (found["p1"].status, found["p1"].score) == (Status.NOT_GRADABLE, None)
    assert found["p2"].score == 1


def test_nothing_at_all_is_missing_everywhere() -> None:
    """Evidence without outcomes marks every question."""
    assert {m.status for m in marks({}).values()} == {Status.MISSING}


def test_a_kind_that_fails_is_our_fault_and_is_told() -> None:
    """An exception in marking is handed on with the question's id, and costs nobody points."""
    told: list[tuple[str, str]] = []
    question = Odd(id="q", points=Fraction(2))
    given = Given({"": Answer(1)})
    found = mark_question(question, given, lambda name, one: told.append((name, str(one.error))))
    assert (found.status, found.score) == (Status.NOT_GRADABLE, None)
    assert "marking q failed (RecursionError)" in found.feedback[0]
    assert told == [("q", "ours")]
    assert mark_question(question, given).status == Status.NOT_GRADABLE


def test_an_answer_too_large_to_read_is_the_hand_ins_own_doing() -> None:
    """A kind that meets one takes no long time over it, and it is no fault of ours."""
    huge = Array("|b1", (1 << 22, 1), bytes(1 << 22))
    found = marks({**GOOD, "p1": Answer(huge), "p2": Answer([huge])})
    assert [m.status for m in found.values()] == ["incorrect", "incorrect", "awaiting"]
    assert "more than 20000 elements" in found["p2"].feedback[0]


@pytest.mark.parametrize(
    ("points", "score", "status"),
    [("1.5", Fraction(3, 2), "partial"), ("9", Fraction(2), "correct"), ("-1", 0, "incorrect")],
)
@pytest.mark.parametrize("does", ["wait", "fail"])
def test_a_person_decides_what_is_open(
    does: str, points: str, score: Fraction, status: str
) -> None:
    """A judgement settles what awaits a person, or what failed, within the points."""
    question = Odd(id="q", points=Fraction(2), does=does)
    judgement = Judgement(Fraction(points), comment="Well argued.")
    found = mark_question(question, Given({"": Answer(1)}, judgement=judgement))
    assert found.score == score
    assert found.status == status
    assert found.feedback[-1] == "Well argued."
    assert not any("could not be graded" in sentence for sentence in found.feedback)


def test_a_judgement_without_a_comment_still_tells_what_happened() -> None:
    """The student is told that a person gave the points, whatever was open before."""
    judgement = Judgement(Fraction(1, 2))
    given = Given({"": Answer(1)}, judgement=judgement)
    found = mark_question(Odd(id="q", points=Fraction(2), does="fail"), given)
    assert found.feedback == ("A person read this and gave 0.5 of 2.",)
    text = marks(GOOD, judgements={"p3": judgement})["p3"]
    assert text.feedback == (f"A person read this and gave 0.5 of {float(text.points):g}.",)


def test_a_judgement_overrules_what_was_decided_and_says_so() -> None:
    """A person's mark holds whatever the machine decided, which the mark remembers."""
    judgement = {"p2": Judgement(Fraction(0), comment="It was copied.")}
    found = marks(GOOD, judgements=judgement)["p2"]
    assert found.score == 0 and found.status is Status.INCORRECT and found.by_hand
    assert found.machine == 1
    assert found.feedback == ("A person decided this: 0 of 1.", "It was copied.")
    question = Odd(id="q", points=Fraction(2), does="decide")
    given = Given({"": Answer(1)}, judgement=Judgement(Fraction(5)), seed=5)
    agreed = mark_question(question, given)
    assert agreed.score == agreed.machine == 2 and agreed.by_hand
    assert agreed.read == "5"


def test_text_is_judged_by_a_person() -> None:
    """A free response takes a judgement's points and comment."""
    found = marks(GOOD, judgements={"p3": Judgement(Fraction(2), comment="Nearly.")})["p3"]
    assert found.score == 2
    assert found.status == Status.PARTIAL
    assert any("Nearly." in sentence for sentence in found.feedback)
    assert found.by_hand and found.reason is None
    undecided = marks(GOOD)["p3"]
    assert not undecided.by_hand and undecided.reason == "free_text"


def test_a_person_decides_after_our_fault_in_any_kind() -> None:
    """What the grader failed to collect can be read and judged by hand, free responses too."""
    lost: dict[str, Outcome] = {"p1": Fault("ours"), "p3": Fault("ours")}
    judged = {name: Judgement(Fraction(1), comment="Read by hand.") for name in lost}
    found = marks({**GOOD, **lost}, judgements=judged)
    assert [found[name].score for name in lost] == [1, 1]
    assert [found[name].status for name in lost] == [Status.PARTIAL, Status.PARTIAL]
    assert found["p3"].feedback[-1] == "Read by hand."
    assert all(found[name].by_hand for name in lost) and not found["p2"].by_hand
