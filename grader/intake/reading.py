"""Reading one submission: the trusted half, which sends opaque bytes and checks the reply.

A submission of plain modules needs no reader: its files go on as they are.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from grader.evidence import Finding, Source, Unread
from grader.intake.data_alone import with_data_unread
from grader.intake.fitting import fitting
from grader.intake.reader.names import shadowed
from grader.intake.reader.python.modules import forms_of, unwrapped
from grader.intake.reader.python.near_names import may_be_near
from grader.intake.reader.python.plain import is_no_plain_module
from grader.intake.reader.versions.looks import may_have_versions
from grader.intake.reply import Reading, parse_reading
from grader.intake.submission import Submission
from grader.sandbox.child import Child, Launcher, Limits
from grader.sandbox.frames import Budget, Frame, FrameReader, pack
from grader.sandbox.job import Code
from grader.values import Malformation

__all__ = ["READER", "READER_LIMITS", "Hints", "Reading", "read_submission"]

READER = Path(__file__).resolve().parent / "reader"
"""The directory program to start: `ProcessLauncher(program=READER)`, or a fork server with it."""

REPLY = Budget(text=16 << 20, longest=16 << 20)
"""What the reader may tell of a submission."""
TOO_SLOW = "reading took longer than"
ALONE_SECONDS = 15.0
"""For a file that is tried alone, after a reader was lost on all of them."""
READER_LIMITS = Limits(seconds=60.0, load_seconds=60.0, memory_bytes=3 << 30)
_OPAQUE = (
    *(".csv", ".tsv", ".npy", ".npz", ".pt", ".pth.tar", ".pth", ".ckpt", ".h5", ".pkl"),
    *(".joblib", ".safetensors"),
)
_SAVED = (".npz", ".pt", ".pth", ".ckpt")
_SMALL = 1 << 20
_SMALL_TABLE = 200_000
_CALLS = re.compile(rb"question|problem|exercise|task|answer|aufgabe|frage|pregunta|ejercicio")
_COUNTS = re.compile(rb"^\W{0,4}[a-z]{0,3}1\W[^\n]*\n\W{0,4}[a-z]{0,3}2\W", re.MULTILINE)


class Asked(Protocol):
    """What the reader needs of a question; every `Question` has it."""

    @property
    def id(self) -> str:
        """The question's id."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names under which a module holds the answer."""

    @property
    def writeup(self) -> Any:
        """The `Writeup` hint, or None."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place to look at beside those of the questions themselves: under a label, or in files.

    `take` is cells (which code cells stand there) or tables; `files` are names of files with
    tables, alternatives between bars.
    """

    id: str
    under: tuple[str, ...] = ()
    take: str = "cells"
    files: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What to look for: question ids, names and write-up hints; it holds no answer.

    `data` maps a file name that students use to the course's data file in the work folder; their
    own paths that end in that name are read as that file.
    """

    questions: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[str, ...] = ("module", "notebook", "writeup", "data")
    data: Mapping[str, str] = field(default_factory=dict)
    static: bool = False
    pictures: bool = False
    """Whether pictures that notebooks hold from an earlier run are wanted."""
    handed_out: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        questions: Iterable[Asked],
        places: Iterable[Where] = (),
        *,
        sources: Iterable[str] = ("module", "notebook", "writeup", "data"),
        data: Mapping[str, str] | Iterable[str] = (),
        static: bool = False,
        pictures: bool = False,
        handed_out: Mapping[str, bytes] | None = None,
    ) -> Hints:
        """The hints of a rubric's questions and of the other `places` to look at."""
        rows = tuple(
            {
                "id": q.id,
                "names": [name.partition(".")[0] for name in q.names],
                "writeup": q.writeup.model_dump(mode="json") if q.writeup else None,
                "asked": getattr(q, "asked", "value"),
                "arity": list(getattr(q, "arity", ())),
                "code": getattr(q, "code", ""),
                "code_of": list(q.names),
                "conditions": getattr(q, "conditions", ""),
                "units": getattr(q, "has_unit", False),
            }
            for q in questions
        )
        rows += tuple(
            {
                "id": one.id,
                "names": [],
                "writeup": {"under": list(one.under), "take": one.take, "of": [], "parts": []},
                "files": one.files,
            }
            for one in places
        )
        files = dict(data) if isinstance(data, Mapping) else {name: name for name in data}
        return cls(rows, tuple(sources), files, static, pictures, handed_out or {})

    @property
    def names(self) -> list[str]:
        """Every name that a question asks for."""
        return [name for question in self.questions for name in question["names"]]


