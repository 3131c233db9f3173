"""The reader's reply, checked as hostile data before anything of it is used."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.evidence import (
    Answer,
    Candidate,
    Finding,
    Shown,
    Source,
    Unread,
    shown_from_frame,
    source_from_frame,
)
from grader.intake.reader.names import is_clutter, is_startup, safe_name, unsafe
from grader.intake.submission import MAX_FILES
from grader.sandbox.frames import Frame
from grader.sandbox.job import Code
from grader.values import Malformation, decode, text

FORMS = ("module", "notebook", "writeup", "data")
MAX_UNITS = 5_000
MAX_SOURCE = 4_000_000
MAX_CANDIDATES = 20
MAX_UNREAD = 60
MAX_OUTPUTS = 120
MAX_SECTIONS = 100
MAX_HEADINGS = 500
MAX_PICTURES = 500
MAX_SHOWN_ROWS = 400
MAX_LOST = 50
MAX_NAMES = 100
LABELS = ("own", "near", "none")
MAX_WIDTH, MAX_HEIGHT = 2_000, 8_000
"""Of a picture, in pixels; the reader makes none larger than 1,600 by 6,400."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Section:
    """What one file says to one question; `cells` are the notebook's code cells that stand there.

    `label` is own where the question's own label was found there, near, or none.
    """

    source: Source
    label: str
    candidates: tuple[Candidate, ...] = ()
    unread: tuple[Unread, ...] = ()
    text: str = ""
    cells: tuple[int, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    """The cells again, each with the line where the piece of it that stands here begins."""
    outputs: tuple[Shown, ...] = ()
    """What a text's listings show of a run that its author made."""

    def holds(self, source: Source) -> bool:
        """Whether something was shown by the code that stands here."""
        at = (source.cell or 0, source.line or 1)
        shows = source.file == self.source.file and source.cell in self.cells
        return shows and (not self.parts or at in self.parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """A label or heading of a text: what it stands for, such as 3.1, its words, its place."""

    path: tuple[str, ...]
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Reading:
    """A submission as plain data: files for the work folder, code to run, answers found as text.

    `lost` says why the reader was lost, or is empty; what is missing then is never scored as zero.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    forms: tuple[Code, ...] = ()
    sections: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    lost: str = ""
    unread: tuple[Unread, ...] = ()
    """Files, and parts of them, that nobody read."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """PNGs by the digest of their pixels, for whoever marks."""
    outline: tuple[Heading, ...] = ()
    stored: tuple[Shown, ...] = ()
    """What notebooks' files hold of an earlier run."""
    is_plain: bool = False
    """Whether nobody looked into the files, since they are modules and data."""

    @property
    def answers(self) -> dict[str, tuple[Answer, ...]]:
        """Candidates under a label or a name, best first, by question."""
        found: dict[str, tuple[Answer, ...]] = {}
        for question, sections in self.sections.items():
            rows = sorted(sections, key=lambda one: LABELS.index(one.label))
            answers = tuple(
                Answer(candidate.value, candidate.source)
                for one in rows
                if one.label != "none"
                for candidate in one.candidates
            )
            if answers:
                found[question] = answers
        return found


def parse_reading(frame: Frame, sent: Mapping[str, bytes]) -> Reading:
    """The reading in a reply to `sent` files; raises `Malformation` where it is none."""
    body = frame.body.get("reading")
    if not isinstance(body, dict):
        raise Malformation("the reader's reply is not a reading")
    files = {**_kept(body.get("kept"), sent), **_unpacked(body.get("files"), frame.blocks)}
    forms = tuple(_form(row, files) for row in _rows(body.get("forms"), 200))
    pictures = _pictures(body.get("pictures", []), frame.blocks)
    names = tuple(pictures)
    found = body.get("sections")
    sections = {
        text(question, 200): tuple(_section(row, names) for row in _rows(rows, MAX_SECTIONS))
        for question, rows in (found if isinstance(found, dict) else {}).items()
    }
    findings = tuple(_finding(row) for row in _rows(body.get("findings"), 300, list))
    unread = tuple(_unread(row, names) for row in _rows(body.get("unread", []), 300))
    outline = tuple(_heading(row) for row in _rows(body.get("outline", []), MAX_HEADINGS))
    rows = _rows(body.get("stored", []), MAX_SHOWN_ROWS)
    stored = tuple(one for row in rows if (one := _stored(row, names)) is not None)
    return Reading(files, forms, sections, findings, "", unread, pictures, outline, stored)


def _stored(row: Mapping[str, Any], pictures: tuple[str, ...]) -> Shown | None:
    """What a cell's saved outputs say, or which picture they show."""
    region = row.get("region")
    if type(region) is int and 0 <= region < len(pictures):
        return Shown(source_from_frame(row), stored=True, picture=pictures[region])
    return shown_from_frame({**row, "stored": True}, [])


def _rows(value: Any, limit: int, kind: type = dict) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(row, kind) for row in value):
        raise Malformation("the reader's reply holds something that is not a list of records")
    return value[:limit]


def _name(value: Any) -> str:
    """A file name that is safe to write, or a malformation."""
    name = text(value, 1_000)
    if not name or unsafe(name) or safe_name(name) != name or is_startup(name) or is_clutter(name):
        raise Malformation("the reader's reply names a file in an unsafe way")
    return name


def _kept(rows: Any, sent: Mapping[str, bytes]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for row in _rows(rows, MAX_FILES, list):
        if len(row) != 2 or row[0] not in sent:
            raise Malformation("the reader's reply names a file that was not sent")
        files[_name(row[1])] = sent[row[0]]
    return files


def _unpacked(rows: Any, blocks: list[bytes]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    data = blocks[0] if blocks else b""
    start = 0
    for row in _rows(rows, MAX_FILES, list):
        if len(row) != 2 or type(row[1]) is not int or not 0 <= row[1] <= len(data) - start:
            raise Malformation("the reader's reply has files whose sizes do not fit")
        files[_name(row[0])] = data[start : start + row[1]]
        start += row[1]
    return files


def _form(row: Mapping[str, Any], files: Mapping[str, bytes]) -> Code:
    form = text(row.get("form"), 20)
    if form not in FORMS:
        raise Malformation("the reader's reply has a form that does not exist")
    units = tuple(_unit(unit, files) for unit in _rows(row.get("units"), MAX_UNITS))
    guessed, untouched = (
        tuple(text(name, 200) for name in _rows(row.get(kind, []), MAX_NAMES, str))
        for kind in ("guessed", "untouched")
    )
    return Code(form, text(row.get("file"), 500), units, guessed, untouched)


def _unit(unit: Mapping[str, Any], files: Mapping[str, bytes]) -> Mapping[str, Any]:
    older: dict[str, Any] = {"python2": True} if unit.get("python2") is True else {}
    lost = unit.get("lost")
    if isinstance(lost, list):
        names = [text(name, 200) for name in lost[:MAX_LOST]]
        older |= {"lost": names, "reason": text(unit.get("reason"), 400)}
        older |= {"salvaged": True} if unit.get("salvaged") is True else {}
    if "file" in unit:
        if unit["file"] not in files:
            raise Malformation("the reader's reply runs a file that is not there")
        return {"file": unit["file"], **older}
    source, line, cell = unit.get("source"), unit.get("line"), unit.get("cell")
    if not isinstance(source, str) or len(source) > MAX_SOURCE:
        raise Malformation("the reader's reply has code that is not a text")
    begins = unit.get("from")
    older |= {"from": begins} if type(begins) is int else {}
    return {
        "cell": cell if type(cell) is int else None,
        "line": line if type(line) is int and line > 0 else 1,
        "source": text(source, MAX_SOURCE),
        **older,
    }


def _pictures(rows: Any, blocks: list[bytes]) -> dict[str, bytes]:
    """The pictures by their digests; each has to be a PNG by its first bytes."""
    pictures: dict[str, bytes] = {}
    data = blocks[1] if len(blocks) > 1 else b""
    start = 0
    for row in _rows(rows, MAX_PICTURES, list):
        if len(row) != 2 or type(row[1]) is not int or not 0 <= row[1] <= len(data) - start:
            raise Malformation("the reader's reply has pictures whose sizes do not fit")
        name, png = text(row[0], 64), data[start : start + row[1]]
        start += row[1]
        if not is_small_png(png) or not _DIGEST.fullmatch(name):
            raise Malformation("the reader's reply has a picture that is none")
        pictures[name] = png
    return pictures


def is_small_png(data: bytes) -> bool:
    """Whether bytes have the structure of a PNG, and a size that a page can show; not decoded."""
    if not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        return False
    width, height = struct.unpack(">II", data[16:24].ljust(8, b"\0"))
    if not (0 < width <= MAX_WIDTH and 0 < height <= MAX_HEIGHT):
        return False
    start = len(_SIGNATURE)
    while start + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        start += size + 12
        if kind == b"IEND":
            return bool(start == len(data))
        if kind[:1].isupper() and kind not in (b"IHDR", b"PLTE", b"IDAT"):
            return False
    return False


def _heading(row: Mapping[str, Any]) -> Heading:
    path = row.get("path")
    parts = tuple(text(part, 60) for part in path[:8]) if isinstance(path, list) else ()
    return Heading(parts, text(row.get("text"), 120), source_from_frame(row))


def _section(row: Mapping[str, Any], pictures: tuple[str, ...]) -> Section:
    label = text(row.get("label"), 10)
    cells = row.get("cells")
    return Section(
        source_from_frame(row),
        label if label in LABELS else "none",
        tuple(_candidate(one) for one in _rows(row.get("candidates"), MAX_CANDIDATES)),
        tuple(_unread(one, pictures) for one in _rows(row.get("unread"), MAX_UNREAD)),
        text(row.get("text"), 4_000),
        tuple(n for n in cells[:200] if type(n) is int) if isinstance(cells, list) else (),
        _parts(row.get("parts")),
        _outputs(row.get("outputs", [])),
    )


def _outputs(rows: Any) -> tuple[Shown, ...]:
    found = [shown_from_frame({**row, "stored": True}, []) for row in _rows(rows, MAX_OUTPUTS)]
    return tuple(one for one in found if one is not None)


def _parts(rows: Any) -> tuple[tuple[int, int], ...]:
    pairs = rows[:200] if isinstance(rows, list) else []
    return tuple(
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)
    )


def _candidate(row: Mapping[str, Any]) -> Candidate:
    value = decode(row.get("value"), [])
    return Candidate(
        value, source_from_frame(row), text(row.get("how"), 20), row.get("sure") is True
    )


def _unread(row: Mapping[str, Any], pictures: tuple[str, ...]) -> Unread:
    region = row.get("region")
    known = isinstance(region, int) and 0 <= region < len(pictures)
    picture = pictures[region] if isinstance(region, int) and known else ""
    said = text(row.get("text"), 2_000)
    return Unread(text(row.get("why"), 40), source_from_frame(row), said, picture)


def _finding(row: list[Any]) -> Finding:
    if len(row) != 5:
        raise Malformation("the reader's reply has a finding that cannot be read")
    line, cell = row[3], row[4]
    return Finding(
        text(row[0], 60) or "reader",
        text(row[1], 1_000),
        text(row[2], 500),
        line if type(line) is int else None,
        cell if type(cell) is int else None,
    )
