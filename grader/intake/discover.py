"""Who handed in what: a folder, an archive or a platform's download, as a list of submissions.

This is the trusted side: it looks at names, sizes and the platform's own index files, and treats
every byte a student wrote as opaque.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from grader.errors import SubmissionError
from grader.evidence import Finding
from grader.intake import ids
from grader.intake.download import archive_entries, is_archive
from grader.intake.folder import gather
from grader.intake.pieces import Entry, Piece, assemble
from grader.intake.platforms import recognise
from grader.intake.reader.names import is_clutter
from grader.intake.roster import Roster, read_roster, tie
from grader.intake.submission import Intake, Submission

_OWN_STEMS = frozenset({"submission", "__init__", "main", "solution", "homework", "writeup"})


def discover(paths: Sequence[Path], roster: Path | None = None) -> Intake:
    """Every submission under `paths`, the latest attempt of each, tied to the roster if given.

    One folder or one archive is a class (a child is a student, unless a platform's layout is
    recognised or the folder itself holds `submission.py` and the like); of several paths each is
    one hand-in, unless it is a platform's download. Raises `SubmissionError` for a path that
    is not there, cannot be read, or holds nothing.
    """
    people = read_roster(roster) if roster is not None else Roster()
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for path in paths:
        found, noted = _pieces_of(Path(path), alone=len(paths) == 1, skip=roster)
        pieces += found
        findings += noted
    if not pieces:
        names = ", ".join(str(path) for path in paths) or "no path"
        raise SubmissionError(f"{names}: nothing was handed in there; name a folder of hand-ins.")
    submissions = assemble(pieces)
    submissions, missing, noted = tie(submissions, people)
    return Intake(tuple(submissions), missing, (*findings, *noted))


def single(path: Path) -> Submission:
    """The one hand-in that `path` is: a file, an archive, or a folder with everything in it."""
    path = Path(path)
    _must_exist(path)
    found = gather(_target(path))
    if not found.files and not found.findings:
        wanted = "a module (.py), a notebook (.ipynb) or a write-up (.md)"
        raise SubmissionError(f"{path}: there is nothing in it to grade; put {wanted} there.")
    name = _name(path)
    stem = name if path.is_dir() else ids.stem_of(name)
    files, findings = tuple(found.files), tuple(found.findings)
    return Submission(ids.base_id(stem), ids.shown(stem), files, findings, path=path)


def _pieces_of(path: Path, *, alone: bool, skip: Path | None) -> tuple[list[Piece], list[Finding]]:
    """The hand-ins of one path the caller named."""
    _must_exist(path)
    if path.is_dir():
        entries = _children(path, skip)
        recognised = recognise(_name(path), entries)
        if recognised is None and len(entries) == 1 and entries[0].folder and alone:
            inner = _children(path / entries[0].name, skip)
            recognised = recognise(entries[0].name, inner)
    elif is_archive(path):
        entries = archive_entries(path)
        recognised = recognise(ids.stem_of(path.name), entries)
        if recognised is None and not _is_class_archive(entries):
            alone = False
    else:
        entries, recognised, alone = [], None, False
    if recognised is not None:
        return recognised
    if not alone or _is_hand_in(entries):
        folder = path.is_dir()
        return [Piece.plain(Entry(_name(path), folder, _target(path)))], []
    if not entries:
        raise SubmissionError(
            f"{path}: the folder is empty; each hand-in is a file or folder in it."
        )
    students = [entry for entry in entries if not _is_note(entry)] or entries
    return [Piece.plain(entry) for entry in students], []


def _is_note(entry: Entry) -> bool:
    """Whether a file is the instructor's own note on the folder."""
    return not entry.folder and ids.stem_of(entry.name).casefold() == "readme"


def _name(path: Path) -> str:
    """The path's own name, also where it is written as a dot."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def _target(path: Path) -> Path:
    """What the caller's own link leads to; links inside a hand-in are never followed."""
    return path.resolve() if path.is_symlink() else path


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise SubmissionError(f"{path}: there is no such file or folder.")
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise SubmissionError(f"{path}: it cannot be read; check its permissions.")


def _children(folder: Path, skip: Path | None) -> list[Entry]:
    """The direct children that can be hand-ins, in the order of their names."""
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as reason:
        raise SubmissionError(f"{folder}: it cannot be read ({reason.strerror}).") from reason
    skipped = skip.resolve() if skip is not None else None
    return [
        Entry(entry.name, entry.is_dir(follow_symlinks=False), Path(entry.path))
        for entry in found
        if not is_clutter(entry.name)
        and not entry.name.startswith(".")
        and (skipped is None or Path(entry.path).resolve() != skipped)
    ]


def _is_hand_in(entries: Sequence[Entry]) -> bool:
    """Whether these are the files of one hand-in: one of them has a hand-in's own name."""
    return any(not e.folder and ids.stem_of(e.name).lower() in _OWN_STEMS for e in entries)


def _is_class_archive(entries: Sequence[Entry]) -> bool:
    return len(entries) > 1 and all(entry.folder for entry in entries)