def read_submission(
    submission: Submission,
    hints: Hints,
    launcher: Launcher | None,
    limits: Limits = READER_LIMITS,
    *,
    closely: bool = False,
) -> Reading:
    """What `submission` holds, as plain data; never raises for anything a student handed in.

    `launcher` starts the reader, which is used only where there is more than modules and data, or
    to look `closely`. Findings already on the submission are not repeated here.
    """
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for file in submission.files:
        try:
            files[file.name] = file.read()
        except OSError as reason:
            said = reason.strerror or str(reason)
            findings.append(
                Finding("unreadable", f"{file.name} cannot be read: {said}.", file.name)
            )
    reading = None if closely else _opaque(files, hints)
    if reading is None:
        reading = _ask_reader(files, hints, launcher, limits)
    if reading.lost and launcher is not None:
        reading = _without_the_lost(files, hints, launcher, limits, reading.lost) or reading
    reading = with_data_unread(reading, files, hints.data.values())
    kept, left = fitting(reading.files, set(hints.data.values()))
    findings += [*reading.findings, *_shadowing(reading), *left]
    forms = tuple(form for form in reading.forms if _is_whole(form, kept))
    return replace(reading, files=kept, forms=forms, findings=tuple(findings))


def _is_whole(form: Code, files: Mapping[str, bytes]) -> bool:
    return all(unit["file"] in files for unit in form.units if "file" in unit)


def _opaque(files: Mapping[str, bytes], hints: Hints) -> Reading | None:
    """The reading of plain modules and data files, or None where the reader is needed."""
    if (
        hints.static
        or hints.handed_out
        or any(question.get("files") or question.get("code") for question in hints.questions)
        or not all(_is_plain(name, data, hints) for name, data in files.items())
    ):
        return None
    code = b"\n".join(data for name, data in files.items() if name.endswith(".py"))
    if may_be_near([question["names"] for question in hints.questions], code):
        return None
    short = unwrapped(files)
    renamed = {short[name]: data for name, data in files.items()}
    forms = forms_of(list(renamed), hints.names, lambda file, name: name.encode() in renamed[file])
    codes = tuple(Code(form["form"], form["file"], tuple(form["units"])) for form in forms)
    if may_have_versions(renamed, [one.file for one in codes], hints.names):
        return None
    return Reading(renamed, codes, is_plain=True)


