"""A question as students have it: without its key, and what can be said of an answer all the same.

A form's fields are an allow-list by construction: what a kind does not put into one of them is in
nothing that is released.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

from grader.evidence import Answer, Fault, Missing, Source, Unavailable, Unsure
from grader.marks import Mark, Status, show
from grader.questions.asking.asked import ALWAYS, Asked
from grader.questions.asking.given import Given
from grader.questions.echo import is_empty, shown
from grader.questions.lost import NOT_HERE, explain

_SCORE = re.compile(r"\s*Score: \S+ of \S+ points?\.")
"""What nobody can say without the key."""
STOPPED = frozenset({"stopped", "ended", "syntax", "time"})
"""Why code gave no answer that its author can see to."""


class State(StrEnum):
    """What can be said of the form of an answer."""

    FINE = "fine"
    """Everything that can be checked without the key is as it should be."""
    FIX = "fix"
    """Something is amiss that costs points whatever the key is."""
    MISSING = "missing"
    """There is no answer yet."""
    PERSON = "person"
    """It is there, and a person will read it."""
    OPEN = "open"
    """It is there, or cannot be run here, and nothing of it can be checked without the key."""


@dataclass(frozen=True, slots=True)
class Look:
    """What can be said of one answer, in sentences; `read` is what was understood of it."""

    state: State
    says: tuple[str, ...] = ()
    read: str = ""
    source: Source = Source()
    is_fault: bool = False
    """Whether an internal error kept it from being looked at."""


class Form(Asked):
    """What students have of a question; a kind adds fields, and looks at an answer's form."""

    public: ClassVar[tuple[str, ...]] = ()
    """Fields of the question that students may have as they are, beside those of any kind."""
    checks: ClassVar[str] = ""
    """What is checked, in words, such as "that it has four numbers"; nothing is where empty."""
    is_read_by_person: ClassVar[bool] = False
    """Whether a person marks the answer, whatever it says."""

    @property
    def is_checked(self) -> bool:
        """Whether more can be said here than that there is an answer."""
        return bool(self.checks) and not self.is_read_by_person

    @classmethod
    def of(cls, question: Any, files: Mapping[str, str]) -> Self:
        """What students may have of a question; `files` are the released ones by their old path."""
        known = {name: getattr(question, name) for name in (*ALWAYS, *cls.public)}
        return cls(kind=question.kind, **known, **cls.facts(question, files))

    @classmethod
    def facts(cls, question: Any, files: Mapping[str, str]) -> Mapping[str, Any]:
        """What students may know that only follows from the key, such as how many numbers it is."""
        return {}

    def expected(self) -> str:
        """What has to be given, in words that a template can show."""
        return self.entry

    def statements(self) -> tuple[str, ...]:
        """What is asked piece by piece, each with its number or letter."""
        return ()

    def not_found(self) -> str:
        """What to define, and of which shape."""
        return super().not_found().replace(f"xpected: {self.entry}", f"xpected: {self.expected()}")

    def look(self, given: Given) -> Look:
        """What can be said of what a submission answered."""
        outcome = given.answer
        source = getattr(outcome, "source", Source())
        match outcome:
            case Answer(value, source):
                if is_empty(value):
                    return Look(State.MISSING, ("Nothing is written here yet.",), "", source)
                return self.looked_at(value, given)
            case Missing(reason):
                return Look(State.MISSING, (reason or self.not_found(),))
            case Unsure(candidates, how):
                found = candidates[0]
                read = shown(found.value)
                said = f"It was found {how or 'by scanning'}, so a person decides: {read}"
                return Look(State.PERSON, (said, *self.call_it()), read, found.source)
            case Unavailable(why, reason):
                state = State.FIX if why in STOPPED else State.PERSON
                state = State.OPEN if why in NOT_HERE else state
                return Look(state, (f"{reason}.".replace("..", "."),), "", source)
            case Fault(reason):
                return Look(State.OPEN, (f"This could not be looked at here: {reason}.",))
        return Look(State.FIX, (explain(outcome, self.expected()),), "", source)

    def call_it(self) -> tuple[str, ...]:
        """Under which name an answer is surely found."""
        names = " or ".join(f"`{name}`" for name in self.names)
        return (f"Call it {names} to be sure.",) if names else ()

    def looked_at(self, value: Any, given: Given) -> Look:
        """The same of an answer that arrived and is not empty."""
        state = State.PERSON if self.is_read_by_person else State.OPEN
        return Look(state, (), shown(value), given.source or Source())

    def looked(self, value: Any, given: Given, amiss: Iterable[str] = ()) -> Look:
        """Fine, or what is amiss with it."""
        says = tuple(dict.fromkeys(amiss))
        state = State.FIX if says else State.FINE
        return Look(state, says, shown(value), given.source or Source())

    def stub(self) -> str:
        """What stands for the answer in a module that is handed out; nothing where none can."""
        if not self.names or "module" not in (self.sources or ("module",)):
            return ""
        return f"{self.names[0]} = None\n"

    def told(self) -> str:
        """The comment above it: what it is worth, and what is expected."""
        return f"{self.worth}. Expected: {self.expected()}."

    @property
    def worth(self) -> str:
        """Its points in words."""
        unit = "point" if self.points == 1 else "points"
        return f"{show(self.points)} {unit}{' of bonus' if self.bonus else ''}"


def as_marked(mark: Mark, amiss: frozenset[str]) -> Look:
    """The look of an answer as the same question without a key marks it.

    Whatever does not depend on the key counts: nothing written, a mistake in `amiss`, and what the
    kind cannot read.
    """
    source = mark.source or Source()
    if mark.status == Status.MISSING:
        return Look(State.MISSING, mark.feedback, mark.read, source)
    told = [said for part in mark.parts if amiss & set(part.mistakes) for said in part.feedback]
    if told or amiss & set(mark.mistakes):
        return Look(State.FIX, _without_score(told or mark.feedback), mark.read, source)
    if mark.status == Status.AWAITING and mark.reason == "unread":
        return Look(State.PERSON, _without_score(mark.feedback), mark.read, source)
    return Look(State.FINE, (), mark.read, source)


def _without_score(says: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (_SCORE.sub("", said) for said in says)))
