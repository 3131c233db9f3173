"""Collects the evidence of one submission: read what it is, run what runs, choose each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.collect.launchers import Tools
from grader.collect.plan import Plan
from grader.collect.shown import with_shown
from grader.collect.trial import suspicions
from grader.evidence import Answer, Evidence, Fault, Finding, Missing, Outcome
from grader.intake.choose import alike
from grader.intake.reading import Hints, Reading, read_submission
from grader.intake.submission import Submission
from grader.rubric.model import Rubric
from grader.sandbox.job import Job
from grader.sandbox.supervise import collect


def evidence_of(submission: Submission, rubric: Rubric, plan: Plan, tools: Tools) -> Evidence:
    """Everything one hand-in answers, behind whatever wall the tools have."""
    reading = read_submission(submission, hints_of(rubric, plan), tools.reader)
    files = {**plan.data, **reading.files}
    evidence = Evidence()
    if reading.forms and plan.asks:
        evidence = collect(
            tools.code,
            Job(files, reading.forms, plan.asks, plan.seed, (), plan.limits, plan.aliases),
        )
        if suspected := suspicions((*reading.findings, *evidence.findings)):
            tools.hold(suspected)
    findings = (*submission.findings, *_copied(rubric, reading))
    return merge(rubric, plan, reading, evidence, findings)


def _copied(rubric: Rubric, reading: Reading) -> list[Finding]:
    """Long runs of hidden rows, or hidden labels, in the files of a hand-in."""
    if all(question.kind not in ("performance", "mixture") for question in rubric.questions):
        return []
    from grader.measures.copied_rows import file_findings

    return [
        Finding(one["kind"], f"{one['file']} {one['message']}.", one["file"])
        for one in file_findings(reading.files, rubric.questions)
    ]


def hints_of(rubric: Rubric, plan: Plan) -> Hints:
    """What the reader looks for; static findings only where a question trains a model."""
    static = any(probe.do == "estimator" for row in plan.probes.values() for probe in row)
    data = {**{name: name for name in plan.data}, **plan.aliases}
    return Hints.of(rubric.questions, sources=rubric.sources, data=data, static=static)


def merge(
    rubric: Rubric,
    plan: Plan,
    reading: Reading,
    evidence: Evidence,
    findings: Sequence[Finding] = (),
) -> Evidence:
    """Answers of code and of text in one: for each question the first form that has one counts."""
    outcomes: dict[str, Outcome] = dict(evidence.outcomes)
    noted: list[Finding] = []
    for question in rubric.questions:
        order = question.sources or rubric.sources
        probes = plan.probes.get(question.id, ())
        for probe in probes:
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
    names = {question.id: question.names for question in rubric.questions}
    outcomes = with_shown(outcomes, names, evidence, reading.stored)
    return replace(
        evidence,
        outcomes=outcomes,
        others={},
        shown=(*evidence.shown, *reading.stored),
        findings=(*findings, *reading.findings, *evidence.findings, *noted),
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
