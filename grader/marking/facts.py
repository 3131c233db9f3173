"""Key facts: what marking needs beyond the rubric's text, built once per rubric as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.evidence import Evidence, outcome_to_plain
from grader.marking.mark import Facts
from grader.rubric.model import Rubric

Reference = Callable[[Sequence[str]], Evidence]
"""Runs the reference, in the same sandbox as submissions, and asks it these questions."""


def facts_of(rubric: Rubric, reference: Reference) -> Facts:
    """Labels and baselines by question, and what the reference answered where a key needs it.

    The reference is run only where a question asks for its outputs.
    """
    from grader.marking.measuring import build_facts

    facts: dict[str, Mapping[str, Any]] = dict(build_facts(rubric.questions, rubric.seed))
    wanted = [q.id for q in rubric.questions if q.needs_reference]
    if wanted and rubric.reference is not None:
        evidence = reference(wanted)
        for name in wanted:
            outcome = evidence.outcomes.get(name)
            if outcome is not None:
                facts[name] = {**facts.get(name, {}), "reference": outcome_to_plain(outcome)}
    return facts
