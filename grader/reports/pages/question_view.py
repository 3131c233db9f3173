"""One question as the student's page shows it: asked, written, why, points, next, expected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from grader.reports.extras import Shows
from grader.reports.pages.card import Card, anchor, link, status_word
from grader.reports.pages.entries import Entry, entries_of, rows_written
from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.pages.page import layout
from grader.reports.pages.parts import PartMap, PartView, maps_of, part_views
from grader.reports.pages.sentences import NOTHING, Once, indexed
from grader.reports.pages.story import Story, story_of
from grader.reports.pictures import Picture
from grader.reports.records import QuestionResult
from grader.reports.text import cap, clean, clean_line, number, sourced
from grader.reports.words import STATUS_MEANS

_WITHHELD: dict[Shows, str] = {
    "item": "",
    "question": "For this question your instructor shows the mark as a whole, not part by part.",
    "after_due": "Feedback for this question is shown after the deadline.",
    "instructor": "Feedback for this question is for your instructor, who can tell you more.",
}
_MOST_FORMULAS = 24
_MOST_LINES = 40
PICTURE = "[picture]"
"""What stands in a text where a picture does."""
_SENTENCES = 20
"""Fewer words may be anything."""
_LONG = 70
"""Characters of a formula from which a phone is too narrow for a chain on one line."""
_SAID = ("missing", "awaiting")
"""Statuses that an answer's own feedback explains already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an argument, whether it holds, and whether a step is missing above it."""

    shown: list[Markup]
    status: str
    gap: bool


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
    again: Markup
    """Where the same text is shown already."""
    is_prose: bool
    entries: list[list[Entry]]
    typeset: list[Markup]
    lines: list[Line]
    place: str
    story: Story
    parts: list[PartView]
    tabled: bool
    explained: list[PartView]
    maps: list[PartMap]
    withheld: str
    part_word: str
    beside: str
    """The heading of the kind's own column in the table of parts."""
    template: Template
    pictures: list[Picture]
    idle: bool
    """Whether nothing is lost, so that what comes next is no task."""
    carried: Markup
    """In a folded card's line: where a mistake that costs nothing here was made, or noticed."""


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


def _line(line: Mapping[str, Any]) -> Line:
    """One line with its sign; words have none."""
    text = clean(str(line.get("text", ""))).strip()
    status = {True: "correct", False: "incorrect"}.get(line.get("holds"), "")  # type: ignore[arg-type]
    if not line.get("formula"):
        shown = [inline(text)]
    elif looks_like_latex(text) or "\\" in text:
        shown = [formula(piece, "block") for piece in _chain(text.strip("$"))]
    else:
        shown = [Markup("<code>{}</code>").format(clean_line(text, 400))]
    return Line(shown, status, bool(line.get("gap")))


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


def question_view(question: QuestionResult, card: Card, once: Once) -> QuestionView:
    """A question as its template wants it; `once` knows what the page has told above."""
    status = question["status"]
    read = str(question["read"] or "")
    full = status == "correct"
    wrote = [] if card.shows != "item" else rows_written(read, question["parts"], question["id"])
    story = story_of(question, card, once)
    parts = part_views(
        question, card.asked.titles, wrote, once, explained=bool(story.cause),
        spreads=card.look.spreads,
        beside=[str(cell) for cell in card.column.get("cells", ())],
    )  # fmt: skip
    in_rows = bool(wrote) and any(part.wrote for part in parts)
    places = [] if full else entries_of(read, card.understood, question["parts"], question["id"])
    typeset = [] if places else typeset_lines(read) or _block(card.understood)
    lines = [_line(one) for one in card.lines[:_MOST_LINES]] if not places else []
    is_prose = card.look.is_prose or (status == "awaiting" and _is_running_text(read))
    echo = _echo(read, is_prose) if card.look.echoes and not in_rows else ""
    again = once.shown(echo) if echo else None
    again = again if status == "awaiting" and not card.look.is_prose else None
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
        prompt=inline(indexed(card.asked.prompt), 2000) if card.asked.prompt else NOTHING,
        read="" if again else echo,
        again=link(again) if again else NOTHING,
        is_prose=is_prose,
        entries=places,
        typeset=[] if again else typeset,
        lines=lines,
        place=sourced(question["source"]),
        story=story,
        parts=parts,
        tabled=any(part.feedback or part.cause or part.title or part.wrote for part in parts),
        explained=[part for part in parts if part.feedback or part.cause],
        maps=maps_of(parts) if len(parts) > 1 and not places else [],
        withheld=_WITHHELD[card.shows],
        part_word=card.look.part_word,
        beside=clean_line(str(card.column.get("heading", "")), 60),
        template=layout(card.look),
        pictures=list(card.pictures),
        idle=status in ("awaiting", "not_gradable") and not card.not_run,
        carried=_carried(card) if full else NOTHING,
    )


def _carried(card: Card) -> Markup:
    if card.follows:
        titles = Markup(", ").join(one.place.inline for one in card.follows)
        return Markup("carried on from {}: no points lost").format(titles)
    return Markup("something was noticed") if card.noticed else NOTHING


def _is_running_text(read: str) -> bool:
    """Whether what was found for want of a sure answer is sentences, and no formulas or code."""
    words = read.replace(PICTURE, "").split()
    plain = sum(word.strip("\"'(),.;:?!").isalpha() for word in words)
    return len(words) >= _SENTENCES and plain >= 0.8 * len(words)


def _echo(read: str, is_prose: bool) -> str:
    """What was read, made harmless; the lines of running text are joined to paragraphs."""
    text = cap(clean(read.replace(PICTURE, "").strip("\n")))
    return re.sub(r"(?<!\n)[ \t]*\n(?!\s*\n)", " ", text.strip()) if is_prose else text
