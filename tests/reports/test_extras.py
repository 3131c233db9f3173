"""How much a student sees of a question follows the rubric."""

import ast
from pathlib import Path

import pytest

import grader
from grader.reports.extras import redacted, shows_of
from grader.reports.words import FOR_STAFF
from grader.rubric import load_rubric
from tests.reports.example_results import finding, mixed

PACKAGE = Path(grader.__file__).parent
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


def kinds_for_staff(source: str) -> set[str]:
    """The kinds of findings that a text makes for staff, however it says so.

    `?` stands for a finding that may be for staff and whose kind cannot be told.
    """
    kinds = set()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func).split(".")[-1]
        named = [word.value for word in call.keywords if word.arg == "staff"]
        if name == "Finding":
            hidden = [*named, *call.args[5:6]]
            hidden += [arg for arg in call.args if isinstance(arg, ast.Starred)]
            hidden += [word.value for word in call.keywords if word.arg is None]
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "kind")]
        elif name in ("replace", "partial"):  # a mark's own `staff` is a tuple of sentences
            hidden, given = [flag for flag in named if not isinstance(flag, ast.Tuple)], []
        else:
            continue
        if all(isinstance(flag, ast.Constant) and flag.value is False for flag in hidden):
            continue
        kind = given[0] if given else None
        kinds.add(str(kind.value) if isinstance(kind, ast.Constant) else "?")
    return kinds


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("Finding('a', 'said', staff=True)", {"a"}),
        ("evidence.Finding('a', 'said', staff=True)", {"a"}),
        ("Finding('a', 'said', '', None, None, True)", {"a"}),
        ("Finding(message='said', kind='a', staff=is_hidden)", {"a"}),
        ("Finding(kind, 'said', staff=True)", {"?"}),
        ("Finding('a', 'said', **more)", {"a"}),
        ("Finding(*row)", {"?"}),
        ("replace(finding, staff=True)", {"?"}),
        ("partial(Finding, 'a', staff=True)", {"?"}),
        ("Finding('a', 'said', 'file', 1, 2)", set()),
        ("Finding('a', 'said', staff=False)", set()),
        ("Mark(1, 2, staff=('said',))", set()),
        ("replace(mark, staff=(*mark.staff, 'said'))", set()),
    ],
)
def test_no_way_to_make_a_finding_for_staff_escapes(source: str, kinds: set[str]) -> None:
    """By name, by place, by a variable, unpacked, changed afterwards."""
    assert kinds_for_staff(source) == kinds


def test_every_finding_for_staff_is_kept_from_students() -> None:
    """A kind that the grader makes for staff is in the list that pages go by, and no other."""
    others = {
        PACKAGE / "evidence" / "__init__.py",  # reads what was stored
        PACKAGE / "gradebook" / "codec.py",
    }
    marks = PACKAGE / "questions"  # of a mark, not a finding
    made = {
        kind
        for source in PACKAGE.rglob("*.py")
        if source not in others and marks not in source.parents
        for kind in kinds_for_staff(source.read_text(encoding="utf-8"))
    }
    assert made == FOR_STAFF
