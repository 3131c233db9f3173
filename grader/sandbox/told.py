"""What a child tells beside its answers, read as hostile data: notes, errors, what was shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.evidence import (
    Finding,
    Raised,
    Shown,
    outcome_from_frame,
    shown_from_frame,
    source_from_frame,
)
from grader.sandbox.frames import Frame
from grader.values import text

MAX_NOTES = 60
MAX_ERRORS = 50
MAX_SHOWN = 300
NOTES = frozenset({
    "library-absent", "older-library", "not-here", "path-mapped", "no-card", "no-keyboard",
    "in-one-process", "kernel-helper", "load-lost",
})  # fmt: skip
"""The kinds of findings that a child may have made on the way."""


def notes_in(body: Mapping[str, Any]) -> Iterator[Finding]:
    """What the surroundings of the code did for it, as findings."""
    notes = body.get("notes")
    for note in notes[:MAX_NOTES] if isinstance(notes, list) else ():
        if not isinstance(note, dict):
            continue
        kind, said = text(note.get("kind"), 40), text(note.get("message"), 500)
        place = source_from_frame(note)
        if said:
            named = kind if kind in NOTES else "note"
            yield Finding(named, said, place.file, place.line, place.cell)


def shown_in(frame: Frame) -> list[Shown]:
    """What was displayed and printed while code was loaded."""
    rows = frame.body.get("shown")
    found = (
        shown_from_frame(row, frame.blocks) if isinstance(row, dict) else None
        for row in (rows[:MAX_SHOWN] if isinstance(rows, list) else ())
    )
    return [one for one in found if one is not None]


def errors_in(errors: list[Any], file: str) -> Iterator[Finding]:
    """What was raised while code was loaded; names given a value before still count."""
    for error in errors[:MAX_ERRORS]:
        if not isinstance(error, dict):
            continue
        raised = outcome_from_frame({**error, "outcome": "raised"}, [])
        if isinstance(raised, Raised):
            said = f"{raised.type}: {raised.message}" if raised.message else raised.type
            place = raised.source
            yield Finding("load-error", said[:500], place.file or file, place.line, place.cell)
