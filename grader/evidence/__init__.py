"""Evidence: frozen records of what a submission did, parsed from data that nobody trusts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.evidence.outcomes import (
    READINGS,
    TRANSCRIPT,
    Answer,
    Candidate,
    Died,
    Fault,
    Finding,
    Malformed,
    Missing,
    Outcome,
    Raised,
    Readings,
    Source,
    TimedOut,
    Transcript,
    Unavailable,
    Unread,
    Unsure,
    known_exception,
    outcome_from_plain,
    outcome_to_plain,
    source_to_plain,
)
from grader.values import (
    MAX_DIGITS,
    MAX_NODES,
    Malformation,
    decode,
    encode,
    text,
    without_addresses,
)

MAX_SHOWN = 40_000
GUESSED = "under another name"
"""How an answer was found that stands under no asked name."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one submission cost, measured from outside: seconds, bytes, number of children.

    `training` holds, by probe, the seconds before it asked for hidden inputs, and its limit.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    children: int = 0
    training: Mapping[str, Sequence[float]] = field(default_factory=dict)


MAX_CALLS = 60
NOT_SAID = "the answer is larger than an answer may be"
TOO_LARGE = {
    "elements": f"the answer has more than {MAX_NODES} elements",
    "digits": f"an integer has more than {MAX_DIGITS} digits",
    "bytes": NOT_SAID,
}
"""What is said of an answer that a child does not send, since nobody would read it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What code displayed or printed in one unit; `stored` where the file holds it from before.

    `value` is a displayed value as `encode` writes it, or None where only `text` is known;
    `expression` is what was displayed, as it is written.
    """

    source: Source
    text: str = ""
    value: Any = None
    expression: str = ""
    stored: bool = False
    cut: int = 0
    """Characters of what was printed that are not kept."""
    picture: str = ""
    """The digest of the picture that is shown."""
    calls: tuple[tuple[int, str], ...] = ()
    """Where in the text each call of `print` begins, and what it was told to print."""

    def to_plain(self) -> list[Any]:
        """The record as JSON-able data."""
        place = self.source
        where = [place.form, place.file, place.line, place.cell]
        row = [where, self.text, self.value, self.expression, self.stored]
        if self.picture or self.calls:
            return [*row, self.cut, self.picture, [list(one) for one in self.calls]]
        return [*row, self.cut] if self.cut else row

    @classmethod
    def from_plain(cls, plain: Sequence[Any]) -> Shown:
        """Read back what `to_plain` wrote."""
        calls = tuple((start, said) for start, said in plain[7]) if len(plain) > 7 else ()
        return replace(cls(Source(*plain[0]), *plain[1:7]), calls=calls)

    def printed(self) -> list[tuple[str, str]]:
        """What each call of `print` was told to print, and what it printed."""
        calls = self.calls
        if not calls or calls[0][0] > 0:
            calls = ((0, ""), *calls)
        ends = [*(start for start, _ in calls[1:]), len(self.text)]
        pieces = zip(calls, ends, strict=True)
        return [(said, self.text[start:end]) for (start, said), end in pieces]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one submission answered, by probe id, with what was noticed on the way.

    `others` holds the answers to the same question from other forms of the submission.
    """

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    others: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    printed: str = ""
    usage: Usage = Usage()
    shown: tuple[Shown, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """PNGs by the digest of their pixels; the gradebook keeps them apart from the rest."""

    def to_plain(self) -> dict[str, Any]:
        """The evidence as JSON-able data for the gradebook."""
        return {
            "outcomes": {name: outcome_to_plain(o) for name, o in self.outcomes.items()},
            "others": {n: [outcome_to_plain(o) for o in row] for n, row in self.others.items()},
            "findings": [
                [f.kind, f.message, f.file, f.line, f.cell, f.staff, f.lines] for f in self.findings
            ],
            "printed": self.printed,
            "usage": [
                self.usage.seconds,
                self.usage.cpu_seconds,
                self.usage.peak_bytes,
                self.usage.children,
                dict(self.usage.training),
            ],
            "shown": [one.to_plain() for one in self.shown],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Evidence:
        """Read back what `to_plain` wrote."""
        others = {
            name: tuple(o for o in map(outcome_from_plain, row) if isinstance(o, Answer))
            for name, row in plain["others"].items()
        }
        return cls(
            {name: outcome_from_plain(o) for name, o in plain["outcomes"].items()},
            others,
            tuple(Finding(*row) for row in plain["findings"]),
            plain["printed"],
            Usage(*plain["usage"]),
            tuple(map(Shown.from_plain, plain.get("shown", ()))),
        )

    @property
    def has_fault(self) -> bool:
        """Whether any outcome is an internal error, so that this must not be reused."""
        return any(isinstance(outcome, Fault) for outcome in self.outcomes.values())


def outcome_from_frame(frame: Mapping[str, Any], blocks: list[bytes]) -> Outcome:
    """Parse one frame of a child as hostile data: anything off is `Malformed`."""
    kind = frame.get("outcome")
    source = source_from_frame(frame)
    if kind == "answer":
        try:
            answer = Answer(decode(frame.get("value"), blocks), source)
        except Malformation as reason:
            return Malformed(str(reason))
        if frame.get("how") == "inner":
            return Unsure((answer,), "inside a function that was run")
        if frame.get("how") == "guessed":
            return Unsure((answer,), GUESSED)
        return answer
    if kind == "missing":
        return Missing(text(frame.get("reason"), 500))
    if kind == "large":
        return Malformed(TOO_LARGE.get(text(frame.get("why"), 20), NOT_SAID))
    if kind == "unavailable":
        return Unavailable(text(frame.get("why"), 20), text(frame.get("reason"), 500), source)
    if kind == "raised":
        return Raised(
            text(frame.get("type"), 100) or "Exception",
            without_addresses(text(frame.get("message"), 2000)),
            source,
            text(frame.get("detail"), 8000),
            text(frame.get("stage"), 40),
        )
    return Malformed("the answer came back in a form that cannot be read")


def source_from_frame(frame: Mapping[str, Any]) -> Source:
    """The place a child says an answer stands; only for show, never for a decision."""
    line, cell, page = frame.get("line"), frame.get("cell"), frame.get("page")
    return Source(
        text(frame.get("form"), 20),
        text(frame.get("file"), 200),
        line if type(line) is int and 0 < line < 10**7 else None,
        cell if type(cell) is int and 0 <= cell < 10**6 else None,
        page if type(page) is int and 0 < page < 10**5 else None,
    )


def shown_from_frame(frame: Mapping[str, Any], blocks: list[bytes]) -> Shown | None:
    """Parse what a child says was shown, as hostile data; None where nothing of it can be read."""
    value = None
    if "value" in frame:
        try:
            value = encode(decode(frame["value"], blocks))
        except Malformation:
            return None
    source = source_from_frame(frame)
    written = text(frame.get("text"), MAX_SHOWN)
    said = without_addresses(written)
    if value is None and not said.strip():
        return None
    cut = frame.get("cut")
    return Shown(
        source,
        said,
        value,
        text(frame.get("expression"), 300),
        bool(frame.get("stored")),
        cut if type(cut) is int and 0 < cut < 10**12 else 0,
        calls=_calls(frame.get("calls"), len(said)) if said == written else (),
    )


def _calls(rows: Any, length: int) -> tuple[tuple[int, str], ...]:
    """Where each call of `print` begins, in order; nothing where a child says anything else."""
    found: list[tuple[int, str]] = []
    for row in rows[:MAX_CALLS] if isinstance(rows, list) else ():
        start, said = row if isinstance(row, list) and len(row) == 2 else (None, None)
        least = found[-1][0] if found else 0
        if type(start) is not int or not least <= start <= length:
            return ()
        found.append((start, text(said, 300)))
    return tuple(found)


__all__ = [
    "GUESSED",
    "MAX_SHOWN",
    "READINGS",
    "TRANSCRIPT",
    "Answer",
    "Candidate",
    "Died",
    "Evidence",
    "Fault",
    "Finding",
    "Malformed",
    "Missing",
    "Outcome",
    "Raised",
    "Readings",
    "Shown",
    "Source",
    "TimedOut",
    "Transcript",
    "Unavailable",
    "Unread",
    "Unsure",
    "Usage",
    "known_exception",
    "outcome_from_frame",
    "outcome_from_plain",
    "outcome_to_plain",
    "shown_from_frame",
    "source_from_frame",
    "source_to_plain",
]
