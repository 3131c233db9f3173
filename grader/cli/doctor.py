"""The command that tells what this machine can do."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(short_help="Show which sandboxes this machine has, and what code can import here.")
@click.option("--python", metavar="PATH", help="The interpreter that runs submissions.")
@click.option(
    "--rubric",
    type=click.Path(path_type=Path),
    help="Look at the interpreter that this rubric names.",
)
def doctor(python: str | None, rubric: Path | None) -> None:
    """Show which sandboxes this machine has, by trying forbidden things in them, and what the code
    of submissions can import."""
    from grader.reports.libraries import libraries_told
    from grader.rubric import load_rubric
    from grader.sandbox.doctor import examine, render
    from grader.sandbox.interpreter import describe

    if rubric is not None and python is None:
        python = load_rubric(rubric).environment.python
    interpreter = describe(python)
    found = examine(interpreter.path)
    click.echo(f"{render(found)}\n\n{libraries_told(interpreter.packages)}")
    sys.exit(found.exit_code)
