"""An answer made of the reference's, which shows what a rubric accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.evidence import Outcome

if TYPE_CHECKING:
    from grader.equivalence.trees.tree import Expr


@dataclass(frozen=True, slots=True)
class Mutant:
    """An answer made of the reference's: a wrong one that must lose marks, or a right one written
    otherwise that must `keep` them.
    """

    name: str
    """What it is, in words that stay the same, such as "item 3 is the other truth value"."""
    told: str
    """What it would mean if it were accepted, such as "False is accepted for True"."""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    """What stands instead of the reference's outcomes, by suffix."""
    measures: Mapping[str, Any] | None = None
    """What stands instead of what was measured of the reference."""
    keeps: bool = False
    formulas: tuple[Expr, Expr] | None = None
    """The right formula and the wrong one, which may be equal in spite of the slip."""
    positive: frozenset[str] = frozenset()
    noticed: bool = False
    """Whether it is enough that a person is told of it, since such marks are a person's affair."""
    of: str = ""
    """The question whose outcomes are replaced, where it is another."""
