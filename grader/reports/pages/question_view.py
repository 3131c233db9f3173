"""One question as the student's page shows it: asked, written, why, points, next, expected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from grader.reports.asked import Asked, Told
from grader.reports.extras import Look, Shows
from grader.reports.pages.entries import Entry, entries_of, rows_written
from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.pages.page import layout
from grader.reports.pages.parts import PartMap, PartView, causes, maps_of, part_views
from grader.reports.pages.sentences import NOTHING, Once, as_written, without_score
from grader.reports.pictures import Picture
from grader.reports.records import QuestionResult
from grader.reports.text import cap, clean, clean_line, number, sourced
from grader.reports.words import NO_VALUE, NOT_RUN, STATUS_MEANS, STATUS_WORDS

_WITHHELD: dict[Shows, str] = {
    "item": "",
    "question": "For this question your instructor shows the mark as a whole, not part by part.",
    "after_due": "Feedback for this question is shown after the deadline.",
    "instructor": "Feedback for this question is for your instructor, who can tell you more.",
}
_MOST_FORMULAS = 24
_LONG = 70
"""Characters of a formula from which a phone is too narrow for a chain on one line."""
_LOOK, _ASKED, _TOLD = Look(), Asked(), Told()
_SAID = ("missing", "awaiting")
"""Statuses that an answer's own feedback explains already."""
_BELOW = re.compile(r"(?<=your code stopped) with .*", re.DOTALL)
"""The rest of a sentence that a banner has told."""
_NOWHERE = ("We found no answer", "No answer was found")


@dataclass(frozen=True, slots=True)
class Story:
    """What a card tells below full marks, in the order in which it is told."""

    cause: Markup = NOTHING
    why: list[Markup] = field(default_factory=list)
    rule: Markup = NOTHING
    next: Markup = NOTHING
    expected: list[Markup] = field(default_factory=list)
    contest: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, ready for a template."""

    id: str
    anchor: str
    title: Markup
    status: str
    word: str
    means: str
    got: str
    points: str
    percent: str
    bonus: bool
    folded: bool
    prompt: Markup
    read: str
    is_prose: bool
    entries: list[list[Entry]]
    typeset: list[Markup]
    place: str
    story: Story
    parts: list[PartView]
    tabled: bool
    explained: list[PartView]
    maps: list[PartMap]
    withheld: str
    part_word: str
    template: Template
    pictures: list[Picture]


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card is made of beside the mark itself."""

    shows: Shows = "item"
    pictures: Sequence[Picture] = ()
    understood: str = ""
    """The LaTeX of a formula that was written otherwise."""
    look: Look = _LOOK
    asked: Asked = _ASKED
    told: Told = _TOLD
    not_run: bool = False
    folded: bool = False
    quote: str = ""
    """What to quote where a mark is contested."""
    beside: Sequence[str] = ()
    """Findings that are about this question."""


def anchor(question_id: str) -> str:
    """A fragment that names a question: letters, digits, dots and dashes only."""
    return "q-" + re.sub(r"[^A-Za-z0-9._-]", "-", question_id)


def percent(score: Any, points: Any) -> str:
    """How full a bar of `points` is, as CSS wants it."""
    if score is None or not points:
        return "0"
    return f"{min(max(float(score) / float(points), 0.0), 1.0) * 100:.4g}"


def typeset_lines(read: str) -> list[Markup]:
    """The formulas of an echo, typeset: whole lines of LaTeX, or lines with dollars in them."""
    lines = [line.strip().rstrip(",") for line in cap(read, 4000).splitlines() if line.strip()]
    shown = []
    for line in lines:
        if line.count("$") >= 2:
            shown.append(inline(line))
        elif looks_like_latex(line):
            shown += [formula(piece, "block") for piece in _chain(clean(line).strip("\"'"))]
    return [line for line in shown[:_MOST_FORMULAS] if "<math" in line]


