"""Evidence with what people typed of its pictures put in, ready to be marked like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.evidence import (
    READINGS,
    TRANSCRIPT,
    Answer,
    Candidate,
    Evidence,
    Missing,
    Outcome,
    Readings,
    Transcript,
    Unread,
)
from grader.gradebook import Gradebook, Sealed, Transcribed, seal
from grader.intake.transcript import Typed, answers_in, answers_on_pages
from grader.marking.transcribing.regions import (
    Current,
    Regions,
    answer_key,
    candidate_key,
    choice_key,
    page_key,
    regions_of,
)
from grader.questions.base import Question
from grader.questions.record import Writeup
from grader.rubric.model import Rubric

_NOTHING = "A person looked at the picture: nothing is written there for this question."
_MOST_CANDIDATES = 12


class TypedIn:
    """All that people typed, by one rubric: what it says is read anew wherever it is put in."""

    def __init__(self, rubric: Rubric, current: Current) -> None:
        self.rubric = rubric
        self.current = current
        hints = {question.id: hint_of(question) for question in rubric.questions}
        self.hints = [{"id": id_, "names": [], "writeup": hint} for id_, hint in hints.items()]
        self.under = {id_: tuple(hint["under"]) for id_, hint in hints.items()}
        self._choices = any(one.state == "chosen" for one in current.values())
        self._read: dict[tuple[Any, ...], tuple[Candidate, ...]] = {}

    @classmethod
    def of(cls, book: Gradebook, rubric: Rubric) -> TypedIn:
        """What the gradebook holds."""
        return cls(rubric, book.transcripts.current())

    def into(self, submission: str, sealed: Sealed) -> Sealed:
        """The evidence with each answer that was typed in; the very same where none was."""
        if not self.current:
            return sealed
        bodies, digests = dict(sealed.bodies), dict(sealed.digests)
        for question in self.rubric.questions:
            outcomes = sealed.outcomes(question.id)
            changed = self.outcomes(submission, question.id, outcomes)
            if changed is not None:
                new = seal(Evidence(changed))
                bodies[question.id] = new.bodies[question.id]
                digests[question.id] = new.digests[question.id]
        return replace(sealed, bodies=bodies, digests=digests)

    def outcomes(
        self, submission: str, question: str, outcomes: Mapping[str, Outcome]
    ) -> dict[str, Outcome] | None:
        """The outcomes of one answer with what was typed; None where nothing was."""
        readings = outcomes.get(f"{question}/{READINGS}")
        if not isinstance(readings, Readings):
            return None
        chosen = self._chosen(submission, question, outcomes, readings)
        if chosen is not None:
            return chosen
        regions = regions_of(submission, question, readings, self.current)
        said = self._said(submission, question, regions)
        if said is None:
            return None
        return _with(question, outcomes, readings, said)

    def _chosen(
        self, submission: str, question: str, outcomes: Mapping[str, Outcome], readings: Readings
    ) -> dict[str, Outcome] | None:
        """The outcomes where a person said which candidate is the answer."""
        if not self._choices:
            return None
        word = self.current.get((question, choice_key(submission, readings)))
        if word is None or word.state != "chosen":
            return None
        for one in readings.candidates:
            if candidate_key(one) == word.text:
                changed = {
                    name: outcome
                    for name, outcome in outcomes.items()
                    if name != f"{question}/{READINGS}"
                }
                changed[question] = Answer(one.value, one.source)
                changed[f"{question}/{TRANSCRIPT}"] = Transcript("chosen", str(one.value)[:2_000])
                return changed
        return None

    def _said(self, submission: str, question: str, regions: Regions) -> _Said | None:
        """What was typed of the places of one answer; None where nobody said anything of them."""
        said = _Said(open=list(regions.others))
        if regions.own:
            key = answer_key(submission, regions.own)
            self._of_answer(question, self.current.get((question, key)), regions.own, said)
        if regions.pages and not said.is_sure:
            found = [self.current.get(("", page_key(submission, gap))) for gap in regions.pages]
            self._of_pages(question, list(zip(regions.pages, found, strict=True)), said)
        if regions.elsewhere and not (regions.own or regions.pages):
            said.states.append("absent")
        return said if said.states else None

    def _of_answer(
        self, question: str, typed: Transcribed | None, gaps: Sequence[Unread], said: _Said
    ) -> None:
        if typed is None:
            said.open += gaps
            return
        said.note(typed, gaps)
        if typed.state == "illegible":
            said.open += [replace(gap, why="illegible") for gap in gaps]
        elif typed.state == "typed":
            found = self._answers(question, Typed(typed.text, typed.grid, gaps[0].source))
            said.candidates += found
            if not found:
                said.open += [replace(gap, why="typed", text=typed.text) for gap in gaps]

    def _of_pages(
        self, question: str, pages: Sequence[tuple[Unread, Transcribed | None]], said: _Said
    ) -> None:
        """Pages count once all of them are typed: an answer may go on from one to the next."""
        blank = [gap for gap, typed in pages if typed is None]
        if blank:
            said.open += [gap for gap, _ in pages]
            return
        whole: list[Typed] = []
        for gap, typed in pages:
            if typed is None:
                continue
            said.note(typed, [gap])
            if typed.state == "illegible":
                said.open.append(replace(gap, why="illegible"))
            under = tuple(self.under[one] for one in typed.questions if one in self.under)
            whole.append(Typed(shown(typed), (), gap.source, under))
        said.candidates += answers_on_pages(self.hints, question, whole)

    def _answers(self, question: str, typed: Typed) -> tuple[Candidate, ...]:
        key = (question, typed)
        if key not in self._read:
            self._read[key] = answers_in(self.hints, question, typed)
        return self._read[key]


@dataclass(slots=True)
class _Said:
    """What was typed of one answer so far, and what of it is still open."""

    open: list[Unread]
    candidates: list[Candidate] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Whether an answer was surely read."""
        return bool(self.candidates) and self.candidates[0].sure

    def note(self, typed: Transcribed, gaps: Sequence[Unread]) -> None:
        """Remember what somebody said, and of which pictures."""
        self.states.append(typed.state)
        self.texts += [text] if (text := shown(typed)) else []
        self.pictures += [gap.picture for gap in gaps if gap.picture]

    @property
    def transcript(self) -> Transcript:
        """All of it as what a report shows."""
        order = ("typed", "illegible", "absent")
        state = next((one for one in order if one in self.states), "absent")
        return Transcript(state, "\n\n".join(self.texts), tuple(dict.fromkeys(self.pictures)))


