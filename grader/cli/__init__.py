"""The command line: alone prints and exits; every command imports what it needs when it runs."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import textwrap
import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.cli.commands import COMMANDS
from grader.cli.rubric_path import several_rubrics
from grader.errors import (
    EXIT_BELOW,
    EXIT_CALLER,
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_OURS,
    GraderError,
    OutOfSpace,
    UsageMistake,
    is_full,
)

if TYPE_CHECKING:
    from grader.grade import Options
    from grader.reports.records import Results

_PATH = click.Path(path_type=Path)
_RUBRIC = click.option("--rubric", type=_PATH, required=True, help="The rubric, a YAML file.")
NO_TEMPORARY_FOLDER = (
    "no folder for temporary files can be written: set TMPDIR to one that can (in a container that "
    "is read-only: --tmpfs /tmp)"
)
_STRANGER = "roster-unmatched"
_ISOLATION = click.Choice(["auto", "namespaces", "landlock", "none"])
_PYTHON = click.option("--python", metavar="PATH", help="The interpreter that runs submissions.")
_BELOW = click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if a submission has less of the points decided so far.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="grader")
def cli() -> None:
    """Grade quantitative and machine-learning homework: in a sandbox, with reasons.

    Exit codes: 0 done; 1 below --fail-under, or check found something to fix; 2 a mistake in the
    call or a file; 3 an internal error; 130 interrupted, with everything finished kept.
    """


@cli.command(short_help="Grade a folder of submissions; only what is new or changed is run.")
@click.argument("submissions", nargs=-1, required=True, type=_PATH)
@_RUBRIC
@click.option("--out", type=_PATH, required=True, help="The folder for gradebook and reports.")
@click.option("--jobs", type=click.IntRange(1, 512), help="Submissions at a time; one per core.")
@click.option("--isolation", type=_ISOLATION, default="auto", show_default=True)
@click.option("--shard", metavar="K/N", default="", help="One part of the class; see merge.")
@click.option("--cluster", metavar="URL", default="", help="Workers: local:4 or tls://host:8786.")
@click.option("--certificates", type=_PATH, help="Of the cluster: `grader cluster certificates`.")
@_PYTHON
@click.option("--roster", type=_PATH, help="A table of the class, such as Canvas's gradebook.")
@click.option("--one", is_flag=True, help="Take each path as one submission, whatever it holds.")
@click.option("--format", "formats", metavar="NAMES", default="", help="More: junit,gradescope.")
@_BELOW
@click.option("--fresh", is_flag=True, help="Run everything again, changed or not.")
@click.option("--only", multiple=True, metavar="ID", help="Grade this one alone; repeatable.")
@click.option("--question", multiple=True, metavar="ID", help="Ask this question alone.")
def grade(
    submissions: tuple[Path, ...],
    rubric: Path,
    out: Path,
    jobs: int | None,
    isolation: str,
    shard: str,
    cluster: str,
    certificates: Path | None,
    python: str | None,
    roster: Path | None,
    one: bool,
    formats: str,
    fail_under: float | None,
    fresh: bool,
    only: tuple[str, ...],
    question: tuple[str, ...],
) -> None:
    """Grade a folder of submissions; run again, only what is new or changed is executed."""
    from grader.sandbox import prove_ahead

    prove_ahead(isolation, python)
    from grader.grade import Options
    from grader.reports import formats as known_formats

    named = known_formats.known(("html", "csv", "json", *formats.split(",")))
    options = Options(
        jobs=jobs or 0,
        isolation=isolation,
        shard=shard,
        cluster=cluster,
        certificates=certificates,
        python=python,
        roster=roster,
        one=one,
        formats=named,
        fresh=fresh,
        only=only,
        questions=question,
    )
    sys.exit(_grade(submissions, rubric, out, options, fail_under))


def _grade(
    submissions: Sequence[Path], rubric: Path, out: Path, options: Options, limit: float | None
) -> int:
    from grader.grade import grade as run
    from grader.reports.results import below

    stop = threading.Event()
    _finish_on_interrupt(stop)
    if sys.stderr.isatty():
        from grader.cli.progress import Bar

        with Bar() as bar:
            found = run(submissions, rubric, out, options, bar, stop)
    else:
        from grader.cli.progress import Lines

        found = run(submissions, rubric, out, options, Lines(), stop)
    for line in found.noted:
        click.echo(line, err=True)
    _tell(found.results, out)
    for fault in found.faults:
        click.echo(f"an internal error, marked as not gradable: {fault}", err=True)
    if found.left:
        click.echo(f"interrupted; not run yet: {', '.join(found.left[:20])}", err=True)
        return EXIT_INTERRUPTED
    if limit is not None and (low := list(below(found.results, limit))):
        click.echo(f"below {limit:g} %: {', '.join(low[:20])}", err=True)
        return EXIT_BELOW
    return EXIT_DONE


def _finish_on_interrupt(stop: threading.Event) -> None:
    """The first Ctrl-C lets what runs finish; the second, or being told to end, ends at once."""

    def heard(number: int, _frame: object) -> None:
        if stop.is_set() or number != signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()
        click.echo("\nfinishing what runs; Ctrl-C again ends at once", err=True)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, heard)
        for name in ("SIGTERM", "SIGHUP"):  # so that nothing of a submission is left behind
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, heard)


def _tell(found: Results, out: Path) -> None:
    rows = found["submissions"]
    count = {name: sum(one["status"] == name for one in rows) for name in ("awaiting", "graded")}
    faulty = len(rows) - sum(count.values())
    click.echo(
        f"{len(rows)} submission{'s' * (len(rows) != 1)}: {count['graded']} graded, "
        f"{count['awaiting']} awaiting a person, {faulty} not gradable "
        f"(isolation: {found['isolation']})"
    )
    from grader.reports.attention import lacking_told, waiting_told
    from grader.reports.class_terminal import next_steps, render_class

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns
    click.echo(render_class(found, width=width, colour=colour), nl=False)
    for line in filter(None, (lacking_told(found), waiting_told(found))):
        click.echo(textwrap.fill(line, max(width, 40)) if sys.stdout.isatty() else line)
    if found["missing"]:
        names = [str(one["name"] or one["id"]) for one in found["missing"]]
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        click.echo(f"handed in nothing: {', '.join(names[:10])}{more}")
    strangers = [s["id"] for s in rows if any(f["kind"] == _STRANGER for f in s["findings"])]
    if strangers:
        click.echo(f"not on the roster: {', '.join(strangers[:10])} (the class page suggests who)")
    click.echo(f"class page: {out / 'index.html'}")
    click.echo(f"results:    {out / 'results.json'}")
    for line in next_steps(found, out):
        click.echo(f"next:       {line}")


@cli.command(short_help="Check a rubric; tell every mistake with its line.")
@several_rubrics
def validate(rubrics: tuple[Path, ...]) -> None:
    """Check a rubric and tell every mistake in it with its line and column; or several.

    Gradients, Jacobians and tables of keys are derived again with SymPy.
    """
    wrong = []
    for rubric in rubrics:
        try:
            _validated(rubric)
        except UsageMistake as mistake:
            wrong.append(str(mistake))
    if wrong:
        raise UsageMistake("\n".join(wrong))


def _validated(rubric: Path) -> None:
    from grader.check import remarks
    from grader.marks import show
    from grader.rubric import load_rubric
    from grader.rubric.second_opinion import derive_again

    found = load_rubric(rubric)
    opinion = derive_again(found, rubric)
    bonus = sum(q.points for q in found.questions if q.bonus)
    more = f" and {show(bonus)} of bonus" if bonus else ""
    count = len(found.questions)
    asked = f"{count} question{'s' * (count != 1)}"
    click.echo(f"{rubric}: {asked}, {show(found.points)} points{more}; no mistakes")
    for said in filter(None, (opinion.line(), *remarks(found))):
        click.echo(said)


@cli.command(short_help="Print the JSON Schema of rubrics, for editors.")
@click.option("--check", "path", type=_PATH, help="Compare with this file instead of printing.")
def schema(path: Path | None) -> None:
    """Print the JSON Schema of rubrics, for editors that complete and explain."""
    from grader.rubric.schema import schema_text

    text = schema_text()
    if path is None:
        click.echo(text, nl=False)
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        click.echo(f"{path}: is not the present schema; write it with `grader schema`", err=True)
        sys.exit(EXIT_BELOW)


for _command in COMMANDS:
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; every refusal is one message, never a traceback."""
    _open_closed_streams()
    try:
        sys.exit(cli.main(arguments, prog_name="grader", standalone_mode=False) or EXIT_DONE)
    except (click.Abort, KeyboardInterrupt):  # click makes the one of the other
        click.echo("interrupted; what was finished is kept", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except GraderError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_DONE)
    except Exception as error:
        if os.environ.get("GRADER_DEBUG"):
            raise
        if isinstance(error, FileNotFoundError) and "temporary directory" in str(error):
            click.echo(NO_TEMPORARY_FOLDER, err=True)
            sys.exit(EXIT_CALLER)
        if is_full(error):
            click.echo(str(OutOfSpace(getattr(error, "filename", None) or gettempdir())), err=True)
            sys.exit(EXIT_OURS)
        said = f"{type(error).__name__}: {error}"
        click.echo(f"internal error: {said} (GRADER_DEBUG=1 shows where)", err=True)
        sys.exit(EXIT_OURS)


def _open_closed_streams() -> None:
    """Give the number of each closed standard stream to nothing, before a socket gets it."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
