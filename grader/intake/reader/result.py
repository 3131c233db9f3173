"""What the reader has found so far in one hand-in, and how it travels back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

MAX_FINDINGS = 200
MAX_REPLY_FILES = 48 << 20
MAX_STORED = 400
MAX_STORED_TEXT = 8_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the form it counts as, the file, the line or the cell."""

    form: str
    file: str
    line: int | None = None
    cell: int | None = None


@dataclass(slots=True)
class Result:
    """Everything read: code to run, answers by question, findings, files for the work folder."""

    forms: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    findings: list[list[Any]] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Units of the modules that have cells in them, by file."""
    python_2: set[str] = field(default_factory=set)
    """Modules that were Python 2."""
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
        """Add a finding, once, up to a limit."""
        finding = [kind, message, file, line, cell]
        if finding not in self.findings and len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)

    def answer(self, question: str, value: Any, place: Place) -> None:
        """Add one candidate answer to a question."""
        row = {
            "form": place.form, "file": place.file, "line": place.line, "cell": place.cell,
            "value": encoded(value),
        }  # fmt: skip
        self.answers.setdefault(question, []).append(row)

    def store(self, file: str, cell: int, expression: str, displayed: str, printed: str) -> None:
        """Keep what a cell's saved outputs say, up to a limit."""
        for text, shown in ((displayed, expression), (printed, "")):
            if text.strip() and len(self.stored) < MAX_STORED:
                self.stored.append({
                    "form": "notebook", "file": file, "cell": cell, "line": None,
                    "text": text[:MAX_STORED_TEXT], "expression": shown[:300],
                })  # fmt: skip

    def reply(self) -> tuple[dict[str, Any], list[bytes]]:
        """The whole as JSON and one block that holds the unpacked files one after the other."""
        sizes = [[name, len(data)] for name, data in self.files.items()]
        body = {
            "reading": {
                "forms": self.forms,
                "answers": self.answers,
                "findings": self.findings,
                "kept": self.kept,
                "files": sizes,
                "stored": self.stored,
            }
        }
        return body, [b"".join(self.files.values())]


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
