"""Evidence as it lies in the gradebook: question by question, with digests, decoded when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from grader.evidence import Evidence, Outcome
from grader.gradebook import codec

_NOTHING = codec.ordered({"outcomes": {}, "others": {}})
NOTHING = (codec.squeeze(_NOTHING), codec.digest(_NOTHING), codec.answer_digest({"outcomes": {}}))
"""Body, digest and answer of a question that was asked and left no trace at all."""


@dataclass(frozen=True)
class Sealed:
    """One submission's evidence in stored form.

    `bodies`, `digests` and `answers` go by question id: what came back, the digest of all of it,
    and the digest of the answers alone. `rest` holds findings, printed text and usage; `unasked`
    are questions that were not asked and have no usable earlier evidence; `fault` says that some
    outcome is an internal error. `pictures` are those of a fresh run: they are kept by their
    digests, apart from the evidence that names them.
    """

    bodies: Mapping[str, bytes]
    digests: Mapping[str, str]
    answers: Mapping[str, str]
    rest: bytes
    unasked: frozenset[str] = frozenset()
    fault: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence itself; what no one looks at is never decoded."""
        return codec.join(self.bodies, self.rest)

    def outcomes(self, question: str) -> dict[str, Outcome]:
        """The outcomes of one question by probe id."""
        found = self.evidence.outcomes
        if isinstance(found, codec.StoredOutcomes):
            return found.of_question(question)
        return codec.outcomes_in(self.bodies.get(question))

    def completed(self, before: Sealed | None, kept: set[str], others: set[str]) -> Sealed:
        """This evidence, and of the questions that are `others` what is `kept` of `before`."""
        own = self.bodies.keys() - others
        old = {name for name in kept if before is not None and name in before.bodies}

        def both(field: str) -> dict[str, Any]:
            rows = {name: getattr(self, field)[name] for name in own}
            return rows | {name: getattr(before, field)[name] for name in old}

        bodies, digests, answers = both("bodies"), both("digests"), both("answers")
        unasked = frozenset(others - kept)
        return replace(
            self, bodies=bodies, digests=digests, answers=answers, unasked=unasked
        )


def seal(evidence: Evidence) -> Sealed:
    """Evidence fresh from a run, ready to be kept and to be marked."""
    bodies, digests, answers = {}, {}, {}
    for question, group in codec.split(evidence).items():
        body = codec.ordered(group)
        bodies[question] = codec.squeeze(body)
        digests[question] = codec.digest(body)
        answers[question] = codec.answer_digest(group)
    rest = codec.pack(codec.rest_of(evidence))
    return Sealed(
        bodies, digests, answers, rest, fault=evidence.has_fault, pictures=evidence.pictures
    )
