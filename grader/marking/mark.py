"""Marking: rubric, facts, evidence, measures and judgements in; marks out; nothing else is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grader.errors import Failed, guarded
from grader.evidence import Evidence, Malformed
from grader.marking.by_hand import as_it_counts, judged
from grader.marking.room import TooLong, in_time, too_large
from grader.marking.sureness import settled
from grader.marks import Judgement, Mark, Status, awaiting, not_gradable
from grader.questions.base import Given, Question, given_for
from grader.questions.lost import explain
from grader.rubric.model import Rubric
from grader.values import Malformation

Facts = Mapping[str, Mapping[str, Any]]
"""Plain data a question's marking needs, by question id; built once per rubric."""

ReportFault = Callable[[str, Failed], None]
"""Told of an internal error, with the id of the question that it was met in."""


def mark(
    rubric: Rubric,
    facts: Facts,
    evidence: Evidence,
    judgements: Mapping[str, Judgement] | None = None,
    measures: Facts | None = None,
    report_fault: ReportFault | None = None,
) -> dict[str, Mark]:
    """The mark of every question, in the rubric's order.

    An exception of a kind's own code is an internal error: it becomes `not_gradable` and is handed
    to `report_fault` with the question's id.
    """
    given: dict[str, Given] = {}
    for question in rubric.questions:
        given[question.id] = given_for(
            question,
            evidence,
            facts.get(question.id),
            measures=(measures or {}).get(question.id, {}),
            judgement=(judgements or {}).get(question.id),
            seed=rubric.seed,
            others=given.get,
            questions=rubric.question,
        )
    return {q.id: mark_question(q, given[q.id], report_fault) for q in rubric.questions}


def mark_question(
    question: Question,
    given: Given,
    report_fault: ReportFault | None = None,
) -> Mark:
    """The mark of one question; an internal error becomes `not_gradable`, never a zero."""
    judgement = given.judgement
    if judgement is not None:
        judgement = as_it_counts(question, judgement)
        given = replace(given, judgement=judgement)
    found = _guarded(question, given, report_fault)
    if judgement is None:
        return found
    machine = found
    if found.by_hand:
        machine = _guarded(question, replace(given, judgement=None), report_fault)
    return judged(question, machine, found, judgement)


def _guarded(question: Question, given: Given, report_fault: ReportFault | None) -> Mark:
    try:
        with in_time():
            found = guarded(f"marking {question.id}", lambda: _marked(question, given))
    except TooLong:
        said = "It takes longer to mark than any answer here should; a person decides."
        return awaiting(question.points, said, reason="unread")
    if isinstance(found, Mark):
        return found
    if report_fault is not None:
        report_fault(question.id, found)
    return not_gradable(question.points, found.reason)


def _marked(question: Question, given: Given) -> Mark:
    """The kind's own mark where the answer is sure; one too large to be read is the student's."""
    try:
        return settled(
            question, given, lambda given: too_large(question, given) or question.mark(given)
        )
    except Malformation as large:
        said = explain(Malformed(str(large)), question.entry)
        return Mark(Status.INCORRECT, Fraction(0), question.points, (said,))
