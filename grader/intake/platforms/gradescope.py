"""Gradescope's export: one folder a submission, and an index of who handed it in and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from grader.evidence import Finding
from grader.intake.pieces import Entry, Piece
from grader.intake.reader.plain_yaml import Unreadable, read_yaml
from grader.intake.submission import Person, read_regular

INDEX = "submission_metadata.yml"


def gradescope(entries: Sequence[Entry]) -> tuple[list[Piece], list[Finding]] | None:
    """The pieces of an export, or None where there is no index and no `submission_<id>` folder."""
    index = next((entry for entry in entries if entry.name == INDEX), None)
    folders = [e for e in entries if e.folder and e.name.startswith("submission_")]
    numbered = [e for e in folders if e.name.removeprefix("submission_").isdigit()]
    if index is None and (not numbered or len(numbered) < len(entries)):
        return None
    about: Mapping[Any, Any] = {}
    findings: list[Finding] = []
    if index is not None:
        about, findings = _read_index(index)
    pieces = [_piece(entry, about.get(entry.name)) for entry in numbered]
    rest = [entry for entry in entries if entry is not index and entry not in numbered]
    return _latest_of_group(pieces) + [Piece.plain(entry) for entry in rest], findings


def _read_index(index: Entry) -> tuple[Mapping[Any, Any], list[Finding]]:
    try:
        data = read_regular(index.path) if index.path else index.members[0].read()
        found = read_yaml(data.decode("utf-8-sig", "replace"), keep=_wanted, budget=5_000_000)
    except (OSError, Unreadable) as reason:
        message = f"{INDEX} cannot be read ({reason}); names and times are missing."
        return {}, [Finding("platform-index", message, INDEX, staff=True)]
    return (found if isinstance(found, Mapping) else {}), []


def _wanted(key: Any, depth: int) -> bool:
    """Which keys of the index are read: results and history hold students' output."""
    return depth != 1 or key in (":submitters", ":created_at")


def _piece(entry: Entry, about: Any) -> Piece:
    plain = Piece.plain(entry)
    if not isinstance(about, Mapping):
        return plain
    people = []
    submitters = about.get(":submitters")
    for row in submitters if isinstance(submitters, list) else []:
        if isinstance(row, Mapping):
            sid, said, email = (str(row.get(k) or "")[:300] for k in (":sid", ":name", ":email"))
            people.append(Person(sid, said, email))
    when = moment(about.get(":created_at"))
    name = ", ".join(person.name or person.email or person.id for person in people)
    return Piece(
        plain.key, plain.stem, plain.original, name or plain.name, entry,
        submitted=when, people=tuple(people),
    )  # fmt: skip


def _latest_of_group(pieces: list[Piece]) -> list[Piece]:
    """Of folders with the same submitters, only the one created last."""
    newest: dict[Any, Piece] = {}
    for piece in pieces:
        key = frozenset(piece.people) or piece.key
        best = newest.get(key)
        if best is None or _stamp(piece) >= _stamp(best):
            newest[key] = piece
    return list(newest.values())


def _stamp(piece: Piece) -> float:
    return piece.submitted.timestamp() if piece.submitted else 0.0


def moment(value: Any) -> datetime | None:
    """The time that a platform wrote, with its zone where it says one."""
    text = re.sub(r"\s*(?:UTC|Z)$", "+00:00", str(value or "").strip())
    text = re.sub(r"(\.\d{6})\d+", r"\1", re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
