"""The other truth values, reasons left out, and the key in other notations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.evidence import Answer, Outcome
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.true_false import Row, TrueFalse


def mutants(question: TrueFalse, given: Given) -> Iterator[Mutant]:
    """Each item with the other truth value, and without a reason that is due; and other notations.
    """
    key = [item.key for item in question.items]
    reasons = [item.why or "It is so." for item in question.items]
    full = [[truth, why] for truth, why in zip(key, reasons, strict=True)]

    def answer(rows: list[Any]) -> dict[str, Outcome]:
        return {"": Answer(rows)}

    for index, truth in enumerate(key):
        flipped = [*full[:index], [not truth, reasons[index]], *full[index + 1 :]]
        told = f"item {index + 1}: {not truth} is accepted for {truth}"
        yield Mutant(f"item {index + 1} is {not truth}", told, answer(flipped))
        if question.reasons == "required" and question.lacks_reason(Row(truth)):
            bare = [*full[:index], [truth, ""], *full[index + 1 :]]
            told = f"item {index + 1}: {truth} is accepted without its reason"
            yield Mutant(f"item {index + 1} has no reason", told, answer(bare))
    other = f"all items are the other truth value, and {question.points} points stand"
    yield Mutant("all items flipped", other, answer([[not t, w] for t, w in full]))
    words = [["T" if truth else "F", why] for truth, why in full]
    yield Mutant("as T and F", "written as T and F it is not full", answer(words), keeps=True)
    mapping: Any = {number: row for number, row in enumerate(full, 1)}
    yield Mutant("as a mapping", "as a mapping by number it is not full",
                 {"": Answer(mapping)}, keeps=True)  # fmt: skip


def written(question: TrueFalse, typed: bool) -> str:
    """The key as a numbered list."""
    rows = (f"{n}. {item.key}. {item.why or 'It is so.'}"
            for n, item in enumerate(question.items, 1))  # fmt: skip
    return "\n".join(rows)
