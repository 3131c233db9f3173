"""Collects the evidence of one submission: read what it is, run what runs, choose each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.collect import under
from grader.collect.finding import by_rules
from grader.collect.launchers import Launchers
from grader.collect.near import mentioned, near_misses, with_lines
from grader.collect.observed import observed
from grader.collect.pictured import figures_of
from grader.collect.plan import CODE_FORMS, SHOWN, Plan, Sought, is_untouched
from grader.collect.shown import with_shown
from grader.collect.trial import suspicions
from grader.evidence import (
    READINGS,
    Answer,
    Evidence,
    Fault,
    Finding,
    Missing,
    Outcome,
    Unavailable,
    Unsure,
)
from grader.intake.choose import choose, differing
from grader.intake.reading import Hints, Reading, read_submission
from grader.intake.reply import Heading, Section
from grader.intake.submission import Submission
from grader.sandbox.apart import collect_apart
from grader.sandbox.job import Ask, Code, Job


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
    outline: tuple[Heading, ...] = ()


def collect_task(plan: Plan, task: Task, launchers: Launchers) -> Collected:
    """The work of a worker: all that crosses to it is a plan and a task."""
    return evidence_of(task.submission, plan.only(task.questions), launchers)


def evidence_of(submission: Submission, plan: Plan, launchers: Launchers) -> Collected:
    """Everything one submission answers, in whatever sandbox the launchers start."""
    reading = read_submission(submission, hints_of(plan), launchers.reader)
    evidence = _run(reading, plan, launchers)
    if reading.is_plain and _lacks(plan, evidence):
        closer = read_submission(submission, hints_of(plan), launchers.reader, closely=True)
        if (closer.forms, closer.files) != (reading.forms, reading.files):
            evidence = _run(closer, plan, launchers)
        reading = closer
    return Collected(merge(plan, reading, evidence), reading.files, reading.outline)


def _run(reading: Reading, plan: Plan, launchers: Launchers) -> Evidence:
    """What the code of a submission answers."""
    asks = plan.asks
    if not asks and any(_shows(form) for form in reading.forms):
        asks = (_WHAT_IS_SHOWN,)
    if not (reading.forms and asks):
        return Evidence()
    files = {**plan.data, **reading.files}
    job = Job(files, reading.forms, asks, plan.seed, (), plan.limits, plan.aliases)
    evidence = collect_apart(launchers.code, job)
    outcomes = {name: one for name, one in evidence.outcomes.items() if name != _WHAT_IS_SHOWN.id}
    evidence = replace(evidence, outcomes=outcomes)
    if suspected := suspicions((*reading.findings, *evidence.findings)):
        launchers.hold(suspected)
    return evidence


def _shows(form: Code) -> bool:
    """Whether what code shows may be an answer: not that of listings in a text without cells."""
    return form.form != "writeup" or any(unit.get("cell") for unit in form.units)


_WHAT_IS_SHOWN = Ask(
    "(shown)",
    {"do": "value", "names": [], "forms": list(CODE_FORMS), "arguments": [], "data": {}},
)
"""Asks for nothing: code is run all the same where what it shows may be an answer."""


def _lacks(plan: Plan, evidence: Evidence) -> bool:
    """Whether a module has not got a name, or is no Python, so that its text tells more."""
    return any(
        isinstance(outcome, Missing)
        or (isinstance(outcome, Unavailable) and outcome.why in ("stopped", "ended", "name"))
        for question in plan.sought
        if question.names or question.writeup is not None or question.labels
        or question.asked == "networks"
        for outcome in [evidence.outcomes.get(question.id, Missing())]
    )


def hints_of(plan: Plan) -> Hints:
    """What the reader looks for; static findings only where a question trains a model."""
    static = any(probe.do == "estimator" for row in plan.probes.values() for probe in row)
    data = {**{name: name for name in plan.data}, **plan.aliases}
    return Hints.of(
        plan.sought,
        [place for question in plan.sought for place in question.places()],
        sources=plan.sources,
        data=data,
        static=static,
        pictures=any(question.observes == "figures" for question in plan.sought),
        handed_out=plan.handed_out,
    )


def merge(plan: Plan, reading: Reading, evidence: Evidence) -> Evidence:
    """Answers of code and of text in one: for each question what surely has one, and what else."""
    names = {question.id: _shown_as(question, plan, reading) for question in plan.sought}
    measured = {question.id for question in plan.sought if question.has_unit}
    outcomes = with_shown(evidence.outcomes, names, evidence, reading.stored, measured)
    noted: list[Finding] = []
    pictures = dict(reading.pictures)
    for question in plan.sought:
        _fill_probes(question, plan, reading, outcomes)
        if isinstance(outcomes.get(question.id), Fault):
            continue
        if question.observes:
            if question.observes == "figures":
                outcomes.pop(f"{question.id}/{SHOWN}", None)
                outcomes |= figures_of(question, evidence, reading, pictures)
            else:
                looked = outcomes.get(f"{question.id}/{SHOWN}")
                fault = looked if isinstance(looked, Fault) else None
                outcomes[question.id] = fault or observed(question, evidence, reading)
            continue
        searched = by_rules(question, evidence, reading)
        for name in [one for one in outcomes if one.startswith(f"{question.id}/find.")]:
            del outcomes[name]
        noted += searched.findings
        if searched.sure is not None:
            outcomes[question.id] = searched.sure
            continue
        ran = searched.instead_of(outcomes.get(question.id, Missing()))
        outcome, readings = choose(
            question.sources,
            ran,
            evidence.others.get(question.id, ()),
            _sections(question, plan, reading, evidence),
            (*reading.unread, *searched.unread),
        )
        if question.id in outcomes or not isinstance(outcome, Missing) or readings is not None:
            outcomes[question.id] = outcome
        if readings is not None:
            outcomes[f"{question.id}/{READINGS}"] = readings
        noted += differing(question.id, outcome, readings)
    outcomes |= mentioned(plan, reading, outcomes)
    return replace(
        evidence,
        outcomes=outcomes,
        others={},
        shown=(*evidence.shown, *reading.stored),
        findings=with_lines(
            (*reading.findings, *evidence.findings, *noted, *near_misses(plan, reading)), reading
        ),
        pictures=pictures,
    )


def _fill_probes(
    question: Sought, plan: Plan, reading: Reading, outcomes: dict[str, Outcome]
) -> None:
    """What text says where code said nothing, a fault of ours, and starter code left as it was."""
    probes = plan.probes.get(question.id, ())
    for name in (question.id, *(probe.id for probe in probes)) if reading.lost else ():
        if isinstance(outcomes.get(name, Missing()), Missing):
            outcomes[name] = Fault(f"reading the submission failed: {reading.lost}")
    for probe in probes:
        outcome = outcomes.setdefault(probe.id, _in_text(question, probe.id, reading))
        if probe.id != question.id and isinstance(outcome, Unsure):  # it goes with the first
            outcomes[probe.id] = outcome.candidates[0]
    if is_untouched(probes, outcomes):
        reason = f"{question.names[0]} does nothing yet: nobody has filled it in."
        outcomes[question.id] = Missing(reason)


def _sections(
    question: Sought, plan: Plan, reading: Reading, evidence: Evidence
) -> tuple[Section, ...]:
    """The parts of the text under the question's labels, with what code shows there."""
    sections = reading.sections.get(question.id, ())
    if not question.written:
        return tuple(replace(section, candidates=()) for section in sections)
    hint = question.writeup
    if hint is None:
        return sections
    asked = (*hint.of, *question.names)
    turn = _turn(question, plan)
    return tuple(
        under.with_shown(
            one, evidence.shown, asked, hint.under, hint.take, turn, has_unit=question.has_unit
        )
        for one in sections
    )


