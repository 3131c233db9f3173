"""A zero is earned, never guessed: what was not surely read is a person's to decide.

Pure: it marks each candidate as the kind marks an answer, and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from grader.evidence import (
    READINGS,
    TRANSCRIPT,
    Answer,
    Candidate,
    Missing,
    Readings,
    Transcript,
    Unread,
)
from grader.marking.steps import is_name, is_step, says_a_number
from grader.marks import Mark, MarkedCandidate, ReadByPerson, Reason, Status, show
from grader.questions.base import Given, Question

Marking = Callable[[Given], Mark]
"""How a kind marks what it is given."""

_FINAL = ("boxed", "answer", "defined", "said", "told", "table")
"""How what a student calls the answer is come by."""
_MENTIONED = ("earlier", "any", "other")
_WHY = {
    "picture": "a picture",
    "drawn-formula": "a drawn formula",
    "unmapped-glyphs": "signs that cannot be told",
    "unread-ink": "drawn or written by hand",
    "scan": "a scanned page",
    "equation-object": "an equation object",
    "text-layer-distrusted": "a page whose hidden text is not to be trusted",
    "rules": "nothing in it fits the rubric's rules for finding this answer",
    "cells": "code that gives the asked name no value",
    "unlabelled": "answers without the labels of their questions",
    "unread": "not in a form that the grader reads",
    "pointer": "a text that only points elsewhere",
    "read-in-part": "a file that was read in part",
    "document": "a file that the grader cannot read",
    "language": "code that is not run, whose results nobody knows",
    "library": "a file that needs a library the grader lacks",
    "damaged": "a damaged file",
    "too-long": "too long to be read",
    "syntax": "code that Python cannot read",
    "name": "code under another name than the one that was asked for",
    "typed": "typed in by a person, and not understood",
    "illegible": "a person could not read it either",
}
"""What an unread place is, in words."""


def settled(question: Question, given: Given, mark: Marking) -> Mark:
    """The mark of a question, or the question put to a person where its answer is not sure.

    Sure answers are marked. Where another candidate would earn more, or where the best one is not
    sure and not every candidate is right, nothing is decided. Where nothing was found, it is
    missing only if all that could hold it was read.
    """
    person = given.outcomes.get(TRANSCRIPT)
    found = _settled(question, given, mark)
    if question.of_numbers and found.status == Status.AWAITING:
        found = _by_numbers(question, given, mark) or found
    if not isinstance(person, Transcript):
        return found
    read = ReadByPerson(person.state, person.text, person.pictures)
    return replace(found, read_by_person=read)


def _settled(question: Question, given: Given, mark: Marking) -> Mark:
    first = mark(_alone(given))
    readings = given.readings
    if readings is None or question.when_unsure == "zero":
        return first
    best = readings.candidates[0] if readings.candidates else None
    if any(gap.why == "syntax" for gap in readings.unread) and not (best and best.sure):
        return _partly(question, given, mark, first, readings)
    if first.status in (Status.CORRECT, Status.NOT_GRADABLE):
        return _if_all_agree(question, given, mark, first, readings)
    if isinstance(given.answer, Answer):
        right = _right_of_its_kind(given, mark, readings)
        return right or _among(question, given, mark, first, readings)
    if not isinstance(given.answer, Missing) and not readings.candidates:
        return first
    return _unread(question, first, readings)


def _by_numbers(question: Question, given: Given, mark: Marking) -> Mark | None:
    """The full mark of what holds numbers, where formulas that nobody can work out stand beside it.

    `P(A) P(B)` is no number, and a step to the one that follows from it.
    """
    readings = given.readings
    rows = readings.candidates if readings is not None else ()
    kept = tuple(
        one
        for one in rows
        if says_a_number(one.value, _mark_of(given, one, mark).status, final=one.how in _FINAL)
    )
    if readings is None or not kept or len(kept) == len(rows):
        return None
    if kept[0].how in _MENTIONED and not all(is_name(one.value) for one in rows if one not in kept):
        return None
    best = Answer(kept[0].value, kept[0].source)
    about = {**given.outcomes, "": best, READINGS: replace(readings, candidates=kept)}
    found = _settled(question, replace(given, outcomes=about), mark)
    return found if found.status == Status.CORRECT else None


def _partly(
    question: Question, given: Given, mark: Marking, first: Mark, readings: Readings
) -> Mark:
    """What stands in code that no Python reads as a whole, for a person: what it would earn."""
    if first.status == Status.NOT_GRADABLE:
        return first
    marks = [first, *(_mark_of(given, one, mark) for one in readings.candidates[1:])]
    return _asked(question, first, readings, marks if readings.candidates else [], "unread")


def _alone(given: Given) -> Given:
    """What a kind marks: without readings and transcripts, of which it knows nothing."""
    about = (READINGS, TRANSCRIPT)
    outcomes = {name: one for name, one in given.outcomes.items() if name not in about}
    return replace(given, outcomes=outcomes)


def _if_all_agree(
    question: Question, given: Given, mark: Marking, first: Mark, readings: Readings
) -> Mark:
    """Full marks where the answer was surely read, or no other candidate is as good a reading."""
    best = readings.candidates[0] if readings.candidates else None
    if first.status != Status.CORRECT or best is None or best.sure:
        return first
    marks = [first, *(_mark_of(given, one, mark) for one in readings.candidates[1:])]
    if best.how in ("elsewhere", "asked", "other"):  # it may answer another question, or be one
        return _asked(question, first, readings, marks, "unsure")
    rivals = [
        one
        for one, candidate in zip(marks, readings.candidates, strict=True)
        if not (question.of_numbers and candidate.how not in _FINAL and is_step(candidate.value))
        if not ((readings.labelled or best.how == "printed") and _outranks(best, candidate))
    ]
    told = [one for one in rivals if _WRONG_SHAPE not in one.mistakes]
    if all(one.status in (Status.CORRECT, Status.AWAITING) for one in told):
        return first
    return _asked(question, first, readings, marks, "differs")


def _outranks(best: Candidate, other: Candidate) -> bool:
    """Whether the best reading is the student's last word, beside which the other is a step to it.

    What is boxed, called the answer, or defined under the asked name is; so is the one formula
    that stands alone, beside what is merely mentioned, and what cells under the label show last.
    """
    if best.how in _FINAL:
        return other.how not in _FINAL
    if best.how == "likely":
        return other.how not in (*_FINAL, "likely")
    if best.how in _SHOWN:
        return other.how in (*_SHOWN, *_MENTIONED, "asked", "formula")
    if best.how in ("several", "closing"):
        return other.how in (*_MENTIONED, "sentence", "formula")
    return best.how == "only" and other.how in _MENTIONED


_WRONG_SHAPE = "wrong_shape"
"""The mistake of what is one number where several are asked for, or the other way round."""
_SHOWN = ("shown", "printed")


def _right_of_its_kind(given: Given, mark: Marking, readings: Readings) -> Mark | None:
    """The mark of what cells show, where all numbers, or all else, that they show are right.

    A cell often shows a table or a shape beside the number that is asked for; neither contradicts
    the other. Under the question's own label the last of a kind is enough.
    """
    shown = all(one.how in _SHOWN for one in readings.candidates)
    if not readings.candidates or readings.unread or not shown or readings.candidates[0].sure:
        return None
    for kind in dict.fromkeys(_is_number(one.value) for one in readings.candidates):
        marks = [
            _mark_of(given, one, mark)
            for one in readings.candidates
            if _is_number(one.value) == kind
        ]
        read = [one for one in marks if one.status != Status.AWAITING]
        counts = read[:1] if readings.labelled else read
        if counts and all(one.status == Status.CORRECT for one in counts):
            return counts[0]
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _among(
    question: Question, given: Given, mark: Marking, first: Mark, readings: Readings
) -> Mark:
    """A mark below full: decided where surely read and nothing else would earn more."""
    best = readings.candidates[0] if readings.candidates else None
    marks = [first, *(_mark_of(given, one, mark) for one in readings.candidates[1:])]
    scores = [one.score for one in marks]
    more = any(
        (score is None and one.how not in (*_SHOWN, "formula")) or (score or 0) > (first.score or 0)
        for one, score in zip(readings.candidates[1:], scores[1:], strict=True)
    )
    if first.status == Status.AWAITING:
        earlier = _earlier(readings, marks)
        return earlier or replace(first, candidates=_candidates(readings, marks))
    if more and not question.of_numbers and (formula := _before_its_value(readings, marks)):
        return formula
    if more:
        return _asked(question, first, readings, marks, "differs")
    if readings.unread:
        versions = all(gap.why == "version" for gap in readings.unread)
        return _asked(question, first, readings, marks, "differs" if versions else "unread")
    single = best is not None and isinstance(best.value, str | int | float)
    several = single and _WRONG_SHAPE in first.mistakes and len(marks) > 1
    if best is None or not best.sure or several:
        return _asked(question, first, readings, marks, "unsure")
    return first


def _before_its_value(readings: Readings, marks: list[Mark]) -> Mark | None:
    """The full mark of the formula that a chain ends with the value of, where one is asked for.

    `m = n / 2 = 5` says both, and a number is no formula in letters.
    """
    best = readings.candidates[0]
    if not isinstance(best.value, str) or best.how not in _FINAL or is_step(best.value):
        return None
    rows = zip(readings.candidates, marks, strict=True)
    formulas = [mark for one, mark in rows if one.how == "formula" and one.source == best.source]
    return formulas[0] if formulas and formulas[0].status == Status.CORRECT else None


def _earlier(readings: Readings, marks: list[Mark]) -> Mark | None:
    """The full mark of earlier values of the same name, where nobody can read the last one."""
    if marks[0].reason != "unread" or readings.candidates[0].how != "defined":
        return None
    rows = [
        mark
        for one, mark in zip(readings.candidates, marks, strict=True)
        if one.how in ("defined", "earlier") and mark.status != Status.AWAITING
    ]
    return rows[0] if rows and all(one.status == Status.CORRECT for one in rows) else None


def _mark_of(given: Given, candidate: Candidate, mark: Marking) -> Mark:
    """The mark that a candidate would have."""
    outcomes = {**_alone(given).outcomes, "": Answer(candidate.value, candidate.source)}
    return mark(replace(given, outcomes=outcomes))


def _unread(question: Question, first: Mark, readings: Readings) -> Mark:
    """Nothing was found: a person looks at what was not read, if there is anything."""
    if not readings.unread and readings.whole:
        return first
    return _asked(question, first, readings, [], "unread")


def _asked(
    question: Question, first: Mark, readings: Readings, marks: list[Mark], reason: Reason
) -> Mark:
    """The question as a person gets it: where it stands, what was read, what was not."""
    words = {
        "differs": "It can be read in more than one way, and not every way earns the same.",
        "unsure": "It was not surely read.",
        "unread": "Not all of it could be read.",
    }
    told = [f"{words[reason]} This answer is graded by hand and is not in your score yet."]
    told += places_told(readings.unread)
    return Mark(
        Status.AWAITING,
        None,
        question.points,
        tuple(told),
        read=first.read or readings.text[:2_000],
        source=first.source or (readings.source if readings.source.file else None),
        staff=tuple(_for_staff(readings, marks)),
        reason=reason,
        candidates=_candidates(readings, marks),
    )


def places_told(unread: Iterable[Unread]) -> list[str]:
    """Where something was not read, each place once."""
    rows = [
        f"Something else stands under the same name in {gap.source.where()}."
        if gap.why == "version"
        else f"Not read: {gap.source.where() or 'a file'} ({_WHY.get(gap.why, gap.why)})."
        for gap in unread
    ]
    return list(dict.fromkeys(rows))[:5]


def _for_staff(readings: Readings, marks: list[Mark]) -> list[str]:
    """What each candidate would earn, for whoever decides."""
    return [
        f"{one.source.where()}: {mark.read or 'this'} would earn {show(mark.score)}."
        for one, mark in zip(readings.candidates, marks, strict=False)
    ]


def _candidates(readings: Readings, marks: list[Mark]) -> tuple[MarkedCandidate, ...]:
    """The candidates with what each would earn, then the places that nobody read."""
    rows = [
        MarkedCandidate(mark.read or _brief(one), mark.score, one.source)
        for one, mark in zip(readings.candidates, marks, strict=False)
    ]
    rows += [
        MarkedCandidate(gap.text[:500], _OPEN, gap.source, gap.picture)
        for gap in readings.unread[:_MOST_PLACES]
    ]
    return tuple(rows)


_OPEN: Fraction | None = None
_MOST_PLACES = 24
"""Places that nobody read, of those that a mark names."""


def _brief(candidate: Candidate) -> str:
    return str(candidate.value)[:500]
