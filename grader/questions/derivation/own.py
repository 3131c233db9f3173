"""Whether an argument takes a step that the rubric lists as a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.equivalence.trees.structure import canonical
from grader.equivalence.trees.tree import Expr
from grader.questions.derivation.plain import follow

if TYPE_CHECKING:
    from grader.questions.derivation import Derivation

HOW = "write the wrong step as a student would, such as `E[X^2] = E[X]^2`"


def takes(question: Derivation, step: Any, answer: Any) -> bool:
    """Whether what a wrong step sets equal stands in one chain of the answer; `ValueError` where
    it is no step.
    """
    wanted = [chain for chain in _chains(question, step) if len(chain) > 1]
    if not wanted:
        raise ValueError(HOW)
    chains = list(_chains(question, answer))
    return all(any(one <= chain for chain in chains) for one in wanted)


def _chains(question: Derivation, value: Any) -> Iterator[frozenset[Any]]:
    """The sides of each chain of an answer, in one form whatever their order."""
    if question.densities:
        for sides in question.argument(value, 0).statements:
            yield _forms(sides)
        return
    statements: dict[str, list[Expr]] = {}
    for link in follow(question, value, 0).links:
        statements.setdefault(link.text, []).extend((link.first, link.second))
    yield from map(_forms, statements.values())


def _forms(sides: list[Expr] | tuple[Expr, ...]) -> frozenset[Any]:
    return frozenset(canonical(side) for side in sides)
