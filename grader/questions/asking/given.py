"""All that marking one question, or looking at its form, is given of a submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.evidence import (
    READINGS,
    Answer,
    Evidence,
    Missing,
    Outcome,
    Readings,
    Source,
)
from grader.marks import Judgement

if TYPE_CHECKING:
    from grader.questions.asking.asked import Asked


@dataclass(frozen=True, slots=True)
class Given:
    """All that marking one question may look at."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=dict)
    judgement: Judgement | None = None
    seed: int = 0
    others: Callable[[str], Given | None] = lambda _id: None
    questions: Callable[[str], Any] = lambda _id: None
    shared: dict[Any, Any] = field(default_factory=dict)
    """While a submission is measured: what one question has worked out and another may need."""

    @property
    def answer(self) -> Outcome:
        """The outcome of the question's main probe (suffix "")."""
        return self.outcomes.get("", Missing())

    @property
    def value(self) -> Any:
        """The main answer's value; only meaningful where `answer` is an `Answer`."""
        return self.answer.value if isinstance(self.answer, Answer) else None

    @property
    def source(self) -> Source | None:
        """Where the main answer stands, if there is one."""
        return self.answer.source if isinstance(self.answer, Answer) else None

    @property
    def readings(self) -> Readings | None:
        """What reading made of the places of this question beside the answer that counts."""
        found = self.outcomes.get(READINGS)
        return found if isinstance(found, Readings) else None

    def other(self, question_id: str) -> Given | None:
        """What another question of the same submission was given, for follow-through."""
        return self.others(question_id)

    def question(self, question_id: str) -> Any:
        """The rubric's question of that id, or None."""
        return self.questions(question_id)


def given_for(
    question: Asked,
    evidence: Evidence,
    facts: Mapping[str, Any] | None = None,
    **more: Any,
) -> Given:
    """What `question` is given of a submission's evidence: its own probes, by suffix."""
    prefix = question.id + "/"
    outcomes = {
        probe.removeprefix(prefix) if probe != question.id else "": outcome
        for probe, outcome in evidence.outcomes.items()
        if probe == question.id or probe.startswith(prefix)
    }
    return Given(outcomes, facts or {}, **more)
