"""The table of an iterative method as students have it: how many rows and columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Look
from grader.questions.base import Given
from grader.questions.descent import Descent
from grader.questions.descent.table import read_table
from grader.questions.formulas.form import NAMES, FormulaForm


class DescentForm(FormulaForm):
    """The variables and the number of steps; neither the function nor a row."""

    kind: Literal["descent"]
    steps: Annotated[int, Field(ge=1, le=100)]

    public: ClassVar[tuple[str, ...]] = (*PLACES, *NAMES, "steps")
    checks: ClassVar[str] = "that it has a row for each step and a number in every cell"

    def expected(self) -> str:
        """So many rows of so many numbers."""
        columns = ", ".join(self.variables)
        return f"a table with {self.steps} rows, one per step, and the columns {columns}"

    def looked_at(self, value: Any, given: Given) -> Look:
        """Rows, then cells; the start may stand in front."""
        names = {name: getattr(self, name) for name in NAMES}
        blank = Descent(kind="descent", id=self.id, points=self.points, objective="0",
                        start=(Fraction(0),) * len(self.variables), steps=self.steps,
                        **names)  # fmt: skip
        table = read_table(value, blank, self.steps)
        if isinstance(table, str):
            return self.looked(value, given, [f"{table} Expected: {self.expected()}."])
        rows, amiss = table.values(), []
        if len(rows) not in (self.steps, self.steps + 1):
            amiss.append(f"It has {len(rows)} rows. Expected: {self.expected()}.")
        for number, row in enumerate(rows, 1):
            if None in row:
                amiss.append(f"Row {number}: not every cell is a number.")
        return self.looked(value, given, amiss)
