"""Everybody present marked with memory, from the evidence that the gradebook holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.errors import Failed
from grader.evidence import Finding
from grader.gradebook import Gradebook, Marked
from grader.marking.marker import Marker, SubmissionMarking
from grader.marks import Judgement, Mark, not_gradable

Marks = Mapping[str, Mapping[str, Marked]]
"""Marks by submission and question."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose mark is not what it was; `before` is None for a new one."""

    submission: str
    question: str
    before: Mark | None
    after: Mark


@dataclass(slots=True)
class Class:
    """The marks of everybody, what changed, and whatever the pages show beyond marks."""

    marks: dict[str, dict[str, Marked]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    training: dict[tuple[str, str], Sequence[float]] = field(default_factory=dict)

    def changed(self) -> dict[str, dict[str, Marked]]:
        """The new marks that the gradebook does not hold yet."""
        found: dict[str, dict[str, Marked]] = defaultdict(dict)
        for change in self.changes:
            place = self.marks[change.submission]
            found[change.submission][change.question] = place[change.question]
        return dict(found)

    @property
    def staff(self) -> dict[str, Counter[str]]:
        """What marking said to staff alone, by question, and of how many submissions it said so."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.marks.values():
            for question, marked in row.items():
                found[question].update(marked.mark.staff)
        return {question: said for question, said in found.items() if said}

    @property
    def plots(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The data of pictures, by submission and question."""
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for submission, row in self.marks.items():
            for question, marked in row.items():
                plot = dict(marked.mark.plot or {})
                if (submission, question) in self.training:
                    plot["seconds"] = self.training[submission, question]
                if plot:
                    found[submission, question] = plot
        return found


def mark_class(
    book: Gradebook,
    marker: Marker,
    unasked: Mapping[str, Container[str]] | None = None,
) -> Class:
    """Mark every present submission from its stored evidence; nothing is written.

    `unasked` are questions, by submission, whose stored evidence answers something else: they
    keep the mark they have, or stay not gradable.
    """
    judgements = _by_submission(book.judgements.all())
    earlier, found = book.marks.all(), Class()
    for batch in book.evidence.batches():
        for submission, sealed in batch.items():
            before = earlier.get(submission, {})
            marking = marker.submission(sealed, judgements.get(submission, {}))
            skipped = (unasked or {}).get(submission, ())
            row = {}
            for name in marker.questions:
                old = before.get(name)
                row[name] = (
                    _unasked(marker, name, old) if name in skipped else marking.mark(name, old)
                )
                if row[name] is not old:
                    was = None if old is None else old.mark
                    found.changes.append(Change(submission, name, was, row[name].mark))
            found.marks[submission] = row
            for name, seconds in sealed.evidence.usage.training.items():
                found.training[submission, name.split("/")[0]] = seconds
            noticed = _measured(marker, submission, marking)
            found.findings[submission] = (*sealed.evidence.findings, *noticed)
        marker.measures.forget()
    return found


def unasked_questions(book: Gradebook, now: Mapping[str, str]) -> dict[str, set[str]]:
    """By submission, the questions that its evidence does not answer as they are asked `now`.

    `now` is the digest of what each question asks.
    """
    found = {}
    for submission, plans in book.evidence.plans().items():
        changed = {name for name, digest in now.items() if plans.get(name) != digest}
        if changed:
            found[submission] = changed
    return found


def _measured(marker: Marker, submission: str, marking: SubmissionMarking) -> tuple[Finding, ...]:
    """What was noticed about a submission while measuring it."""
    from grader.marking.measuring import findings

    measured = marking.measures
    if isinstance(measured, Failed):
        if marker.report_fault is not None:
            marker.report_fault(submission, measured)
        return ()
    return findings({name: dict(one) for name, one in measured.items()})


def _unasked(marker: Marker, name: str, old: Marked | None) -> Marked:
    if old is not None:
        return old
    points = marker.questions[name].points
    return Marked(not_gradable(points, "it has not been asked yet; grade again to ask it"))


def _by_submission(
    judgements: Mapping[tuple[str, str], Judgement],
) -> dict[str, dict[str, Judgement]]:
    found: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for (submission, question), judgement in judgements.items():
        found[submission][question] = judgement
    return found
