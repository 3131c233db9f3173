"""Witnesses on which the claim fails, and those that are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.counterexample import Counterexample

_WRONG: dict[str, tuple[Any, ...]] = {
    "number": (0, 1),
    "vector": ([0, 0], [1, 1]),
    "matrix": ([[0, 0], [0, 0]], [[1, 0], [0, 1]]),
}


def mutants(question: Counterexample, given: Given) -> Iterator[Mutant]:
    """The same distribution twice, no distribution, the bare claim."""
    said = "saying that it holds is accepted as showing it"
    yield Mutant("bare claim", said, {"": Answer(question.claim)})
    yield Mutant("bare words", said, {"": Answer("They are not equal, it is not symmetric.")})
    if question.witness:
        return
    count = len(question.distributions)
    if count == 2 and "!=" in question.claim:
        for half in ([0.5, 0.5], [0.2, 0.8]):
            told = f"{half} twice is accepted as a witness"
            yield Mutant(f"{half} twice", told, {"": Answer([half] * count)})
    rows = [[0.5, 0.6]] + [[0.9, 0.1]] * (count - 1)
    told = "probabilities that do not add up to one are accepted"
    yield Mutant("no distribution", told, {"": Answer(rows)})
    if isinstance(given.value, list):
        named: Any = dict(zip(question.distributions, given.value, strict=False))
        if len(named) == count:
            told = "as a mapping by name it is not full"
            yield Mutant("as a mapping", told, {"": Answer(named)}, keeps=True)
