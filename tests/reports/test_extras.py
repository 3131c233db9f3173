"""How much a student sees of a question follows the rubric."""

import ast
from pathlib import Path

import pytest

from grader import intake
from grader.reports.extras import redacted, shows_of
from grader.reports.words import FOR_STAFF
from grader.rubric import load_rubric
from tests.reports.example_results import finding, mixed

RUBRIC = """
title: Levels
{audience}feedback: question
questions:
  - {{id: a, kind: free_response, points: 1}}
  - {{id: b, kind: free_response, points: 1, feedback: after_due}}
  - {{id: c, kind: free_response, points: 1, audience: instructor}}
"""


@pytest.mark.parametrize(
    ("audience", "past_due", "expected"),
    [
        ("", False, ["question", "after_due", "instructor"]),
        ("", True, ["question", "item", "instructor"]),
        ("audience: instructor\n", False, ["item", "item", "item"]),
    ],
)
def test_levels_come_from_the_rubric(
    tmp_path: Path, audience: str, past_due: bool, expected: list[str]
) -> None:
    """The question's own choice, else the rubric's; the due date opens, the audience decides."""
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC.format(audience=audience))
    shows = shows_of(load_rubric(path), past_due=past_due)
    assert list(shows.values()) == expected


def test_taking_away_leaves_marks_and_reading() -> None:
    """At every level the score and the echo stay; the submission itself is not changed."""
    student = mixed()
    for level in ("question", "after_due", "instructor"):
        kept = redacted(student, {"p3.gradient": level, "p1": level})["questions"]
        assert kept[0]["score"] == 3.25 and kept[0]["parts"] == []
        assert bool(kept[5]["feedback"]) is (level == "question")
        assert kept[5]["read"] == "('4*t1 + 3*t2', '3*t2')"
    assert student == mixed()


def test_findings_about_the_class_stay_with_the_staff() -> None:
    """What names other students is in no student's page; the other findings stay."""
    said = "Is it Emil Empty (emptyy)?"
    findings = [finding("roster-unmatched", said), finding("fit-on-test", said)]
    shown = redacted({**mixed(), "findings": findings}, {})
    assert [finding["kind"] for finding in shown["findings"]] == ["fit-on-test"]


def test_every_finding_for_staff_is_kept_from_students() -> None:
    """A kind that intake makes for staff is in the list that pages go by."""
    folder = Path(intake.__file__).parent
    made = {
        call.args[0].value
        for source in folder.glob("*.py")
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and any(word.arg == "staff" for word in call.keywords)
        if isinstance(call.args[0], ast.Constant)
    }
    assert made == FOR_STAFF
