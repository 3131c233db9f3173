"""Metrics, intervals and comparisons of models: from key facts and evidence to plain data that is
kept.

Thresholds and points are no part of it, so marks can change without anything being fitted or
resampled again. Nothing heavy is imported before a rubric asks for a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from grader.evidence import Answer, Finding, Outcome

Plain = dict[str, Any]


def build_facts(questions: Iterable[Any], seed: int) -> dict[str, Plain]:
    """Key facts by question id: hidden labels, baselines fitted by the grader, what chance looks
    like.

    Built once per rubric, in a second or two; {} where no question needs any.
    """
    known = {question.id: question for question in questions}
    found: dict[str, Plain] = {}
    for question in known.values():
        if question.kind == "performance":
            from grader.questions.performance.facts import performance_facts

            source = known[question.shares] if question.shares else question
            if source.rows is not None and source.rows.train.rows:
                found[question.id] = performance_facts(question, source, seed)
        elif question.kind == "mixture" and question.rows.train.rows:
            from grader.questions.performance.facts import mixture_facts

            found[question.id] = mixture_facts(question)
    return found


def measure_all(
    questions: Iterable[Any], facts: Mapping[str, Plain], outcomes: Mapping[str, Outcome], seed: int
) -> dict[str, Plain]:
    """What was measured of one hand-in, by question id; only questions that need it appear."""
    known = {question.id: question for question in questions}
    read: dict[str, Any] = {}
    found: dict[str, Plain] = {}
    for question in known.values():
        if question.kind == "performance" and question.id in facts:
            measured = _performance(question, known, facts[question.id], outcomes, read, seed)
        elif question.kind == "mixture" and question.id in facts:
            measured = _mixture(question, known, facts, outcomes, read, seed)
        elif question.kind == "architecture":
            measured = _architecture(question, outcomes)
        else:
            continue
        if measured:
            found[question.id] = measured
    return found


def findings(measures: Mapping[str, Plain]) -> tuple[Finding, ...]:
    """What was noticed about models while measuring, as findings of the hand-in."""
    found = []
    for question, measured in measures.items():
        for one in measured.get("findings", ()):
            found.append(Finding(str(one["kind"]), f"{question}: {one['message']}"))
    return tuple(found)


def _fits(question: Any, rows: int, outcomes: Mapping[str, Outcome], read: dict[str, Any]) -> Any:
    """The fits of a question, read once for everything that looks at them."""
    from grader.questions.performance.fits import read_fits

    outcome = outcomes.get(question.id)
    if question.id not in read and isinstance(outcome, Answer):
        read[question.id] = read_fits(question, outcome.value, rows)
    return read.get(question.id)


def _performance(
    question: Any,
    known: Mapping[str, Any],
    facts: Plain,
    outcomes: Mapping[str, Outcome],
    read: dict[str, Any],
    seed: int,
) -> Plain:
    from grader.questions.performance.measure import measure_performance

    rows = len(facts["labels"])
    source = known[question.shares] if question.shares else question
    fits = _fits(source, rows, outcomes, read)
    if fits is None:
        return {}
    rival = ()
    if question.beats and question.beats.question:
        other = _fits(known[question.beats.question], rows, outcomes, read)
        rival = other.every if other is not None else ()
        if not rival:
            return {"problems": [f"{question.beats.question} gave nothing to compare with."]}
    return measure_performance(question, fits, facts, seed, rival)


def _mixture(
    question: Any,
    known: Mapping[str, Any],
    facts: Mapping[str, Plain],
    outcomes: Mapping[str, Outcome],
    read: dict[str, Any],
    seed: int,
) -> Plain:
    from grader.questions.mixture.measure import measure_columns, measure_gate

    outcome = outcomes.get(question.id)
    found: Plain = {}
    if isinstance(outcome, Answer):
        found = measure_columns(question, outcome.value, facts[question.id], seed)
    model: str = question.gate.of if question.gate else ""
    if found and model in facts and model in known:
        fits = _fits(known[model], len(facts[model]["labels"]), outcomes, read)
        if fits is not None:
            found["gate"] = measure_gate(known[model], fits)
    return found


def _architecture(question: Any, outcomes: Mapping[str, Outcome]) -> Plain:
    from grader.questions.base import Given

    outcome = outcomes.get(question.id)
    if not isinstance(outcome, Answer):
        return {}
    measured: Plain = question.measure(Given({"": outcome}))
    return measured
