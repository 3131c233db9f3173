"""A figure as students have it: where it is drawn, and not what it has to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from grader.evidence import Missing
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.questions.figure import Figure
from grader.questions.figure.drawn import figures_in
from grader.questions.record import Label


class FigureForm(Form):
    """The label over the cells; a function that draws is called with what is not released."""

    kind: Literal["figure"]
    under: Label | tuple[Label, ...] = ()
    call: str | tuple[str, ...] | None = None
    is_plain: bool = False
    """Whether the function takes nothing, so that it can be called here."""

    public: ClassVar[tuple[str, ...]] = (*(p for p in PLACES if p != "find"), "under", "call")
    checks: ClassVar[str] = "that a figure is drawn, and what is written on it"
    entry: ClassVar[str] = Figure.entry
    observes: ClassVar[Literal["", "text", "figures"]] = "figures"

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The label over the cells."""
        under = (self.under,) if isinstance(self.under, str) else self.under
        return {"cells": under} if under else {}

    @classmethod
    def facts(cls, question: Figure, files: Mapping[str, str]) -> Mapping[str, Any]:
        """Whether the function takes nothing."""
        return {"is_plain": question.call is not None and not question.arguments}

    def probes(self) -> tuple[Probe, ...]:
        """The call, where it takes nothing."""
        if not self.is_plain:
            return ()
        data = {"draws": True}
        return (Probe(f"{self.id}/call", "observe", self._names(), ((),), data,
                      seconds=self.seconds),)  # fmt: skip

    def _names(self) -> tuple[str, ...]:
        return (self.call,) if isinstance(self.call, str) else self.call or ()

    @property
    def is_checked(self) -> bool:
        """Whether there is anything to try it with."""
        return self.call is None or self.is_plain

    def expected(self) -> str:
        """A plot, or a function that draws one."""
        name = self.call if self.call is None or isinstance(self.call, str) else self.call[0]
        return self.entry if name is None else f"a function {name} that draws a plot"

    def look(self, given: Given) -> Look:
        """What a function draws is not tried here."""
        if self.call is None:
            return super().look(given)
        if not self.is_plain:
            return Look(State.OPEN, ("The function is called with what is not released.",))
        called = given.outcomes.get("call", Missing())
        if isinstance(called, Missing):
            return Look(State.MISSING, (f"There is no function {self._names()[0]} yet.",))
        return super().look(replace(given, outcomes={"": called}))

    def stub(self) -> str:
        """A function that is not written yet."""
        if self.call is None:
            return ""
        body = f'    """{self.told()}"""\n    raise NotImplementedError\n'
        return f"def {self._names()[0]}({'' if self.is_plain else '*arguments'}):\n{body}"

    def looked_at(self, value: Any, given: Given) -> Look:
        """How many figures are drawn, and what is on the first."""
        whole = value if isinstance(value, Mapping) else {}
        drawn = figures_in(whole.get("figures"))
        if whole.get("labelled") is False:
            told = "No figure stands under its heading; a person looks at those elsewhere."
            return Look(State.PERSON, (told,))
        if not drawn:
            return Look(State.MISSING, ("No figure is drawn yet.",))
        first = drawn[0]
        bare = [] if any(char.isalpha() for char in first.told()) else ["Nothing is written on it."]
        return Look(State.FINE, (f"Drawn: {first.told()}.", *bare), first.told(), first.place)
