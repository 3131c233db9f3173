"""Marks: what a question earned, why, and how the marks of one submission add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from grader.evidence import Source


class Status(StrEnum):
    """How a question ended; `not_gradable` is always our fault, never the student's."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    MISSING = "missing"
    AWAITING = "awaiting"
    NOT_GRADABLE = "not_gradable"


Reason = Literal["free_text", "unread", "unsure", "differs", "undecided", "borderline"]
"""Why an answer awaits a person."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item inside a question: a true/false item, a table row, a matrix entry, a threshold."""

    id: str
    score: Fraction | None
    points: Fraction
    status: Status
    feedback: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedCandidate:
    """One possible answer, what it would earn (None where that is open), and its place."""

    read: str
    score: Fraction | None
    source: Source | None = None
    picture: str = ""
    """The digest of the picture it stands in, where nobody read it."""


@dataclass(frozen=True, slots=True)
class ReadByPerson:
    """What a person says stands in the pictures of an answer, by their digests.

    `state` is typed, absent, illegible, or chosen among the candidates.
    """

    state: str
    text: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What one question earned; `score` is None where nothing was decided.

    `reason` says why a person has to decide, between which `candidates`, `by_hand` that one did,
    and `read_by_person` what one typed of a picture and the machine marked; none of them is
    compared, since marks kept by older graders say none. `machine` is the score that the machine
    had decided where a person overruled it. `plot` is plain data
    for a picture in the report (`{"type": ..., ...}`), `staff` holds sentences for the instructor
    alone.
    """

    status: Status
    score: Fraction | None
    points: Fraction
    feedback: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    read: str = ""
    source: Source | None = None
    plot: Mapping[str, Any] | None = None
    staff: tuple[str, ...] = ()
    reason: Reason | None = field(default=None, compare=False)
    by_hand: bool = field(default=False, compare=False)
    candidates: tuple[MarkedCandidate, ...] = field(default=(), compare=False)
    read_by_person: ReadByPerson | None = field(default=None, compare=False)
    machine: Fraction | None = field(default=None, compare=False)


def status_of(score: Fraction, points: Fraction) -> Status:
    """Correct, partial or incorrect by comparing a decided score with the points."""
    if score >= points:
        return Status.CORRECT
    return Status.PARTIAL if score > 0 else Status.INCORRECT


def decided(
    score: Fraction,
    points: Fraction,
    feedback: Iterable[str] = (),
    *,
    mistakes: Iterable[str] = (),
    parts: Iterable[Part] = (),
    read: str = "",
    source: Source | None = None,
    plot: Mapping[str, Any] | None = None,
    by_hand: bool = False,
) -> Mark:
    """A mark whose status follows from its score, held between zero and the points."""
    score = min(max(score, Fraction(0)), points)
    return Mark(
        status_of(score, points),
        score,
        points,
        tuple(feedback),
        tuple(dict.fromkeys(mistakes)),
        tuple(parts),
        read,
        source,
        plot,
        by_hand=by_hand,
    )


def missing(points: Fraction, *feedback: str) -> Mark:
    """Nothing was handed in for this question."""
    return Mark(Status.MISSING, Fraction(0), points, feedback)


def awaiting(
    points: Fraction,
    *feedback: str,
    reason: Reason = "undecided",
    score: Fraction | None = None,
    read: str = "",
    source: Source | None = None,
    parts: tuple[Part, ...] = (),
    mistakes: tuple[str, ...] = (),
) -> Mark:
    """A person has to decide; `score` holds what the automatic side has decided already."""
    mark = Mark(Status.AWAITING, score, points, feedback, mistakes, parts, read, source)
    return replace(mark, reason=reason)


def not_gradable(points: Fraction, reason: str) -> Mark:
    """An internal error kept this from being marked; it exports no number."""
    return Mark(
        Status.NOT_GRADABLE,
        None,
        points,
        (f"This could not be graded: an internal error, not your fault: {reason}.",),
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """A mark given by hand: points, the chosen rubric items and a comment, with who and when.

    With `by_items` the points are what the rubric gives for the items, whenever that is asked.
    """

    points: Fraction
    items: tuple[str, ...] = ()
    comment: str = ""
    by: str = ""
    at: str = ""
    by_items: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of one submission; `points` leaves bonus out, `decided` counts what has a score.

    `bonus` is the part of the score that bonus questions earned.
    """

    score: Fraction
    points: Fraction
    decided: Fraction
    status: str
    bonus: Fraction = Fraction(0)


def tally(marks: Sequence[tuple[Mark, bool]]) -> Tally:
    """Add up (mark, is bonus) pairs of one submission.

    The status is `not_gradable` if any question is, else `awaiting` if any is, else `graded`.
    """
    statuses = {mark.status for mark, _ in marks}
    status = "graded"
    if Status.NOT_GRADABLE in statuses:
        status = "not_gradable"
    elif Status.AWAITING in statuses:
        status = "awaiting"
    scored = [(mark, bonus) for mark, bonus in marks if mark.score is not None]
    return Tally(
        sum((mark.score or Fraction(0) for mark, _ in scored), Fraction(0)),
        sum((mark.points for mark, bonus in marks if not bonus), Fraction(0)),
        sum((mark.points for mark, bonus in scored if not bonus), Fraction(0)),
        status,
        sum((mark.score or Fraction(0) for mark, bonus in scored if bonus), Fraction(0)),
    )


@lru_cache(maxsize=4096)
def number(value: Fraction) -> int | float:
    """A score as results files show it: whole where whole, else rounded half-even to 4 places."""
    if value.denominator == 1:
        return value.numerator
    rounded = round(value, 4)
    return int(rounded) if rounded.denominator == 1 else float(rounded)


def counted(count: int, what: str) -> str:
    """So many of them in words: `1 sheet`, `2 sheets`."""
    return f"{count} {what}{'s' * (count != 1)}"


def show(value: Fraction | None) -> str:
    """A score as a sentence shows it, at most two decimals, with no trailing zeros."""
    if value is None:
        return "-"
    return f"{float(round(value, 2)):.2f}".rstrip("0").rstrip(".")
