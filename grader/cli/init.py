"""The command that starts an assignment: from a sheet, from questions, or asked on the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from grader.errors import UsageMistake

if TYPE_CHECKING:
    from grader.init.fresh import New

T = TypeVar("T")
_PATH = click.Path(path_type=Path)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")


@click.command(short_help="Start an assignment: from a sheet, or question by question.")
@click.argument("folder", type=_PATH, default=Path())
@click.option(
    "--from", "source", type=_PATH,
    help="The sheet handed out (notebook, Markdown, LaTeX, Word, PDF), or otter's or nbgrader's.",
)  # fmt: skip
@click.option("--title", default="", help="What the assignment is called.")
@click.option(
    "--question", "questions", multiple=True, metavar="ID:KIND[:POINTS[:TITLE]]",
    help="A question, such as p1:numeric:2; once per question.",
)  # fmt: skip
def init(folder: Path, source: Path | None, title: str, questions: tuple[str, ...]) -> None:
    """Write a rubric, a model answer, a sample and a workflow into FOLDER (here, where left out).

    Of a sheet, headings and numbered lines become questions with their points; kinds are guessed
    and marked as guesses. Tests and solutions in notebooks of otter and nbgrader are kept. Without
    a sheet, questions are those that are named, or asked for on the terminal. Nothing that is there
    already is overwritten; `grader selftest` passes at once.
    """
    from grader.init import begin, of_questions
    from grader.init import init as run
    from grader.init.files import room_for
    from grader.marks import show

    if source is not None and (questions or title):
        raise UsageMistake("a sheet has its own title and questions: leave out the other options")
    if source is not None:
        made = run(folder, source)
    else:
        listed = [_question(one) for one in questions]
        if not listed and not is_terminal():
            raise UsageMistake("say what to start: --from SHEET, or --question p1:numeric:2")
        if not listed:
            room_for(folder)
            title = title or click.prompt("Title", default=folder.resolve().name)
            listed = _asked()
        made = begin(folder, of_questions(title or folder.resolve().name, _made(listed)))
    origin = f" of {made.origin}" if made.origin else ""
    first, *rest = made.told
    count = f"{made.questions} question{'s' if made.questions != 1 else ''}"
    click.echo(f"{made.title}: {count}{origin}, {show(made.points)} points, {first}")
    for note in rest:
        click.echo(note)
    for path in made.files:
        click.echo(f"  {path}")
    door = "selftest" if made.has_reference else "validate"
    click.echo(f"next: grader {door} {folder / 'rubric.yaml'}")


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _question(text: str) -> tuple[str, str, Fraction, str]:
    """One question as an option names it; raises `UsageMistake`."""
    id_, _, rest = text.partition(":")
    kind, _, rest = rest.partition(":")
    points, _, title = rest.partition(":")
    if not _ID.fullmatch(id_):
        raise UsageMistake(f"--question {text}: {id_!r} is no id: letters, digits and _, as in p1")
    return id_, _kind(kind), _points(points or "1", text), title


def _kind(kind: str) -> str:
    from grader.errors import did_you_mean
    from grader.init.fresh import kinds

    if kind in kinds():
        return kind
    said = did_you_mean(kind, kinds()) or f"; write one of {', '.join(kinds())}"
    raise UsageMistake(f"no question of kind {kind!r} can be begun here{said}")


def _points(points: str, text: str) -> Fraction:
    try:
        found = Fraction(points.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 10_000:
        raise UsageMistake(f"{text}: {points!r} are no points: write a number, such as 2 or 0.5")
    return found


def _asked() -> list[tuple[str, str, Fraction, str]]:
    """Questions as somebody types them in, each word looked at as it comes; - ends them."""
    from grader.init.fresh import kinds, usual_kind

    click.echo(f"kinds: {', '.join(kinds())}")
    found: list[tuple[str, str, Fraction, str]] = []
    ids: list[str] = []

    def new_id(text: str) -> str:
        if text in ids:
            raise UsageMistake(f"there is a question {text} already")
        if text != "-" and not _ID.fullmatch(text):
            raise UsageMistake(f"{text!r} is no id: letters, digits and _, as in p1")
        return text

    while True:
        asked = f"Question {len(ids) + 1}: id (or - to end)"
        id_ = _typed(asked, f"p{len(ids) + 1}", new_id)
        if id_ == "-":
            break
        ids.append(id_)
        kind = _typed("  kind", usual_kind(), _kind)
        points = _typed("  points", "1", partial(_points, text=id_))
        title = click.prompt("  title", default="", show_default=False)
        found.append((id_, kind, points, title))
    if not found:
        raise UsageMistake("no question was named")
    return found


def _typed(asked: str, usual: str, read: Callable[[str], T]) -> T:
    """What somebody types in, asked again until it can be read."""
    while True:
        try:
            return read(click.prompt(asked, default=usual).strip())
        except UsageMistake as said:
            click.echo(f"  {said}")


def _made(listed: list[tuple[str, str, Fraction, str]]) -> list[New]:
    """Each as its kind begins it."""
    from grader.init.fresh import of_kind

    ids = [one[0] for one in listed]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise UsageMistake(f"two questions are called {id_}: ids must differ")
    return [of_kind(*one) for one in listed]
