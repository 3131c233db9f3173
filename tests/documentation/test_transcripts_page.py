from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from grader.cli import cli
from grader.marking.transcribing import read_transcripts
from grader.marking.transcribing.suggest import MAX_BYTES, MAX_SECONDS
from grader.reports.pages.photos import MOST_BYTES, MOST_PICTURES

TEXT = (Path(__file__).parents[2] / "docs" / "transcripts.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
LINES = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_in_the_text_is_understood(line: str) -> None:
    """Names, options and arguments are those of the commands."""
    _, name, *words = shlex.split(line)
    command = cli.commands[name]
    if name == "transcribe":
        command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
    command.make_context(name, [word for word in words])


def test_the_sheet_in_the_text_is_one(tmp_path: Path) -> None:
    """It reads back as a sheet with one entry that was left for later."""
    (body,) = [body for kind, body in BLOCKS if kind == "yaml"]
    path = tmp_path / "q1.yaml"
    path.write_text(body)
    sheets = read_transcripts([path])
    assert sheets.mistakes == [] and [row.is_blank for row in sheets.rows] == [True]
    assert yaml.safe_load(body)["question"] == sheets.rows[0].question == "q1"


def test_the_limits_in_the_text_are_those_of_the_code() -> None:
    """Numbers of pictures and bytes."""
    assert f"at most {MOST_PICTURES} pictures" in TEXT
    assert f"{MOST_BYTES / 1e6:g} MB" in TEXT
    assert f"After {MAX_SECONDS:g} s or\n{MAX_BYTES:,} bytes" in TEXT
