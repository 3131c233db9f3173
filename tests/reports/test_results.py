"""The pinned shape of results.json: every field there, numbers as people read them."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any, get_args

import jsonschema
import pytest

from grader import __version__
from grader.evidence import Finding, Source
from grader.gradebook import RubricInfo, RunInfo
from grader.marking.by_hand import judged
from grader.marking.late import Late
from grader.marks import (
    Judgement,
    Mark,
    MarkedCandidate,
    Part,
    Reason,
    Status,
    awaiting,
    decided,
    missing,
    not_gradable,
)
from grader.questions import BY_NAME
from grader.reports.records import SubmissionResult
from grader.reports.results import SCHEMA, Graded, results
from grader.rubric.model import rubric_of

FIELDS = {
    "title": "Homework",
    "seed": 7,
    "questions": [
        {"kind": "short_text", "id": "p1", "title": "A word", "points": 2, "key": ["loss"]},
        {"kind": "free_response", "id": "p2", "points": "1/3"},
        {"kind": "free_response", "id": "p3", "points": 1, "bonus": True},
    ],
}
RUBRIC = rubric_of(BY_NAME).model_validate_json(json.dumps(FIELDS))
RUBRIC = RUBRIC.with_file("rubric/x.yaml", "ab" * 32)

TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": ["integer", "null"]}
SCORE = {"type": ["number", "null"]}
STATUS = {"enum": [str(status) for status in Status]}
TEXTS = {"type": "array", "items": TEXT}


def record(**fields: Any) -> dict[str, Any]:
    """A JSON object with just these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def rows(**fields: Any) -> dict[str, Any]:
    """A list of such objects."""
    return {"type": "array", "items": record(**fields)}


PART = {"id": TEXT, "score": SCORE, "points": NUMBER, "status": STATUS}
SAID = {"feedback": TEXTS, "mistakes": TEXTS}
NULL = {"type": "null"}
REASONS = get_args(Reason)
LATE = record(
    submitted=TEXT,
    due=TEXT,
    seconds={"type": "integer"},
    deduction=NUMBER,
    excused={"type": "boolean"},
)
SUBMISSION = {
    "id": TEXT,
    "name": TEXT,
    "files": TEXTS,
    "status": {"enum": ["graded", "awaiting", "not_gradable"]},
    "score": NUMBER,
    "points": NUMBER,
    "decided_points": NUMBER,
    "late": {"anyOf": [LATE, NULL]},
    "findings": rows(kind=TEXT, message=TEXT, file=TEXT, line=WHOLE, cell=WHOLE),
    "questions": rows(
        **PART,
        **SAID,
        title=TEXT,
        kind=TEXT,
        bonus={"type": "boolean"},
        read=TEXT,
        source={"anyOf": [record(file=TEXT, line=WHOLE, cell=WHOLE, page=WHOLE), NULL]},
        reason={"enum": [*REASONS, None]},
        by_hand={"type": "boolean"},
        candidates=rows(
            read=TEXT,
            score=SCORE,
            source={"anyOf": [record(file=TEXT, line=WHOLE, cell=WHOLE, page=WHOLE), NULL]},
        ),
        parts=rows(**PART, **SAID),
    ),
}
PINNED = record(
    schema={"const": "grader.results/1"},
    grader=TEXT,
    rubric=record(title=TEXT, path=TEXT, sha256=TEXT, points=NUMBER),
    isolation=TEXT,
    python=TEXT,
    seed={"type": "integer"},
    missing=rows(id=TEXT, name=TEXT),
    submissions=rows(**SUBMISSION),
)


def info(isolation: str = "none", *missing: dict[str, str]) -> RunInfo:
    """A run of this grader."""
    rubric = RubricInfo(RUBRIC.sha256, RUBRIC.title, RUBRIC.path, ("p1", "p2", "p3"))
    return RunInfo("grade", rubric, __version__, "3.11.2", isolation, RUBRIC.seed, {}, missing)


def graded(*marks: Mark, late: Late | None = None, **more: Any) -> SubmissionResult:
    """The results of one submission with these marks, as they are read back from the file."""
    by_id = dict(zip(("p1", "p2", "p3"), marks, strict=True))
    one = Graded("ada", "Ada Lovelace", ("hw.py",), by_id, late=late, **more)
    found = results(RUBRIC, [one], info())
    back: dict[str, Any] = json.loads(json.dumps(found))
    assert back == found
    jsonschema.validate(back, PINNED)
    return found["submissions"][0]


WORD = decided(Fraction(3, 2), Fraction(2), ["Close."], read="los", source=Source("module", "a.py"))
THIRD = decided(Fraction(1, 3), Fraction(1, 3))
BONUS = decided(Fraction(1), Fraction(1))


def test_the_head_says_what_was_graded_and_how() -> None:
    """Rubric, sandbox, interpreter, seed and who handed in nothing are at the top."""
    found = results(RUBRIC, [], info("namespaces", {"id": "bob", "name": "Bob"}))
    jsonschema.validate(found, PINNED)
    assert found["schema"] == SCHEMA
    assert found["grader"] == __version__
    assert found["rubric"] == {
        "title": "Homework",
        "path": "rubric/x.yaml",
        "sha256": "ab" * 32,
        "points": 2.3333,
    }
    assert found["missing"] == [{"id": "bob", "name": "Bob"}]
    assert (found["isolation"], found["seed"]) == ("namespaces", 7)


