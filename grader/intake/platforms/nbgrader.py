"""nbgrader's folders: `submitted/<student>/<assignment>/`, and what its exchange collects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake.pieces import Entry, Piece
from grader.intake.platforms.gradescope import moment
from grader.intake.submission import FileBytes, Person, read_regular

TIME = "timestamp.txt"
"""Where nbgrader writes beside a submission when it was handed in."""
_COLLECTED = re.compile(
    r"(?P<user>[^+]+)\+(?P<assignment>[^+]+)"
    r"\+(?P<when>\d{4}-\d\d-\d\d \d\d[:_-]?\d\d[^+]*)(?:\+.*)?"
)


def nbgrader(path: Path, entries: Sequence[Entry]) -> list[Piece] | None:
    """The pieces of one assignment, or None where nothing at `path` is nbgrader's.

    Raises `SubmissionError` where it holds several assignments: each student's would be mixed.
    """
    folders = [entry for entry in entries if entry.folder]
    alone = [entry.path.parent / TIME for entry in entries if entry.path and not entry.folder]
    if not folders:
        each = 0 < len(entries) == len(set(alone)) and all(one.is_file() for one in alone)
        return [_piece(entry, entry.name) for entry in entries] if each else None
    collected = [_COLLECTED.fullmatch(entry.name) for entry in folders]
    if all(collected):
        _one_assignment(path, {match["assignment"] for match in collected if match}, "*+{}+*")
        return [
            _piece(entry, match["user"], match["when"])
            for entry, match in zip(folders, collected, strict=True)
            if match
        ]
    if any(TIME in _files_of(entry) for entry in folders):
        return [_piece(entry, entry.name) for entry in folders]
    inner = {entry.name: _folders_of(entry) for entry in folders}
    timed = {one.name for found in inner.values() for one in found if TIME in _files_of(one)}
    if not timed:
        return None
    (assignment,) = _one_assignment(path, timed, "*/{}")
    pieces = []
    for entry in folders:
        own = next((one for one in inner[entry.name] if one.name == assignment), None)
        if own is not None or not inner[entry.name]:
            pieces.append(_piece(own or entry, entry.name))
    return pieces


def _one_assignment(path: Path, found: set[str], pattern: str) -> set[str]:
    if len(found) > 1:
        names = sorted(found)
        some = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
        unpacked = "" if path.is_dir() else "unpack it and "
        where = (path if path.is_dir() else path.parent / "submitted") / pattern.format(names[0])
        raise SubmissionError(
            f"{path}: it holds several assignments of nbgrader ({some}); "
            f"{unpacked}name the folders of one, as in {where}"
        )
    return found


def _piece(entry: Entry, user: str, attempt: str = "") -> Piece:
    when = _time_in(entry) or _local(attempt)
    return Piece(
        f"nbgrader:{user}", user, user, user, entry, "", attempt, when,
        people=(Person(user, user),), without=frozenset({TIME}),
    )  # fmt: skip


def _time_in(entry: Entry) -> datetime | None:
    """What nbgrader wrote beside the submission, if it can be read."""
    try:
        if entry.path is not None:
            raw = read_regular((entry.path if entry.folder else entry.path.parent) / TIME)
        else:
            raw = next(one for one in entry.members if one.name == TIME).read()
    except (OSError, StopIteration):
        return None
    return _local(raw[:100].decode("utf-8", "replace"))


def _local(text: str) -> datetime | None:
    """A time of the exchange; one in another zone than UTC is the course's own time."""
    return moment(text) or moment(re.sub(r"\s+[A-Z]{2,5}\s*$", "", text))


def _files_of(entry: Entry) -> set[str]:
    """The names of what lies right in a folder."""
    if entry.path is None:
        return {one.name.partition("/")[0] for one in entry.members}
    try:
        return {one.name for one in entry.path.iterdir()}
    except OSError:
        return set()


def _folders_of(entry: Entry) -> list[Entry]:
    """The folders right in a folder, in the order of their names."""
    if entry.path is not None:
        names = sorted(name for name in _files_of(entry) if not name.startswith("."))
        paths = [entry.path / name for name in names]
        return [Entry(p.name, True, p) for p in paths if p.is_dir() and not p.is_symlink()]
    inside: dict[str, list[FileBytes]] = {}
    for member in entry.members:
        top, slash, rest = member.name.partition("/")
        if slash:
            inside.setdefault(top, []).append(replace(member, name=rest))
    return [Entry(top, True, None, tuple(found), entry.findings) for top, found in inside.items()]
