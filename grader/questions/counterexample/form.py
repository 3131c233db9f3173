"""A counterexample as students have it: what is to be given, by name and kind."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Look, State
from grader.questions.base import Given
from grader.questions.counterexample import Counterexample
from grader.questions.counterexample.general import Kind, read_items
from grader.questions.counterexample.witness import read_witness
from grader.questions.echo import shown
from grader.questions.formulas.form import NAMES, FormulaForm


class CounterexampleForm(FormulaForm):
    """The names of what is to be given; the claim stands in the prompt."""

    kind: Literal["counterexample"]
    witness: dict[str, Kind] = Field(default_factory=dict)
    distributions: tuple[str, ...] = ("p", "q")

    public: ClassVar[tuple[str, ...]] = (*PLACES, *NAMES, "witness", "distributions")
    checks: ClassVar[str] = "that everything is given, and that probabilities add up to one"

    def expected(self) -> str:
        """What is to be given."""
        if self.witness:
            return ", ".join(f"{name} (a {kind})" for name, kind in self.witness.items())
        return f"probabilities for each of {', '.join(self.distributions)}"

    def looked_at(self, value: Any, given: Given) -> Look:
        """Whether all of it can be read, and is what it is called."""
        if self.witness:
            names = {name: getattr(self, name) for name in NAMES}
            blank = Counterexample(kind="counterexample", id=self.id, points=self.points,
                                   claim="0 = 0", witness=self.witness, **names)  # fmt: skip
            if read_items(blank, value) is not None:
                return self.looked(value, given)
            told = f"Not all of {self.expected()} could be read; a person reads it."
            return Look(State.PERSON, (told,), shown(value), given.source or Source())
        found = read_witness(value, self.distributions)
        if found is None:
            told = f"No probabilities could be read. Expected: {self.expected()}."
            return self.looked(value, given, [told])
        bad = [f"{name}: {said}" for name, item in found.items() if (said := item.problem())]
        return self.looked(value, given, bad)