def test_questions_stand_in_the_rubrics_order() -> None:
    """Each question once, with kind and title from the rubric."""
    questions = graded(WORD, THIRD, BONUS)["questions"]
    assert [q["id"] for q in questions] == ["p1", "p2", "p3"]
    assert [q["kind"] for q in questions] == ["short_text", "free_response", "free_response"]
    assert [q["bonus"] for q in questions] == [False, False, True]
    assert questions[0]["title"] == "A word"
    assert questions[0]["source"] == {
        "file": "a.py",
        "line": None,
        "cell": None,
        "page": None,
    }
    assert questions[1]["source"] is None


def test_scores_add_up_with_the_bonus_on_top() -> None:
    """The sum is exact before it is rounded; points leave the bonus out."""
    one = graded(WORD, THIRD, BONUS)
    assert (one["score"], one["points"], one["decided_points"]) == (2.8333, 2.3333, 2.3333)
    assert one["status"] == "graded"


@pytest.mark.parametrize(
    ("second", "status", "score"),
    [
        (awaiting(Fraction(1, 3)), "awaiting", None),
        (awaiting(Fraction(1, 3), score=Fraction(1, 3)), "awaiting", 0.3333),
        (not_gradable(Fraction(1, 3), "ours"), "not_gradable", None),
        (missing(Fraction(1, 3)), "graded", 0),
    ],
)
def test_open_questions_have_no_number(second: Mark, status: str, score: float | None) -> None:
    """What nobody decided is null, and names the state of the whole."""
    one = graded(WORD, second, BONUS)
    assert one["questions"][1]["score"] == score
    assert one["status"] == status


def test_parts_keep_their_own_feedback() -> None:
    """Items inside a question are listed with their own points and mistakes."""
    part = Part("p1.1", Fraction(1, 2), Fraction(1), Status.PARTIAL, ("Half.",), ("sign",))
    one = graded(decided(Fraction(1, 2), Fraction(2), parts=[part]), THIRD, BONUS)
    assert one["questions"][0]["parts"] == [
        {
            "id": "p1.1",
            "score": 0.5,
            "points": 1,
            "status": "partial",
            "feedback": ["Half."],
            "mistakes": ["sign"],
        }
    ]


@pytest.mark.parametrize(("deduction", "score"), [(Fraction(1), 1.8333), (Fraction(99), 0)])
def test_lateness_is_taken_off_once(deduction: Fraction, score: float) -> None:
    """The deduction stands beside the score it was taken from, which never falls below zero."""
    late = Late(
        submitted="2025-02-22T10:00:00-05:00",
        due="2025-02-21T23:59:00-05:00",
        seconds=36060,
        deduction=deduction,
        excused=False,
    )
    one = graded(WORD, THIRD, BONUS, late=late)
    assert one["score"] == score
    assert one["late"] == {**late, "deduction": deduction}


def test_findings_are_listed_with_their_place() -> None:
    """A finding keeps file, line and cell."""
    finding = Finding("load-error", "NameError: x", "a.ipynb", 3, 2)
    assert graded(WORD, THIRD, BONUS, findings=(finding,))["findings"] == [
        {
            "kind": "load-error",
            "message": "This cell stopped with NameError: x; the rest of it was not run.",
            "file": "a.ipynb",
            "line": 3,
            "cell": 2,
        }
    ]


def test_what_awaits_a_person_says_why() -> None:
    """The reason stands beside an open question alone; what a person decided says so."""
    waits = awaiting(Fraction(1, 3), "A person reads this.", reason="free_text")
    bonus = RUBRIC.questions[1]
    settled = judged(bonus, waits, waits, Judgement(Fraction(1, 3)))
    for mark, reason, by_hand in ((waits, "free_text", False), (settled, None, True)):
        question = graded(WORD, mark, BONUS)["questions"][1]
        assert (question["reason"], question["by_hand"]) == (reason, by_hand)
        assert question["candidates"] == []
    assert graded(WORD, waits, BONUS)["questions"][0]["reason"] is None


def test_candidates_stand_with_what_they_would_earn_and_where() -> None:
    """What a person decides between: none of it is lost, and an open score is null."""
    scan = Source("writeup", "scan.pdf", page=3)
    candidates = (
        MarkedCandidate("6", Fraction(4, 3), Source("module", "a.py", 2)),
        MarkedCandidate("a scribble", None, scan, "ab" * 32),
        MarkedCandidate("7", Fraction(0)),
    )
    waits = awaiting(Fraction(2), reason="differs", source=scan)
    question = graded(replace(waits, candidates=candidates), THIRD, BONUS)["questions"][0]
    assert question["source"] == {"file": "scan.pdf", "line": None, "cell": None, "page": 3}
    assert question["candidates"] == [
        {
            "read": "6",
            "score": 1.3333,
            "source": {"file": "a.py", "line": 2, "cell": None, "page": None},
        },
        {"read": "a scribble", "score": None, "source": question["source"]},
        {"read": "7", "score": 0, "source": None},
    ]
