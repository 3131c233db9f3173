"""The README: its example is graded as it says, its commands and links exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from grader.cli import cli
from grader.grade import Options, grade
from grader.questions import KINDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL))
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def test_the_example_earns_what_the_text_says(tmp_path: Path) -> None:
    """Ada has three of four points, and the sentences shown are those of her page."""
    work = tmp_path / "submissions" / "ada"
    work.mkdir(parents=True)
    (work / "week3.py").write_text(BLOCKS["python"])
    rubric = tmp_path / "week3.yaml"
    rubric.write_text(BLOCKS["yaml"])
    grade([work.parent], rubric, tmp_path / "out", Options(jobs=1, isolation="none"))
    (ada,) = json.loads((tmp_path / "out" / "results.json").read_text())["submissions"]
    assert (ada["score"], ada["points"]) == (3, 4)
    assert ada["questions"][0]["feedback"] == BLOCKS["text"].splitlines()


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`grader (\w+ [^`]+)`", TEXT))))
def test_every_command_is_understood(line: str) -> None:
    """Names, arguments and options of commands in the text are those of the program."""
    name, *words = shlex.split(line)
    command = cli.commands[name]
    if name == "judge":
        assert words[0] in command.commands  # type: ignore[attr-defined]
    else:
        command.make_context(name, words, resilient_parsing=not words)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    """Every relative link of a page at the top is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_kind_is_named() -> None:
    """The table of kinds holds each registered one."""
    own = [kind for kind in KINDS if kind.__module__.startswith("grader.")]
    names = {kind.model_fields["kind"].annotation.__args__[0] for kind in own}  # type: ignore[union-attr]
    assert not {name for name in names if f"`{name}`" not in TEXT}
