"""`grader read`: what stands where in a submission, and how surely; nothing is marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli

RUBRIC = """title: Read
questions:
  - {id: q1, kind: numeric, points: 1, name: Q1, key: 1/5,
     writeup: {under: [Problem 1], take: formula, of: [P]}}
  - {id: q2, kind: numeric, points: 1, name: Q2, key: 7,
     writeup: {under: [Problem 2], take: formula, of: [k]}}
  - {id: q3, kind: numeric, points: 1, name: Q3, key: 3}
"""
TEXT = """# Problem 1: A chance

P = 1/5

# Problem 2

![my work](page.png)

# Problem 9

k = 7
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A rubric and one submission."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.md").write_text(TEXT)
    return tmp_path


def run(course: Path, *more: str) -> str:
    """What the command prints, without a sandbox."""
    words = ["read", str(course / "ada"), "--rubric", str(course / "rubric.yaml")]
    done = CliRunner().invoke(cli, [*words, "--isolation", "none", *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_question_has_its_candidates_and_its_place(course: Path) -> None:
    """The sure one, the one in a picture, and the one that is nowhere; no key and no points."""
    read = json.loads(run(course, "--json"))
    by_id = {question["id"]: question for question in read["questions"]}
    assert by_id["q1"]["found"] == "sure"
    (one,) = by_id["q1"]["candidates"]
    assert (one["read"], one["file"], one["line"]) == ("1/5", "hw.md", 3)
    assert by_id["q2"]["found"] == "unread"
    assert by_id["q2"]["candidates"] == []
    assert [gap["why"] for gap in by_id["q2"]["unread"]] == ["picture"]
    assert by_id["q3"]["found"] == "nothing"
    assert [row["path"] for row in read["outline"]] == [["1"], ["2"], ["9"]]
    assert "points" not in json.dumps(read)


def test_the_same_is_said_in_words(course: Path) -> None:
    """Outline first, then a line for each question and its candidates."""
    text = run(course)
    assert "1        A chance  [hw.md, line 1]" in text
    assert "q1: sure  (sought: Q1; under Problem 1)" in text
    assert "not read: picture  [hw.md, line 7]" in text


def test_what_is_no_submission_is_one_message(course: Path) -> None:
    """A path that is not there ends with 2 and says so."""
    words = ["read", str(course / "nobody"), "--rubric", str(course / "rubric.yaml")]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code != 0


def test_what_code_shows_under_a_label_is_told_with_its_place(tmp_path: Path) -> None:
    """Texts and figures, where a question asks for them."""
    pytest.importorskip("matplotlib")
    (tmp_path / "rubric.yaml").write_text(
        "title: Read\nquestions:\n"
        "  - {id: q1, kind: output, points: 1, expect: [{key: 3}]}\n"
        "  - {id: q2, kind: figure, points: 1}\n"
    )
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.py").write_text(
        "import matplotlib.pyplot as plt\nprint('k = 3')\nplt.plot([1, 2])\nplt.xlabel('time')\n"
    )
    printed = run(tmp_path)
    assert "k = 3  [hw.py; sure, shown]" in printed
    assert "a figure: time  [hw.py; sure, shown]" in printed


def test_what_is_asked_stands_beside_what_was_found(course: Path) -> None:
    """From the rubric, or from the sheet where a question has no prompt of its own."""
    (course / "sheet.md").write_text("# Problem 1: A chance\n\nHow likely is a four?\n")
    text = RUBRIC.replace("title: Read", "title: Read\nsheet: sheet.md")
    (course / "rubric.yaml").write_text(text.replace("name: Q3,", "name: Q3, prompt: Say three,"))
    read = json.loads(run(course, "--json"))
    prompts = {question["id"]: question["prompt"] for question in read["questions"]}
    assert "How likely is a four?" in prompts["q1"]
    assert (prompts["q2"], prompts["q3"]) == ("", "Say three")
    assert "asked: Say three" in run(course)
