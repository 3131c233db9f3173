"""Formats are known by name, written together, and whole or not at all."""

from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.reports import FORMATS, write_reports
from grader.reports.files import write_if_changed
from grader.reports.formats import known
from tests.reports.example_results import example


def test_every_format_writes_what_it_says(tmp_path: Path) -> None:
    """All formats at once, then again: nothing changes."""
    changed = write_reports(example(), tmp_path, FORMATS)
    names = {str(path.relative_to(tmp_path)) for path in changed}
    assert {"results.json", "grades.csv", "index.html", "exports/junit.xml"} <= names
    assert "exports/gradescope/ada.json" in names and "reports/ada.html" in names
    assert write_reports(example(), tmp_path, FORMATS) == []


def test_the_usual_formats(tmp_path: Path) -> None:
    """Without a wish there are the JSON, the CSV and the pages."""
    write_reports(example(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "grades.csv", "index.html", "reports", "results.json",
    ]  # fmt: skip


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    """The caller's mistake, in one message."""
    assert known(["csv ", "json"]) == ("json", "csv")
    with pytest.raises(UsageMistake, match="unknown format 'pdf', 'xls'; write one of json, csv"):
        known(["pdf", "csv", "xls"])


def test_a_folder_that_cannot_be_written_is_the_callers_mistake(tmp_path: Path) -> None:
    """A file where a folder should be gives one message and no half file."""
    (tmp_path / "out").write_text("here first")
    with pytest.raises(UsageMistake, match="cannot write"):
        write_reports(example(), tmp_path / "out")


def test_unchanged_files_are_left_alone(tmp_path: Path) -> None:
    """The same bytes are not written twice, others replace the file in one step."""
    path = tmp_path / "deep" / "file"
    assert write_if_changed(path, b"one")
    before = path.stat().st_ino
    assert not write_if_changed(path, b"one")
    assert path.stat().st_ino == before
    assert write_if_changed(path, b"two") and path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o400
