"""Tests of the instructor's as students have them: not at all, but for the names they import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.questions.pytest import Pytest


class PytestForm(Form):
    """The names that have to be there; no test is ever released."""

    kind: Literal["pytest"]

    public: ClassVar[tuple[str, ...]] = tuple(name for name in PLACES if name != "name")
    checks: ClassVar[str] = "that the names which the tests import are there"

    @classmethod
    def facts(cls, question: Pytest, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The names."""
        return {"name": question.names or None}

    def expected(self) -> str:
        """The names."""
        return f"code that defines {', '.join(self.names)}" if self.names else "code to be tested"

    def probes(self) -> tuple[Probe, ...]:
        """Each name by itself."""
        return tuple(
            Probe(self.id if number == 0 else f"{self.id}/{name}", "value", (name,))
            for number, name in enumerate(self.names)
        )

    def looked_at(self, value: Any, given: Given) -> Look:
        """Whether the others are there too."""
        lacking = [name for name in self.names[1:] if name not in given.outcomes
                   or type(given.outcomes[name]).__name__ == "Missing"]  # fmt: skip
        told = [f"There is no {', '.join(lacking)}."] if lacking else []
        return Look(State.FIX if told else State.FINE, tuple(told), "")

    def stub(self) -> str:
        """A definition for each name."""
        if not self.names:
            return ""
        end = "(*arguments):\n    raise NotImplementedError\n"
        return "\n\n".join(f"def {name}{end}" for name in self.names)
