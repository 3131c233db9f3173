"""Pictures of answers within a page: each once, and no more of them than a page can carry."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.reports.extras import Extras
from grader.reports.pages.card import place_of
from grader.reports.pages.question_view import typeset_lines
from grader.reports.pages.sentences import NOTHING, Place
from grader.reports.records import QuestionResult, SubmissionResult
from grader.reports.text import cap, clean

MOST_BYTES = 1_500_000
"""Of all pictures in one page, before they are written as text."""
MOST_PICTURES = 24
_PERSON = {
    "typed": "Read by a person from your picture, and marked as it is typed here",
    "absent": "A person looked at the picture: nothing is written there for this question",
    "chosen": "A person chose this among the readings of your answer, and it was marked",
    "illegible": "A person could not read the picture either; it is graded by hand",
}


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture: its bytes as a URI, or where on the page it is, or why it is not shown."""

    uri: str = ""
    anchor: str = ""
    title: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Pictured:
    """The pictures of one answer, and what a person read in them."""

    photos: list[Photo]
    told: str = ""
    text: str = ""
    typeset: Sequence[Markup] = ()


def pictured(submission: SubmissionResult, extras: Extras) -> dict[str, Pictured]:
    """What the page shows of each question whose answer stands in pictures."""
    found: dict[str, Pictured] = {}
    places: dict[str, Place] = {}
    left = MOST_BYTES
    for question in submission["questions"]:
        photos = []
        for digest in extras.photos.get((submission["id"], question["id"]), ()):
            if digest in places:
                first = places[digest]
                photos.append(Photo(anchor=first.anchor, title=first.inline))
                continue
            png = extras.photo(submission["id"], digest)
            if png is None:
                continue
            if len(png) > left or len(places) >= MOST_PICTURES:
                photos.append(Photo())
                continue
            left -= len(png)
            places[digest] = place_of(question)
            photos.append(Photo("data:image/png;base64," + base64.b64encode(png).decode()))
        told, text = _person(question)
        if photos or told:
            found[question["id"]] = Pictured(
                list(dict.fromkeys(photos)), told, text, typeset_lines(_on_lines(text))
            )
    return found


def _person(question: QuestionResult) -> tuple[str, str]:
    person = question.get("read_by_person")
    if person is None:
        return "", ""
    told = _PERSON.get(str(person["state"]), _PERSON["typed"])
    return told, cap(clean(str(person["text"])))


def _on_lines(text: str) -> str:
    """A text whose displayed formulas are written as those within a line are."""
    return text.replace("$$", "$")