def _chain(latex: str) -> list[str]:
    """A long chain of equalities as its links, each on a line of its own."""
    if len(latex) < _LONG or "\\begin" in latex or "\\left" in latex:
        return [latex]
    depth, starts = 0, [0]
    for place, sign in enumerate(latex):
        depth += (sign in "{([") - (sign in "})]")
        if sign == "=" and depth == 0 and place and latex[place - 1] not in "\\<>:!":
            starts.append(place)
    ends = [*starts[1:], len(latex)]
    links = [latex[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    return [link for link in links if link] if all(len(link) > 2 for link in links) else [latex]


def _block(latex: str) -> list[Markup]:
    """One formula typeset; nothing where there is none or it cannot be."""
    shown = formula(latex, "block") if latex else NOTHING
    return [shown] if "<math" in shown else []


def status_word(question: QuestionResult, *, not_run: bool = False) -> str:
    """How a question ended, as a student reads it."""
    if not_run:
        return NOT_RUN
    told = question["feedback"]
    if question["status"] == "missing" and told and not str(told[0]).startswith(_NOWHERE):
        return NO_VALUE
    return STATUS_WORDS[question["status"]]


def question_view(question: QuestionResult, card: Card, once: Once) -> QuestionView:
    """A question as its template wants it; `once` knows what the page has told above."""
    status = question["status"]
    read = str(question["read"] or "")
    full = status == "correct"
    wrote = [] if card.shows != "item" else rows_written(read, question["parts"], question["id"])
    story = _story(question, card, once)
    parts = part_views(
        question, card.asked.titles, wrote, once, explained=bool(story.cause)
    )
    in_rows = bool(wrote) and any(part.wrote for part in parts)
    places = [] if full else entries_of(read, card.understood, question["parts"], question["id"])
    typeset = [] if places else typeset_lines(read) or _block(card.understood)
    told = bool(question["feedback"])
    return QuestionView(
        id=clean_line(str(question["id"]), 80),
        anchor=anchor(str(question["id"])),
        title=inline(clean_line(str(question["title"] or question["id"]), 300)),
        status="notrun" if card.not_run else status,
        word=status_word(question, not_run=card.not_run),
        means="" if status in _SAID and told else once.fresh(STATUS_MEANS[status]),
        got=number(question["score"]) or "–",
        points=number(question["points"]),
        percent=percent(question["score"], question["points"]),
        bonus=bool(question["bonus"]),
        folded=card.folded or full,
        prompt=inline(card.asked.prompt, 2000) if card.asked.prompt else NOTHING,
        read=_echo(read, card.look.is_prose) if card.look.echoes and not in_rows else "",
        is_prose=card.look.is_prose,
        entries=places,
        typeset=typeset,
        place=sourced(question["source"]),
        story=story,
        parts=parts,
        tabled=any(part.feedback or part.cause or part.title or part.wrote for part in parts),
        explained=[part for part in parts if part.feedback or part.cause],
        maps=maps_of(parts) if len(parts) > 1 and not places else [],
        withheld=_WITHHELD[card.shows],
        part_word=card.look.part_word,
        template=layout(card.look),
        pictures=list(card.pictures),
    )


def _echo(read: str, is_prose: bool) -> str:
    """What was read, made harmless; the lines of running text are joined to paragraphs."""
    text = cap(clean(read))
    return re.sub(r"(?<!\n)[ \t]*\n(?!\s*\n)", " ", text.strip()) if is_prose else text


def _story(question: QuestionResult, card: Card, once: Once) -> Story:
    """Why, by what rule, what next: each sentence in its place and none of them twice."""
    told, read = card.told, " ".join(str(question["read"] or "").split())
    of_parts = {sentence for part in question["parts"] for sentence in part["feedback"]}
    cause = once.fresh(told.cause) or (told.cause and causes(question["mistakes"]))
    if told == _TOLD and question["mistakes"]:
        cause = causes(question["mistakes"])
    moved = {told.next, told.cause}
    lines = [
        _BELOW.sub("", without_score(sentence)) if card.not_run else without_score(sentence)
        for sentence in question["feedback"][:40]
        if sentence not in of_parts and sentence not in moved
        and not (card.asked.expected and sentence.startswith("Expected"))
    ]  # fmt: skip
    echo = f"You wrote {read}."
    why = once.all_of(
        without_echo
        for sentence in lines
        if (without_echo := _without(sentence.replace(echo, "").strip(), told.cause))
    )
    if card.not_run and not why:
        why = [f"{clean_line(str(question['title'] or question['id']), 300)}: not run either"]
    shown = card.shows in ("item", "question")
    lost = question["status"] in ("partial", "incorrect", "missing")
    return Story(
        inline(as_written(cause)),
        [inline(as_written(sentence)) for sentence in [*why, *once.all_of(card.beside)]],
        inline(once.fresh(told.rule)) if shown else NOTHING,
        _next(question, card, once) if shown else NOTHING,
        [_expected(line) for line in card.asked.expected] if shown and lost else [],
        _contest(card) if lost and card.asked.contact else "",
    )


def _without(text: str, cause: str) -> str:
    """A sentence without the cause that stands above it, whatever led to it there."""
    if not cause or cause.casefold() not in text.casefold():
        return text
    at = text.casefold().index(cause.casefold())
    before, after = text[:at].rstrip(" :;,"), text[at + len(cause) :].strip()
    return " ".join(filter(None, [f"{before}." if before and before[-1] != "." else before, after]))


def _next(question: QuestionResult, card: Card, once: Once) -> Markup:
    """What to do next; where the same stands above, that is said in few words."""
    if not card.told.next:
        return NOTHING
    fresh = once.fresh(card.told.next)
    title = clean_line(str(question["title"] or question["id"]), 300)
    return inline(fresh or f"{title}: the same as above")


def _expected(line: str) -> Markup:
    if looks_like_latex(line):
        return formula(line, "block")
    return Markup("<code>{}</code>").format(clean_line(line, 400))


def _contest(card: Card) -> str:
    return clean_line(f"Write to {card.asked.contact} and quote {card.quote}", 300)


