"""Marks every mutant of the reference's evidence, and finds those that should not have lived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from grader.errors import Failed
from grader.evidence import Answer, Evidence, Outcome
from grader.marking.marker import SubmissionMarking
from grader.marking.marking import Marking
from grader.marks import Mark, Status, show
from grader.questions.asking.given import given_for
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given, Question
from grader.rubric.model import Rubric
from grader.selftest.mutants import mutants_of, nonsense


@dataclass(frozen=True, slots=True)
class Survivor:
    """Something that was tried and did not come out as it should."""

    question: str
    name: str
    told: str
    reason: str = ""
    """Why the rubric accepts it."""

    @property
    def line(self) -> str:
        """What it means, in a sentence."""
        said = f"{self.question}: {self.told}"
        return f"{said} (accepted: {self.reason})" if self.reason else said


@dataclass(slots=True)
class Trial:
    """How many were tried, by question, and what lived."""

    tried: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    survivors: list[Survivor] = field(default_factory=list)


def try_mutants(
    rubric: Rubric, marking: Marking, evidence: Evidence, marks: Mapping[str, Mark]
) -> Trial:
    """Every mutant of every question of which the reference has an answer."""
    trial = Trial()
    for question in rubric.questions:
        given = _given(question, marking, evidence)
        mark = marks[question.id]
        if question.points == 0 or mark.status in (Status.MISSING, Status.NOT_GRADABLE):
            continue
        for mutant in mutants_of(question, given):
            if mutant.keeps and mark.status is not Status.CORRECT:
                continue
            trial.tried[question.id] = trial.tried.get(question.id, 0) + 1
            trial.kept[question.id] = trial.kept.get(question.id, 0) + mutant.keeps
            for survivor in _tried(question, mutant, marking, evidence, marks):
                trial.survivors.append(survivor)
        answered = any(isinstance(outcome, Answer) for outcome in given.outcomes.values())
        if answered and (mark.status is not Status.AWAITING or mark.score is not None):
            for mutant in nonsense(question):
                trial.survivors += _earning(question, mutant, marking, evidence)
    return trial


def _given(question: Question, marking: Marking, evidence: Evidence) -> Given:
    questions = marking.marker.questions

    def other(name: str) -> Given | None:
        return _given(questions[name], marking, evidence) if name in questions else None

    facts = marking.marker.facts.get(question.id, {})
    more: dict[str, Any] = {"others": other, "questions": questions.get}
    return given_for(question, evidence, facts, seed=marking.rubric.seed, **more)


def _evidence(question: Question, mutant: Mutant, evidence: Evidence) -> Evidence:
    """The reference's evidence with the mutant in its place, and nothing read beside it."""
    id_ = mutant.of or question.id
    prefix = f"{id_}/"
    kept = {
        name: one
        for name, one in evidence.outcomes.items()
        if not (name == id_ or name.startswith(prefix))
        or ("" not in mutant.outcomes and name.removeprefix(prefix) not in mutant.outcomes)
    }
    source = getattr(evidence.outcomes.get(id_), "source", None)
    put: dict[str, Outcome] = {}
    for suffix, outcome in mutant.outcomes.items():
        if isinstance(outcome, Answer) and source is not None:
            outcome = replace(outcome, source=source)
        put[f"{prefix}{suffix}" if suffix else id_] = outcome
    return replace(evidence, outcomes={**kept, **put})


def _tried(
    question: Question,
    mutant: Mutant,
    marking: Marking,
    evidence: Evidence,
    marks: Mapping[str, Mark],
) -> Iterator[Survivor]:
    """What is amiss with the marks of a mutant: its own, and those of other questions."""
    name = question.id
    if mutant.measures is not None:
        given = replace(_given(question, marking, evidence), measures=mutant.measures)
        found = {**marks, name: question.mark(given)}
    else:
        one = marking.one(_evidence(question, mutant, evidence))
        found = {key: marked.mark for key, marked in one.marks().items()}
        if mutant.noticed and _is_noticed(question, one, found[name], marks[name]):
            return
    own, full = found[name], marks[name]
    is_full = own.score is not None and own.score >= (full.score or question.points)
    if mutant.keeps and not is_full:
        lost = "waits for a person" if own.score is None else f"earns {show(own.score)}"
        yield Survivor(name, mutant.name, f"{mutant.told} ({lost} of {show(question.points)})")
    elif not mutant.keeps and is_full and not _is_no_slip(mutant):
        yield Survivor(name, mutant.name, mutant.told)
    if mutant.keeps or mutant.measures is not None or mutant.of:
        return
    for other, mark in found.items():
        if other != name and mark.score != marks[other].score and name not in _followed(
            other, marking
        ):  # fmt: skip
            told = f"{mutant.name}: changes the mark of {other}, which does not follow from it"
            yield Survivor(name, f"{mutant.name} in {other}", told)


def _is_noticed(question: Question, one: SubmissionMarking, own: Mark, full: Mark) -> bool:
    """Whether somebody is told of the mutant, though it may have kept its marks."""
    measured = one.measures
    own_measures = {} if isinstance(measured, Failed) else measured.get(question.id, {})
    return bool(question.findings_of(own_measures) or set(own.mistakes) - set(full.mistakes))


def _followed(name: str, marking: Marking) -> set[str]:
    """The questions that a question's mark may depend on."""
    question = marking.marker.questions[name]
    measured = marking.marker.measures.questions
    return {*question.references(), *(measured if name in measured else ())}


def _earning(
    question: Question, mutant: Mutant, marking: Marking, evidence: Evidence
) -> Iterator[Survivor]:
    """Parts of a question that an answer to nothing earns."""
    given = replace(_given(question, marking, evidence), outcomes=dict(mutant.outcomes))
    mark = question.mark(given)
    earned = mark.score or Fraction(0)
    if earned > 0 and mark.status is not Status.AWAITING:
        said = f"{mutant.told}: {show(earned)} of {show(question.points)}"
        yield Survivor(question.id, mutant.name, said)


def _is_no_slip(mutant: Mutant) -> bool:
    """Whether the slip made no difference, or nobody can say that it made one."""
    from grader.rubric.second_opinion.derive import Open, differ

    if mutant.formulas is None:
        return False
    try:
        return not differ(*mutant.formulas, mutant.positive)
    except Open:
        return True
