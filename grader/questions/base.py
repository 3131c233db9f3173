"""What every kind of question shares: its fields, what it asks, and what it is given to mark."""

from __future__ import annotations

import functools
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Fault, Finding, Missing, Outcome, TimedOut, Unavailable
from grader.marks import (
    Mark,
    Part,
    Status,
    awaiting,
    missing,
    not_gradable,
    status_of,
)
from grader.questions.asking.asked import Asked
from grader.questions.asking.given import Given as Given
from grader.questions.asking.given import given_for as given_for
from grader.questions.lost import NOT_HERE, explain
from grader.questions.mistake import MistakeTable
from grader.questions.own import OwnMistake, with_key, with_own_mistake
from grader.questions.probe import Probe as Probe
from grader.questions.record import Item, Items
from grader.questions.telling.worded import Worded

if TYPE_CHECKING:
    from grader.questions.asking.secrets import Secret
    from grader.questions.key import Derivable, WrongKey
    from grader.questions.starting import Said, Started


class Question(Asked, Worded, ABC):
    """The fields every kind has; a kind adds its own, `probes` and `mark_answer`."""

    reveal: bool = False
    """Show students the key in their report."""
    audience: Literal["student", "instructor"] = "student"
    """Who sees this question's feedback."""
    feedback: Literal["item", "question", "after_due"] | None = None
    """How much a student sees at once; the rubric's own choice where left out."""
    when_unsure: Literal["ask", "zero"] = "ask"
    """What happens where an answer was not surely read: a person is asked, or it earns what the
    best reading of it earns, which is nothing where nothing was read."""
    judging: Items = ()
    """What a person looks for who decides or overrules this mark, with points for each."""
    survivors: dict[str, str] = Field(default_factory=dict)
    """Wrong answers that `grader selftest` finds accepted, by the name that it gives them, and why
    they may be: `grader selftest --accept` holds these for explained."""
    advice: str = ""
    """One sentence shown with a mark below full: what to look at again."""
    mistakes: tuple[OwnMistake, ...] = ()
    """Wrong answers known beforehand, such as `{answer: 6.28, points: 1, say: "That is ..."}`."""

    stated: ClassVar[frozenset[str]] = frozenset()
    """Fields that are no secret, since the question itself states them, and are not released."""
    private: ClassVar[frozenset[str]] = frozenset()
    """Fields that name files which students never get."""
    needs_reference: ClassVar[bool] = False
    """Whether the reference's own answer is part of the key."""
    measured_from: ClassVar[frozenset[str] | None] = None
    """The fields that `facts` and `measure` depend on, `metrics.metric` being that of each of
    `metrics`; every field where left out.
    """
    measured_with: ClassVar[tuple[str, ...]] = ()
    """Modules beside the kind's own whose code `facts` and `measure` rest on; a package stands for
    all in it.
    """
    mistake_table: ClassVar[MistakeTable] = MistakeTable()
    """Every mistake that the kind names in a mark."""
    most_elements: ClassVar[int] = 20_000
    """Elements of an answer that is read, or four times the key's; what is measured has others."""
    most_text: ClassVar[int] = 64 << 10
    """Characters of an answer that is read, in all of its texts."""
    needs_code: ClassVar[bool] = False
    """Whether no data alone can be an answer."""
    of_numbers: ClassVar[bool] = False
    """Whether an answer is numbers, so that a formula without any is a step on the way to it."""
    part_word: ClassVar[str] = "Part"
    """What a report calls one part of an answer."""
    is_short: ClassVar[bool] = True
    """Whether an answer is told in a line; where not, what is said of it stays beside a mistake."""
    layout: ClassVar[str] = "listed"
    """How a page shows the parts: `listed` (a table or a row of ticks), `mapped` (a matrix as such,
    with a table of what is explained), or a Jinja template as `package:path/within.html.j2`."""

    @property
    def looked_for(self) -> tuple[Item, ...]:
        """The items that a person chooses from who marks this by hand."""
        return self.judging

    @property
    def is_reached(self) -> bool:
        """Whether an answer is looked for anywhere but under the question's id."""
        places = (self.names, self.writeup, self.rules(), self.observes, self.probes())
        return any(bool(place) for place in places)

    def problems(self) -> list[tuple[str, str]]:
        """Mistakes that one field alone cannot show, as (path below the question, message)."""
        return []

    def problems_without_reference(self) -> list[tuple[str, str]]:
        """The same for what is a mistake only in a rubric that names no reference."""
        return []

    def problems_beside(self, others: Mapping[str, Question]) -> list[tuple[str, str]]:
        """The same for mistakes that only show beside the rubric's other questions, by id."""
        return []

    def references(self) -> tuple[str, ...]:
        """Ids of other questions this one follows through from."""
        return ()

    def files(self) -> tuple[tuple[str, str], ...]:
        """Files this question needs, as (path of the field, file relative to the rubric)."""
        return ()

    def pictures_in(self, value: Any) -> tuple[str, ...]:
        """The digests of the pictures in an answer of this kind, for whoever reads it."""
        return ()

    def as_text(self, value: Any) -> str | None:
        """An answer as a person reads it, where its data would say little."""
        return None

    def inspect_files(self, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """What the bytes of a submission's files give away, such as hidden rows copied into one."""
        return ()

    def derivable(self) -> Iterable[Derivable]:
        """Entries of the key that follow from other fields, for a second opinion on the rubric."""
        return ()

    def own_key(self) -> Any | None:
        """The key as an answer that is full; None where nobody could type it in."""
        return None

    def wrong_keys(self) -> Iterable[WrongKey]:
        """Answers with one thing wrong in the key, none of which may be full."""
        return ()

    def secrets(self) -> Iterable[Secret]:
        """What would give the answer away wherever students can read it."""
        return ()

    @staticmethod
    def begun(said: Said) -> Started | None:
        """How a question of this kind begins in a new assignment, where one is made."""
        return None

    @abstractmethod
    def mark_answer(self, given: Given) -> Mark:
        """Mark an answer that arrived; `given.answer` is an `Answer`."""

    @classmethod
    def has_facts(cls) -> bool:
        """Whether this kind builds key facts."""
        return cls.facts is not Question.facts

    @classmethod
    def is_measured(cls) -> bool:
        """Whether anything is kept of this kind beside evidence and marks."""
        return cls.has_facts() or cls.measure is not Question.measure

    def facts(self, known: Mapping[str, Question], seed: int) -> Mapping[str, Any] | None:
        """What marking needs beyond the rubric's text, as plain data built once per rubric.

        `known` are the rubric's questions that have facts, by id. Anything heavy is imported in
        here, so that a rubric without such a question never loads it.
        """
        return None

    def measure(self, given: Given) -> Mapping[str, Any] | None:
        """What is worth keeping of one submission's answer, as plain data; no threshold in it.

        `given` has the outcomes and facts of this question and, through `other` and `question`,
        of the others that are measured. What two of them need is worked out once, in
        `given.shared`. None where there is nothing to measure.
        """
        return None

    def findings_of(self, measured: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What `measure` noticed that a person should see, whatever the points."""
        return ()

    def mark(self, given: Given) -> Mark:
        """The mark of this question: lost answers are explained here, the rest by the kind."""
        lost = self.lost(given.answer)
        if lost is None:
            lost = with_own_mistake(self, self.mark_answer(given), given)
        return self.advised(lost)

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether what was given is this answer, which the rubric lists as a mistake.

        Raises `ValueError`, saying what to write, where it can be no answer to this question.
        """
        written = json.dumps(answer, sort_keys=True, default=str)
        if written not in self.by_key:
            self.by_key[written] = with_key(self, written)
        return self.by_key[written].mark_answer(given).status is Status.CORRECT

    @functools.cached_property
    def by_key(self) -> dict[str, Question]:
        """The same question with other keys, each made once for a whole class."""
        return {}

    def lost(self, outcome: Outcome) -> Mark | None:
        """The mark of an outcome that brought no value back, or None where one did."""
        match outcome:
            case Answer():
                return None
            case Missing(reason):
                return missing(self.points, reason or self.not_found())
            case Fault(reason):
                return not_gradable(self.points, reason)
            case Unavailable("stopped", reason, source):
                return awaiting(self.points, f"{reason}. A person decides.", source=source)
            case Unavailable(why, reason, source):
                if why in NOT_HERE:
                    return not_gradable(self.points, reason)
                said = f"This was not surely read: {reason}. A person decides."
                return awaiting(self.points, said, source=source)
            case TimedOut() if self.seconds is None:
                said = "Whether it is right is not known, and the rubric asks for no time."
                told = explain(outcome, self.entry)
                return awaiting(self.points, told, f"{said} A person decides.")
        return Mark(Status.INCORRECT, Fraction(0), self.points, (explain(outcome, self.entry),))

    def part(self, suffix: str, score: Fraction, points: Fraction, *feedback: str) -> Part:
        """A part of this question, its status following from its score."""
        return Part(f"{self.id}.{suffix}", score, points, status_of(score, points), feedback)
