"""`grader export`: the scores of a finished folder in the form that another system reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.actions import hand_over

if TYPE_CHECKING:
    from grader.reports.export import Known


@click.command(short_help="Write the scores as Canvas, Moodle, GitHub and others read them.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--to", "target", required=True, metavar="NAME", help="canvas, moodle, xlsx, github…")
@click.option("--sheet", type=click.Path(path_type=Path), help="What the course site gave out.")
@click.option("--column", default="", help="The column of that sheet to fill.")
@click.option("--scale", is_flag=True, help="Convert scores to the points of that column.")
@click.option("--inside", default="", metavar="PATH", help="Where the files lie in a repository.")
@click.option("--rubric", type=click.Path(path_type=Path), help="The rubric, if it has moved.")
def export(
    folder: Path,
    target: str,
    sheet: Path | None,
    column: str,
    scale: bool,
    inside: str,
    rubric: Path | None,
) -> None:
    """Write the scores of DIR under DIR/exports in the form that another system reads."""
    from grader.reports.export import Asked, write_export

    if target in ("canvas-feedback", "moodle-feedback"):
        _renew_pages(folder, rubric)
    asked = Asked(sheet, column, scale, inside, lambda: _known(folder, rubric))
    written = write_export(folder, target, asked)
    if not written:
        click.echo("what is there already says the same", err=True)
    for path, note in written:
        click.echo(path)
        if note:
            click.echo(note, err=True)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        _hand_to_actions(folder / "exports", target)


def _hand_to_actions(exports: Path, target: str) -> None:
    """In a workflow: print the annotations, and append to the step's summary and outputs."""
    if target == "github":
        written = exports / "github" / "annotations.txt"
        if written.is_file():
            click.echo(written.read_text("utf-8"), nl=False)
        hand_over("GITHUB_STEP_SUMMARY", _content(exports / "github" / "summary.md"))
    elif target == "classroom":
        hand_over("GITHUB_OUTPUT", _content(exports / "classroom.output"))


def _content(written: Path) -> bytes:
    return written.read_bytes() if written.is_file() else b""


def _renew_pages(folder: Path, rubric: Path | None) -> None:
    """Write the students' pages as they are now, so that none goes out that is out of date."""
    from grader.rescore import as_marked

    as_marked(folder, rubric).report.write(folder, ("json", "html"))


def _known(folder: Path, rubric: Path | None) -> Known:
    """What the last run's rubric says; nothing where results came without a gradebook."""
    from grader.gradebook import Gradebook
    from grader.reports.export import Known
    from grader.reports.extras import parts_of
    from grader.reports.publish import shows_now
    from grader.rescore import rubric_for

    path = folder / "gradebook.db"
    if not path.exists():
        return Known()
    with Gradebook.open(path, "read") as book:
        found = rubric_for(book, rubric)
    return Known(shows_now(found), parts_of(found), found.audience == "instructor")
