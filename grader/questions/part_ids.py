"""Which parts the mark of an answer has, known before there is an answer."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from grader.evidence import Answer
from grader.questions.base import Given, Question


@runtime_checkable
class Divided(Protocol):
    """A kind whose fields say which parts an answer has."""

    def part_ids(self) -> tuple[str, ...]:
        """The ids of the parts, in their order."""


def part_ids(question: Question) -> tuple[str, ...]:
    """The parts as the kind says them, else those of the key marked as an answer; else none."""
    if isinstance(question, Divided):
        return question.part_ids()
    key = question.own_key()
    if key is None:
        return ()
    return tuple(part.id for part in question.mark(Given({"": Answer(key)})).parts)
