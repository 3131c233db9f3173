"""The reader's reply, checked as hostile data before anything of it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.evidence import Answer, Finding, Shown, shown_from_frame, source_from_frame
from grader.intake.reader.names import is_clutter, is_startup, safe_name, unsafe
from grader.intake.submission import MAX_FILES
from grader.sandbox.frames import Frame
from grader.sandbox.job import Code
from grader.values import Malformation, decode, text

FORMS = ("module", "notebook", "writeup", "data")
MAX_UNITS = 5_000
MAX_SOURCE = 4_000_000
MAX_CANDIDATES = 20
MAX_SHOWN_ROWS = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """A hand-in as plain data: files for the work folder, code to run, answers found as text.

    `lost` says why the reader was lost, or is empty; what is missing then is nobody's zero.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    forms: tuple[Code, ...] = ()
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    lost: str = ""
    stored: tuple[Shown, ...] = ()
    """What notebooks' files hold of an earlier run."""


def parse_reading(frame: Frame, sent: Mapping[str, bytes]) -> Reading:
    """The reading in a reply to `sent` files; raises `Malformation` where it is none."""
    body = frame.body.get("reading")
    if not isinstance(body, dict):
        raise Malformation("the reader's reply is not a reading")
    files = {**_kept(body.get("kept"), sent), **_unpacked(body.get("files"), frame.blocks)}
    forms = tuple(_form(row, files) for row in _rows(body.get("forms"), 200))
    answers: dict[str, tuple[Answer, ...]] = {}
    found = body.get("answers")
    for question, rows in (found if isinstance(found, dict) else {}).items():
        candidates = [_answer(row) for row in _rows(rows, MAX_CANDIDATES)]
        answers[text(question, 200)] = tuple(candidates)
    findings = tuple(_finding(row) for row in _rows(body.get("findings"), 300, list))
    rows = _rows(body.get("stored", []), MAX_SHOWN_ROWS)
    shown = (shown_from_frame({**row, "stored": True}, []) for row in rows)
    stored = tuple(one for one in shown if one is not None)
    return Reading(files, forms, answers, findings, stored=stored)


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
    return Code(form, text(row.get("file"), 500), units)


def _unit(unit: Mapping[str, Any], files: Mapping[str, bytes]) -> Mapping[str, Any]:
    older = {"python2": True} if unit.get("python2") is True else {}
    if "file" in unit:
        if unit["file"] not in files:
            raise Malformation("the reader's reply runs a file that is not there")
        return {"file": unit["file"], **older}
    source, line, cell = unit.get("source"), unit.get("line"), unit.get("cell")
    if not isinstance(source, str) or len(source) > MAX_SOURCE:
        raise Malformation("the reader's reply has code that is not a text")
    return {
        "cell": cell if type(cell) is int else None,
        "line": line if type(line) is int and line > 0 else 1,
        "source": text(source, MAX_SOURCE),
        **older,
    }


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(decode(row.get("value"), []), source_from_frame(row))


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
