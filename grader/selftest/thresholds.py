"""Thresholds that ask for nothing, or for what noise decides."""

from __future__ import annotations

from collections.abc import Iterator

from grader.evidence import Evidence
from grader.marking.marking import Marking
from grader.questions.asking.given import given_for
from grader.rubric.model import Rubric
from grader.selftest.mutants import of_kind
from grader.selftest.trial import Survivor


def thresholds(rubric: Rubric, marking: Marking, evidence: Evidence) -> Iterator[Survivor]:
    """What each kind with thresholds says of them, by what was measured of the reference."""
    measured = marking.one(evidence).measures
    for question in rubric.questions:
        facts = marking.marker.facts.get(question.id, {})
        own = measured.get(question.id, {}) if isinstance(measured, dict) else {}
        given = given_for(question, evidence, facts, seed=rubric.seed, measures=own)
        loose = of_kind(question, "loose")
        for name, told in loose(question, given) if loose is not None else ():
            yield Survivor(question.id, name, told)
