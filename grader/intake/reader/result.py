"""What the reader has found so far in one submission, and how it travels back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

MAX_FINDINGS = 200
MAX_REPLY_FILES = 48 << 20
MAX_CANDIDATES = 20
MAX_UNREAD = 60
MAX_SHOWN = 4_000
MAX_HEADINGS = 500
MAX_PICTURES = 24 << 20
MAX_STORED = 400
MAX_STORED_TEXT = 8_000


_NOT_READ = {
    **dict.fromkeys(("notebook-damaged", "archive-damaged", "archive-bomb"), "damaged"),
    **dict.fromkeys(("notebook-too-long", "cell-too-long", "file-too-large"), "too-long"),
    **dict.fromkeys(("not-text", "archive-unsupported", "archive-too-deep"), "document"),
    **dict.fromkeys(("archive-encrypted", "name-clash"), "document"),
    "notebook-language": "language",
}
"""Kinds of findings that say that something was not read, with why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the form it counts as, the file, the line, the cell, the page."""

    form: str
    file: str
    line: int | None = None
    cell: int | None = None
    page: int | None = None

    def plain(self) -> dict[str, Any]:
        """The place as it travels."""
        return {
            "form": self.form, "file": self.file, "line": self.line, "cell": self.cell,
            "page": self.page,
        }  # fmt: skip


@dataclass(slots=True)
class Section:
    """What one file says to one question: candidates, what was not read, and what stands there.

    `label` is own (its label was found), near (only the label above, or numbers of a list),
    or none (what no label of the rubric claims).
    """

    place: Place
    label: str = "own"
    candidates: list[dict[str, Any]] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    cells: list[int] = field(default_factory=list)
    parts: list[list[int]] = field(default_factory=list)
    """The cells again, each with the line where the piece of it that stands here begins."""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    """What a text's listings show of a run that its author made."""

    def candidate(self, value: Any, place: Place, how: str, *, sure: bool) -> None:
        """Add one candidate, better ones first."""
        row = {**place.plain(), "value": encoded(value), "how": how, "sure": sure}
        if row not in self.candidates and len(self.candidates) < MAX_CANDIDATES:
            self.candidates.append(row)

    def unseen(self, why: str, place: Place, region: int | None = None, text: str = "") -> None:
        """Note something there that was not read: a picture, a drawn formula, another file."""
        if len(self.unread) < MAX_UNREAD:
            self.unread.append({**place.plain(), "why": why, "region": region, "text": text[:2000]})

    def plain(self) -> dict[str, Any]:
        """The whole as it travels."""
        return {
            **self.place.plain(),
            "label": self.label,
            "candidates": self.candidates,
            "unread": self.unread,
            "text": self.text[:MAX_SHOWN],
            "cells": self.cells[:200],
            "parts": self.parts[:200],
            "outputs": self.outputs,
        }


