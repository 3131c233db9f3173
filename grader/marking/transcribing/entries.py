"""The answers in pictures that wait for somebody to type them, equal ones once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.evidence import READINGS, Readings, Unread
from grader.gradebook import Gradebook, Marked, Transcribed
from grader.marking.transcribing.regions import (
    Current,
    answer_key,
    page_key,
    regions_of,
    token_of,
)
from grader.marks import Status
from grader.rubric.model import Rubric

_REASONS = ("unread", "unsure", "differs", "undecided")
PAGES = ""
"""Stands for the question of a page of which nobody knows what it answers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in pictures, or one page that no label claims, of everybody who handed it in.

    `token` names it on paper, `key` in the gradebook. `questions` are those that wait for a page;
    `now` is what was typed so far, `revision` the number of the newest word on it.
    """

    question: str
    key: str
    token: str
    regions: tuple[Unread, ...]
    submissions: tuple[str, ...]
    questions: tuple[str, ...]
    open: bool
    now: Transcribed | None
    revision: int


def entries_of(book: Gradebook, rubric: Rubric) -> list[Entry]:
    """All that can be typed in, question by question in a stable order that tells nothing."""
    current, newest, marks = (
        book.transcripts.current(),
        book.transcripts.newest(),
        book.marks.all(),
    )
    found: dict[tuple[str, str], _Found] = {}
    for batch in book.evidence.batches():
        for submission, sealed in batch.items():
            for question in rubric.questions:
                readings = sealed.outcomes(question.id).get(f"{question.id}/{READINGS}")
                if isinstance(readings, Readings):
                    marked = marks.get(submission, {}).get(question.id)
                    _gather(found, submission, question.id, readings, marked, current)
    entries = [
        Entry(
            question,
            key,
            token_of(question, key),
            one.regions,
            tuple(one.submissions),
            tuple(one.questions),
            one.open,
            current.get((question, key)),
            newest.get((question, key), 0),
        )
        for (question, key), one in found.items()
    ]
    order = {question.id: n for n, question in enumerate(rubric.questions)}
    return sorted(entries, key=lambda one: (order.get(one.question, len(order)), one.token))


@dataclass(slots=True)
class _Found:
    """An entry in the making."""

    regions: tuple[Unread, ...]
    submissions: dict[str, None]
    questions: dict[str, None]
    open: bool = False


def _gather(
    found: dict[tuple[str, str], _Found],
    submission: str,
    question: str,
    readings: Readings,
    marked: Marked | None,
    current: Current,
) -> None:
    """Add the places of one answer; it is open while nobody typed it, or it was not understood."""
    regions = regions_of(submission, question, readings, current)
    waits = is_waiting(marked)
    if regions.own:
        key = answer_key(submission, regions.own)
        one = found.setdefault((question, key), _Found(regions.own, {}, {}))
        typed = current.get((question, key))
        one.open |= waits and (typed is None or typed.state == "typed")
        one.submissions[submission] = None
    for gap in (*regions.pages, *regions.elsewhere):
        key = page_key(submission, gap)
        one = found.setdefault((PAGES, key), _Found((gap,), {}, {}))
        one.submissions[submission] = None
        if waits and not regions.own and gap in regions.pages:
            one.questions[question] = None
            one.open |= (PAGES, key) not in current


def is_waiting(marked: Marked | None) -> bool:
    """Whether a person has to decide a mark because its answer was not surely read."""
    if marked is None:
        return False
    mark = marked.mark
    return mark.status == Status.AWAITING and mark.reason in _REASONS


def by_token(entries: list[Entry]) -> Mapping[tuple[str, str], Entry]:
    """The entries by question and token, as sheets name them."""
    return {(one.question, one.token): one for one in entries}


def read_already(entry: Entry) -> str:
    """What the reader itself made of the places, without being sure."""
    return "\n\n".join(gap.text for gap in entry.regions if gap.text)
