"""The page on exports: every export is on it, and every command in it is one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from grader.cli.export import export
from grader.reports.export import ARCHIVES, EXPORTS, SHEETS

TEXT = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
LINES = sorted(set(re.findall(r"`grader export ([^`]+)`", TEXT)))


def test_every_export_is_on_the_page() -> None:
    """With its command, whatever it is for."""
    told = {name for name in EXPORTS if re.search(rf"--to {name}[` ]", TEXT)}
    assert told == set(EXPORTS)


@pytest.mark.parametrize("line", LINES)
def test_every_command_is_understood(line: str) -> None:
    """Its options are there, its export is known, and a sheet is named where one is filled."""
    context = export.make_context("export", shlex.split(line))
    target = context.params["target"]
    assert target in (*EXPORTS, "NAME")
    if target in (*SHEETS, *ARCHIVES) and target != "gradescope-feedback":
        assert context.params["sheet"] is not None


def test_every_file_that_is_to_be_uploaded_is_named_as_it_is_written() -> None:
    """A sheet is named after its site, an archive after its export."""
    named = set(re.findall(r"`(?:exports/)?([a-z-]+)\.(?:csv|zip)`", TEXT))
    assert {*SHEETS, *ARCHIVES} <= named
