"""Who may see what a child says once it was sent hidden inputs: all of it may repeat them.

Before, a student sees what their own code said. Afterwards they see names that we know, and places
in the files that they handed in; the rest is for marking, which never echoes it, or for staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from grader.evidence import (
    GUESSED,
    Answer,
    Died,
    Finding,
    Malformed,
    Missing,
    Outcome,
    Raised,
    Source,
    TimedOut,
    Unavailable,
    Unsure,
    known_exception,
)
from grader.sandbox.job import Ask, Job

Seen = Literal["known", "submitted", "marking", "staff", "refused"]
"""known: one of our own words, or nothing. submitted: a place in the files, or nothing. marking:
compared and measured, never shown. staff: for the instructor. refused: it does not count at all."""

AFTER_HIDDEN: Mapping[str, Seen] = {
    "outcome": "known",
    "why": "known",
    "how": "known",
    "type": "known",
    "stage": "known",
    "form": "submitted",
    "file": "submitted",
    "line": "submitted",
    "cell": "submitted",
    "page": "submitted",
    "value": "marking",
    "fitted": "marking",
    "reason": "staff",
    "message": "staff",
    "detail": "staff",
    "notes": "staff",
    "kind": "staff",
    "printed": "staff",
    "row": "staff",
    "token": "refused",
    "exit": "staff",
    "signal": "staff",
    "other": "refused",
    "loading": "refused",
    "loaded": "refused",
    "at": "refused",
    "errors": "refused",
    "shown": "refused",
    "text": "refused",
    "expression": "refused",
    "stored": "refused",
    "cut": "refused",
    "calls": "refused",
}
"""Every field that a child fills, and the two ways in which its process may end."""

UNTOUCHED = "{} does nothing yet: nobody has filled it in."
LACKING = {
    "library": "a library that this needs is not here",
    "version": "this needs another version of a library",
    "card": "this needs a graphics card",
    "process": "this needs processes of its own, which are not allowed here",
    "window": "this needs a window",
    "keyboard": "this asks somebody at a keyboard",
    "arguments": "this looks for arguments of a command line",
    "file": "a file that this needs is not here",
    "network": "this needs a network",
    "time": "what this needs took too long to load",
    "slow": "it takes longer than the time allowed here",
    "stopped": "the code stopped before it gave this a value",
    "ended": "what this needs was lost while loading",
    "name": "which of several things is meant is not said",
}
STAGES = frozenset({
    "building the model", "training", "fit", "looking for a fitted model",
    "looking for its predictions", "predicting",
})  # fmt: skip
CALLED = frozenset({"calling the module", "calling it"})
MEMORY = "it was killed, most likely for using too much memory"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The places there are in what was handed in."""

    lines: Mapping[str, int] = field(default_factory=dict)
    cells: frozenset[tuple[str, int]] = frozenset()
    forms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, job: Job) -> Submitted:
        """The files of a job, how long they are, and the cells in them."""
        lines = {name: data.count(b"\n") + 1 for name, data in job.files.items()}
        cells = set()
        for code in job.forms:
            for unit in code.units:
                last = int(unit.get("line") or 1) + str(unit.get("source", "")).count("\n")
                lines[code.file] = max(lines.get(code.file, 0), last)
                if unit.get("cell") is not None:
                    cells.add((code.file, int(unit["cell"])))
        return cls(lines, frozenset(cells), frozenset(code.form for code in job.forms))

    def place(self, said: Source) -> Source:
        """As much of a place as there is."""
        file = said.file if said.file in self.lines else ""
        line = said.line if said.line is not None and self.has(said.line, file) else None
        cell = said.cell if said.cell is not None and (file, said.cell) in self.cells else None
        return Source(said.form if said.form in self.forms else "", file, line, cell)

    def has(self, line: object, file: str = "") -> bool:
        """Whether a file, or any of them, has a line of that number."""
        longest = self.lines[file] if file else max(self.lines.values(), default=0)
        return type(line) is int and 0 < line <= longest


def after_hidden(
    outcome: Outcome, ask: Ask, submitted: Submitted
) -> tuple[Outcome, list[Finding]]:
    """An outcome with no more in it than a student may see, and what staff may see beside it."""
    match outcome:
        case Raised(type_, message, source, detail, stage):
            kept = Raised(
                known_exception(type_), "", submitted.place(source), "",
                stage if stage in STAGES else "", hidden=True,
            )  # fmt: skip
            return kept, _for_staff(ask, f"{type_}: {message}", detail)
        case Missing(reason):
            name = ask.body["names"][0] if ask.body.get("names") else "It"
            said = UNTOUCHED.format(name) if reason else ""
            return Missing(said), _for_staff(ask, reason)
        case Unavailable(why, reason, source):
            known = why if why in LACKING else "ended"
            place = submitted.place(source)
            return Unavailable(known, LACKING[known], place), _for_staff(ask, reason)
        case Answer(value, source):
            rows, words = rows_of(value, ask, submitted)
            return Answer(rows, submitted.place(source)), _for_staff(ask, *words)
        case Died() | TimedOut() | Malformed():
            return outcome, []
        case Unsure((Answer(value, source),), how) if how == GUESSED:
            rows, words = rows_of(value, ask, submitted)
            answer = Answer(rows, submitted.place(source))
            return Unsure((answer,), GUESSED), _for_staff(ask, *words)
        case Unsure():
            return Malformed("an answer came back that is none"), []
    return outcome, []


