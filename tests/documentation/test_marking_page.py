"""What docs/marking.md says of commands, keys and rubrics is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from grader.cli import cli
from grader.rubric import load_rubric
from grader.web.app import STATIC
from grader.web.entries import EVERY

TEXT = (Path(__file__).parents[2] / "docs" / "marking.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
LINES = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]
SCRIPT = (STATIC / "marking.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_in_the_text_is_understood(line: str) -> None:
    """Names, options and arguments are those of the commands."""
    _, name, *words = shlex.split(line)
    cli.commands[name].make_context(name, words)


def test_the_rubric_in_the_text_is_one(tmp_path: Path) -> None:
    """It loads, and its questions have the items that the text speaks of."""
    (body,) = [body for kind, body in BLOCKS if kind == "yaml"]
    path = tmp_path / "week3.yaml"
    path.write_text(body)
    rubric = load_rubric(path)
    assert rubric.contact == "ta@example.org"
    assert [[one.id for one in q.looked_for] for q in rubric.questions] == [
        ["idea", "clear"],
        ["sign"],
    ]


def test_the_keys_in_the_text_are_those_of_the_page() -> None:
    """Each of the table is in the page's own list, and there is no other."""
    table = re.findall(r"^\| (`.+?`) \|", TEXT, re.M)
    told = {key.replace("`", "") for key in table}
    listed = re.search(r"const KEYS = \[(.*?)\];", SCRIPT, re.DOTALL)
    assert listed is not None
    assert told == set(re.findall(r'\["([^"]+)", "', listed[1]))


def test_how_often_an_answer_comes_twice() -> None:
    """One in twenty."""
    assert EVERY == 20 and "One answer in twenty" in TEXT
