"""What a Jacobian question asks: functions, variables and points, and the key that follows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.tree import Expr
from grader.questions.formulas import FormulaQuestion
from grader.questions.formulas.exact import value_at
from grader.questions.jacobian.mistakes import MISTAKES
from grader.questions.record import Exact, Share

Matrix_ = tuple[tuple[Expr, ...], ...]


class JacobianTask(FormulaQuestion):
    """The fields that say what is asked, and the key; all that reading and judging must know."""

    variables: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    """The variables in the order of the columns."""
    of: dict[str, str]
    """The functions by name, in the order of the rows, such as `{u: x^2 - y^2}`."""
    at: tuple[tuple[Exact, ...], ...] = ()
    """The points at which the values are asked; none means formulas are asked."""
    min_figures: Annotated[int, Field(ge=1, le=15)] = 4
    """Significant figures that must be written of a number that does not end earlier."""
    carried: Share = Fraction(1)
    """Share an entry earns that is true to the student's own wrong formula."""

    def bodies(self) -> tuple[Expr, ...]:
        """The functions as trees, in the order of the rows."""
        return tuple(self.key_of(text) for text in self.of.values())

    def key(self) -> Matrix_:
        """The partial derivatives, by our own differentiation."""
        return tuple(
            tuple(differentiate(body, name) for name in self.variables) for body in self.bodies()
        )

    def values(self, point: Sequence[Fraction]) -> tuple[tuple[Any, ...], ...]:
        """The key's numbers at one point."""
        place = dict(zip(self.variables, point, strict=True))
        return tuple(tuple(value_at(entry, place) for entry in row) for row in self.key())

    def kept(self, mistake: str) -> Fraction:
        """Share kept after a named mistake: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, mistake)
