"""`grader export`: the scores of a finished folder in the form that another system reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

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

    asked = Asked(sheet, column, scale, inside, lambda: _known(folder, rubric))
    for path, note in write_export(folder, target, asked):
        click.echo(path)
        if note:
            click.echo(note, err=True)


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
    return Known(shows_now(found), parts_of(found))
