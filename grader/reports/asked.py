"""What a page says of a question beyond its mark: what was asked, what to do next, the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.marks import Mark, Status

if TYPE_CHECKING:
    from grader.marking.everybody import Everybody
    from grader.questions.base import Question
    from grader.reports.records import Statistics, SubmissionResult
    from grader.rubric import Rubric


_MOST_SNIPPETS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as students saw it; `expected` is the key where the rubric shows it."""

    prompt: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What each part is, by the end of its id."""
    names: tuple[str, ...] = ()
    entry: str = ""
    expected: tuple[str, ...] = ()
    contact: str = ""
    follows: tuple[str, ...] = ()
    """The questions that a mistake may be carried on from."""
    carried: frozenset[str] = frozenset()
    """The names that such a mistake has here."""
    concerned_by: frozenset[str] = frozenset()
    """Kinds of findings that are about this question."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one mark is told with: the cause in a sentence, the rule of its points, what next."""

    cause: str = ""
    rule: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One score that the last run changed; None where there was, or is, none."""

    submission: str
    question: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the class page says of a submission beside its marks; both empty where unknown."""

    section: str = ""
    at: str = ""
    """When, in ISO 8601."""


def keys_of(rubric: Rubric) -> dict[str, str]:
    """The key of every question that has one, as it was typed."""
    keys = {question.id: "; ".join(question.expected()) for question in rubric.questions}
    return {name: key for name, key in keys.items() if key}


def snippets_of(rubric: Rubric, statistics: Statistics) -> dict[tuple[str, str], str]:
    """The rubric's line that names each wrong answer of several students that has no name."""
    found = {}
    for question in rubric.questions:
        item = statistics["questions"].get(question.id)
        for cluster in item["clusters"][:_MOST_SNIPPETS] if item else ():
            if not cluster["mistake"] and (line := question.snippet(cluster["answer"])):
                found[question.id, cluster["answer"]] = line
    return found


def asked_of(rubric: Rubric) -> dict[str, Asked]:
    """Every question of a rubric as its students saw it."""
    contact = rubric.contact
    return {question.id: _asked(question, contact) for question in rubric.questions}


def _asked(question: Question, contact: str) -> Asked:
    return Asked(
        question.prompt,
        question.part_titles(),
        question.names,
        question.entry,
        question.expected() if question.reveal else (),
        contact,
        question.references(),
        question.mistake_table.carried,
        question.concerned_by,
    )


def next_of(rubric: Rubric, submission: SubmissionResult) -> dict[tuple[str, str], Told]:
    """What to do next about one submission of which only the results are at hand."""
    found = {}
    for one in submission["questions"]:
        question = rubric.question(one["id"])
        if question is not None and (then := question.next_step(Status(one["status"]))):
            found[submission["id"], one["id"]] = Told(next=then)
    return found


def told_of(rubric: Rubric, everybody: Everybody) -> Mapping[tuple[str, str], Told]:
    """By submission and question, what marks below full are told with; equal marks once."""
    known: dict[int, Told] = {}
    found: dict[tuple[str, str], Told] = {}
    for submission, row in everybody.marks.items():
        for question in rubric.questions:
            marked = row.get(question.id)
            if marked is None or marked.mark.status is Status.CORRECT:
                continue
            mark = marked.mark
            if id(mark) not in known:
                known[id(mark)] = _told(question, mark)
            found[submission, question.id] = known[id(mark)]
    return found


def _told(question: Question, mark: Mark) -> Told:
    return Told(question.cause_of(mark), question.rule_of(mark), question.next_step(mark.status))
