"""A question for formulas as students have it: the names and the shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import Field

from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Look, State, as_marked
from grader.questions.base import Given
from grader.questions.formulas import read_formula
from grader.questions.formulas.form import NAMES, FormulaForm
from grader.questions.symbolic import Symbolic

AMISS = frozenset({"wrong_shape"})


class SymbolicForm(FormulaForm):
    """Names, and how many formulas there are where that is no part of the answer."""

    kind: Literal["symbolic"]
    matrices: tuple[str, ...] | dict[str, tuple[str, str]] = ()
    vectors: tuple[str, ...] | dict[str, str] = ()
    events: tuple[str, ...] = ()
    random: tuple[str, ...] = ()
    shape: tuple[int, ...] | None = None
    """() for one formula; left out where its kind is part of the answer."""
    probability: dict[str, Literal["P", "E", "Var", "Cov", "Sd", "Corr"]] = Field(
        default_factory=dict
    )

    public: ClassVar[tuple[str, ...]] = (
        *PLACES, *NAMES, "matrices", "vectors", "events", "random", "probability",
    )  # fmt: skip
    checks: ClassVar[str] = "that it can be read as so many formulas, and the names in it"

    @classmethod
    def facts(cls, question: Symbolic, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The shape of the key."""
        rows = question.rows()
        sizes = {"scalar": (), "vector": (len(rows),), "matrix": (len(rows), len(rows[0]))}
        is_open = question.is_free or (question.shape == "scalar" and question.whole is not None)
        return {"shape": None if is_open else sizes[question.shape]}

    def expected(self) -> str:
        """A formula, or so many."""
        if not self.shape:
            return "a formula" if self.shape is not None else "formulas, an equation or a set"
        rows = f"a vector of {self.shape[0]} formulas"
        return rows if len(self.shape) == 1 else f"a {self.shape[0]}x{self.shape[1]} matrix"

    def blank(self) -> Symbolic:
        """The same question with nothing but zeros for a key."""
        key: Any = "0"
        for size in reversed(self.shape or ()):
            key = (key,) * size
        names = {name: getattr(self, name) for name in self.public if name not in PLACES}
        return Symbolic(kind="symbolic", id=self.id, points=self.points, key=key, **names)

    def looked_at(self, value: Any, given: Given) -> Look:
        """As the same question without a key reads it."""
        blank = self.blank()
        formula = read_formula(value, blank)
        if formula.expr is None:
            told = (f"It cannot be read: {formula.problem}",)
            state = State.FIX if formula.wrong_kind else State.PERSON
            return replace(self.looked(value, given, told), state=state)
        known = (*blank.known_names, *blank.known_functions)
        strange = tuple(self.strange([formula.expr], known))
        if self.shape is None:
            return replace(self.looked(value, given), says=strange)
        found = as_marked(blank.mark_answer(given), AMISS)
        return replace(found, says=strange) if found.state is State.FINE else found
