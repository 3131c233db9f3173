"""`free_response`: text that a person reads; the machine looks at presence and length only."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.base import Given, Question
from grader.questions.record import Exact, Record
from grader.values import plain

_WAITING = "This answer is graded by hand and is not in your score yet."


class Item(Record):
    """One thing a marker looks for, with the points it gives or takes."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    """Short name, used in judgement files."""
    text: str
    """What the marker reads."""
    points: Exact
    """Points it gives; negative to take away."""

    def told(self) -> str:
        """What a student reads where a marker chose this."""
        kind = "Taken off for" if self.points < 0 else "Credited for"
        return f"{kind}: {self.text.rstrip('.')} ({show(abs(self.points))})."


class FreeResponse(Question):
    """Asks for prose; stays `awaiting` until a judgement by hand is there."""

    kind: Literal["free_response"]
    items: tuple[Item, ...] = ()
    """What a marker looks for."""
    min_words: Annotated[int, Field(ge=0)] = 0
    """Fewer words than this and the student is told so."""
    max_words: Annotated[int, Field(ge=1)] | None = None
    """More words than this and the student is told so."""

    uses_judgement: ClassVar[bool] = True
    entry: ClassVar[str] = "text"

    def problems(self) -> list[tuple[str, str]]:
        """Items must be told apart."""
        ids = [item.id for item in self.items]
        return [
            (f"items.{i}.id", f"the id {name!r} is used twice; ids must differ")
            for i, name in enumerate(ids)
            if name in ids[:i]
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
        chosen = [item.told() for item in self.items if item.id in judgement.items]
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
