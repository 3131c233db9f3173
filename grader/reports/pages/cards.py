"""The cards of a class's pages: those of equal answers are made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from grader.reports.asked import Asked, Told
from grader.reports.extras import NO_PLOTS, WITHHELD, Extras
from grader.reports.pages.banner import (
    absent,
    missing_in,
    place_of_stop,
    stopped_at,
    told_above,
)
from grader.reports.pages.card import Card, Follows, follows, other_card, place_of
from grader.reports.pages.noticed import concerned
from grader.reports.pages.page import fingerprint, look_digest, template
from grader.reports.pages.photos import Pictured
from grader.reports.pages.question_view import QuestionView, question_view
from grader.reports.pages.sentences import Once, Place
from grader.reports.pictures import pictures
from grader.reports.records import QuestionResult, SubmissionResult
from grader.reports.text import sentence, sourced
from grader.reports.words import NEAR_MISS

_MOST_KEPT = 8_000_000
"""Characters of all cards that are kept; those that were needed last are kept longest."""
_MOST_DIGESTS = 4000
_ASKED, _TOLD = Asked(), Told()


@dataclass(frozen=True, slots=True)
class Shown:
    """One question's card as it stands in a page."""

    view: QuestionView
    html: Markup
    once: Once = field(repr=False)
    """What the page has told by its end."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What a card shows of the rest of its page."""

    stop: Place | None
    folded: bool
    beside: tuple[str, ...]
    follows: tuple[Follows, ...]
    carried_to: tuple[Follows, ...]
    noticed: tuple[str, ...]
    quote: str


class Cards:
    """Makes the cards of one page after the other."""

    def __init__(self, title: str, extras: Extras) -> None:
        self._title = title
        self._extras = extras
        self._known: OrderedDict[tuple[object, ...], Shown] = OrderedDict()
        self._size = 0
        self._digests: dict[tuple[object, ...], tuple[tuple[object, ...], str]] = {}
        """By the objects that a card shows, which are kept with its fingerprint."""
        self._start = Once()

    def digests(self, submission: SubmissionResult) -> list[str]:
        """For each question, the fingerprint of all that its card shows of its own answer."""
        return [self._digest(submission["id"], one) for one in submission["questions"]]

    def _digest(self, who: str, question: QuestionResult) -> str:
        """The fingerprint of a card; that of the same objects as before is known."""
        extras, place = self._extras, (who, question["id"])
        look = look_digest(extras.look_of(question["kind"]))
        shown = (
            question, self._plots(*place), extras.told.get(place), extras.photos.get(place, ())
        )  # fmt: skip
        key = (look, *map(id, shown))
        known = self._digests.get(key)
        if known is None:
            if len(self._digests) >= _MOST_DIGESTS:
                self._digests.clear()
            known = self._digests[key] = shown, fingerprint(*shown, look)
        return known[1]

    def of(
        self,
        submission: SubmissionResult,
        digests: Sequence[str],
        pictured: Mapping[str, Pictured],
    ) -> list[Shown]:
        """Every question's card, in the sheet's order; `digests` are those of its questions."""
        shown: list[Shown] = []
        once = self._start
        around = self._around(submission)
        for question, digest in zip(submission["questions"], digests, strict=True):
            beside = around[question["id"]]
            key = (once.number, digest, beside)
            made = self._known.get(key)
            if made is not None:
                self._known.move_to_end(key)
            else:
                made = self._made(submission["id"], question, beside, once, pictured)
                if question["id"] not in pictured:
                    self._keep(key, made)
            shown.append(made)
            once = made.once
        return shown

    def _keep(self, key: tuple[object, ...], made: Shown) -> None:
        self._known[key] = made
        self._size += len(made.html)
        while self._size > _MOST_KEPT:
            _, old = self._known.popitem(last=False)
            self._size -= len(old.html)

    def _made(
        self,
        submission: str,
        question: QuestionResult,
        around: _Around,
        before: Once,
        pictured: Mapping[str, Pictured],
    ) -> Shown:
        """A card, below one that has told what `before` knows."""
        name, extras = question["id"], self._extras
        asked, told = extras.asked.get(name, _ASKED), extras.told.get((submission, name), _TOLD)
        shows, plots = extras.shows.get(name, "item"), self._plots(submission, name)
        near = next((one for one in around.beside if " was asked for" in one), "")
        if near and question["status"] in ("missing", "awaiting"):
            told = replace(told, next=f"Rename `{near.split()[0]}` to `{asked.names[0]}`.")
        if shows in WITHHELD:
            asked, told = replace(asked, expected=()), Told()
        card = Card(
            shows,
            pictures(plots, name),
            plots.get("column") or {},
            plots.get("lines") or (),
            str(plots.get("formula") or ""),
            extras.look_of(question["kind"]),
            asked,
            told,
            around.stop,
            around.folded,
            around.quote,
            () if shows in WITHHELD else around.beside,
            around.follows,
            around.carried_to,
            around.noticed,
        )
        once = before.copy()
        once.at(place_of(question))
        view = question_view(question, card, once)
        html = template("question.html.j2").render(q=view, pictured=pictured)
        return Shown(view, Markup(html), once)

    def _around(self, submission: SubmissionResult) -> dict[str, _Around]:
        """By question, what its card shows of others and of what was noticed."""
        extras, questions = self._extras, submission["questions"]
        gone = missing_in(submission) if absent(submission, extras.asked) else ()
        nothing = all(question["status"] == "missing" for question in questions)
        by_id = {question["id"]: question for question in questions}
        carried = {
            name: [one for one in follows(question, self._asked(name)) if one in by_id]
            for name, question in by_id.items()
        }
        above = [
            (concerned(one, submission, extras), sourced(one))
            for one in submission["findings"]
            if not told_above(one)
        ]
        found: dict[str, _Around] = {}
        for name, question in by_id.items():
            asked = self._asked(name)
            stop = stopped_at(question, submission["findings"])
            beside = _beside(question, asked.names, submission)
            found[name] = _Around(
                place_of_stop(stop, submission["findings"]) if stop is not None else None,
                nothing or (name in gone and (not beside or extras.shows.get(name) in WITHHELD)),
                beside,
                tuple(other_card(by_id[other]) for other in carried[name]),
                tuple(other_card(by_id[to]) for to, froms in carried.items() if name in froms),
                tuple(place for about, place in above if about == name),
                f"{self._title} · {submission['id']} · {name}" if asked.contact else "",
            )
        return found

    def _asked(self, question: str) -> Asked:
        return self._extras.asked.get(question, _ASKED)

    def _plots(self, submission: str, question: str) -> Mapping[str, Any]:
        """The data of a question's pictures, none while its feedback is withheld."""
        if self._extras.shows.get(question) in WITHHELD:
            return NO_PLOTS
        return self._extras.plots_of(submission, question)


def _beside(
    question: QuestionResult, names: tuple[str, ...], submission: SubmissionResult
) -> tuple[str, ...]:
    """Findings that are about one question: by its id, or by a name that is near the asked one."""
    found = []
    for finding in submission["findings"]:
        message = str(finding["message"])
        if message.startswith(f"{question['id']}: "):
            found.append(sentence(message.removeprefix(f"{question['id']}: ")))
        elif finding["kind"] == NEAR_MISS and any(f"; {name} was" in message for name in names):
            found.append(message)
    return tuple(found)
