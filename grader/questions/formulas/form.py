"""What students have of questions about formulas: the names, and which of them mean what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pydantic import Field

from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form

NAMES = ("variables", "functions", "aliases")


class FormulaForm(Form):
    """The names that an answer may use."""

    variables: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    aliases: dict[str, str] = Field(default_factory=dict)

    public: ClassVar[tuple[str, ...]] = (*PLACES, *NAMES)

    def strange(self, trees: Iterable[Expr], known: Iterable[str]) -> list[str]:
        """That a formula uses names which nobody declared, for a student to look at again."""
        names = {name for tree in trees for name in free_symbols(tree)} - {*known, *self.aliases}
        if not (names and self.variables):
            return []
        listed, asked = ", ".join(sorted(names)[:6]), ", ".join(self.variables)
        return [f"It uses {listed}; the question speaks of {asked}."]
