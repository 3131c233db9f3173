"""The page on new assignments: its commands work, and its examples are read as it says."""

from __future__ import annotations

import re
import shlex
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.init.points import worth
from grader.init.sheet import sheet_of
from grader.rubric import load_rubric

PAGE = (Path(__file__).parents[2] / "docs" / "starting.md").read_text("utf-8")


def test_questions_are_named_as_the_page_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command of the page, as it stands there."""
    (line,) = re.findall(r"^    grader (init quiz .*)$", PAGE, re.M)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, shlex.split(line))
    assert done.exit_code == 0, done.output
    found = load_rubric(tmp_path / "quiz" / "rubric.yaml")
    rows = [(q.id, q.kind, int(q.points)) for q in found.questions]
    assert found.title == "Quiz 1"
    assert rows == [("p1", "numeric", 2), ("p2", "free_response", 3)]


def test_points_are_read_as_the_page_says() -> None:
    """Each of its examples."""
    (row,) = re.findall(r"^\| (`\(4\)`.*?) \|", PAGE, re.M)
    points = [worth(one, bare=True).points for one in re.findall(r"`([^`]+)`", row)]
    assert points == [4, 10, 5, 6, 3, 2, 2]


def test_headings_are_read_as_the_page_says() -> None:
    """Each of its examples as a question of its own, with its points."""
    (row,) = re.findall(r"^\| (`## Problem 2.*?) \|", PAGE, re.M)
    shown = [one if one.startswith(("#", "*")) else f"## {one}"
             for one in re.findall(r"`([^`]+)`", row)]  # fmt: skip
    found = sheet_of("\n\nText.\n\n".join(shown), "sheet").questions
    assert [one.label for one in found] == ["Problem 2", "Exercise 3", "Question 1", "4"]
    assert [one.points for one in found] == [Fraction(6), Fraction(10), Fraction(5), None]


def test_every_file_of_the_table_is_written(tmp_path: Path) -> None:
    """Of a sheet in Markdown."""
    (tmp_path / "s.md").write_text("## Problem 1 (4)\n\nExplain it.\n", "utf-8")
    done = CliRunner().invoke(
        cli, ["init", str(tmp_path / "new"), "--from", str(tmp_path / "s.md")]
    )
    assert done.exit_code == 0, done.output
    for name in re.findall(r"^\| `([\w./]+)`", PAGE.partition("Nothing that is there")[0], re.M):
        if name not in ("data/",):
            assert (tmp_path / "new" / name).exists(), name