def _is_plain(name: str, data: bytes, hints: Hints) -> bool:
    """Whether a file can go on unread: a module in UTF-8 by its look, or data."""
    if name.lower().endswith((".csv", ".tsv")) and name not in hints.data:
        return not _may_be_answers(data, hints)
    if name.endswith(_OPAQUE):
        return name.endswith(_SAVED) or not data.startswith((b"PK\x03\x04", b"\x1f\x8b"))
    if not name.endswith(".py") or len(data) > _SMALL or b"\0" in data:
        return False
    if data.lstrip()[:1] in (b"{", b"%", b"!", b"<") or data.startswith(b"PK\x03\x04"):
        return False
    if any(file.rpartition("/")[2].encode() in data for file in hints.data):
        return False  # it may name the file where the student's own machine keeps it
    if is_no_plain_module(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be_answers(data: bytes, hints: Hints) -> bool:
    """Whether a table in text may be a sheet of answers: it counts, or calls questions, in rows."""
    if len(data) > _SMALL_TABLE or data.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return False
    text = data.replace(b"\0", b"").lower()
    keys = [str(key).lower() for one in hints.questions for key in (one["id"], *one["names"])]
    called = any(key.encode() in text for key in keys) or _CALLS.search(text) is not None
    return called or not text.isascii() or (_COUNTS.search(text) is not None and b"\n" in text)


def _shadowing(reading: Reading) -> list[Finding]:
    rows = []
    for name in reading.files:
        library = shadowed(name)
        if library is not None:
            message = (
                f"{name} has the name of the library {library}; `import {library}` gets the "
                f"library, not your file. Rename the file."
            )
            rows.append(Finding("shadows-library", message, name))
    return list({finding.message: finding for finding in rows}.values())


def _ask_reader(
    files: Mapping[str, bytes], hints: Hints, launcher: Launcher | None, limits: Limits
) -> Reading:
    """One request to a fresh reader; however it ends, what is lost is named in a finding."""
    if launcher is None:
        return _lost(files, hints, "no reader was started")
    request = {
        "files": [{"name": name, "block": i} for i, name in enumerate(files)],
        "hints": {
            "questions": list(hints.questions),
            "sources": list(hints.sources),
            "data": dict(hints.data),
            "static": hints.static,
            "pictures": hints.pictures,
            "handed_out": {
                name: data.decode("utf-8", "replace") for name, data in hints.handed_out.items()
            },
        },
    }
    child = launcher.start(limits)
    frame: Frame | None = None
    try:
        frame, reason = converse(child, pack(request, list(files.values())), limits.seconds)
    finally:
        child.kill()  # after a reply too: nothing more is read, and nobody waits for its end
        ended = child.wait()
    if frame is None:
        return _lost(files, hints, reason or ended.reason())
    try:
        return parse_reading(frame, files)
    except Malformation as malformed:
        return _lost(files, hints, str(malformed))


def _without_the_lost(
    files: Mapping[str, bytes], hints: Hints, launcher: Launcher, limits: Limits, lost: str
) -> Reading | None:
    """The reading without the files that a reader is lost on, each tried alone; None without any.

    That is their author's doing, and costs those files alone: a person sees that nobody read them.
    """
    ends = time.monotonic() + limits.seconds
    short = replace(limits, seconds=min(ALONE_SECONDS, limits.seconds))
    reasons = {}
    if len(files) == 1 and lost.startswith(TOO_SLOW):
        reasons = dict.fromkeys(files, lost)
    for name, data in files.items() if len(files) > 1 else ():
        if name.endswith((".py", *_OPAQUE)) or time.monotonic() > ends:
            continue
        if why := _ask_reader({name: data}, hints, launcher, short).lost:
            reasons[name] = why
    rest = {name: data for name, data in files.items() if name not in reasons}
    reading = _ask_reader(rest, hints, launcher, limits) if reasons and rest else Reading()
    if not reasons or reading.lost:
        return None
    findings = [
        Finding("reader-lost", f"Reading {name} failed: {reason}. It was not read.", name)
        for name, reason in reasons.items()
    ]
    unread = [Unread("document", Source(file=name)) for name in reasons]
    return replace(
        reading,
        findings=(*reading.findings, *findings),
        unread=(*reading.unread, *unread),
    )


def converse(child: Child, request: bytes, seconds: float) -> tuple[Frame | None, str]:
    """The reader's one reply, or None with the reason where we know it."""
    ends = time.monotonic() + seconds
    frames = FrameReader(REPLY)
    child.output.setblocking(False)
    try:
        child.connection.settimeout(seconds)
        child.connection.sendall(request)
        while True:
            child.connection.settimeout(max(ends - time.monotonic(), 0.001))
            data = child.connection.recv(1 << 18)
            with contextlib.suppress(OSError):
                child.output.recv(1 << 16)
            if not data:
                return None, ""
            for frame in frames.feed(data):
                return frame, ""
    except Malformation as malformed:
        return None, str(malformed)
    except TimeoutError:
        return None, f"{TOO_SLOW} {seconds:g} s"
    except OSError:
        return None, ""


def _lost(files: Mapping[str, bytes], hints: Hints, reason: str) -> Reading:
    """What is left when the reader is lost: the modules as they are, and a finding that says so."""
    modules = {name: data for name, data in files.items() if name.endswith((".py", *_OPAQUE))}
    short = unwrapped(modules)
    renamed = {short[name]: data for name, data in modules.items()}
    forms = forms_of(list(renamed), hints.names, lambda file, name: name.encode() in renamed[file])
    codes = tuple(Code(form["form"], form["file"], tuple(form["units"])) for form in forms)
    left = ", ".join(sorted(set(files) - set(modules))[:5]) or "these files"
    finding = Finding("reader-lost", f"Reading {left} failed: {reason}. They were not read.")
    return Reading(renamed, codes, findings=(finding,), lost=reason)
