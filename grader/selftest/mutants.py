"""Every wrong answer that can be made of a question's key and the reference's answer."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given, Question

MOST = 400
"""Mutants of one question; what is beyond says nothing new."""
NONSENSE: tuple[Any, ...] = (
    *("zebra", "I do not know", "?", "-987654.321", -987654.321, [], {}, ["zebra", "zebra"]),
)
"""Answers to no question at all."""


def mutants_of(question: Question, given: Given) -> Iterator[Mutant]:
    """Those of every kind, and those that the question's own kind knows how to make."""
    own = of_kind(question, "mutants")
    made = own(question, given) if own is not None else ()
    found = itertools.chain(_known_mistakes(question), _wrong_keys(question), made)
    seen: set[str] = set()
    for mutant in itertools.islice(found, MOST):
        if mutant.name not in seen:
            seen.add(mutant.name)
            yield mutant


def of_kind(question: Question, name: str) -> Callable[..., Any] | None:
    """A function beside a kind: in the module `mutants` of its folder, or in its one file.

    There may be `mutants(question, given)`, `written(question, typed)`, the key as a write-up has
    it, in LaTeX or as it is typed without, `tried(question)`, the functions that it calls, and
    `loose(question, given)`, thresholds that ask for nothing, as (name, why).
    """
    home = type(question).__module__
    package = sys.modules[home]
    if hasattr(package, "__path__"):
        try:
            package = importlib.import_module(f"{home}.mutants")
        except ModuleNotFoundError as error:
            if error.name != f"{home}.mutants":
                raise
    found: Callable[..., Any] | None = getattr(package, name, None)
    return found if callable(found) else None


def _known_mistakes(question: Question) -> Iterator[Mutant]:
    """The wrong answers that the rubric itself lists, where they are answers."""
    for known in question.mistakes:
        if hasattr(known, "answer"):
            keeps = getattr(known, "points", None) == question.points  # another right answer
            said = f"the mistake {known.name!r} of the rubric earns full marks"
            said = f"the answer {known.name!r} of the rubric is not full" if keeps else said
            yield Mutant(f"mistake {known.name}", said, {"": Answer(known.answer)}, keeps=keeps)


def _wrong_keys(question: Question) -> Iterator[Mutant]:
    """The key itself, and the key with one thing wrong in it."""
    own = question.own_key()
    if own is not None:
        said = "the key itself, handed in, is not full"
        yield Mutant("the key itself", said, {"": Answer(own)}, keeps=True)
    for key in question.wrong_keys():
        name = f"{key.where}: {key.wrong} for {key.right}"
        told = f"{key.where}: {key.wrong} is accepted for {key.right}"
        yield Mutant(name, told, {"": Answer(key.answer)}, None, False, key.formulas, key.positive)


def nonsense(question: Question) -> Iterator[Mutant]:
    """Answers to no question, of which no part may earn anything."""
    for value in NONSENSE:
        told = f"{value!r} earns marks, which is an answer to nothing"
        yield Mutant(f"nonsense {value!r}", told, {"": Answer(value)})
