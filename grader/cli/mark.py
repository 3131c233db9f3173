"""The command that opens the marking page.

Nothing but click is imported before a command runs, so that `grader --help` stays quick.
"""

from __future__ import annotations

from pathlib import Path

import click

from grader.errors import UsageMistake

_DIR = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Open the marking page in the browser, on this machine only.")
@click.argument("folder", metavar="DIR", type=_DIR)
@click.option("--rubric", type=_FILE, help="The rubric; the last run's if left out.")
@click.option("--by", "who", metavar="NAME", help="Who marks; the name you are logged in with.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="A free one if left out.")
@click.option("--share", metavar="NAMES", default="", help="Deal answers out: ada,ben.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def mark(
    folder: Path, rubric: Path | None, who: str | None, port: int, share: str, no_browser: bool
) -> None:
    """Mark what DIR holds in the browser: what waits for a person, and any other mark.

    Each decision is in the gradebook at once. End with Ctrl-C, then write the pages anew with
    `grader report DIR`.
    """
    import getpass

    try:
        from grader.web.desk import Desk
        from grader.web.serve import serve
    except ModuleNotFoundError as error:
        if error.name not in ("flask", "werkzeug"):
            raise
        raise UsageMistake("the marking page needs homework-grader[grade]") from None

    names = tuple(dict.fromkeys(one.strip() for one in share.split(",") if one.strip()))
    by = (who or getpass.getuser()).strip()
    if names and by not in names:
        raise UsageMistake(f"--share {share}: {by} is none of them; add --by NAME")
    desk = Desk(folder, rubric, by, names)
    try:
        serve(desk, port, click.echo, browser=not no_browser)
    finally:
        desk.close()
    click.echo(f"every decision is kept; write the pages with: grader report {folder}", err=True)
