"""What a rubric is and asks, as the gradebook keeps it: the same in grading and re-scoring."""

from __future__ import annotations

from pathlib import Path

from grader.gradebook import RubricInfo, plan_digest
from grader.plan import Plan
from grader.rubric.model import Rubric


def plan_digests(rubric: Rubric, plan: Plan) -> dict[str, str]:
    """By question, the digest of all that is asked and sent, and of where its answer is read."""
    return {
        question.id: plan_digest(
            plan.probes.get(question.id, ()),
            question.sources or rubric.sources,
            question.names,
            question.writeup,
        )
        for question in rubric.questions
    }


def rubric_info(rubric: Rubric) -> RubricInfo:
    """What the gradebook keeps of a rubric, its source among it."""
    return RubricInfo(
        rubric.sha256,
        rubric.title,
        rubric.path,
        tuple(question.id for question in rubric.questions),
        Path(rubric.path).read_text(encoding="utf-8-sig"),
    )
