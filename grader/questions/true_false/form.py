"""Statements as students have them: without their truth values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from grader.evidence import Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given
from grader.questions.true_false import TrueFalse, echo_of, read_items
from grader.values import Opaque


class TrueFalseForm(Form):
    """The statements without their truth values."""

    kind: Literal["true_false"]
    items: tuple[str, ...]
    """The statements in order."""
    reasons: Literal["optional", "required", "by_hand"] = "optional"
    reason_for: Literal["false", "true", "both"] = "false"

    public: ClassVar[tuple[str, ...]] = (*PLACES, "reasons", "reason_for")
    checks: ClassVar[str] = "that each statement has a truth value, and its reason where one is due"

    @classmethod
    def facts(cls, question: TrueFalse, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The statements."""
        return {"items": tuple(item.text for item in question.items)}

    def expected(self) -> str:
        """So many truth values."""
        more = "" if self.reasons == "optional" else f", with a reason {self._where}"
        return f"a list of {len(self.items)} truth values{more}"

    def statements(self) -> tuple[str, ...]:
        """Those of the rubric."""
        return tuple(f"{n}. {' '.join(text.split())}" for n, text in enumerate(self.items, 1))

    @property
    def _where(self) -> str:
        words = {"false": "where it is False", "true": "where it is True", "both": "for each"}
        return words[self.reason_for]

    def _is_due(self, truth: bool) -> bool:
        """Whether an item that was answered so needs a reason."""
        if self.reasons == "optional":
            return False
        return self.reason_for == "both" or (self.reason_for == "true") == truth

    def looked_at(self, value: Any, given: Given) -> Look:
        """Each item by itself."""
        rows = read_items(value, len(self.items))
        if isinstance(rows, str):
            if isinstance(value, str | Opaque):
                return Look(State.PERSON, (rows,), source=given.source or Source())
            return self.looked(value, given, [f"{rows} Expected: {self.expected()}."])
        amiss = []
        for number, row in enumerate(rows, 1):
            if row.truth is None:
                amiss.append(f"Item {number}: {row.problem}")
            elif self._is_due(row.truth) and not row.reason.strip():
                amiss.append(f"Item {number}: {row.truth} needs a reason here.")
        found = self.looked(value, given, amiss)
        return replace(found, read=echo_of(rows))

    def stub(self) -> str:
        """A blank for each statement, with its number."""
        if not super().stub():
            return ""
        reason = '(None, "")' if self.reasons != "optional" else "None"
        rows = [f"    {reason},  # {n}" for n in range(1, len(self.items) + 1)]
        return "\n".join([f"{self.names[0]} = [", *rows, "]", ""])
