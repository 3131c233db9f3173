"""Evidence: frozen records of what a submission did, parsed from data that nobody trusts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.values import Malformation, Value, decode, encode, text, without_addresses

MAX_SHOWN = 40_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer stands: `form` is module, notebook, writeup or data."""

    form: str = ""
    file: str = ""
    line: int | None = None
    cell: int | None = None
    page: int | None = None

    def where(self) -> str:
        """The place in words a student can follow, such as `hw2.py, line 12`."""
        place = self.file or self.form
        if self.page is not None:
            return f"{place}, page {self.page}"
        if self.cell is not None:
            place += f", cell {self.cell}"
        if self.line is not None:
            place += f", line {self.line}"
        return place


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed about a hand-in, not itself a mark; `staff` hides it from students."""

    kind: str
    message: str
    file: str = ""
    line: int | None = None
    cell: int | None = None
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A value came back; `printed` is what was printed while it was made."""

    value: Value
    source: Source = Source()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The name that was asked for is nowhere in the hand-in."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """Student code raised; `detail` (traceback, message) may be for the instructor alone."""

    type: str
    message: str
    source: Source = Source()
    detail: str = ""
    stage: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TimedOut:
    """A limit in seconds, kept by us and measured from outside, was passed."""

    seconds: float
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended before it answered: a crash, an exit, or a limit of memory."""

    reason: str
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something came back that is not an answer in any form the grader reads."""

    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Our own failure; it becomes `not_gradable`, never a zero, and is never reused."""

    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer at its place; `how` it was come by, `sure` if nothing speaks against it.

    `how` is named (in code or data), boxed, answer, defined, only, table, list, text or listing
    under the question's own label; sentence, behind, any, shown or scanned, which are guesses; or
    elsewhere, where no label says whose answer it is.
    """

    value: Value
    source: Source = Source()
    how: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not read: why, where, what stands there, and the picture's digest."""

    why: str
    source: Source = Source()
    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """What reading made of the places where an answer was sought, beside what code answered.

    `labelled` says whether the question's own label was found; `text` is what stands under it;
    `whole` whether every file of the submission was read in full.
    """

    candidates: tuple[Candidate, ...] = ()
    unread: tuple[Unread, ...] = ()
    labelled: bool = False
    whole: bool = True
    text: str = ""
    source: Source = Source()

    def to_plain(self) -> dict[str, Any]:
        """The record as JSON-able data."""
        return {
            "outcome": "readings",
            "value": [
                [encode(one.value), _source_to_plain(one.source), one.how, one.sure]
                for one in self.candidates
            ],
            "unread": [
                [one.why, _source_to_plain(one.source), one.text, one.picture]
                for one in self.unread
            ],
            "labelled": self.labelled,
            "whole": self.whole,
            "text": self.text,
            "source": _source_to_plain(self.source),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Readings:
        """Read back what `to_plain` wrote."""
        return cls(
            tuple(
                Candidate(decode(value, []), Source(*source), how, sure)
                for value, source, how, sure in plain["value"]
            ),
            tuple(
                Unread(why, Source(*source), said, picture)
                for why, source, said, picture in plain["unread"]
            ),
            plain["labelled"],
            plain["whole"],
            plain["text"],
            Source(*plain["source"]),
        )


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What an answer needs is not to be had here: nobody's fault, so nobody's zero.

    `why` is library, version, card, process, window, keyboard, arguments, file, network or time.
    """

    why: str
    reason: str
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Unsure:
    """Answers found by scanning, the likeliest first; `how` says where they were looked for."""

    candidates: tuple[Answer, ...]
    how: str = ""


READINGS = "readings"
"""The suffix under which a question's readings stand among its outcomes."""

Outcome = (
    Answer
    | Missing
    | Raised
    | TimedOut
    | Died
    | Malformed
    | Fault
    | Unavailable
    | Unsure
    | Readings
)

_KINDS: dict[str, type[Any]] = {
    "answer": Answer,
    "missing": Missing,
    "raised": Raised,
    "timed_out": TimedOut,
    "died": Died,
    "malformed": Malformed,
    "fault": Fault,
    "unavailable": Unavailable,
    "unsure": Unsure,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


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

    def to_plain(self) -> list[Any]:
        """The record as JSON-able data."""
        place = self.source
        where = [place.form, place.file, place.line, place.cell]
        return [where, self.text, self.value, self.expression, self.stored]

    @classmethod
    def from_plain(cls, plain: Sequence[Any]) -> Shown:
        """Read back what `to_plain` wrote."""
        return cls(Source(*plain[0]), *plain[1:])


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one submission answered, by probe id, with what was noticed on the way.

    `others` holds the answers to the same question from other forms of the hand-in.
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
                [f.kind, f.message, f.file, f.line, f.cell, f.staff] for f in self.findings
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
        """Whether any outcome is our own fault, so that this must not be reused."""
        return any(isinstance(outcome, Fault) for outcome in self.outcomes.values())


def outcome_to_plain(outcome: Outcome) -> dict[str, Any]:
    """One outcome as JSON-able data, tagged by its kind."""
    if isinstance(outcome, Readings):
        return outcome.to_plain()
    plain: dict[str, Any] = {"outcome": _NAMES[type(outcome)]}
    for name in outcome.__dataclass_fields__:
        value = getattr(outcome, name)
        if name == "value":
            plain[name] = encode(value)
        elif name == "candidates":
            plain[name] = [outcome_to_plain(one) for one in value]
        elif isinstance(value, Source):
            plain[name] = _source_to_plain(value)
        else:
            plain[name] = value
    return plain


def _source_to_plain(source: Source) -> list[Any]:
    row = [source.form, source.file, source.line, source.cell]
    return row if source.page is None else [*row, source.page]


def outcome_from_plain(plain: Mapping[str, Any]) -> Outcome:
    """Read back one stored outcome; it was checked when it was first collected."""
    if plain["outcome"] == "readings":
        return Readings.from_plain(plain)
    fields = {name: value for name, value in plain.items() if name != "outcome"}
    if "source" in fields:
        fields["source"] = Source(*fields["source"])
    if "value" in fields:
        fields["value"] = decode(fields["value"], [])
    if "candidates" in fields:
        rows = map(outcome_from_plain, fields["candidates"])
        fields["candidates"] = tuple(row for row in rows if isinstance(row, Answer))
    outcome: Outcome = _KINDS[plain["outcome"]](**fields)
    return outcome


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
        return answer
    if kind == "missing":
        return Missing(text(frame.get("reason"), 500))
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
    said = without_addresses(text(frame.get("text"), MAX_SHOWN))
    if value is None and not said.strip():
        return None
    return Shown(source, said, value, text(frame.get("expression"), 300), bool(frame.get("stored")))
