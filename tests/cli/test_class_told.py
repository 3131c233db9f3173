"""What `grade` says about the class as a whole: how it was told apart, what it lacks and needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import cli

RUBRIC = """
title: Small
questions:
  - {id: a, kind: short_text, points: 1, name: A, key: [Newton]}
  - {id: b, kind: free_response, points: 1, name: B}
"""


Grade = Callable[..., tuple[Result, list[str]]]


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """Grades files of these names and texts, in this process."""
    (tmp_path / "small.yaml").write_text(RUBRIC)

    def run(files: dict[str, str], *more: str) -> tuple[Result, list[str]]:
        for name, text in files.items():
            path = tmp_path / "class" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        out = str(tmp_path / "out")
        done = CliRunner().invoke(cli, [
            "grade", str(tmp_path / "class"), "--rubric", str(tmp_path / "small.yaml"),
            "--out", out, "--isolation", "none", "--jobs", "1", *more,
        ])  # fmt: skip
        found = tmp_path / "out/results.json"
        if not found.exists():
            return done, []
        return done, [one["id"] for one in json.loads(found.read_text())["submissions"]]

    return run


def test_the_run_says_how_it_told_students_apart(grade: Grade) -> None:
    """A class of loose files is told with the way to take it as one; `--one` takes it so."""
    files = {"alice.py": "A = 'newton'\n", "bob.py": "A = 'x'\n", "main.py": "B = 'words'\n"}
    done, ids = grade(files)
    assert ids == ["alice", "bob", "main"]
    assert "main.py does not say whose it is" in done.stderr and "--one" in done.stderr
    done, ids = grade({}, "--one", "--fresh")
    assert ids == ["class"]
    assert "class: one submission, since --one says so" in done.stderr


def test_folders_need_no_word_about_it(grade: Grade) -> None:
    """Where every student has a folder, nothing was chosen."""
    done, ids = grade({"alice/hw.py": "A = 'newton'\n", "bob/hw.py": "A = 'x'\n"})
    assert ids == ["alice", "bob"]
    assert "one submission" not in done.stderr


def test_a_roster_that_cannot_be_right_stops_before_anything_runs(
    grade: Grade, tmp_path: Path
) -> None:
    """One id for two people is the caller's mistake; nothing is written."""
    (tmp_path / "roster.csv").write_text("id,name\n7,Ada\n7,Bob\n")
    done, ids = grade({"ada.py": "A = 'x'\n"}, "--roster", str(tmp_path / "roster.csv"))
    assert "one id stands for two people: 7" in str(done.exception) and not ids


def test_what_concerns_the_class_is_told(grade: Grade, tmp_path: Path) -> None:
    """Two submissions of one person are said in the terminal too."""
    (tmp_path / "roster.csv").write_text("id,name\n7,Ada Alpha\n8,Bob Roe\n")
    roster = str(tmp_path / "roster.csv")
    done, _ = grade({"ada_alpha.py": "A = 'x'\n", "7.py": "A = 'y'\n"}, "--roster", roster)
    assert "Ada Alpha appears in 2" in done.stderr


def test_libraries_and_marks_that_wait_are_among_the_last_lines(grade: Grade) -> None:
    """What most submissions lack comes first, then how many marks wait and why."""
    files = {
        "alice/hw.py": "import absent_one\nA = 'newton'\nB = 'words'\n",
        "bob/hw.py": "import absent_one, absent_two\nA = 'newton'\nB = 'words'\n",
        "carol/hw.py": "A = 'newton'\n",
    }
    done, _ = grade(files)
    lines = done.stdout.splitlines()
    lacks = next(n for n, line in enumerate(lines) if line.startswith("imported, and not"))
    assert "absent_one in 2 of 3 submissions, absent_two in 1 of" in lines[lacks]
    assert lines[lacks + 1].startswith("2 marks wait for a person: 2 ")