def death_after_hidden(outcome: Died) -> Died:
    """How a child ended, without the number that it may have chosen to end with."""
    told = outcome.reason if outcome.reason == MEMORY else "it ended by itself"
    return replace(outcome, reason=told)


ROW = frozenset(
    {"ok", "value", "columns", "inner", "index", "type", "message", "line", "bases", "lost",
     "lacks", "absent", "renamed"}
)
"""What the grader's own code tells of one call."""


def rows_of(value: Any, ask: Ask, submitted: Submitted) -> tuple[Any, list[str]]:
    """What calls gave, with lines and reasons that there are, and what was said instead."""
    if ask.body.get("do") != "call" or not isinstance(value, list):
        return value, []
    said: list[str] = []
    return [_row(row, submitted, said) for row in value], said


def _row(row: Any, submitted: Submitted, said: list[str]) -> Any:
    if not isinstance(row, dict):
        return None
    kept = {name: row[name] for name in ROW & row.keys()}
    if "line" in row:
        kept["line"] = row["line"] if submitted.has(row["line"]) else None
    if "lost" in row:
        why, reason = row["lost"] if _is_pair(row["lost"]) else ("ended", "")
        kept["lost"] = [why if why in LACKING else "ended", LACKING.get(why, LACKING["ended"])]
        said.append(str(reason))
    if "lacks" in row:
        kept["lacks"] = "a library that makes it is not here, or it is too large for its type"
        said.append(str(row["lacks"]))
    if "argument" in row:
        kept["argument"] = _row(row["argument"], submitted, said)
    if isinstance(row.get("steps"), list):
        kept["steps"] = [_row(one, submitted, said) for one in row["steps"]]
    return kept


def _is_pair(lost: Any) -> bool:
    return isinstance(lost, list) and len(lost) == 2 and all(isinstance(one, str) for one in lost)


def report_of(said: Any, ask: Ask, submitted: Submitted, secret: bool) -> dict[str, Any]:
    """What a child told of one fit at its end; `unsaid` marks what a student may not read."""
    if not isinstance(said, dict):
        return {"ok": False, "type": "Exception", "message": "", "line": None, "stage": "fit"}
    if said.get("ok") is not True:
        return _failure(said, submitted) if secret else {**said, "ok": False}
    methods = (*ask.body.get("data", {}).get("methods", ()), *CALLED)
    method = said.get("method")
    told = {"ok": True, "method": method if method in methods else "calling it"}
    if "classes" in said:
        told["classes"] = said["classes"]
    return {**told, "unsaid": True} if secret else told


def fits_of(
    value: Any, reports: Sequence[Mapping[str, Any]], submitted: Submitted, secret: bool
) -> Any:
    """The fits of a model: what was told at the end of each counts, and predictions beside it."""
    if not isinstance(value, list):
        return value
    found: list[Any] = []
    for number, row in enumerate(value):
        early = reports[number] if number < len(reports) else None
        if early is not None and early["ok"] is False:
            found.append(early)
        elif not isinstance(row, dict) or not secret:
            is_fine = isinstance(row, dict) and row.get("ok") is True
            found.append({**row, **early} if is_fine and early else row)
        elif row.get("ok") is not True:
            found.append(_failure(row, submitted))
        else:
            kept = {key: row[key] for key in ("ok", "batches") if key in row}
            found.append({**kept, **(early or {}), "also": _also(row.get("also"))})
    return found


def _failure(said: Mapping[str, Any], submitted: Submitted) -> dict[str, Any]:
    line, stage = said.get("line"), said.get("stage")
    return {
        "ok": False,
        "type": known_exception(said.get("type")),
        "message": "",
        "line": line if submitted.has(line) else None,
        "stage": stage if isinstance(stage, str) and stage in STAGES else "predicting",
    }


def _also(said: Any) -> dict[str, Any]:
    """What further methods gave; of those that failed, that they did."""
    if not isinstance(said, dict):
        return {}
    return {
        str(name): {"ok": False} if isinstance(one, dict) and one.get("ok") is False else one
        for name, one in said.items()
    }


def _for_staff(ask: Ask, *said: str) -> list[Finding]:
    words = "\n".join(one for one in said if one.strip())
    return [for_staff(ask.id, words)] if words else []


def for_staff(name: str, words: str) -> Finding:
    """What was said after hidden inputs went in, for nobody but staff."""
    return Finding("said-after-hidden", f"{name}: {words}"[:4000], staff=True)