def _in_text(question: Sought, probe: str, reading: Reading) -> Outcome:
    """What the reader found in the text to a probe of code, in the first form that has it."""
    rows = [one for one in reading.sections.get(probe, ()) if one.source.form in question.sources]
    rows.sort(key=lambda one: question.sources.index(one.source.form))
    first = next((one for section in rows for one in section.candidates), None)
    if first is None or probe == question.id:
        return Missing()
    return Answer(first.value, first.source)


def _turn(question: Sought, plan: Plan) -> tuple[int, int]:
    """Which of the questions that ask for a number under one label this one is, of how many."""
    beside = [
        one.id
        for one in plan.sought
        if one.writeup is not None and question.writeup is not None
        if one.writeup.take == "formula" and one.writeup.under == question.writeup.under
    ]
    return (beside.index(question.id), len(beside)) if question.id in beside else (0, 1)


def _shown_as(question: Sought, plan: Plan, reading: Reading) -> tuple[str, ...]:
    """The names under which an answer may be shown: of code, or in words where no label has it.

    A word by which another question goes too says nothing without its label.
    """
    hint = question.writeup
    if question.names or hint is None or hint.take not in ("formula", "matrix"):
        return question.names
    if any(one.label == "own" for one in reading.sections.get(question.id, ())):
        return ()
    others = {
        name.casefold()
        for one in plan.sought
        if one.writeup is not None and one.id != question.id
        for name in one.writeup.of
    }
    worded = (name for name in hint.of if name.casefold() not in others)
    return tuple(name for name in worded if re.fullmatch(r"[^\W\d_]{3,}(?:[ _-]\w+)*", name))


def faulty(plan: Plan, reason: str) -> Evidence:
    """Evidence of an internal error: every probe a `Fault`, so that nothing becomes a zero."""
    return Evidence({probe.id: Fault(reason) for row in plan.probes.values() for probe in row})
