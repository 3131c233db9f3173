"""What a comparison is asked with and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grader.equivalence.chance.names import Chance

Verdict = Literal["equal", "equal_on_common_domain", "different", "unknown", "invalid"]
Domain = Literal["real", "complex"]


@dataclass(frozen=True, slots=True)
class Options:
    """Under which assumptions two expressions are compared."""

    domain: Domain = "real"
    functions: frozenset[str] = frozenset()
    """Functions about which nothing is known; each is replaced by random smooth ones."""
    positive: frozenset[str] = frozenset()
    """Variables that take positive values only."""
    integer: frozenset[str] = frozenset()
    """Variables that take whole values only."""
    seed: str = "0"
    """What the random points are drawn from; the verdict does not depend on it."""
    unwrap_assignment: bool = False
    """Whether ``y = 2x`` may answer ``2x``."""
    log_base: Fraction | None = None
    """The base of a bare ``log``; None means the natural logarithm."""
    grids: tuple[tuple[str, str, str], ...] = ()
    """Names of matrices and vectors, whose products do not commute, with the names of their rows
    and columns; "1" is a single one."""
    symmetric: frozenset[str] = frozenset()
    """Matrices among them that are their own transpose."""
    chance: Chance | None = None
    """What probabilities and expectations are taken of, where some are."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict with its reason."""

    verdict: Verdict
    message: str = ""
    witness: Mapping[str, Fraction] | None = None
    """A point at which the two sides differ, or at which only one of them is defined."""
    proved: bool = False
    """Whether an ``equal`` is an algebraic identity and not only agreement at many points."""
    values: tuple[str, str] | None = None
    """What the two sides are worth at the witness, as text."""
    parts: tuple["Comparison", ...] = field(default=())
    """The comparisons of the entries of a vector, matrix or set."""

    @property
    def is_equal(self) -> bool:
        """Whether the two sides agree wherever both are defined."""
        return self.verdict in ("equal", "equal_on_common_domain")
