"""The commands that work on what has been graded: rescore, status, judge, report.

Nothing but click is imported before a command runs, so that `grader --help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.export import export
from grader.errors import EXIT_OURS

if TYPE_CHECKING:
    from grader.merge import Merged
    from grader.rescore import Rescored

_DIR = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_RUBRIC = click.option("--rubric", type=_FILE, help="The rubric; the last run's if left out.")


@click.command(short_help="Mark again with a changed rubric; no student code runs.")
@click.argument("folder", metavar="DIR", type=_DIR)
@click.option("--rubric", type=_FILE, required=True, help="The rubric to mark with now.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--ask-above",
    type=click.FloatRange(0, 100),
    default=25.0,
    show_default=True,
    metavar="PERCENT",
    help="Ask before more than this share of scores changes.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-reports", is_flag=True, help="Leave the pages as they are; write JSON and CSV.")
@click.option("--each", is_flag=True, help="List every submission, however many change.")
def rescore(
    folder: Path,
    rubric: Path,
    dry_run: bool,
    ask_above: float,
    yes: bool,
    no_reports: bool,
    each: bool,
) -> None:
    """Mark what was graded into DIR again, with a changed rubric; no student code runs."""
    from grader.rescore import check_answer
    from grader.rescore import rescore as mark_again

    limit = Fraction(str(ask_above)) / 100

    def confirm(found: Rescored) -> bool:
        tell(found, each=each)
        answer = check_answer(found, limit, yes, sys.stdin.isatty())
        question = f"Change {len(found.totals)} of {found.submissions} scores?"
        return answer if answer is not None else click.confirm(question, err=True)

    found = mark_again(folder, rubric, confirm, dry_run)
    if dry_run:
        tell(found, each=each)
        click.echo("nothing was changed (--dry-run)", err=True)
        return
    if not found.kept:
        click.echo("nothing was changed", err=True)
        return
    publish(folder, found, ("json", "csv") if no_reports else ())


@click.command(short_help="Show what is graded, what waits for a person, what failed.")
@click.argument("folder", metavar="DIR", type=_DIR)
def status(folder: Path) -> None:
    """Show how far DIR is graded, what waits for a person, and what failed and why."""
    from grader.gradebook.status import lines, status_of

    for line in lines(status_of(folder)):
        click.echo(_clean(line))


@click.command(short_help="Write the reports anew; nothing is run, no mark changes.")
@click.argument("folder", metavar="DIR", type=_DIR)
@_RUBRIC
@click.option("--format", "formats", metavar="NAMES", default="", help="Such as html,csv,json.")
def report(folder: Path, rubric: Path | None, formats: str) -> None:
    """Write the reports of DIR anew from its gradebook; nothing is run, no mark changes."""
    from grader.rescore import as_marked

    found = as_marked(folder, rubric)
    publish(folder, found, [name for name in formats.split(",") if name])


@click.group()
def judge() -> None:
    """Give points by hand: sheets go out, judgements come back."""


@judge.command("export")
@click.argument("folder", metavar="DIR", type=_DIR)
@_RUBRIC
@click.option("--to", "place", type=_DIR, help="Where the sheets go; DIR/judging if left out.")
@click.option("--as", "form", type=click.Choice(["yaml", "csv"]), default="yaml", show_default=True)
@click.option("--names", is_flag=True, help="Put ids and names on the sheets.")
@click.option("--each", is_flag=True, help="Keep equal answers apart.")
@click.option("--all", "everything", is_flag=True, help="What was judged already, too.")
def judge_export(
    folder: Path,
    rubric: Path | None,
    place: Path | None,
    form: Any,
    names: bool,
    each: bool,
    everything: bool,
) -> None:
    """Write a sheet for each question of DIR that a person decides, blind unless --names."""
    from grader.gradebook import Gradebook
    from grader.marking.judging import answers_of, write_sheets
    from grader.rescore import rubric_for
    from grader.web.alike import together

    with Gradebook.open(folder / "gradebook.db", "read") as book:
        marked_with = rubric_for(book, rubric)
        found = answers_of(book, marked_with, each)
        known = {one.id: one.name for one in book.submissions.present()} if names else None
        to = place or folder / "judging"
        answers, groups = {}, dict[str, int]()
        for question, rows in found.items():
            by_token = {one.token: one for one in rows if everything or one.is_open}
            texts = {token: one.text for token, one in by_token.items()}
            order = together(texts, groups)
            answers[question] = [by_token[token] for token in order]
        paths = write_sheets(marked_with, answers, to, form, known, book.derived.picture, groups)
    for path in paths:
        click.echo(path)
    from grader.marks import counted

    count = sum(len(row) for row in answers.values())
    click.echo(f"{counted(count, 'answer')} on {counted(len(paths), 'sheet')}", err=True)


@judge.command("import")
@click.argument("folder", metavar="DIR", type=_DIR)
@click.argument("sheets", nargs=-1, type=click.Path(path_type=Path))
@_RUBRIC
@click.option("--by", "who", help="Who judged; the name you are logged in with if left out.")
@click.option("--overwrite", is_flag=True, help="Replace judgements newer than the sheets.")
def judge_import(
    folder: Path, sheets: tuple[Path, ...], rubric: Path | None, who: str | None, overwrite: bool
) -> None:
    """Take judgements from SHEETS (DIR/judging if left out) into DIR, all or none."""
    import getpass

    from grader.gradebook import Gradebook
    from grader.marking.judging import read_sheets, take_judgements
    from grader.rescore import mark_again, rubric_for

    with Gradebook.open(folder / "gradebook.db", "change") as book:
        marked_with = rubric_for(book, rubric)
        rows = read_sheets(sheets or [folder / "judging"])
        taken = take_judgements(book, marked_with, rows, who or getpass.getuser(), overwrite)
        found = mark_again(book, marked_with) if taken.added or taken.unchanged else None
    if found is not None:
        for line in by_question(found):
            click.echo(line)
        publish(folder, found, ())
    click.echo(
        f"{len(taken.added)} judgements taken, {taken.unchanged} answers as before, "
        f"{taken.blank} left for later",
        err=True,
    )


_LISTED = 20
"""Submissions that are listed one by one; of more than that, how each question moves says more."""


def tell(found: Rescored, *, each: bool = False) -> None:
    """How each question moves, old and new of a few submissions, then what needs new probes."""
    from grader.marks import counted, show

    for line in by_question(found):
        click.echo(line)
    by_submission: dict[str, list[str]] = {}
    for change in found.changes:
        before = "-" if change.before is None else show(change.before.score)
        old = "new" if change.before is None else str(change.before.status)
        words = f"{old} -> {change.after.status}"
        line = f"  {change.question}: {before} -> {show(change.after.score)} ({words})"
        by_submission.setdefault(change.submission, []).append(line)
    many = len(by_submission) > _LISTED and not each
    if many:
        click.echo("--each lists the submissions; the class page names them", err=True)
    for submission, lines in () if many else by_submission.items():
        old_new = found.totals.get(submission)
        total = f"{show(old_new[0])} -> {show(old_new[1])}" if old_new else "score unchanged"
        click.echo(f"{submission}: {total}")
        for line in lines:
            click.echo(line)
    click.echo(
        f"{counted(len(found.changes), 'mark')} of {counted(len(by_submission), 'submission')} "
        f"change, {len(found.totals)} of {found.submissions} scores",
        err=True,
    )
    for line in _differing(found):
        click.echo(line, err=True)
    for question, count in found.unasked.items():
        click.echo(
            f"{question}: asked differently now; {counted(count, 'submission')} keep marks until "
            f"`grader grade` asks again",
            err=True,
        )


def by_question(found: Rescored) -> list[str]:
    """A line per question: how many marks go up or down, and by how much."""
    from collections import Counter

    from grader.marks import show

    moves: dict[str, Counter[Fraction]] = {}
    first: Counter[str] = Counter()
    for change in found.changes:
        before = None if change.before is None else change.before.score
        after = change.after.score
        if before is None or after is None:
            first[change.question] += 1
            moves.setdefault(change.question, Counter())
        else:
            moves.setdefault(change.question, Counter())[after - before] += 1
    told = []
    for question, counts in moves.items():
        words = [f"{first[question]} newly decided or open again"] if first[question] else []
        for points, count in sorted(counts.items()):
            way = "up" if points > 0 else "down"
            by = f"{way} by {show(abs(points))}" if points else "worded otherwise"
            words.append(f"{count} {by}")
        told.append(f"{question}: {', '.join(words)}")
    return told


def _differing(found: Rescored, most: int = 8) -> list[str]:
    """Where a person overruled the machine, question by question."""
    from grader.marks import show

    by_question: dict[str, list[str]] = {}
    for one in found.differing:
        told = f"{one.submission} {show(one.score)}, not {show(one.machine)}"
        by_question.setdefault(one.question, []).append(told)
    return [
        f"{question}: a person's mark holds where the machine would give another: "
        + "; ".join(told[:most])
        + (f"; and {len(told) - most} more" if len(told) > most else "")
        for question, told in by_question.items()
    ]


def publish(folder: Path, found: Rescored | Merged, formats: Iterable[str]) -> None:
    """Write the reports, and end as an internal error does where there was one."""
    paths = found.report.write(folder, formats)
    files = "file" if len(paths) == 1 else "files"
    click.echo(f"{len(paths)} {files} written in {folder}", err=True)
    if found.faults:
        for fault in found.faults:
            click.echo(f"grader fault: {_clean(fault)}", err=True)
        sys.exit(EXIT_OURS)


def _clean(text: str) -> str:
    """A line that moves no cursor: control characters are shown as a sign."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


COMMANDS = (rescore, status, report, export, judge)
