"""All that a question's card is made of beside its mark, and the links between cards."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from grader.reports.asked import Asked, Told
from grader.reports.extras import Look, Shows
from grader.reports.pages.sentences import Place
from grader.reports.pictures import Picture
from grader.reports.records import QuestionResult
from grader.reports.text import clean_line, number
from grader.reports.words import NO_VALUE, NOT_RUN, STATUS_WORDS

_LOOK, _ASKED, _TOLD = Look(), Asked(), Told()
_NOWHERE = ("We found no answer", "No answer was found")


@dataclass(frozen=True, slots=True)
class Follows:
    """Another card that this one's mistake was carried on from, or was carried on to."""

    place: Place
    lost: str
    """The points that were lost there; empty where none were."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one question's card shows."""

    shows: Shows = "item"
    pictures: Sequence[Picture] = ()
    column: Mapping[str, Any] = field(default_factory=dict)
    """A column of the kind's own in the table of parts: `heading` and `cells`."""
    lines: Sequence[Mapping[str, Any]] = ()
    """The answer line by line: `text`, whether it is a `formula`, `holds`, and follows a `gap`."""
    understood: str = ""
    """The LaTeX of a formula that was written otherwise."""
    look: Look = _LOOK
    asked: Asked = _ASKED
    told: Told = _TOLD
    stopped: Place | None = None
    """The banner of the line where the code stopped, below which this answer was not run."""
    folded: bool = False
    quote: str = ""
    """What to quote where a mark is contested."""
    beside: Sequence[str] = ()
    """Findings that are about this question."""
    follows: Sequence[Follows] = ()
    """The answers with the mistake that this one carries on."""
    carried_to: Sequence[Follows] = ()
    """The answers that carry on the mistake made here."""
    noticed: Sequence[str] = ()
    """Where something was noticed, above all questions, that is about this one."""

    @property
    def not_run(self) -> bool:
        """Whether the answer is there and was not run."""
        return self.stopped is not None


def anchor(question_id: str) -> str:
    """A fragment that names a question: letters, digits, dots and dashes only."""
    return "q-" + re.sub(r"[^A-Za-z0-9._-]", "-", question_id)


def place_of(question: QuestionResult) -> Place:
    """Where a page shows a question, and what a link to it is called."""
    title = clean_line(str(question["title"] or question["id"]), 300)
    return Place(anchor(str(question["id"])), title)


def status_word(question: QuestionResult, *, not_run: bool = False) -> str:
    """How a question ended, as a student reads it."""
    if not_run:
        return NOT_RUN
    told = question["feedback"]
    if question["status"] == "missing" and told and not str(told[0]).startswith(_NOWHERE):
        return NO_VALUE
    return STATUS_WORDS[question["status"]]


def follows(question: QuestionResult, asked: Asked) -> tuple[str, ...]:
    """The questions whose mistake an answer carries on, by their ids."""
    made = {*question["mistakes"], *(name for one in question["parts"] for name in one["mistakes"])}
    return asked.follows if made & asked.carried else ()


def other_card(question: QuestionResult) -> Follows:
    """A question as the other end of a mistake that is carried on."""
    lost = float(question["points"]) - float(question["score"] or 0)
    return Follows(place_of(question), number(lost) if lost > 1e-9 else "")


def link(place: Place, words: str = "") -> Markup:
    """A link to a card."""
    return Markup('<a href="#{}">{}</a>').format(place.anchor, words or place.inline)
