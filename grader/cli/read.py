"""The command that shows how a submission is read."""

from __future__ import annotations

import json
from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command(short_help="Show what is found where in a submission, and how surely.")
@click.argument("submission", type=_PATH)
@click.option("--rubric", type=_PATH, required=True, help="The rubric, a YAML file.")
@click.option(
    "--python", help="The interpreter for submissions."
)
@click.option(
    "--isolation",
    type=click.Choice(["auto", "namespaces", "landlock", "none"]),
    default="auto",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def read(submission: Path, rubric: Path, python: str | None, isolation: str, as_json: bool) -> None:
    """Show the outline of a submission, what stands under each label, and every candidate.

    Nothing is marked. It is what to look at before writing `under:` into a rubric.
    """
    from grader.sandbox import prove_ahead

    prove_ahead(isolation, python)
    from grader.check import read as run
    from grader.grade import Options
    from grader.reports.read import read_lines

    found = run(submission, rubric, Options(isolation=isolation, python=python))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in read_lines(found):
        click.echo(line)
