"""What a page says of a question beyond its mark: what was asked, what to do next, the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.marks import Mark, Status

if TYPE_CHECKING:
    from grader.marking.everybody import Everybody
    from grader.questions.base import Question
    from grader.rubric import Rubric


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


@dataclass(frozen=True, slots=True)
class Told:
    """What one mark is told with: the cause in a sentence, the rule of its points, what next."""

    cause: str = ""
    rule: str = ""
    next: str = ""


def asked_of(rubric: Rubric) -> dict[str, Asked]:
    """Every question of a rubric as its students saw it."""
    contact = str(getattr(rubric, "contact", "") or "")
    return {question.id: _asked(question, contact) for question in rubric.questions}


def _asked(question: Question, contact: str) -> Asked:
    return Asked(
        question.prompt,
        question.part_titles(),
        question.names,
        question.entry,
        question.expected() if question.reveal else (),
        contact,
    )


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
    return Told(question.cause_of(mark), question.rule_of(mark), question.next_step(mark))
