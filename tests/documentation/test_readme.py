"""The README: its example is graded as it says, its commands and links exist."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from grader.cli import cli
from grader.questions import KINDS
from tests.documentation.first_minute import minute, paste, printed, shown

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`grader (\w+ [^`]+)`", TEXT)))
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def test_the_first_minute_prints_what_the_text_says(tmp_path: Path) -> None:
    """The block is pasted into a shell as it stands, and so is the command below it."""
    done = paste(minute(TEXT), tmp_path)
    assert done.returncode == 1, done.stderr  # there is something to fix
    assert printed(done) == shown(TEXT), "write it anew with `make docs`"
    line = next(line for line in COMMANDS if line.startswith("grade submissions --rubric week3"))
    done = paste(f"grader {line} --isolation none", tmp_path)
    assert done.returncode == 0, done.stderr
    (ada,) = json.loads((tmp_path / "results" / "results.json").read_text())["submissions"]
    assert (ada["score"], ada["points"]) == (3, 4)
    assert (tmp_path / "results" / "index.html").is_file()


def test_what_is_to_be_installed_exists() -> None:
    """The extras that the text names, and the file of versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = set(re.findall(r"\.\[([a-z,]+)\]", TEXT))
    assert {"grade", "grade,course"} <= named
    extras = {extra for group in named for extra in group.split(",")}
    assert extras <= set(project["optional-dependencies"])
    assert "-c constraints.txt" in TEXT and (ROOT / "constraints.txt").is_file()


def test_it_is_short() -> None:
    """Whoever looks for more is sent to docs/."""
    assert len(TEXT.splitlines()) <= 200


@pytest.mark.parametrize("line", COMMANDS)
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
