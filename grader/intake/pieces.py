"""From what lies in a download to submissions: what is of one student goes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.evidence import Finding
from grader.intake import ids
from grader.intake.folder import Gathered, gather
from grader.intake.submission import FileBytes, Person, Submission


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder lying in a class folder, or the same inside a downloaded archive."""

    name: str
    folder: bool
    path: Path | None = None
    members: tuple[FileBytes, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry read by a platform's rules: whose it is, which attempt, and when.

    Pieces with the same `key` are one student's (or group's); of them only the latest `attempt`
    counts. `file` renames a file to what the student called it; the files of the platform itself
    are `without`.
    """

    key: str
    stem: str
    original: str
    name: str
    entry: Entry
    file: str = ""
    attempt: str = ""
    submitted: datetime | None = None
    late: bool | None = None
    people: tuple[Person, ...] = ()
    without: frozenset[str] = frozenset()

    @classmethod
    def plain(cls, entry: Entry) -> Piece:
        """An entry that is one student's whole submission."""
        stem = entry.name if entry.folder else ids.stem_of(entry.name)
        key = f"{entry.name}\x00{entry.path}"
        return cls(key, stem, entry.name, stem, entry)


def assemble(pieces: Sequence[Piece]) -> list[Submission]:
    """One submission a key, in the order of the first piece, from its latest attempt alone."""
    return [_submission(name, group) for name, group in by_submission(pieces).items()]


def by_submission(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    """The pieces of each submission by its id, earlier attempts among them."""
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.key, []).append(piece)
    named = [(group[0].stem, group[0].original) for group in groups.values()]
    return dict(zip(ids.assign(named), groups.values(), strict=True))


def latest_of(group: Sequence[Piece]) -> list[Piece]:
    """The pieces of the last attempt."""
    latest = max(piece.attempt for piece in group)
    return [piece for piece in group if piece.attempt == latest]


def _submission(id_: str, group: list[Piece]) -> Submission:
    used = latest_of(group)
    found = Gathered()
    for piece in used:
        _gather_piece(found, piece)
    if len(used) < len(group):
        count = len({piece.attempt for piece in group}) - 1
        found.note("earlier-attempt", f"{count} earlier attempt(s) of this student are left out.")
    if not found.files:
        found.note("empty", "There is no file in this submission.")
    lates = [piece.late for piece in used if piece.late is not None]
    times = [piece.submitted for piece in used if piece.submitted is not None]
    people: dict[Person, None] = {}
    for piece in used:
        people.update(dict.fromkeys(piece.people))
    return Submission(
        id_,
        ids.shown(max((piece.name for piece in group), key=len)),
        tuple(found.files),
        tuple(found.findings),
        max(times) if times else None,
        any(lates) if lates else None,
        tuple(people),
        used[0].entry.path,
    )


def _gather_piece(found: Gathered, piece: Piece) -> None:
    entry = piece.entry
    if entry.path is None:
        files, findings = list(entry.members), list(entry.findings)
    else:
        own = gather(entry.path)
        files, findings = own.files, own.findings
    found.findings += [finding for finding in findings if finding not in found.findings]
    for file in files:
        if file.name in piece.without:
            continue
        found.add(piece.file if piece.file and len(files) == 1 else file.name, file)
