"""What is asked and what was handed in, as the gradebook keys them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from grader.collect.plan import Plan, Sought
from grader.gradebook import EvidenceKey, SubmissionRecord, evidence_key, plan_digest
from grader.gradebook.codec import canonical
from grader.intake.submission import Submission
from grader.sandbox.interpreter import Interpreter


def plan_digests(plan: Plan) -> dict[str, str]:
    """By question, the digest of all that is asked and sent, and of where its answer is read."""
    return {
        question.id: plan_digest(
            plan.probes.get(question.id, ()),
            question.sources,
            question.names,
            question.writeup,
            *_ways(question),
        )
        for question in plan.sought
    }


def _ways(question: Sought) -> list[Any]:
    """Other ways to an answer, where there are any; without them the digest is as it always was."""
    ways: list[Any] = [question.find, question.trust, question.labels, question.observes]
    return ways if question.find or question.observes else []


@dataclass(frozen=True, slots=True)
class Keys:
    """What every submission's evidence depends on besides its files, digested once per run."""

    plans: Mapping[str, str]
    surroundings: bytes

    @classmethod
    def of(cls, plan: Plan, interpreter: Interpreter, tier: str) -> Keys:
        """The keys of evidence that this plan collects with this interpreter and sandbox."""
        surroundings = {
            "seed": plan.seed,
            "limits": repr(plan.limits),
            "python": interpreter.version,
            "packages": dict(interpreter.packages),
            "isolation": tier,
            "sources": list(plan.sources),
            "data": {name: hashlib.sha256(data).hexdigest() for name, data in plan.data.items()},
        }
        return cls(plan_digests(plan), canonical(surroundings))

    def key(self, seen: SubmissionRecord) -> EvidenceKey:
        """The key of one submission's evidence: by the bytes of its files and all it is asked."""
        files = [(name, digest) for name, digest, _ in seen.files]
        return evidence_key(files, self.plans, self.surroundings)


def coming(one: Submission, came: datetime | None) -> SubmissionRecord:
    """A submission as the gradebook keeps it before its files are read."""
    submitted = came.isoformat() if came else None
    people = tuple(
        {"id": p.id, "name": p.name, "email": p.email}
        | ({"section": p.section} if p.section else {})
        for p in one.people
    )
    files = tuple((file.name, "", file.size) for file in one.files)
    return SubmissionRecord(one.id, one.name, files, submitted, people)


def handed_in(known: SubmissionRecord, loaded: Submission) -> SubmissionRecord:
    """The same with the digests of its `loaded` bytes; what cannot be read counts as empty."""
    rows = []
    for file in loaded.files:
        data = b""
        with suppress(OSError):
            data = file.read()
        rows.append((file.name, hashlib.sha256(data).hexdigest(), len(data)))
    return replace(known, files=tuple(rows))
