"""`free_response`: text that a person reads; the machine looks at presence and length only."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Source
from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.asking.secrets import Secret, phrase
from grader.questions.base import Given, Question
from grader.questions.record import Item
from grader.questions.starting import SURE, USUAL, Said, Started
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

    entry: ClassVar[str] = "text"
    is_prose: ClassVar[bool] = True
    look_again: ClassVar[str] = (
        "Compare your text with what the marker looked for, and ask where you disagree."
    )

    @staticmethod
    def begun(said: Said) -> Started:
        """A text, which is what is meant where nothing else is."""
        right = f'{said.name} = "An answer of a few words, in full sentences."'
        words = said.asks(r"\b(?:explain|discuss|describe|why|justify|interpret|comment|compare)\b")
        surely = SURE if words else USUAL
        return Started({}, right, f'{said.name} = ""', surely, note="write what a marker looks for")

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

    def secrets(self) -> Iterator[Secret]:
        """What a marker looks for."""
        for index, item in enumerate(self.items):
            yield phrase(f"items.{index}.text", item.text)

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
        return length_told(written, self.min_words, self.max_words)


class FreeResponseForm(Form):
    """The question without what a marker looks for."""

    kind: Literal["free_response"]
    min_words: Annotated[int, Field(ge=0)] = 0
    max_words: Annotated[int, Field(ge=1)] | None = None

    public: ClassVar[tuple[str, ...]] = (*PLACES, "min_words", "max_words")
    entry: ClassVar[str] = FreeResponse.entry
    checks: ClassVar[str] = "that it is there, and how long it is"
    is_read_by_person: ClassVar[bool] = True

    def expected(self) -> str:
        """A text of a length."""
        least = [f"at least {self.min_words}"] if self.min_words else []
        most = [f"at most {self.max_words}"] if self.max_words else []
        bounds = " and ".join([*least, *most])
        return f"text of {bounds} words" if bounds else "text"

    def looked_at(self, value: Any, given: Given) -> Look:
        """Text, and as long as is asked for."""
        written = _text(plain(value))
        if written is None:
            return self.looked(value, given, [f"This is no text. Expected: {self.expected()}."])
        amiss = length_told(written, self.min_words, self.max_words)
        state = State.FIX if amiss else State.PERSON
        told = amiss or [f"{len(written.split())} words; a person reads them."]
        return Look(state, tuple(told), written, given.source or Source())

    def stub(self) -> str:
        """An empty text of several lines."""
        return super().stub().replace("None", '"""\n"""')


def length_told(written: str, least: int, most: int | None) -> list[str]:
    """That a text is too short or too long."""
    count = len(written.split())
    if count < least:
        return [f"It has {count} words; at least {least} are asked for."]
    if most is not None and count > most:
        return [f"It has {count} words; at most {most} are asked for."]
    return []


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return None