@dataclass(slots=True)
class Result:
    """Everything read: code to run, answers by question, findings, files for the work folder."""

    forms: list[dict[str, Any]] = field(default_factory=list)
    sections: dict[str, list[Section]] = field(default_factory=dict)
    outline: list[dict[str, Any]] = field(default_factory=list)
    """Every label and heading that was met, with its path and place."""
    unread: list[dict[str, Any]] = field(default_factory=list)
    """Files and parts of files that nobody read, whatever question they answer."""
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    """(digest of the pixels, PNG) of every region that a person has to look at."""
    findings: list[list[Any]] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    read_texts: list[str] = field(default_factory=list)
    """Texts of write-ups and notebooks, which a PDF beside them may only print."""
    shown: set[str] = field(default_factory=set)
    """The files of pictures that some text shows."""
    sources: Mapping[str, bytes] = field(default_factory=dict)
    """Every file by its name, for texts that show pictures."""
    addresses: list[tuple[str, Place]] = field(default_factory=list)
    """Texts that only say where the work is, by the address that each gives."""
    says_more: bool = False
    """Whether any other text or code was handed in."""
    starter: Any = None
    """The `Starter` that texts are compared with."""
    cells: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Units of the modules that have cells in them, by file."""
    known: Any = None
    """The `Known` labels, once some text was read."""
    broken: dict[tuple[str, int | None], Any] = field(default_factory=dict)
    """The `Pieces` of each file, or cell of a file, that is no Python as a whole."""
    python_2: set[str] = field(default_factory=set)
    """Modules that were Python 2."""
    magic_work: int = 0
    """Lines that were looked through for magics, once for each that may hold one."""
    stored: list[dict[str, Any]] = field(default_factory=list)
    """What the notebooks' files hold of an earlier run, cell by cell."""

    def note(
        self,
        kind: str,
        message: str,
        file: str = "",
        line: int | None = None,
        cell: int | None = None,
    ) -> None:
        """Add a finding, once, up to a limit; some say that a file was not read, or in part."""
        finding = [kind, message, file, line, cell]
        if finding in self.findings:
            return
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)
        if kind in _NOT_READ:
            self.unreadable(_NOT_READ[kind], Place("writeup", file, line, cell))

    def named(self, question: str, value: Any, place: Place, how: str = "named") -> None:
        """Add an answer under the asked name, or what a scan of all code holds for one."""
        section = Section(place, "own" if how == "named" else "near")
        section.candidate(value, place, how, sure=how == "named")
        self.seek(question, section)

    def seek(self, question: str, section: Section) -> None:
        """Add what one file says to a question."""
        self.sections.setdefault(question, []).append(section)

    def printed(self, question: str, printed: Section) -> None:
        """Add what the printed form of a text shows to what the text says under the same label."""
        rows = self.sections.get(question, [])
        section = next((one for one in rows if one.label == printed.label), None)
        if section is None:
            self.seek(question, printed)
            return
        section.outputs += printed.outputs
        section.unread = [gap for gap in section.unread if gap["why"] != "unread"]

    def heading(self, path: Sequence[int | str], text: str, place: Place) -> None:
        """Note a label or heading, for whoever looks at how a submission was read."""
        if len(self.outline) < MAX_HEADINGS:
            row = {**place.plain(), "path": [str(part) for part in path], "text": text[:120]}
            self.outline.append(row)

    def unreadable(self, why: str, place: Place, region: int | None = None) -> None:
        """Note a file, or a part of it, that was not read."""
        if len(self.unread) < MAX_FINDINGS:
            self.unread.append({**place.plain(), "why": why, "region": region})

    def picture(self, pixels: str, png: bytes) -> int | None:
        """Keep a picture for whoever marks; its number, or None where there are too many."""
        known = next((n for n, (name, _) in enumerate(self.pictures) if name == pixels), None)
        if known is not None:
            return known
        if not png or sum(len(data) for _, data in self.pictures) + len(png) > MAX_PICTURES:
            return None
        self.pictures.append((pixels, png))
        return len(self.pictures) - 1

    def store(self, file: str, cell: int, expression: str, displayed: str, printed: str) -> None:
        """Keep what a cell's saved outputs say, up to a limit."""
        for text, shown in ((displayed, expression), (printed, "")):
            if text.strip() and len(self.stored) < MAX_STORED:
                self.stored.append({
                    "form": "notebook", "file": file, "cell": cell, "line": None,
                    "text": text[:MAX_STORED_TEXT], "expression": shown[:300],
                })  # fmt: skip

    def store_picture(self, file: str, cell: int, number: int) -> None:
        """Keep that a cell's saved outputs show a picture."""
        if len(self.stored) < MAX_STORED:
            self.stored.append({
                "form": "notebook", "file": file, "cell": cell, "line": None,
                "text": "", "expression": "", "region": number,
            })  # fmt: skip

    def reply(self) -> tuple[dict[str, Any], list[bytes]]:
        """The whole as JSON, a block of the unpacked files one after another, one of pictures."""
        sizes = [[name, len(data)] for name, data in self.files.items()]
        pictures = [[pixels, len(png)] for pixels, png in self.pictures]
        body = {
            "reading": {
                "forms": self.forms,
                "findings": self.findings,
                "kept": self.kept,
                "files": sizes,
                "sections": {
                    question: [one.plain() for one in rows]
                    for question, rows in self.sections.items()
                },
                "unread": self.unread,
                "outline": self.outline,
                "pictures": pictures,
                "stored": self.stored,
            }
        }
        blocks = [b"".join(self.files.values()), b"".join(png for _, png in self.pictures)]
        return body, blocks


def encoded(value: Any) -> Any:
    """A value in the tagged JSON that evidence travels in."""
    if isinstance(value, Mapping):
        return {"$": "map", "items": [[encoded(k), encoded(v)] for k, v in value.items()]}
    if isinstance(value, list | tuple):
        return [encoded(item) for item in value]
    if isinstance(value, Fraction):
        return {"$": "fraction", "n": value.numerator, "d": value.denominator}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**3_000:
        return math.inf if value > 0 else -math.inf
    return value
