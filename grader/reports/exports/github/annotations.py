"""Workflow commands that put what was lost beside the student's own lines on GitHub."""

from __future__ import annotations

from pathlib import PurePosixPath

from grader.reports.exports.github.losses import Loss, losses_of
from grader.reports.records import SubmissionResult
from grader.reports.text import cap, clean, clean_line

MOST = 10
"""GitHub shows no more of one type for one step."""

_LONGEST = 900


def annotations_of(submission: SubmissionResult, inside: str = "") -> list[str]:
    """A command for each of the dearest losses; `inside` is where the files lie in the repository.

    GitHub's runner takes a line that starts with `::` for a command: nothing a student wrote can
    start one here, and nothing of it ends this one.
    """
    return [_command(loss, inside) for loss in losses_of(submission)[:MOST]]


def _command(loss: Loss, inside: str) -> str:
    title = f"{loss.title} ({loss.points})" if loss.points else loss.title
    properties, where = [f"title={in_property(clean_line(title, 150))}"], ""
    if loss.place is not None and loss.place["file"]:
        path = PurePosixPath(inside, clean_line(loss.place["file"], 300))
        properties.append(f"file={in_property(str(path))}")
        line, cell, page = loss.place["line"], loss.place["cell"], loss.place.get("page")
        if cell is not None:
            where = f" (cell {cell}{'' if line is None else f', line {line}'})"
        elif page is not None:
            where = f" (page {page})"
        elif line is not None:
            properties.append(f"line={line}")
    kind = "error" if loss.is_whole else "warning"
    return f"::{kind} {','.join(properties)}::{message(loss.why)}{where}"


def message(text: str) -> str:
    """A text as the command's message; `##[` would begin a command of older runners."""
    text = cap(clean(text), _LONGEST).replace("##[", "## [")
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(text: str) -> str:
    """The same as a property of a command."""
    return message(text).replace(":", "%3A").replace(",", "%2C")
