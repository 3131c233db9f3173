"""A question for numbers as students have it: how many numbers, and not which."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from grader.evidence import Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given
from grader.questions.numeric import Numeric
from grader.questions.numeric.entries import NotRead, echo, in_shape, is_blank, places, read_entry
from grader.questions.numeric.units import measured
from grader.questions.shapes.simple import size_in_words
from grader.questions.words import upper


class NumericForm(Form):
    """The shape of what is asked, where it does not tell the answer."""

    kind: Literal["numeric"]
    shape: tuple[int, ...] | None = None
    """The lengths of the lists from the outside in; left out where their number is the question."""
    with_unit: bool = False
    """Whether a unit is to be written."""

    public: ClassVar[tuple[str, ...]] = PLACES
    checks: ClassVar[str] = "its shape, and that every entry is a finite number"

    @classmethod
    def facts(cls, question: Numeric, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The shape; of what comes in any order, how many there are is part of the answer."""
        is_open = question.order == "any" or question.up_to == "span"
        shape = None if is_open and question.shape else question.shape
        return {"shape": shape, "with_unit": bool(question.unit)}

    def expected(self) -> str:
        """So many numbers."""
        size = "a list of numbers" if self.shape is None else size_in_words(self.shape)
        return f"{size}, with a unit" if self.with_unit else size

    def looked_at(self, value: Any, given: Given) -> Look:
        """The shape, then each entry."""
        if self.shape is None:
            return self.looked(value, given)
        raw = in_shape(value, self.shape)
        if isinstance(raw, NotRead):
            told = f"{upper(raw.why)}. A person reads it."
            return Look(State.PERSON, (told,), source=given.source or Source())
        if isinstance(raw, str):
            return self.looked(value, given, [f"{raw} Expected: {self.expected()}."])
        amiss, unread = list(self._amiss(raw)), list(self._unread(raw))
        if unread and not amiss:
            return Look(State.PERSON, tuple(unread), echo(value), given.source or Source())
        return self.looked(value, given, [*amiss, *unread])

    def _entries(self, raw: list[Any]) -> Iterator[tuple[str, Any]]:
        for place, item in zip(places(self.shape or ()), raw, strict=True):
            yield f"Entry {', '.join(map(str, place))}: " if place else "", item

    def _amiss(self, raw: list[Any]) -> Iterator[str]:
        for where, item in self._entries(raw):
            if is_blank(item):
                yield f"{where}nothing is written."
            elif isinstance(item, float) and not math.isfinite(item):
                yield f"{where}you wrote {echo(item)}, which is not finite."
            elif not self.with_unit and isinstance(found := read_entry(item), str):
                yield f"{where}you wrote {echo(item)}; {found}."
            elif self.with_unit and isinstance(item, int | float):
                yield f"{where}you wrote {echo(item)}, without a unit."

    def _unread(self, raw: list[Any]) -> Iterator[str]:
        for where, item in self._entries(raw):
            if self.with_unit and not isinstance(item, int | float) and not is_blank(item):
                if measured(item, "m") is None:
                    yield f"{where}no number with its unit is read in {echo(item)}."
            elif isinstance(item, float) and not math.isfinite(item):
                yield f"{where}you wrote {echo(item)}, which is not finite."
            elif not self.with_unit and isinstance(found := read_entry(item), NotRead):
                yield f"{where}{found.why}."
