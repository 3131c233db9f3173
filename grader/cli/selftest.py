"""The command with which a rubric proves itself."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.rubric_path import one_rubric
from grader.errors import EXIT_BELOW

if TYPE_CHECKING:
    from grader.selftest import Proof

_LISTED = 6
"""Survivors of one question that are told one by one."""


@click.command(short_help="Prove a rubric: what is right is full, what is wrong is not.")
@one_rubric
@click.option("--python", metavar="PATH", help="The interpreter that runs submissions.")
@click.option(
    "--isolation",
    type=click.Choice(["auto", "namespaces", "landlock", "none"]),
    default="auto",
    show_default=True,
)
@click.option(
    "--accept",
    is_flag=True,
    help="Hold what the rubric gives a reason for under `survivors:` for explained.",
)
def selftest(rubric: Path, python: str | None, isolation: str, accept: bool) -> None:
    """Prove a rubric by its own reference, which must have full marks where no person decides.

    Keys are derived again with SymPy. Wrong answers made of the reference's must lose marks in
    their own question alone; right ones written otherwise must keep them; the templates that
    students get must earn nothing. Ends with 1 where anything did not come out so.
    """
    from grader.cli.check import show
    from grader.grade import Options
    from grader.selftest import prove

    start = time.monotonic()
    proof = prove(rubric, Options(isolation=isolation, python=python))
    show(proof.results)
    for said in filter(None, (*proof.learned, proof.opinion.line(), *proof.notes)):
        click.echo(said)
    if tried := sum(proof.trial.tried.values()):
        kept = sum(proof.trial.kept.values())
        click.echo(
            f"{tried - kept} wrong answers and {kept} right ones written otherwise were made of "
            f"those of {len(proof.trial.tried)} questions"
        )
    for line in _told(proof, accept):
        click.echo(line, err=True)
    click.echo(f"{time.monotonic() - start:.0f} s", err=True)
    if proof.short:
        click.echo(f"the reference falls short in {', '.join(proof.short)}", err=True)
    if proof.short or (proof.open if accept else proof.trial.survivors):
        sys.exit(EXIT_BELOW)


def _told(proof: Proof, accept: bool) -> list[str]:
    """A line for each survivor with what it means."""
    trial, lines = proof.trial, list[str]()
    if trial.survivors:
        count = len(trial.survivors)
        lines.append(f"{count} of what was tried {'lives' if count == 1 else 'live'}:")
    for name in dict.fromkeys(one.question for one in trial.survivors):
        rows = [one for one in trial.survivors if one.question == name]
        rows.sort(key=lambda one: bool(one.reason))
        lines += [f"  {one.line}" for one in rows[:_LISTED]]
        if len(rows) > _LISTED:
            lines.append(f"  {name}: and {len(rows) - _LISTED} more")
    if proof.open and accept:
        lines.append("to accept one, write its name with a reason into its question:")
        for one in proof.open[:_LISTED]:
            lines.append(f"  {one.question}:  survivors: {{{one.name!r}: WHY}}")
    return lines
