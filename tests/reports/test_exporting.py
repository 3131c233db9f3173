"""`grader export`: every refusal says which file and what to do instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import UsageMistake
from grader.grade import Options, grade
from grader.reports.export import Asked, write_export

RUBRIC = """
title: Small
feedback: after_due
questions:
  - {id: a, kind: numeric, points: 2, name: A, key: 4}
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a class of two."""
    course = tmp_path_factory.mktemp("course")
    (course / "rubric.yaml").write_text(RUBRIC)
    for name, text in {"ada": "A = 4\n", "bob": "A = 5\n"}.items():
        (course / "class" / name).mkdir(parents=True)
        (course / "class" / name / "hw.py").write_text(text)
    options = Options(isolation="none", formats=("json",))
    grade([course / "class"], course / "rubric.yaml", course / "out", options)
    return course / "out"


@pytest.mark.parametrize(
    ("target", "sheet", "said"),
    [
        ("canvas", None, "--to canvas fills the sheet that Canvas gives out"),
        ("canvas", "none.csv", "none.csv: cannot be read"),
        ("moodle", "", "cannot be read"),
        ("brightspace", None, "--to brightspace fills the sheet that Brightspace gives out"),
        ("excel", None, "there is no such export; the exports are: canvas, moodle, brightspace"),
    ],
)
def test_what_cannot_be_exported_is_told(
    out: Path, target: str, sheet: str | None, said: str
) -> None:
    """A sheet that is not named or not there, and an export that does not exist."""
    with pytest.raises(UsageMistake, match=said):
        write_export(out, target, Asked(None if sheet is None else out / sheet))


def test_results_that_are_missing_or_damaged_are_told(tmp_path: Path) -> None:
    """Each of the two has its own remedy."""
    with pytest.raises(UsageMistake, match=r"is not there; run `grader grade` first"):
        write_export(tmp_path, "statistics")
    (tmp_path / "results.json").write_text("{")
    with pytest.raises(UsageMistake, match=r"is damaged; write it again with `grader report`"):
        write_export(tmp_path, "statistics")


def test_who_has_no_row_is_named(out: Path) -> None:
    """The filled sheet is written, and whom it has no row for is said."""
    sheet = out / "sheet.csv"
    sheet.write_text("Student,ID,SIS Login ID,Section,Small (1)\nAda,1,ada,S,\n")
    ((path, note),) = write_export(out, "canvas", Asked(sheet))
    assert note == "1 scores filled in; no row for bob"
    assert "Ada,1,ada,S,2" in path.read_text()


def test_other_exports_are_files_of_the_results(out: Path) -> None:
    """Formats of reports can be written again without grading."""
    ((path, note),) = write_export(out, "junit")
    assert path.name == "junit.xml" and note == ""
    names = {path.name for path, _ in write_export(out, "statistics")}
    assert names == {"statistics.csv", "items.csv"}


def test_students_are_told_no_more_than_the_rubric_says(out: Path) -> None:
    """Gradescope's files hold no feedback before the due date, also when they are exported."""
    done = CliRunner().invoke(cli, ["export", str(out), "--to", "gradescope"])
    assert done.exit_code == 0, done.output
    told = (out / "exports" / "gradescope" / "bob.json").read_text()
    (feedback,) = json.loads((out / "results.json").read_text())["submissions"][1]["questions"][0][
        "feedback"
    ]
    assert feedback and feedback not in told


def test_results_without_a_gradebook_are_exported(out: Path, tmp_path: Path) -> None:
    """What `grader check --json` printed is enough where no sheet is filled."""
    (tmp_path / "results.json").write_bytes((out / "results.json").read_bytes())
    done = CliRunner().invoke(cli, ["export", str(tmp_path), "--to", "junit"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "exports" / "junit.xml").is_file()
