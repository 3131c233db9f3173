"""Which places of an answer a person can type in, and what names them for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.evidence import Candidate, Readings, Unread
from grader.gradebook import Transcribed
from grader.values import encode

TYPEABLE = frozenset(
    {
        *("picture", "drawn-formula", "unmapped-glyphs", "unread-ink", "scan"),
        *("equation-object", "text-layer-distrusted", "unread"),
    }
)
"""Why a place was not read where a person sees what stands there."""

Current = Mapping[tuple[str, str], Transcribed]
"""What people typed, by question and key."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The places of one answer that nobody read.

    `own` stand under the question's label, or were said to answer it; `pages` under no label, and
    `elsewhere` are those of them that answer other questions; `others` cannot be typed in.
    """

    own: tuple[Unread, ...]
    pages: tuple[Unread, ...]
    elsewhere: tuple[Unread, ...]
    others: tuple[Unread, ...]


def regions_of(submission: str, question: str, readings: Readings, current: Current) -> Regions:
    """The places of one answer, sorted by what people said of the pages so far."""
    own: list[Unread] = []
    pages: list[Unread] = []
    elsewhere: list[Unread] = []
    others: list[Unread] = []
    for gap in readings.unread:
        if gap.why not in TYPEABLE:
            others.append(gap)
        elif not gap.loose:
            own.append(gap)
        else:
            page = current.get(("", page_key(submission, gap)))
            if page is None or page.state != "placed":
                pages.append(gap)
            else:
                (own if question in page.questions else elsewhere).append(gap)
    return Regions(tuple(own), tuple(pages), tuple(elsewhere), tuple(others))


def page_key(submission: str, gap: Unread) -> str:
    """What names one place: the pixels of its picture, else its text, else where it stands.

    The digest of pixels is told by the reader. Who can tell that of somebody else's picture has
    the picture, and could as well have handed it in.
    """
    if gap.picture:
        return gap.picture
    place = gap.source
    if gap.text:
        return _digest([gap.text])
    return _digest([submission, place.file, place.page, place.line, place.cell])


def answer_key(submission: str, gaps: Iterable[Unread]) -> str:
    """What names all places of one answer together."""
    return _digest([page_key(submission, gap) for gap in gaps])


def choice_key(submission: str, readings: Readings) -> str:
    """What names the candidates of an answer together with what of it was not read."""
    values = [[one.how, encode(one.value)] for one in readings.candidates]
    return _digest([values, [page_key(submission, gap) for gap in readings.unread]])


def candidate_key(candidate: Candidate) -> str:
    """What names one candidate among those of an answer."""
    return _digest([candidate.how, encode(candidate.value)])[:16]


def token_of(question: str, key: str) -> str:
    """Twelve characters that name an entry, give away nobody, and never look like a number."""
    return "t" + _digest([question, key])[:11]


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