def _with(
    question: str, outcomes: Mapping[str, Outcome], readings: Readings, said: _Said
) -> dict[str, Outcome]:
    """The outcomes of an answer, marked from now on by what was typed."""
    changed = {name: one for name, one in outcomes.items() if name != f"{question}/{READINGS}"}
    changed[f"{question}/{TRANSCRIPT}"] = said.transcript
    left = said.open
    if said.is_sure:
        left = [gap for gap in left if not gap.loose and gap.why != "cells"]
    if said.candidates:
        best = said.candidates[0]
        changed[question] = Answer(best.value, best.source)
    elif not readings.candidates and not left and isinstance(outcomes.get(question), Missing):
        changed[question] = Missing(_NOTHING)
    candidates = (*said.candidates, *readings.candidates)[:_MOST_CANDIDATES]
    whole = not any(gap.loose for gap in left)
    alone = said.is_sure and len(candidates) == 1 and not left
    if not alone and (candidates or left):
        text = said.transcript.text or readings.text
        changed[f"{question}/{READINGS}"] = Readings(
            candidates, tuple(left), readings.labelled, whole, text, readings.source
        )
    return changed


def shown(typed: Transcribed) -> str:
    """What was typed as a text: a grid has its rows on lines, its cells between bars."""
    if not typed.grid:
        return typed.text
    return "\n".join(" | ".join(row) for row in typed.grid)


def hint_of(question: Question) -> dict[str, Any]:
    """What to read of a transcript: as in a write-up, else by the shape of the answer."""
    hint = question.writeup
    if hint is None:
        hint = Writeup(take="matrix" if grid_of(question) else "formula")
    return dict(hint.model_dump(mode="json"))


def grid_of(question: Question) -> tuple[int, int]:
    """The rows and columns that a full answer has; (0, 0) where it is no table or matrix."""
    key = question.own_key()
    if not isinstance(key, list | tuple) or not key:
        return (0, 0)
    rows = [row for row in key if isinstance(row, list | tuple)]
    if not rows:
        return (1, len(key)) if all(isinstance(cell, str | int | float) for cell in key) else (0, 0)
    widths = {len(row) for row in rows}
    flat = all(isinstance(cell, str | int | float) for row in rows for cell in row)
    return (len(rows), *widths) if len(rows) == len(key) and len(widths) == 1 and flat else (0, 0)  # type: ignore[return-value]
