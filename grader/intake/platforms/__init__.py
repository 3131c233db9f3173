"""The layouts of course platforms' downloads, recognised by their names alone.

Each platform has one function from entries to pieces; it returns None where the layout is not
its own. Names come from `reference` downloads of the platforms (see docs/handing-in.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from grader.evidence import Finding
from grader.intake.pieces import Entry, Piece
from grader.intake.platforms.gradescope import gradescope
from grader.intake.platforms.nbgrader import nbgrader
from grader.intake.reader.names import safe_name
from grader.intake.submission import Person

_CANVAS = re.compile(
    r"^(?:(?P<name>\w+?)_)??(?P<late>LATE_)?(?:anon_(?P<anon>[A-Za-z0-9]+)|(?P<uid>\d+))_"
    r"(?:(?P<att>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)$"
)
_MOODLE = re.compile(
    r"^(?P<name>.+)_(?P<pid>\d+)_(?P<ptype>assignsubmission|assignfeedback)"
    r"_(?P<plugin>[a-z0-9]+)(?:_(?P<rest>.*))?$"
)
_BRIGHTSPACE = re.compile(
    r"^(?P<oid>[\w.]+-[\w.]+) - (?P<name>.+?) - "
    r"(?P<ts>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} \d{3,4} ?(?:[AP]M)?)(?: - (?P<file>.+))?$"
)
_BLACKBOARD = re.compile(
    r"^(?P<asg>.+)_(?P<user>[^_]+)_attempt_(?P<ts>\d{4}(?:-\d{2}){5})"
    r"(?:_(?P<file>.+)|(?P<info>\.txt))$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLATFORM_FILES = frozenset({"index.html", "submission_metadata.yml"})


class Recognised(NamedTuple):
    """What a platform's download holds."""

    platform: str
    pieces: list[Piece]
    findings: list[Finding]


def recognise(folder: str, entries: Sequence[Entry], path: Path) -> Recognised | None:
    """The pieces of a platform's download, or None where it looks like a plain folder.

    `folder` is what the download is called, and `path` where it lies, for messages.

    What lies in a download without following its pattern is kept as a submission of its own, with
    a finding, so that nothing is lost.
    """
    own = gradescope(entries)
    if own is not None:
        return Recognised("Gradescope", *own)
    for name, read in _READERS:
        matched = [(entry, read(entry)) for entry in entries]
        hits = [piece for _, piece in matched if piece is not None]
        rest = [e for e, piece in matched if piece is None and e.name not in _PLATFORM_FILES]
        if hits and len(hits) >= 4 * len(rest):
            pieces = _supersede(hits) if name == "Canvas" else hits
            noted = [_stray(name, entry) for entry in rest]
            return Recognised(name, pieces + [Piece.plain(entry) for entry in rest], noted)
    collected = nbgrader(path, entries)
    if collected is not None:
        return Recognised("nbgrader", collected, [])
    return _github(folder, entries)


def _stray(platform: str, entry: Entry) -> Finding:
    message = f"{entry.name} does not look like a {platform} submission; it is graded as its own."
    return Finding("unrecognised-name", message, safe_name(entry.name), staff=True)


def _canvas(entry: Entry) -> Piece | None:
    match = None if entry.folder else _CANVAS.match(entry.name)
    if match is None:
        return None
    name, uid = match["name"] or "", match["uid"] or ""
    late = match["late"] is not None
    if name.endswith("_LATE") or name == "LATE":
        name, late = name[:-4].rstrip("_"), True
    key = uid or f"anon_{match['anon']}"
    stem = f"{name}_{key}" if name else key
    people = (Person(uid, name),) if uid else ()
    file = match["file"] or f"{match['kind']}.html"
    return Piece(f"canvas:{key}", stem, stem, name or key, entry, file, late=late, people=people)


_AGAIN = re.compile(r"^(?P<stem>.+?)-(?P<n>\d{1,2})(?P<suffix>\.[^.]+)?$")


