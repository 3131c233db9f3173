"""What a key can be proved with: entries that can be derived again, and wrong keys made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from grader.equivalence.printing import to_text
from grader.equivalence.trees.mutation import mutants
from grader.equivalence.trees.tree import Expr
from grader.questions.formulas.exact import Number_


@dataclass(frozen=True, slots=True)
class Partial:
    """An entry of a key that is a partial derivative, as a formula or as its value at a point."""

    path: str
    """The field that states it, below the question."""
    name: str
    """What a message calls it."""
    stated: Expr | Number_
    body: Expr
    variable: str
    at: Mapping[str, Fraction] = field(default_factory=dict)
    positive: frozenset[str] = frozenset()
    """Variables that take positive values only."""
    typed: bool = False
    """Whether the instructor typed it; else it was worked out here."""


@dataclass(frozen=True, slots=True)
class Iterates:
    """The rows of an iterative method, as they were worked out here."""

    path: str
    stated: Sequence[Sequence[Number_]]
    objective: Expr
    variables: tuple[str, ...]
    start: Sequence[Number_]
    step_size: Fraction
    method: Literal["gradient", "momentum", "newton"]
    momentum: Fraction


Derivable = Partial | Iterates


@dataclass(frozen=True, slots=True)
class WrongKey:
    """A whole answer that has one thing wrong, and should therefore never be full."""

    where: str
    right: str
    wrong: str
    answer: Any
    formulas: tuple[Expr, Expr] | None = None
    """The right formula and the wrong one, which may be equal in spite of the slip."""
    positive: frozenset[str] = frozenset()
    """Variables of theirs that take positive values only."""


def wrong_formulas(key: Expr) -> Iterator[Expr]:
    """Every formula that differs from the key by one slip in one node."""
    return (mutant.expr for mutant in mutants(key))


def wrong_numbers(key: Number_) -> Iterator[Number_]:
    """The wrong sign, a point misplaced, a factor 2, the first digit off by one."""
    if not key:
        yield from (Fraction(1), Fraction(-1))
        return
    exact = Fraction(key)
    unit = Fraction(10) ** (len(str(abs(int(exact)))) - 1) if abs(exact) >= 1 else abs(exact) / 2
    for wrong in (-exact, exact * 10, exact / 10, exact * 2, exact / 2, exact + unit, exact - unit):
        yield wrong if isinstance(key, Fraction) else float(wrong)


def shown(value: Expr | Number_) -> str:
    """A formula or a number as a rubric would have it."""
    if isinstance(value, Expr):
        return to_text(value)
    return str(value) if isinstance(value, Fraction) else f"{value:.10g}"
