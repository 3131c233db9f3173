"""One question as the student's page shows it: asked, written, why, points, next, expected."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from grader.reports.asked import Asked, Told
from grader.reports.extras import Look, Shows
from grader.reports.pages.entries import Entry, entries_of, rows_written
from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.pages.page import layout
from grader.reports.pages.sentences import Once, without_score
from grader.reports.pictures import Picture
from grader.reports.records import PartResult, QuestionResult
from grader.reports.text import cap, clean, clean_line, number, sourced
from grader.reports.words import NO_VALUE, NOT_RUN, STATUS_MEANS, STATUS_WORDS, named

MOST_PARTS = 400
"""Parts of one question that a page shows; a hostile or huge answer can bring thousands."""

_WITHHELD: dict[Shows, str] = {
    "item": "",
    "question": "For this question your instructor shows the mark as a whole, not part by part.",
    "after_due": "Feedback for this question is shown after the deadline.",
    "instructor": "Feedback for this question is for your instructor, who can tell you more.",
}
_MOST_FORMULAS = 24
_SAID = ("missing", "awaiting")
"""Statuses that an answer's own feedback explains already."""
_ENTRY = re.compile(r"(?:(.+), )?(\d+), (\d+)")
_JUST_WRONG = re.compile(
    r"(?:\w+ (?:\d+|\(\d+, ?\d+\)): )?you wrote (?:True|False), which is not right\.\s*", re.I
)
_BELOW = re.compile(r"(?<=your code stopped) with .*", re.DOTALL)
"""The rest of a sentence that a banner has told."""
_NOWHERE = ("We found no answer", "No answer was found")


@dataclass(frozen=True, slots=True)
class PartView:
    """One part, ready for a template; `title` is what it asks, `wrote` what was answered."""

    label: str
    status: str
    word: str
    got: str
    points: str
    cause: str
    feedback: list[Markup]
    title: Markup = Markup("")
    wrote: Markup = Markup("")


@dataclass(frozen=True, slots=True)
class PartMap:
    """Parts at a glance: a matrix with so many columns, or a row where `columns` is 0."""

    name: str
    columns: int
    parts: list[PartView]


@dataclass(frozen=True, slots=True)
class Story:
    """What a card tells below full marks, in the order in which it is told."""

    cause: Markup = Markup("")
    why: list[Markup] = field(default_factory=list)
    rule: Markup = Markup("")
    next: Markup = Markup("")
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
    look: Look = Look()
    asked: Asked = Asked()
    told: Told = Told()
    not_run: bool = False
    folded: bool = False
    quote: str = ""
    """What to quote where a mark is contested."""
    beside: Sequence[str] = ()
    """Findings that are about this question."""


def anchor(question_id: str) -> str:
    """A fragment that names a question: letters, digits, dots and dashes only."""
    return "q-" + re.sub(r"[^A-Za-z0-9._-]", "-", question_id)


def causes(mistakes: Sequence[str]) -> str:
    """The named mistakes as a short line, such as `Sequential update`; empty without any."""
    words = ", ".join(clean_line(named(mistake), 80) for mistake in mistakes[:6])
    return words[:1].upper() + words[1:]


def percent(score: Any, points: Any) -> str:
    """How full a bar of `points` is, as CSS wants it."""
    if score is None or not points:
        return "0"
    return f"{min(max(float(score) / float(points), 0.0), 1.0) * 100:.4g}"


def part_label(name: str, question_id: str) -> str:
    """What a part is called on a page: `3`, `1, 2` for a matrix entry, or words."""
    label = name.removeprefix(f"{question_id}.").removeprefix(question_id) or name
    label = label.replace(".", ", ") if re.fullmatch(r"[\d.]+", label) else named(label)
    return clean_line(label, 60)


def _maps(parts: Sequence[PartView]) -> list[PartMap]:
    """The parts as maps: a matrix each where their labels are whole matrices, else one row."""
    groups: dict[str, dict[tuple[int, int], PartView]] = {}
    for part in parts:
        found = _ENTRY.fullmatch(part.label)
        if found is None:
            return [PartMap("", 0, list(parts))]
        groups.setdefault(found[1] or "", {})[int(found[2]), int(found[3])] = part
    maps = []
    for name, entries in groups.items():
        rows = sorted({row for row, _ in entries})
        columns = sorted({column for _, column in entries})
        if list(entries) != [(i, j) for i in rows for j in columns] or len(columns) > 12:
            return [PartMap("", 0, list(parts))]
        maps.append(PartMap(name, len(columns), list(entries.values())))
    return maps


