"""What a card tells: why, by what rule, what next, what was expected; no sentence twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from grader.reports.asked import Told
from grader.reports.pages.card import Card, link
from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.pages.parts import causes
from grader.reports.pages.sentences import NOTHING, Once, Place, as_written, without_score
from grader.reports.records import QuestionResult
from grader.reports.text import clean_line
from grader.reports.words import ANOTHER_NAME, CARRIED, NOTHING_TO_DO

_TOLD = Told()
_LOST = ("partial", "incorrect", "missing")
_BELOW = re.compile(r"(?<=your code stopped) with .*", re.DOTALL)
"""The rest of a sentence that a banner has told."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a card tells below full marks, in the order in which it is told."""

    cause: Markup = NOTHING
    why: list[Markup] = field(default_factory=list)
    rule: Markup = NOTHING
    carried: list[Markup] = field(default_factory=list)
    noticed: Markup = NOTHING
    next: Markup = NOTHING
    expected: list[Markup] = field(default_factory=list)
    contest: str = ""

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.cause, self.why, self.rule, self.carried, self.noticed)
        return any((*told, self.next, self.expected, self.contest))


def story_of(question: QuestionResult, card: Card, once: Once) -> Story:
    """Why, by what rule, what next: each sentence in its place and none of them twice."""
    shown = card.shows in ("item", "question")
    lost = question["status"] in _LOST
    cause = _cause(question, card, once)
    rule = inline(once.fresh(card.told.rule)) if shown else NOTHING
    return Story(
        inline(as_written(cause)),
        _why(question, card, once),
        _carried_from(question, card) or rule,
        list(_carried_to(card)),
        _noticed(card),
        _next(question, card, once) if shown else NOTHING,
        [_expected(line) for line in card.asked.expected] if shown and lost else [],
        _contest(card) if lost and card.asked.contact else "",
    )


def _cause(question: QuestionResult, card: Card, once: Once) -> str:
    if card.follows:
        return CARRIED if question["status"] == "correct" else ""
    if card.told == _TOLD and question["mistakes"]:
        return causes(question["mistakes"])
    cause = once.fresh(card.told.cause)
    return cause or (causes(question["mistakes"]) if card.told.cause else "")


def _why(question: QuestionResult, card: Card, once: Once) -> list[Markup]:
    """The answer's own feedback without what stands elsewhere in the card, and findings."""
    told, read = card.told, " ".join(str(question["read"] or "").split())
    of_parts = {sentence for part in question["parts"] for sentence in part["feedback"]}
    lines = [
        _BELOW.sub("", without_score(sentence)) if card.not_run else without_score(sentence)
        for sentence in question["feedback"][:40]
        if sentence not in of_parts and sentence not in (told.next, told.cause, told.rule)
        and not (card.asked.expected and sentence.startswith("Expected"))
    ]  # fmt: skip
    echo = f"You wrote {read}."
    lines = [_without(line.replace(echo, "").strip(), told.cause) for line in lines]
    why = once.all_of(filter(None, lines))
    found = [inline(as_written(sentence)) for sentence in [*why, *once.all_of(card.beside)]]
    elsewhere = next(filter(None, map(once.stood, lines)), None)
    if not found and elsewhere is not None and question["status"] in _LOST:
        return [Markup("The same as at {}").format(link(elsewhere))]
    return found


def _without(text: str, cause: str) -> str:
    """A sentence without the cause that stands above it, whatever led to it there."""
    if not cause or cause.casefold() not in text.casefold():
        return text
    at = text.casefold().index(cause.casefold())
    before, after = text[:at].rstrip(" :;,"), text[at + len(cause) :].strip()
    return " ".join(filter(None, [f"{before}." if before and before[-1] != "." else before, after]))


def _carried_from(question: QuestionResult, card: Card) -> Markup:
    """That a mistake was charged where it was made, with the way there."""
    links = Markup(", ").join(link(one.place) for one in card.follows)
    if not links:
        return NOTHING
    cost = ", ".join(one.lost for one in card.follows if one.lost)
    charged = Markup(" (it cost {} there)").format(cost) if cost else NOTHING
    start = "Full points: it" if question["status"] == "correct" else "What"
    return Markup("{} follows from your answer to {}{}").format(start, links, charged) + (
        "" if question["status"] == "correct" else " is not charged again"
    )


def _carried_to(card: Card) -> Iterator[Markup]:
    """What was worked out with this answer, and what that cost there."""
    for one in card.carried_to:
        cost = f"lost {one.lost} there, for other reasons" if one.lost else "lost nothing there"
        yield Markup("{} follows from this answer and {}").format(link(one.place), cost)


def _noticed(card: Card) -> Markup:
    if not card.noticed:
        return NOTHING
    what = link(Place("noticed", "Something was noticed"))
    places = Markup(", ").join(
        Markup('<bdi class="mono">{}</bdi>').format(place) for place in filter(None, card.noticed)
    )
    at = Markup(" at {}").format(places) if places else NOTHING
    return Markup("{}{}; by itself it does not change this mark").format(what, at)


def _next(question: QuestionResult, card: Card, once: Once) -> Markup:
    """What to do next; where the same stands above, the way there."""
    if card.stopped is not None:
        return link(card.stopped)
    if question["status"] in ("awaiting", "not_gradable"):
        misnamed = any(ANOTHER_NAME in sentence for sentence in question["feedback"])
        named = misnamed and card.asked.names
        told = f"Name it `{card.asked.names[0]}`, and the machine reads it" if named else ""
        return inline(card.told.next or told or NOTHING_TO_DO)
    if not card.told.next:
        return NOTHING
    if fresh := once.fresh(card.told.next):
        return inline(fresh)
    place = once.stood(card.told.next)
    return Markup("The same as at {}").format(link(place)) if place else inline(card.told.next)


def _expected(line: str) -> Markup:
    if looks_like_latex(line):
        return formula(line, "block")
    return Markup("<code>{}</code>").format(clean_line(line, 400))


def _contest(card: Card) -> str:
    return clean_line(f"Write to {card.asked.contact} and quote {card.quote}", 300)
