"""The command with which students check their own work, by a rubric or by a released one."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.actions import hand_over
from grader.errors import EXIT_BELOW, EXIT_DONE, EXIT_OURS

if TYPE_CHECKING:
    from grader.reports.records import Results
    from grader.selfcheck import Checked

_PATH = click.Path(path_type=Path)
_LOOKS_AGAIN = 0.4
"""Seconds between two looks at the files."""


@click.command(short_help="Check your own submission before handing it in.")
@click.argument("submission", type=_PATH)
@click.option("--rubric", type=_PATH, help="The rubric; rubric.yaml beside or above, if left out.")
@click.option("--python", metavar="PATH", help="The interpreter that runs submissions.")
@click.option(
    "--isolation",
    type=click.Choice(["auto", "namespaces", "landlock", "none"]),
    default="none",
    show_default=True,
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if it has less of the points decided so far; not by a released rubric.",
)
@click.option("--question", multiple=True, metavar="ID", help="Look at this one alone; repeatable.")
@click.option("--html", "page", type=_PATH, help="Write the same as a page into this file.")
@click.option("--watch", is_flag=True, help="Look again whenever a file changes; Ctrl-C ends it.")
@click.option("--released", is_flag=True, help="Refuse a rubric that holds a key.")
@click.option("--classroom50", type=_PATH, metavar="FOLDER", help="Write its result.json there.")
@click.option("--json", "as_json", is_flag=True, help="Print results.json instead of the table.")
def check(
    submission: Path,
    rubric: Path | None,
    python: str | None,
    isolation: str,
    fail_under: float | None,
    question: tuple[str, ...],
    page: Path | None,
    watch: bool,
    released: bool,
    classroom50: Path | None,
    as_json: bool,
) -> None:
    """Check one submission, your own, before handing it in; needs no sandbox.

    By a released rubric, which has no key, the form of each answer is checked: names, shapes,
    types, what was read of a file and what a person will read. Ends with 1 where something needs
    fixing.
    """
    from grader.errors import UsageMistake
    from grader.rubric.load import is_released

    if rubric is None:
        from grader.selfcheck.looking import rubric_near

        folder = submission if submission.is_dir() else submission.parent
        rubric = rubric_near(folder, "name one with --rubric FILE")
    if is_released(rubric):
        code = _forms(submission, rubric, python, isolation, question, page, watch, classroom50)
    elif released or classroom50 is not None:
        raise UsageMistake(
            f"{rubric}: this rubric holds the key, which whoever reads this folder can read; give "
            "students what `grader release` makes of it"
        )
    else:
        options = (python, isolation, fail_under, question, page, as_json)
        code = _marks(submission, rubric, *options)
        while watch:
            _wait_for_change(submission, rubric)
            code = _marks(submission, rubric, *options)
    sys.exit(code)


def _forms(
    submission: Path,
    rubric: Path,
    python: str | None,
    isolation: str,
    question: tuple[str, ...],
    page: Path | None,
    watch: bool,
    classroom50: Path | None,
) -> int:
    """The form of the answers; looked at again where that is asked for."""
    from grader.errors import UsageMistake
    from grader.selfcheck import look_at
    from grader.selfcheck.terminal import changed, lines, summary
    from grader.selfcheck.watching import changes

    def look() -> Checked:
        return look_at(submission, rubric, python=python, isolation=isolation, questions=question)

    if not watch:
        found = look()
        if classroom50 is not None:
            from grader.selfcheck.classroom50 import write_classroom50

            write_classroom50(found, classroom50)
        return _told(found, page)
    before: Checked | None = None
    for _ in changes((submission, rubric), _again):
        try:
            now = look()
        except UsageMistake as mistake:
            if before is None:
                raise
            click.echo(str(mistake), err=True)
            continue
        told = lines(now, width=_width(), colour=_colours()) if before is None else (
            *changed(before, now), summary(now))  # fmt: skip
        for line in told:
            click.echo(line)
        if page is not None:
            _write(page, now)
        before = now
    return EXIT_DONE


def _again() -> bool:
    time.sleep(_LOOKS_AGAIN)
    return True


def _told(found: Checked, page: Path | None) -> int:
    from grader.selfcheck.terminal import ci_commands, ci_summary, lines

    for line in lines(found, width=_width(), colour=_colours()):
        click.echo(line, color=_colours())
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in ci_commands(found):
            click.echo(line)
        hand_over("GITHUB_STEP_SUMMARY", ci_summary(found).encode("utf-8", "replace"))
    if page is not None:
        _write(page, found)
    for fault in found.faults:
        click.echo(f"an internal error, nothing of yours: {fault}", err=True)
    return EXIT_BELOW if found.to_fix or found.stops else EXIT_OURS if found.faults else EXIT_DONE


def _write(page: Path, found: Checked) -> None:
    from grader.selfcheck.page import render

    page.write_text(render(found), encoding="utf-8")


def _wait_for_change(submission: Path, rubric: Path) -> None:
    from grader.selfcheck.watching import changes

    seen = changes((submission, rubric), _again)
    next(seen)
    next(seen)


def _marks(
    submission: Path,
    rubric: Path,
    python: str | None,
    isolation: str,
    fail_under: float | None,
    question: tuple[str, ...],
    page: Path | None,
    as_json: bool,
) -> int:
    """The marks, by a rubric with its key."""
    from grader.sandbox import prove_ahead

    prove_ahead(isolation, python)
    from grader.check import check as run
    from grader.check import only
    from grader.grade import Options
    from grader.reports.results import below

    options = Options(isolation=isolation, python=python, questions=question)
    found = only(run(submission, rubric, options), question)
    show(found, as_json)
    if page is not None:
        from grader.reports.asked import asked_of, next_of
        from grader.reports.extras import Extras
        from grader.reports.pages.html import render_student
        from grader.rubric import load_rubric

        read, first = load_rubric(rubric), found["submissions"][0]
        extras = Extras(asked=asked_of(read), told=next_of(read, first))
        text = render_student(found, first, extras)
        page.write_text(text, encoding="utf-8")
    one = found["submissions"][0]
    if one["status"] == "not_gradable":
        return EXIT_OURS
    if fail_under is not None:
        return EXIT_BELOW if list(below(found, fail_under)) else EXIT_DONE
    fine = all(q["status"] in ("correct", "awaiting") for q in one["questions"] if not q["bonus"])
    return EXIT_DONE if fine else EXIT_BELOW


def show(found: Results, as_json: bool = False) -> None:
    """Print the one submission of some results, as a table or as JSON."""
    if as_json:
        from grader.reports.exports.results_json import render_json

        click.echo(render_json(found).decode("utf-8"), nl=False)
        return
    from grader.reports.exports.github.annotations import annotations_of
    from grader.reports.terminal import render_check

    one = found["submissions"][0]
    text = render_check(found, one, width=_width(), colour=_colours())
    click.echo(text, nl=False, color=_colours())
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in annotations_of(one):
            click.echo(line)


def _width() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 120)


def _colours() -> bool:
    return "NO_COLOR" not in os.environ and sys.stdout.isatty()
