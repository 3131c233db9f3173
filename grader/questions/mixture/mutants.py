"""Columns exchanged, constant, or of no use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.mixture import Mixture
from grader.values import Array, array_of


def mutants(question: Mixture, given: Given) -> Iterator[Mutant]:
    """Two columns exchanged where one is a rule, each constant, each in another order of rows."""
    import numpy as np

    row = given.value[0] if isinstance(given.value, list) and given.value else None
    value = row.get("value") if isinstance(row, dict) else None
    if row is None or not isinstance(value, Array) or len(value.shape) != 2:
        return
    numbers = value.numpy()
    rules = [n for n, expert in enumerate(question.experts) if expert.at_least is not None]
    order = list(range(numbers.shape[1]))

    def answer(changed: Any) -> dict[str, Any]:
        put = {**row, "value": array_of(np.ascontiguousarray(changed))}
        return {"": Answer([put])}

    for rule in rules:
        other = (rule + 1) % len(order)
        if other != rule:
            swapped = [*order]
            swapped[rule], swapped[other] = swapped[other], swapped[rule]
            told = f"columns {rule + 1} and {other + 1} exchanged are accepted"
            name = f"columns {rule + 1} and {other + 1} exchanged"
            yield Mutant(name, told, answer(numbers[:, swapped]))
    chance = np.random.default_rng(7)
    for column in order:
        for name, wrong in (
            ("constant", np.full(len(numbers), numbers[:, column].mean())),
            ("shuffled", chance.permutation(numbers[:, column])),
        ):
            changed = numbers.copy()
            changed[:, column] = wrong
            told = f"column {column + 1}, {name}, is accepted"
            yield Mutant(f"column {column + 1} {name}", told, answer(changed))
