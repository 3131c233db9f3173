"""`free_response`: text that a person reads; the machine looks at presence and length only."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.base import Given, Question
from grader.questions.record import Item
from grader.values import plain

_WAITING = "This answer is graded by hand and is not in your score yet."


class FreeResponse(Question):
    """Asks for prose; stays `awaiting` until a judgement by hand is there."""

    kind: Literal["free_response"]
    items: tuple[Item, ...] = ()
    """What a marker looks for."""
    model: str = ""
    """A full answer, which markers are shown and students are not."""
    min_words: Annotated[int, Field(ge=0)] = 0
    """Fewer words than this and the student is told so."""
    max_words: Annotated[int, Field(ge=1)] | None = None
    """More words than this and the student is told so."""

    uses_judgement: ClassVar[bool] = True
    entry: ClassVar[str] = "text"

    @property
    def looked_for(self) -> tuple[Item, ...]:
        """What a marker chooses from."""
        return (*self.items, *self.judging)

    def problems(self) -> list[tuple[str, str]]:
        """Items must be told apart."""
        ids = [item.id for item in self.items]
        known = [*ids, *(item.id for item in self.judging)]
        return [
            (f"items.{i}.id", f"the id {name!r} is used twice; ids must differ")
            for i, name in enumerate(ids)
            if name in known[:i] or known.count(name) > ids.count(name)
        ]

    def mark_answer(self, given: Given) -> Mark:
        """Awaiting, or what a person gave."""
        written = _text(plain(given.value))
        if written is None:
            unread = f"What you handed in here is not text. Expected: {self.entry}."
            return decided(Fraction(0), self.points, [unread], source=given.source)
        if not written.strip():
            return missing(self.points, "Your answer is empty.")
        if given.judgement is not None:
            return self._judged(given, written)
        told = [_WAITING, *self._length(written)]
        return awaiting(self.points, *told, read=written, source=given.source, reason="free_text")

    def _judged(self, given: Given, written: str) -> Mark:
        judgement = given.judgement
        assert judgement is not None
        chosen = [item.told() for item in self.looked_for if item.id in judgement.items]
        told = [*chosen, *filter(None, [judgement.comment])]
        if not told and judgement.points < self.points:
            told = [f"A person read this and gave {show(judgement.points)} of {show(self.points)}."]
        return decided(
            judgement.points, self.points, told, read=written, source=given.source, by_hand=True
        )

    def _length(self, written: str) -> list[str]:
        words = len(written.split())
        if words < self.min_words:
            return [f"It has {words} words; at least {self.min_words} are asked for."]
        if self.max_words is not None and words > self.max_words:
            return [f"It has {words} words; at most {self.max_words} are asked for."]
        return []


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return None
