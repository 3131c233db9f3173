"""The command that starts an assignment from what a course has."""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command(short_help="Start an assignment from a notebook of otter or nbgrader.")
@click.argument("folder", type=_PATH, default=Path())
@click.option(
    "--from", "source", type=_PATH, required=True, help="A notebook of otter or nbgrader."
)
def init(folder: Path, source: Path) -> None:
    """Write a rubric into FOLDER (here, where left out) from the assignment that a course has.

    The tests of a notebook become test files, its solutions the model answer, and what students
    get the template. Nothing that is there already is overwritten.
    """
    from grader.init import init as run
    from grader.marks import show

    draft, written = run(folder, source)
    tested = sum(not one.is_manual for one in draft.questions)
    count = len(draft.questions)
    click.echo(
        f"{draft.title}: {count} questions of {draft.origin}, {show(draft.points)} points, "
        f"{tested} of them tested"
    )
    for note in draft.notes:
        click.echo(note)
    for path in written:
        click.echo(f"  {path}")
    door = "selftest" if draft.reference is not None else "validate"
    click.echo(f"next: grader {door} {folder / 'rubric.yaml'}")
