"""The command that makes the students' package of an assignment."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.rubric_path import one_rubric

_PATH = click.Path(path_type=Path)


@click.command(short_help="Make the key-free package that students get.")
@one_rubric
@click.option("--out", type=_PATH, required=True, help="An empty or new folder.")
def release(rubric: Path, out: Path) -> None:
    """Write what students get into OUT: a rubric without its key, data, templates, one page.

    What would give an answer away, such as a formula in a title or a file of labels among the data,
    is refused with its place.
    """
    from grader.release import release as run

    for path in run(rubric, out):
        click.echo(path)
    click.echo(f"next: grader check {out / 'submission'} --rubric {out / 'rubric.yaml'}", err=True)
