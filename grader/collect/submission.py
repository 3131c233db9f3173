"""Collects the evidence of one submission: read what it is, run what runs, choose each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.collect.launchers import Launchers
from grader.collect.plan import Plan
from grader.collect.trial import suspicions
from grader.evidence import Answer, Evidence, Fault, Finding, Missing, Outcome
from grader.intake.choose import alike
from grader.intake.reading import Hints, Reading, read_submission
from grader.intake.submission import Submission
from grader.sandbox.job import Job
from grader.sandbox.supervise import collect


@dataclass(frozen=True, slots=True)
class Task:
    """One submission in its turn: its bytes at hand, and the questions that it is asked."""

    submission: Submission
    questions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collected:
    """The evidence, and the files of the submission as the reader unpacked them.

    The files are for whoever may hold them against the key, once they are back on its side.
    """

    evidence: Evidence
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def collect_task(plan: Plan, task: Task, launchers: Launchers) -> Collected:
    """The work of a worker: all that crosses to it is a plan and a task."""
    return evidence_of(task.submission, plan.only(task.questions), launchers)


def evidence_of(submission: Submission, plan: Plan, launchers: Launchers) -> Collected:
    """Everything one submission answers, in whatever sandbox the launchers start."""
    reading = read_submission(submission, hints_of(plan), launchers.reader)
    files = {**plan.data, **reading.files}
    evidence = Evidence()
    if reading.forms and plan.asks:
        job = Job(files, reading.forms, plan.asks, plan.seed, (), plan.limits)
        evidence = collect(launchers.code, job)
        if suspected := suspicions((*reading.findings, *evidence.findings)):
            launchers.hold(suspected)
    return Collected(merge(plan, reading, evidence), reading.files)


def hints_of(plan: Plan) -> Hints:
    """What the reader looks for; static findings only where a question trains a model."""
    static = any(probe.do == "estimator" for row in plan.probes.values() for probe in row)
    data = {**{name: name for name in plan.data}, **plan.aliases}
    return Hints.of(plan.sought, sources=plan.sources, data=data, static=static)


def merge(plan: Plan, reading: Reading, evidence: Evidence) -> Evidence:
    """Answers of code and of text in one: for each question the first form that has one counts."""
    outcomes: dict[str, Outcome] = dict(evidence.outcomes)
    noted: list[Finding] = []
    for question in plan.sought:
        order = question.sources
        for probe in plan.probes.get(question.id, ()):
            if reading.lost and isinstance(outcomes.get(probe.id, Missing()), Missing):
                outcomes[probe.id] = Fault(f"reading the hand-in failed: {reading.lost}")
            outcomes.setdefault(probe.id, Missing())
        written = list(reading.answers.get(question.id, ()))
        ran = [outcomes[question.id]] if question.id in outcomes else []
        rows = [*ran, *evidence.others.get(question.id, ()), *written]
        answers = [row for row in rows if isinstance(row, Answer) and row.source.form in order]
        if not answers or (ran and not isinstance(ran[0], Answer | Missing) and not written):
            continue
        answers.sort(key=lambda answer: order.index(answer.source.form))
        outcomes[question.id] = answers[0]
        noted += _differing(question.id, answers)
    return replace(
        evidence,
        outcomes=outcomes,
        others={},
        findings=(*reading.findings, *evidence.findings, *noted),
    )


def _differing(question_id: str, answers: Sequence[Answer]) -> list[Finding]:
    first = answers[0]
    return [
        Finding(
            "answers-differ",
            f"{question_id} is answered in {first.source.where()} and differently in "
            f"{other.source.where()}; the first counts.",
            other.source.file,
            other.source.line,
            other.source.cell,
        )
        for other in answers[1:]
        if not alike(first.value, other.value)
    ]


def faulty(plan: Plan, reason: str) -> Evidence:
    """Evidence of our own failure: every probe a `Fault`, so that nothing becomes a zero."""
    return Evidence({probe.id: Fault(reason) for row in plan.probes.values() for probe in row})
