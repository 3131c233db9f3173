"""Key facts: what marking needs beyond the rubric's text, built once per rubric as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.collect.launchers import Tools, reference_job
from grader.collect.plan import Plan
from grader.evidence import outcome_to_plain
from grader.marking.mark import Facts
from grader.rubric.model import Rubric
from grader.sandbox.supervise import collect


def facts_of(rubric: Rubric, plan: Plan, open_tools: Callable[[], Tools]) -> Facts:
    """Labels and baselines by question, and what the reference answered where a key needs it.

    The reference is run behind the same wall as submissions, and only where a question asks for
    its outputs.
    """
    from grader.marking.measuring import build_facts

    facts: dict[str, Mapping[str, Any]] = dict(build_facts(rubric.questions, rubric.seed))
    wanted = [q.id for q in rubric.questions if q.needs_reference]
    if wanted and rubric.reference is not None:
        tools = open_tools()
        try:
            evidence = collect(tools.code, reference_job(rubric, plan.only(wanted)))
        finally:
            tools.close()
        for name in wanted:
            outcome = evidence.outcomes.get(name)
            if outcome is not None:
                facts[name] = {**facts.get(name, {}), "reference": outcome_to_plain(outcome)}
    return facts
