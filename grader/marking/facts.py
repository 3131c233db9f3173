"""Key facts: what marking needs beyond the rubric's text, built once per rubric as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.collect.launchers import Launchers, reference_job
from grader.collect.plan import Plan
from grader.evidence import outcome_to_plain
from grader.marking.mark import Facts
from grader.rubric.model import Rubric
from grader.sandbox.supervise import collect


def facts_of(rubric: Rubric, plan: Plan, open_launchers: Callable[[], Launchers]) -> Facts:
    """Labels and baselines by question, and what the reference answered where a key needs it.

    The reference is run behind the same wall as submissions, and only where a question asks for
    its outputs.
    """
    from grader.marking.measuring import build_facts

    facts: dict[str, Mapping[str, Any]] = dict(build_facts(rubric.questions, rubric.seed))
    wanted = [q.id for q in rubric.questions if q.needs_reference]
    job = reference_job(plan.only(wanted)) if wanted else None
    if job is not None:
        launchers = open_launchers()
        try:
            evidence = collect(launchers.code, job)
        finally:
            launchers.close()
        for name in wanted:
            outcome = evidence.outcomes.get(name)
            if outcome is not None:
                facts[name] = {**facts.get(name, {}), "reference": outcome_to_plain(outcome)}
    return facts
