"""What the reference gives is asked once, kept by what it is, and is no fault of a student."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.grade import Finished, Options, grade

RUBRIC = """
title: Functions
reference: reference
questions:
  - id: area
    kind: function
    points: 2
    name: area
    cases: [{arguments: [2]}, {arguments: [3]}]
  - {id: word, kind: short_text, points: 1, name: WORD, key: [round]}
"""
RIGHT = "def area(r):\n    return 3 * r * r\n"
WRONG = "def area(r):\n    return 6 * r\nWORD = 'round'\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A rubric whose key is a reference, and two submissions: right, and right for one input."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    for name, text in {"reference": RIGHT, "class/ada": RIGHT, "class/bob": WRONG}.items():
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "hw.py").write_text(text)
    return tmp_path


def graded(course: Path) -> Finished:
    """One run over the class."""
    options = Options(isolation="none", formats=("json",))
    return grade([course / "class"], course / "rubric.yaml", course / "out", options)


def area(found: Finished) -> list[tuple[str, Any]]:
    """The status and the score of the function, student by student."""
    rows = [one["questions"][0] for one in found.results["submissions"]]
    return [(row["status"], row["score"]) for row in rows]


def test_the_reference_says_what_is_right(course: Path) -> None:
    """Cases without a result of the rubric's are compared with what the reference gives."""
    assert area(graded(course)) == [("correct", 2), ("partial", 1)]


def test_another_reference_is_asked_again(course: Path) -> None:
    """A corrected reference corrects the marks; submissions are not run for it."""
    graded(course)
    log = course / "ran.txt"
    text = f"open({str(log)!r}, 'a').write('x')\n"
    for name in ("class/ada", "class/bob"):
        path = course / name / "hw.py"
        path.write_text(path.read_text() + text)
    graded(course)
    ran = log.read_text()
    (course / "reference/hw.py").write_text("def area(r):\n    return 6 * r\n")
    assert area(graded(course)) == [("partial", 1), ("correct", 2)]
    assert log.read_text() == ran


@pytest.mark.parametrize(
    "text", ["def area(r):\n    raise ValueError\n", "area = 3\n", "import nowhere\n", "x = (\n"]
)
def test_a_reference_that_fails_is_nobodys_zero(course: Path, text: str) -> None:
    """Without a key the question is not gradable for all, the others are marked."""
    (course / "reference/hw.py").write_text(text)
    found = graded(course)
    assert [status for status, _ in area(found)] == ["not_gradable"] * 2
    words = [one["questions"][1] for one in found.results["submissions"]]
    assert [row["status"] for row in words] == ["missing", "correct"]
