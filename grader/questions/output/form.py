"""What is to be printed, as students have it: under which heading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from grader.evidence import Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given
from grader.questions.output import Output
from grader.questions.record import Label


class OutputForm(Form):
    """The label over the cells; what is run with given input is not released."""

    kind: Literal["output"]
    under: Label | tuple[Label, ...] = ()
    is_run: bool = False
    """Whether it is run with input that students do not have."""

    public: ClassVar[tuple[str, ...]] = (*PLACES, "under")
    checks: ClassVar[str] = "that something is shown there"
    entry: ClassVar[str] = Output.entry
    observes: ClassVar[Literal["", "text", "figures"]] = "text"

    @classmethod
    def facts(cls, question: Output, files: Mapping[str, str]) -> Mapping[str, Any]:
        """Whether there are runs."""
        return {"is_run": bool(question.runs)}

    @property
    def is_checked(self) -> bool:
        """Whether there is anything to try it with."""
        return not self.is_run

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The label over the cells, beside those of rules."""
        under = (self.under,) if isinstance(self.under, str) else self.under
        return {**super().labels(), **({"cells": under} if under else {})}

    def look(self, given: Given) -> Look:
        """What is run with input of its own cannot be tried here."""
        if self.is_run:
            return Look(State.OPEN, ("It is run with input that is not released.",))
        return super().look(given)

    def looked_at(self, value: Any, given: Given) -> Look:
        """Whether anything is shown, and where."""
        whole = value if isinstance(value, Mapping) else {}
        rows = whole.get("shown") or ()
        if whole.get("labelled") is False:
            label = self.under if isinstance(self.under, str) else ", ".join(self.under)
            told = f"Nothing stands under {label!r}; a person looks at what is shown elsewhere."
            return Look(State.PERSON, (told,))
        if not rows:
            return Look(State.MISSING, ("Nothing is shown yet.",))
        first = str(rows[0].get("text", "")).strip()[:200]
        source = Source(*rows[0].get("place", ()))
        return Look(State.FINE, (f"{len(rows)} outputs were read.",), first, source)
