"""What a rubric asks and what was handed in, as the gradebook keys them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime

from grader.collect.plan import Plan
from grader.gradebook import (
    EvidenceKey,
    SubmissionRecord,
    evidence_key,
    plan_digest,
)
from grader.intake.submission import Submission
from grader.rubric.model import Rubric
from grader.sandbox.interpreter import Interpreter


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


def handed_in(
    one: Submission,
    rubric: Rubric,
    plan: Plan,
    interpreter: Interpreter,
    tier: str,
    came: datetime | None,
) -> tuple[SubmissionRecord, EvidenceKey]:
    """A submission as the gradebook keys it: by the bytes of its files and all that it is asked."""
    rows = []
    for file in one.files:
        data = b""
        with suppress(OSError):
            data = file.read()
        rows.append((file.name, hashlib.sha256(data).hexdigest(), len(data)))
    submitted = came.isoformat() if came else None
    people = tuple({"id": p.id, "name": p.name, "email": p.email} for p in one.people)
    seen = SubmissionRecord(one.id, one.name, tuple(rows), submitted, people)
    return seen, evidence_key(
        [(name, digest) for name, digest, _ in rows],
        plan_digests(rubric, plan),
        seed=plan.seed,
        limits=repr(plan.limits),
        python=interpreter.version,
        packages=dict(interpreter.packages),
        isolation=tier,
        sources=list(rubric.sources),
        data={name: hashlib.sha256(data).hexdigest() for name, data in plan.data.items()},
    )
