"""`figure`: what code draws with matplotlib, checked by its data and shown to a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationError

from grader.evidence import Answer, Source
from grader.marks import (
    Mark,
    MarkedCandidate,
    Part,
    Status,
    awaiting,
    decided,
    missing,
    show,
    status_of,
)
from grader.questions.base import Given, Probe, Question
from grader.questions.figure.checks import Check
from grader.questions.figure.drawn import Figure as Drawn
from grader.questions.figure.drawn import figures_in
from grader.questions.figure.mistakes import MISTAKES
from grader.questions.figure.start import start
from grader.questions.mistake import MistakeTable, credit_problems
from grader.questions.record import Label, Share
from grader.questions.words import upper
from grader.values import MAX_NODES, MAX_TEXT

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Tried:
    """One figure with what it earns for each check."""

    figure: Drawn
    parts: tuple[Part, ...]

    @property
    def score(self) -> Fraction:
        """The points of all checks."""
        return sum((part.score or Fraction(0) for part in self.parts), Fraction(0))


class Figure(Question):
    """Asks for a plot: in the cells under a heading, anywhere, or drawn by a function.

    Each check looks at one thing and is a part; points that no check has are given by a person, who
    sees the picture. Of several figures one has to be right, or a person decides.
    """

    kind: Literal["figure"]
    under: Label | tuple[Label, ...] = ()
    """The label over the cells that draw it; every figure where left out."""
    call: str | tuple[str, ...] | None = None
    """A function that draws it, or several names of it; what is drawn on the way counts where left
    out."""
    arguments: tuple[Any, ...] = ()
    """What the function is called with."""
    checks: Annotated[tuple[Check, ...], Field(max_length=50)] = ()
    """What the figure has to have; without any, a person gives all points."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of a check's points left after a named mistake, such as swapped_axes."""

    most_elements: ClassVar[int] = MAX_NODES
    most_text: ClassVar[int] = MAX_TEXT
    entry: ClassVar[str] = "a plot drawn with matplotlib"
    part_word: ClassVar[str] = "Check"
    look_again: ClassVar[str] = (
        "Hold your figure beside the sheet: curves, labels of the axes, legend."
    )
    begun = staticmethod(start)
    is_short: ClassVar[bool] = False
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    observes: ClassVar[Literal["", "text", "figures"]] = "figures"

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The label over the cells."""
        under = (self.under,) if isinstance(self.under, str) else self.under
        return {"cells": under} if under else {}

    def probes(self) -> tuple[Probe, ...]:
        """The call, where a function is asked to draw; what loading draws is told anyway."""
        if self.call is None:
            return ()
        names = (self.call,) if isinstance(self.call, str) else self.call
        arguments = (list(self.arguments),)
        return (
            Probe(f"{self.id}/call", "observe", names, arguments, {"draws": True},
                  seconds=self.seconds),
        )  # fmt: skip

    def problems(self) -> list[tuple[str, str]]:
        """Where checks are worth too much, or what is looked for stands in another field."""
        found = credit_problems(self.credit, MISTAKES.credited)
        given = sum((one.points for one in self.checks if one.points is not None), Fraction(0))
        if given > self.points:
            said = f"the checks are worth {show(given)} of {show(self.points)} points"
            found.append(("points", f"{said}: let them add up to no more"))
        if self.call is not None and self.under:
            found.append(("under", "what a call draws stands under no label: remove one of them"))
        if self.arguments and self.call is None:
            found.append(("arguments", "say which function is called: call"))
        if self.find:
            found.append(("find", "a figure is found by its own fields: no find"))
        return found

    @property
    def worth(self) -> list[Fraction]:
        """The points of each check: its own, or its share of what is left."""
        given = [check.points for check in self.checks]
        left = self.points - sum((one for one in given if one is not None), Fraction(0))
        open_ = sum(one is None for one in given)
        return [left / open_ if one is None else one for one in given]

    @property
    def by_hand(self) -> Fraction:
        """The points that no check has."""
        return self.points - sum(self.worth, Fraction(0))

    def pictures_in(self, value: Any) -> tuple[str, ...]:
        """Those of the figures, and those that stand there and were not drawn here."""
        whole = value if isinstance(value, Mapping) else {}
        drawn = figures_in(whole.get("figures")) or figures_in(whole.get("elsewhere"))
        beside = [row[0] for row in whole.get("pictures", ())]
        return tuple([*(one.picture for one in drawn if one.picture), *beside][:MOST_SHOWN])

    def as_text(self, value: Any) -> str | None:
        """What is in each figure, in words."""
        whole = value if isinstance(value, Mapping) else {}
        drawn = figures_in(whole.get("figures")) or figures_in(whole.get("elsewhere"))
        return "\n".join(one.told() for one in drawn[:MOST_SHOWN]) or "(no figure was drawn)"

    def mark_answer(self, given: Given) -> Mark:
        """The mark of the figure; of several, where one earns all or all earn the same."""
        value = given.value if isinstance(given.value, Mapping) else {}
        called = given.outcomes.get("call") if self.call is not None else None
        lost = self.lost(called) if called is not None else None
        if lost is not None:
            return lost
        figures = self._figures(given)
        if value.get("labelled") is False or not figures:
            return self._not_there(value, given.source)
        tried = [self._tried(figure) for figure in figures]
        best = max(tried, key=lambda one: one.score)
        full = sum(self.worth, Fraction(0))
        if best.score < full and self.when_unsure == "ask" and _may_be_another(value):
            said = "Not everything that the code needs is here, so the figure may be another one."
            told = [said, *value.get("lost", ()), "A person decides."]
            mark = self._open(tried, told, "unread", best.figure)
            return replace(mark, candidates=(*mark.candidates, *_pictures(value)))
        same = {tuple(part.score for part in one.parts) for one in tried}
        if best.score < full and len(same) > 1 and self.when_unsure == "ask":
            said = f"{len(tried)} figures stand here, and none of them has all that is asked for."
            return self._open(tried, [said, "A person decides."], "unsure", best.figure)
        return self._mark(best, tried)

    def part_ids(self) -> tuple[str, ...]:
        """One part per check."""
        return tuple(f"{self.id}.{number}" for number in range(1, len(self.worth) + 1))

    def _figures(self, given: Given) -> tuple[Drawn, ...]:
        """The figures that are looked at."""
        whole = given.outcomes.get("call") if self.call is not None else given.answer
        value = whole.value if isinstance(whole, Answer) else None
        return tuple(figures_in(value.get("figures") if isinstance(value, Mapping) else None))

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether a figure meets this check, which the right one does not have to."""
        try:
            check = Check.model_validate_json(json.dumps(answer, default=str))
        except ValidationError as error:
            said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            raise ValueError(f"write a check that the wrong figure meets: {said}") from None
        figures = self._figures(given)
        return given.value == answer or any(check.of(one).share == 1 for one in figures)

    def _tried(self, figure: Drawn) -> Tried:
        parts = []
        for number, (check, points) in enumerate(zip(self.checks, self.worth, strict=True), 1):
            verdict = check.of(figure)
            share = verdict.share
            mistakes: tuple[str, ...] = ()
            if verdict.mistake is not None:
                mistakes = (verdict.mistake.id,)
                if verdict.mistake.id in MISTAKES.credited:
                    share = max(share, MISTAKES.kept(self.credit, verdict.mistake.id))
            name = check.name or check.kind.replace("_", " ")
            said = (f"{upper(name)}: {verdict.told}",) if verdict.told else ()
            status = status_of(share * points, points)
            id_ = f"{self.id}.{number}"
            parts.append(Part(id_, share * points, points, status, said, mistakes))
        return Tried(figure, tuple(parts))

    def _mark(self, best: Tried, tried: list[Tried]) -> Mark:
        figure = best.figure
        right = sum(part.status is Status.CORRECT for part in best.parts)
        told = [f"{right} of {len(best.parts)} checks are met."] if best.parts else []
        mistakes = [name for part in best.parts for name in part.mistakes]
        source = figure.place if figure.place.file else None
        if self.by_hand and self.when_unsure == "ask":
            rest = f"{show(self.by_hand)} of {show(self.points)} points are given by hand."
            mark = awaiting(
                self.points, *told, rest, reason="free_text",
                score=best.score if best.parts else None, read=figure.told(), source=source,
                parts=best.parts, mistakes=tuple(mistakes),
            )  # fmt: skip
        else:
            mark = decided(
                best.score, self.points, told, mistakes=mistakes, parts=best.parts,
                read=figure.told(), source=source,
            )  # fmt: skip
        shown = [best, *(one for one in tried if one is not best)]
        return replace(mark, candidates=_candidates(shown))

    def _open(
        self, tried: list[Tried], told: list[str], reason: Any, figure: Drawn | None = None
    ) -> Mark:
        mark = awaiting(self.points, *told, reason=reason, read=figure.told() if figure else "",
                        source=figure.place if figure else None)  # fmt: skip
        return replace(mark, candidates=_candidates(tried))

    def _not_there(self, value: Mapping[str, Any], source: Source | None) -> Mark:
        """No figure where it is asked for: pictures and figures elsewhere are a person's."""
        elsewhere = [self._tried(one) for one in figures_in(value.get("elsewhere"))]
        pictures = _pictures(value)
        lost, errors = list(value.get("lost", ())), list(value.get("errors", ()))
        if not (elsewhere or pictures or lost):
            raised = [f"Your code raised {said}." for said in errors]
            return missing(self.points, *raised, f"No figure was drawn. Expected: {self.entry}.")
        label = "The label was not found. " if value.get("labelled") is False else ""
        if pictures:
            told = f"{label}No figure came of running the code here, but there is a picture."
        elif elsewhere:
            told = f"{label}No figure stands here, but one is drawn elsewhere."
        else:
            told = f"{label}No figure came of running the code here."
        mark = self._open(elsewhere, [told, *lost, "A person looks at it."], "unread")
        return replace(mark, candidates=(*pictures, *mark.candidates), source=source)


def _may_be_another(value: Mapping[str, Any]) -> bool:
    """Whether what is lacking here, or stopped a cell that once drew, may have changed a figure."""
    return bool(value.get("lost")) or bool(value.get("errors") and value.get("pictures"))


def _pictures(value: Mapping[str, Any]) -> list[MarkedCandidate]:
    """The pictures that stand there and were not drawn here."""
    return [
        MarkedCandidate(f"a picture in {Source(*place).where()}", None, Source(*place), digest)
        for digest, place in value.get("pictures", ())[:MOST_SHOWN]
    ]


def _candidates(tried: list[Tried]) -> tuple[MarkedCandidate, ...]:
    return tuple(
        MarkedCandidate(
            one.figure.told()[:500], one.score if one.parts else None,
            one.figure.place if one.figure.place.file else None, one.figure.picture,
        )
        for one in tried[:MOST_SHOWN]
    )  # fmt: skip
