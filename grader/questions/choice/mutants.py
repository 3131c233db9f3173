"""Wrong picks, and the right ones in other words."""

from __future__ import annotations

from collections.abc import Iterator

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.choice import Choice


def mutants(question: Choice, given: Given) -> Iterator[Mutant]:
    """Each other option alone, all of them, one of the key left out; and the key as a list."""
    key = list(question.key)
    for label in question.options:
        if [label] != key:
            told = f"{label} alone is accepted for {', '.join(key)}"
            yield Mutant(f"{label} alone", told, {"": Answer(label)})
    if len(key) < len(question.options):
        said = "every option at once is accepted"
        yield Mutant("every option", said, {"": Answer(list(question.options))})
    yield Mutant("as a list", "as a list it is not full", {"": Answer(key)}, keeps=True)


def written(question: Choice, typed: bool) -> str:
    """The labels."""
    return f"Answer: {', '.join(question.key)}"
