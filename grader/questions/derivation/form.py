"""A derivation as students have it: what is to be shown stands in the prompt."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from grader.evidence import Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given
from grader.questions.echo import shown


class DerivationForm(Form):
    """The question without its steps."""

    kind: Literal["derivation"]

    public: ClassVar[tuple[str, ...]] = PLACES
    checks: ClassVar[str] = "that it is a text, or a list of lines"
    entry: ClassVar[str] = "an argument in several lines, as LaTeX, formulas or sentences"

    def looked_at(self, value: Any, given: Given) -> Look:
        """Lines of text."""
        lines = value.splitlines() if isinstance(value, str) else value
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            return self.looked(value, given, [f"This is no text. Expected: {self.entry}."])
        count = sum(bool(line.strip()) for line in lines)
        told = "One line was read." if count == 1 else f"{count} lines were read."
        return Look(State.FINE, (told,), shown(value), given.source or Source())

    def stub(self) -> str:
        """An empty list of lines."""
        return super().stub().replace("None", "[]")
