"""What came back for one question: an answer, its readings, or why there is none."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.values import Value, decode, encode


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
        if self.cell is not None and not (self.line and place.endswith(".py")):
            place += f", cell {self.cell}"
        if self.line is not None:
            place += f", line {self.line}"
        return place


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed about a submission, not itself a mark; `staff` hides it from students."""

    kind: str
    message: str
    file: str = ""
    line: int | None = None
    cell: int | None = None
    staff: bool = False
    lines: str = ""
    """The lines of code it is about, each as `number: text`, where a page shows them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value came back; `printed` is what was printed while it was made."""

    value: Value
    source: Source = Source()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The name that was asked for is nowhere in the submission."""

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

    `how` is named (in code or data), boxed, answer, defined, said, only, table, list, text or
    listing under the question's own label; likely, several, closing, sentence, behind, formula,
    any, shown or scanned, which are guesses; asked, which stands in the question's own words;
    partly, where code beside it could not be read; or elsewhere, where no label says whose answer
    it is.
    """

    value: Value
    source: Source = Source()
    how: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not read: why, where, what stands there, and the picture's digest.

    It is `loose` where no label says which question it answers.
    """

    why: str
    source: Source = Source()
    text: str = ""
    picture: str = ""
    loose: bool = False

    def to_plain(self) -> list[Any]:
        """The record as JSON-able data, as older gradebooks have it where it is not loose."""
        row = [self.why, source_to_plain(self.source), self.text, self.picture]
        return [*row, True] if self.loose else row


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
                [encode(one.value), source_to_plain(one.source), one.how, one.sure]
                for one in self.candidates
            ],
            "unread": [one.to_plain() for one in self.unread],
            "labelled": self.labelled,
            "whole": self.whole,
            "text": self.text,
            "source": source_to_plain(self.source),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Readings:
        """Read back what `to_plain` wrote."""
        return cls(
            tuple(
                Candidate(decode(value, []), Source(*source), how, sure)
                for value, source, how, sure in plain["value"]
            ),
            tuple(Unread(why, Source(*source), *rest) for why, source, *rest in plain["unread"]),
            plain["labelled"],
            plain["whole"],
            plain["text"],
            Source(*plain["source"]),
        )


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What an answer needs is not to be had here: nobody's fault, so never scored as zero.

    `why` is library, version, card, process, window, keyboard, arguments, file, network, time,
    syntax or stopped.
    """

    why: str
    reason: str
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Unsure:
    """Answers found by scanning, the likeliest first; `how` says where they were looked for."""

    candidates: tuple[Answer, ...]
    how: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a person says stands in the pictures of an answer: its text, or that there is none.

    `state` is typed, absent or illegible; `pictures` are the digests of what was looked at.
    """

    state: str
    text: str = ""
    pictures: tuple[str, ...] = ()


READINGS = "readings"
"""The suffix under which a question's readings stand among its outcomes."""
TRANSCRIPT = "transcript"
"""The suffix under which stands what a person read."""

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
    | Transcript
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
    "transcript": Transcript,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def known_exception(name: object) -> str:
    """The name of an exception that Python itself has, or that it is one."""
    there = getattr(builtins, str(name), None)
    is_one = isinstance(there, type) and issubclass(there, BaseException)
    return str(name) if is_one else "an exception"


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
            plain[name] = source_to_plain(value)
        else:
            plain[name] = value
    return plain


def source_to_plain(source: Source) -> list[Any]:
    """A place as a row; the page only where there is one, as older gradebooks have it."""
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
    if "pictures" in fields:
        fields["pictures"] = tuple(fields["pictures"])
    outcome: Outcome = _KINDS[plain["outcome"]](**fields)
    return outcome