def typeset_lines(read: str) -> list[Markup]:
    """The formulas of an echo, typeset: whole lines of LaTeX, or lines with dollars in them."""
    lines = [line.strip().rstrip(",") for line in cap(read, 4000).splitlines() if line.strip()]
    shown = []
    for line in lines:
        if line.count("$") >= 2:
            shown.append(inline(line))
        elif looks_like_latex(line):
            shown.append(formula(clean(line).strip("\"'"), "block"))
    return [line for line in shown[:_MOST_FORMULAS] if "<math" in line]


def _block(latex: str) -> list[Markup]:
    """One formula typeset; nothing where there is none or it cannot be."""
    shown = formula(latex, "block") if latex else Markup("")
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
    parts = _parts(question, card, wrote, once, bool(story.cause))
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
        prompt=inline(card.asked.prompt, 2000) if card.asked.prompt else Markup(""),
        read="" if wrote and any(part.wrote for part in parts) else _echo(read, card.look.is_prose),
        is_prose=card.look.is_prose,
        entries=places,
        typeset=typeset,
        place=sourced(question["source"]),
        story=story,
        parts=parts,
        tabled=any(part.feedback or part.cause or part.title or part.wrote for part in parts),
        explained=[part for part in parts if part.feedback or part.cause],
        maps=_maps(parts) if len(parts) > 1 and not places else [],
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
    if card.told == Told() and question["mistakes"]:
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
        if (without_echo := sentence.replace(echo, "").strip()) and without_echo != told.cause
    )
    if card.not_run and not why:
        why = [f"{clean_line(str(question['title'] or question['id']), 300)}: not run either"]
    shown = card.shows in ("item", "question")
    lost = question["status"] in ("partial", "incorrect", "missing")
    return Story(
        inline(cause),
        [inline(sentence) for sentence in [*why, *once.all_of(card.beside)]],
        inline(once.fresh(told.rule)) if shown else Markup(""),
        _next(question, card, once) if shown else Markup(""),
        [_expected(line) for line in card.asked.expected] if shown and lost else [],
        _contest(card) if lost and card.asked.contact else "",
    )


def _next(question: QuestionResult, card: Card, once: Once) -> Markup:
    """What to do next; where the same stands above, that is said in few words."""
    if not card.told.next:
        return Markup("")
    fresh = once.fresh(card.told.next)
    title = clean_line(str(question["title"] or question["id"]), 300)
    return inline(fresh or f"{title}: the same as above")


def _expected(line: str) -> Markup:
    if looks_like_latex(line):
        return formula(line, "block")
    return Markup("<code>{}</code>").format(clean_line(line, 400))


def _contest(card: Card) -> str:
    return clean_line(f"Write to {card.asked.contact} and quote {card.quote}", 300)


def _parts(
    question: QuestionResult, card: Card, wrote: Sequence[str], once: Once, explained: bool
) -> list[PartView]:
    """The parts; what is said of all of them alike stands above them once."""
    rows = question["parts"][:MOST_PARTS]
    told = [_of_part(part, bool(wrote)) for part in rows]
    alike = {re.sub(r"\d+(?:\.\d+)?", "#", " ".join(said)) for said in told}
    if explained and len(rows) > 1 and len(alike) == 1:
        told = [[] for _ in rows]
    return [
        _part(part, said, question, card.asked.titles, once, wrote[n] if wrote else "")
        for n, (part, said) in enumerate(zip(rows, told, strict=True))
    ]


def _of_part(part: PartResult, is_shown: bool) -> list[str]:
    """What is told of one part, without its points and without what its row shows."""
    lines = [without_score(line) for line in part["feedback"][:8]]
    return [_JUST_WRONG.sub("", line, count=1) if is_shown else line for line in lines]


def _part(
    part: PartResult,
    said: Sequence[str],
    question: QuestionResult,
    titles: Mapping[str, str],
    once: Once,
    wrote: str,
) -> PartView:
    """A part; the mistakes of the question stand above all parts already."""
    name = str(part["id"])
    suffix = name.removeprefix(f"{question['id']}.")
    title = titles.get(suffix, "")
    feedback = [inline(line, 600) for line in once.all_of(said)]
    named_above = tuple(part["mistakes"]) == tuple(question["mistakes"]) or feedback
    return PartView(
        label=part_label(name, question["id"]) if suffix.isdigit() or not title else "",
        status=part["status"],
        word=STATUS_WORDS[part["status"]],
        got=number(part["score"]) or "–",
        points=number(part["points"]),
        cause="" if named_above else causes(part["mistakes"]),
        feedback=feedback,
        title=inline(title, 600) if title else Markup(""),
        wrote=inline(clean_line(wrote, 400)) if wrote else Markup(""),
    )
