"""The command that joins gradebooks."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.gradebook import publish


@click.command(short_help="Join the gradebooks of shards into one of the whole class.")
@click.argument(
    "folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The class's folder.")
@click.option(
    "--rubric",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The rubric; the shards' if left out.",
)
@click.option("--format", "formats", metavar="NAMES", default="", help="Such as html,csv,json.")
@click.option("--incomplete", is_flag=True, help="Join what is there while shards are to come.")
def merge(
    folders: tuple[Path, ...], out: Path, rubric: Path | None, formats: str, incomplete: bool
) -> None:
    """Join gradebooks that `grader grade --shard K/N` wrote, with their runs, judgements and all.

    Nothing is run. Marks follow from evidence and judgements as `grader rescore` has them. Again is
    harmless: only what is new is taken.
    """
    from grader.merge import merge as join

    found = join(folders, out, rubric, incomplete)
    for line in found.notes:
        click.echo(line, err=True)
    count = len(found.report.results["submissions"])
    said = "joined" if found.changed else "joined, nothing of it new"
    click.echo(f"{len(folders)} gradebooks {said}: {count} submission{'s' * (count != 1)}")
    publish(out, found, [name for name in formats.split(",") if name])