def _supersede(pieces: list[Piece]) -> list[Piece]:
    """Canvas numbers a file handed in again: of `hw.py` and `hw-1.py` the last counts."""
    names = {(piece.key, piece.file) for piece in pieces}
    newest: dict[tuple[str, str], tuple[int, Piece]] = {}
    for piece in pieces:
        number, name = 0, piece.file
        again = _AGAIN.match(piece.file)
        if again:
            plain = again["stem"] + (again["suffix"] or "")
            if (piece.key, plain) in names:
                number, name = int(again["n"]), plain
        best = newest.get((piece.key, name))
        if best is None or number >= best[0]:
            newest[piece.key, name] = (number, replace(piece, file=name))
    return [piece for _, piece in newest.values()]


def _moodle(entry: Entry) -> Piece | None:
    match = _MOODLE.match(entry.name)
    if match is None or match["ptype"] != "assignsubmission":
        return None
    name, pid = match["name"], match["pid"]
    rest = (match["rest"] or "") if not entry.folder else ""
    blind = name == "Participant"
    called = f"{name} {pid}" if blind else name
    people = (Person(pid, "" if blind else name),)
    stem = f"{name}_{pid}"
    return Piece(f"moodle:{pid}", stem, stem, called, entry, rest, people=people)


def _brightspace(entry: Entry) -> Piece | None:
    match = _BRIGHTSPACE.match(entry.name)
    if match is None or (not entry.folder and not match["file"]):
        return None
    when = _brightspace_time(match["ts"])
    name, user = match["name"], match["oid"].partition("-")[0]
    key = f"brightspace:{user}:{name}"
    return Piece(
        key,
        f"{user}-{name}",
        f"{user}-{name}",
        name,
        entry,
        match["file"] or "",
        when.isoformat() if when else "",
        when,
        people=(Person(user, name),),
    )


def _brightspace_time(text: str) -> datetime | None:
    match = re.match(r"([A-Za-z]{3})[a-z]*\.? (\d+), (\d+) (\d{1,2})(\d\d) ?([AP]M)?$", text)
    if match is None or match[1].lower() not in _MONTHS:
        return None
    hour = int(match[4])
    if match[6]:
        hour = hour % 12 + (12 if match[6] == "PM" else 0)
    month = _MONTHS.index(match[1].lower()) + 1
    try:
        return datetime(int(match[3]), month, int(match[2]), hour, int(match[5]))
    except ValueError:
        return None


def _blackboard(entry: Entry) -> Piece | None:
    match = None if entry.folder else _BLACKBOARD.match(entry.name)
    if match is None:
        return None
    user, stamp = match["user"], match["ts"]
    try:
        when = datetime.strptime(stamp, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
    name = user
    if match["info"]:
        name = _blackboard_name(entry) or user
        entry = replace(entry, path=None, members=())
    people = (Person(user, name if name != user else ""),)
    return Piece(
        f"blackboard:{user}", user, user, name, entry, match["file"] or "", stamp, when,
        people=people if match["info"] is None else (),
    )  # fmt: skip


def _blackboard_name(entry: Entry) -> str:
    """The student's name from the first line that Blackboard itself writes."""
    try:
        data = entry.path.read_bytes() if entry.path else entry.members[0].read()
    except (OSError, IndexError):
        return ""
    match = re.match(r"(?:\ufeff)?Name: (.{1,200}?) \(", data[:1000].decode("utf-8", "replace"))
    return match[1] if match else ""


_READERS: tuple[tuple[str, Callable[[Entry], Piece | None]], ...] = (
    ("Moodle", _moodle),
    ("Brightspace", _brightspace),
    ("Blackboard", _blackboard),
    ("Canvas", _canvas),
)


def _github(folder: str, entries: Sequence[Entry]) -> Recognised | None:
    """What `gh classroom clone` makes: `<slug>-submissions/<slug>-<user>`, each a repository."""
    slug = folder.removesuffix("-submissions")
    if slug == folder or not entries or not all(entry.folder for entry in entries):
        return None
    prefix = f"{slug}-"
    if not all(entry.name.startswith(prefix) and entry.name != prefix for entry in entries):
        return None
    pieces = []
    for entry in entries:
        user = entry.name.removeprefix(prefix)
        pieces.append(replace(Piece.plain(entry), name=user, people=(Person(user, user),)))
    return Recognised("GitHub Classroom", pieces, [])
