"""The rubric of commands that need no other path: bare, or as `--rubric` like everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path)


def one_rubric(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its `rubric`, however it was written."""

    @click.argument("bare", metavar="RUBRIC", required=False, type=_PATH)
    @click.option("--rubric", "named", type=_PATH, hidden=True)
    @wraps(function)
    def command(bare: Path | None, named: Path | None, **others: Any) -> Any:
        given = [path for path in (bare, named) if path is not None]
        if len(given) != 1:
            raise click.UsageError("Give one rubric." if given else "Missing argument 'RUBRIC'.")
        return function(rubric=given[0], **others)

    return command


def several_rubrics(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that takes one rubric or more."""

    @click.argument("bare", metavar="RUBRIC", nargs=-1, type=_PATH)
    @click.option("--rubric", "named", type=_PATH, multiple=True, hidden=True)
    @wraps(function)
    def command(bare: tuple[Path, ...], named: tuple[Path, ...], **others: Any) -> Any:
        if not (bare or named):
            raise click.UsageError("Missing argument 'RUBRIC...'.")
        return function(rubrics=(*bare, *named), **others)

    return command
