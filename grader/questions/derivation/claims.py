"""What is found in an argument: its claims, each with its verdict, and all that stands beside."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.equivalence.trees.tree import Expr
from grader.questions.derivation.checks import Setting
from grader.questions.derivation.text import Piece


@dataclass(frozen=True, slots=True)
class Claim:
    """One tested step: what was written, what it is, whether it holds and, if not, why."""

    text: str
    kind: str
    holds: bool | None
    cause: str = ""
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One formula as it was written, or words between formulas."""

    text: str
    is_formula: bool


@dataclass
class Argument:
    """Everything found in an answer."""

    setting: Setting
    model: str
    claims: list[Claim] = field(default_factory=list)
    statements: list[tuple[Expr, ...]] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    """Each statement as it was written."""
    words: list[str] = field(default_factory=list)
    unread: list[Piece] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    """Texts with a bar inside a logarithm and no density before it."""
    seen: set[tuple[Expr, str, Expr]] = field(default_factory=set)
    """Links tested already; a chain that goes on after words repeats its beginning."""
    lines: list[Line] = field(default_factory=list)
    """The answer in reading order."""
    texts: list[str] = field(default_factory=list)
    """The formulas as they were written."""
    absorbed: list[str] = field(default_factory=list)
    """Names of constants that took in what is free of the parameter."""

    def holds(self, line: Line) -> bool | None:
        """Whether all that a line claims holds; None where that is open, or it claims nothing."""
        found = [claim.holds for claim in self.claims if claim.text == line.text]
        if line.text in self.lacking or False in found:
            return False
        return True if found and None not in found else None

    @property
    def broken(self) -> list[Claim]:
        """The steps that do not hold, in order."""
        return [claim for claim in self.claims if claim.holds is False]

    @property
    def undecided(self) -> list[Claim]:
        """The steps nobody could test."""
        return [claim for claim in self.claims if claim.holds is None]
