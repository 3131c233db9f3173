"""Quotients typed in a line, whose lower side may be one factor or all that follow: `1/2x`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from grader.marks import Mark, awaiting
from grader.questions.asking.given import Given
from grader.questions.echo import shown
from grader.questions.formulas import FormulaQuestion

Q = TypeVar("Q", bound=FormulaQuestion)


def in_both_readings(question: Q, given: Given, mark: Callable[[Q, Given], Mark]) -> Mark:
    """The mark of an answer; a person's to decide where the other reading would earn more."""
    found = mark(question, given)
    if found.score is None or found.score >= question.points or "/" not in shown(given.value):
        return found
    other = question.model_copy()
    other._long_quotients = True
    better = mark(other, given)
    if better.score is None or better.score <= found.score:
        return found
    told = "What a slash divides by can be read in two ways here, as in 1/2x. A person decides."
    return awaiting(question.points, told, read=found.read, source=given.source)
