"""The answers to one question as the page deals them out: equal ones once, under blind names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.gradebook import Flagged, Judged, Marked
from grader.marking.judging.answers import token_of
from grader.marks import Mark, Status

EVERY = 20
"""One of so many answers is judged twice."""
FILTERS = ("awaiting", "decided", "lost", "differs", "disagreed", "flagged", "all")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer by everybody who gave exactly it; `token` names it and gives away nobody."""

    question: str
    token: str
    answer: str
    submissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What people said of an entry: the newest judgement, and how many of its members have one."""

    newest: Judged | None
    revision: int
    holding: int


def entries_of(
    question: str,
    marks: Mapping[str, Mapping[str, Marked]],
    answers: Mapping[str, Mapping[str, str]],
) -> dict[str, Entry]:
    """The entries of a question by token; what may be marked apart stays apart."""
    members: dict[str, list[str]] = {}
    digests: dict[str, str] = {}
    for submission, row in marks.items():
        marked = row.get(question)
        if marked is None:
            continue
        answer = answers.get(submission, {}).get(question, "")
        token = token_of(question, answer, submission if _is_alone(marked) else "")
        members.setdefault(token, []).append(submission)
        digests[token] = answer
    return {
        token: Entry(question, token, digests[token], tuple(sorted(who)))
        for token, who in members.items()
    }


def _is_alone(marked: Marked) -> bool:
    """Whether equal answers need not earn the same, or are not known to be equal."""
    mark = marked.mark
    unseen = any(not (one.read or one.picture) and one.score is None for one in mark.candidates)
    failed = mark.status == Status.NOT_GRADABLE
    nothing = mark.status == Status.AWAITING and not (mark.read or mark.candidates)
    return bool(marked.follows) or unseen or failed or nothing


def order_for(who: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in an order that is random, stable, and another one for everybody."""
    return sorted(entries, key=lambda one: _hash(who, one.question, one.token))


def is_twice(entry: Entry) -> bool:
    """Whether an answer is one of those that are judged twice."""
    return _hash("twice", entry.question, entry.token) % EVERY == 0


def owners(entry: Entry, share: tuple[str, ...]) -> tuple[str, ...]:
    """Who judges an answer that is dealt out, and who judges it again."""
    if not share:
        return ()
    first = _hash("share", entry.question, entry.token) % len(share)
    both = (share[first], share[(first + 1) % len(share)])
    return both if is_twice(entry) else both[:1]


def _hash(*words: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest()[:8], "big")


def representative(entry: Entry, marks: Mapping[str, Mapping[str, Marked]]) -> Mark:
    """The mark that stands for an entry: one that is still open, where there is one."""
    own = [marks[one][entry.question].mark for one in entry.submissions]
    return next((mark for mark in own if not mark.by_hand), own[0])


def word_on(entry: Entry, judged: Mapping[tuple[str, str], Judged]) -> Word:
    """What people said of an entry so far."""
    own = [
        one
        for submission in entry.submissions
        if (one := judged.get((submission, entry.question))) is not None
    ]
    newest = max(own, key=lambda one: one.revision, default=None)
    holding = sum(one.points is not None and one.answer == entry.answer for one in own)
    return Word(newest, newest.revision if newest else 0, holding)


def fits(
    wanted: str, mark: Mark, word: Word, entry: Entry, flags: Mapping[tuple[str, str], Flagged]
) -> bool:
    """Whether an entry belongs to what a filter shows; `awaiting:unread` asks for one reason."""
    name, _, reason = wanted.partition(":")
    match name:
        case "awaiting":
            open_ = mark.status in (Status.AWAITING, Status.NOT_GRADABLE)
            return open_ and (not reason or mark.reason == reason)
        case "decided":
            return word.holding > 0
        case "lost":
            return mark.score is not None and mark.score < mark.points
        case "differs":
            return mark.by_hand and mark.machine is not None and mark.machine != mark.score
        case "flagged":
            return any((one, entry.question) in flags for one in entry.submissions)
    return name == "all"


def share_of(points: Fraction, score: Fraction | None) -> float | None:
    """A score as a share of the points."""
    return None if score is None or not points else float(score / points)
