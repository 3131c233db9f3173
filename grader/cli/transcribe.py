"""The commands by which people type in what stands in pictures.

Nothing but click is imported before a command runs, so that `grader --help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.gradebook import by_question, publish
from grader.errors import EXIT_CALLER, UsageMistake

if TYPE_CHECKING:
    from grader.gradebook import Gradebook
    from grader.marking.transcribing import Entry
    from grader.marking.transcribing.seen import Seen

_PATH = click.Path(path_type=Path)
_DIR = click.Path(path_type=Path, file_okay=False)
_RUBRIC = click.option(
    "--rubric",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The rubric; the last run's if left out.",
)


@click.group()
def transcribe() -> None:
    """Type in what pictures and handwriting say: sheets go out, transcripts come back."""


@transcribe.command("export")
@click.argument("folder", metavar="DIR", type=_DIR)
@_RUBRIC
@click.option("--to", "place", type=_DIR, help="Where the sheets go; DIR/transcribing if left out.")
@click.option("--as", "form", type=click.Choice(["yaml", "csv"]), default="yaml", show_default=True)
@click.option("--names", is_flag=True, help="Put ids, names and files on the sheets.")
@click.option("--all", "everything", is_flag=True, help="What was typed already, too.")
@click.option(
    "--transcriber",
    metavar="COMMAND",
    help="Ask this command what might stand in a picture; '' for none. The rubric's if left out.",
)
@click.option("--ocr", is_flag=True, help="Suggest what a program sees, by the extra [ocr].")
def transcribe_export(
    folder: Path,
    rubric: Path | None,
    place: Path | None,
    form: Any,
    names: bool,
    everything: bool,
    transcriber: str | None,
    ocr: bool,
) -> None:
    """Write a sheet for each question of DIR whose answers stand in pictures, and the pictures.

    A transcriber gets a picture on its standard input and writes what might stand there, which a
    person confirms or not.
    """
    from grader.gradebook import Gradebook
    from grader.marking.transcribing import entries_of, write_transcripts
    from grader.marking.transcribing.entries import read_already
    from grader.marking.transcribing.suggest import Suggestions, command_of
    from grader.marking.transcribing.write import Suggest
    from grader.rescore import rubric_for

    def told(said: str) -> None:
        click.echo(said, err=True)

    path = folder / "gradebook.db"
    with Gradebook.open(path, "read") as book:
        marked_with = rubric_for(book, rubric)
    command = command_of(transcriber, marked_with)
    with Gradebook.open(path, "change" if command or ocr else "read") as book:
        entries = [one for one in entries_of(book, marked_with) if one.open or everything]
        known = {one.id: one.name for one in book.submissions.present()} if names else None
        to = place or folder / "transcribing"
        find = book.derived.picture
        suggest: Suggest = read_already
        if ocr:
            suggest = _seen(book, entries)
        if command:
            told(f"asking {command[0]} for suggestions")
            suggest = Suggestions(book, marked_with, command, told)
        paths = write_transcripts(marked_with, entries, to, find, form, known, suggest)
    for path in paths:
        click.echo(path)
    from grader.marks import counted

    answers = counted(len(entries), "answer")
    click.echo(f"{answers} in pictures on {counted(len(paths), 'sheet')}", err=True)


def _seen(book: Gradebook, entries: Sequence[Entry]) -> Seen:
    """What a program sees in the pictures, in a sandbox as the class was graded in."""
    from contextlib import closing

    from grader.intake.reading import READER
    from grader.intake.seen import is_installed, seen_in
    from grader.marking.transcribing.seen import Seen
    from grader.sandbox import open_launcher

    if not is_installed():
        raise UsageMistake("--ocr: install homework-grader[ocr] first")
    isolation = book.runs.last().info.isolation
    with closing(open_launcher(isolation, Path(sys.executable), (), program=READER)) as launcher:
        return Seen(book, entries, lambda pictures: seen_in(pictures, launcher))


@transcribe.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="[SHEETS...] DIR", type=_PATH)
@_RUBRIC
@click.option("--by", "who", help="Who typed; the name you are logged in with if left out.")
@click.option("--overwrite", is_flag=True, help="Replace transcripts newer than the sheets.")
def transcribe_import(
    paths: tuple[Path, ...], rubric: Path | None, who: str | None, overwrite: bool
) -> None:
    """Take transcripts from SHEETS (DIR/transcribing if left out) into DIR, and mark by them.

    An entry with a mistake is told with its file and line, and left; all others are taken.
    """
    import getpass

    from grader.gradebook import Gradebook
    from grader.marking.transcribing import read_transcripts, take_transcripts
    from grader.rescore import mark_again, rubric_for

    folders = [one for one in paths if (one / "gradebook.db").is_file()]
    if len(folders) != 1:
        raise UsageMistake("name one folder that `grader grade --out` wrote, and sheets beside it")
    folder = folders[0]
    sheets = read_transcripts([p for p in paths if p != folder] or [folder / "transcribing"])
    with Gradebook.open(folder / "gradebook.db", "change") as book:
        marked_with = rubric_for(book, rubric)
        taken = take_transcripts(book, marked_with, sheets, who or getpass.getuser(), overwrite)
        found = mark_again(book, marked_with) if taken.added or taken.unchanged else None
    for line in by_question(found) if found is not None else ():
        click.echo(line)
    for mistake in taken.mistakes:
        click.echo(mistake, err=True)
    left = f", {len(taken.mistakes)} not taken (see above)" if taken.mistakes else ""
    click.echo(
        f"{len(taken.added)} transcripts taken, {taken.unchanged} as before, "
        f"{taken.blank} left for later{left}",
        err=True,
    )
    if found is not None:
        publish(folder, found, ())
    if taken.mistakes:
        sys.exit(EXIT_CALLER)
