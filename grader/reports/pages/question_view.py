"""One question as the student's page shows it: words, typeset formulas, a map of parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from grader.reports.extras import Look, Shows
from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.pages.page import layout
from grader.reports.pictures import Picture
from grader.reports.records import PartResult, QuestionResult
from grader.reports.text import cap, clean, clean_line, number, sourced
from grader.reports.words import STATUS_MEANS, STATUS_WORDS, named

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


@dataclass(frozen=True, slots=True)
class PartView:
    """One part, ready for a template."""

    label: str
    status: str
    word: str
    got: str
    points: str
    cause: str
    feedback: list[Markup]


@dataclass(frozen=True, slots=True)
class PartMap:
    """Parts at a glance: a matrix with so many columns, or a row where `columns` is 0."""

    name: str
    columns: int
    parts: list[PartView]


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
    feedback: list[Markup]
    cause: str
    read: str
    typeset: list[Markup]
    place: str
    parts: list[PartView]
    explained: list[PartView]
    maps: list[PartMap]
    withheld: str
    part_word: str
    template: Template
    pictures: list[Picture]


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


def _part(part: PartResult, question_id: str, told: tuple[str, ...]) -> PartView:
    """A part; the mistakes in `told` stand above all parts already."""
    return PartView(
        label=part_label(str(part["id"]), question_id),
        status=part["status"],
        word=STATUS_WORDS[part["status"]],
        got=number(part["score"]) or "–",
        points=number(part["points"]),
        cause="" if tuple(part["mistakes"]) == told else causes(part["mistakes"]),
        feedback=[inline(sentence, 600) for sentence in part["feedback"][:8]],
    )


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


def question_view(
    question: QuestionResult,
    shows: Shows = "item",
    pictures: Sequence[Picture] = (),
    understood: str = "",
    look: Look | None = None,
) -> QuestionView:
    """A question as its template wants it; `shows` says what was already taken out of it.

    `understood` is the LaTeX of a formula that was written otherwise.
    """
    look = look or Look()
    status = question["status"]
    read = str(question["read"] or "")
    told = tuple(question["mistakes"])
    repeated = {sentence for part in question["parts"] for sentence in part["feedback"]}
    parts = [_part(part, question["id"], told) for part in question["parts"][:MOST_PARTS]]
    return QuestionView(
        id=clean_line(str(question["id"]), 80),
        anchor=anchor(str(question["id"])),
        title=inline(clean_line(str(question["title"] or question["id"]), 300)),
        status=status,
        word=STATUS_WORDS[status],
        means="" if status in _SAID and question["feedback"] else STATUS_MEANS[status],
        got=number(question["score"]) or "–",
        points=number(question["points"]),
        percent=percent(question["score"], question["points"]),
        bonus=bool(question["bonus"]),
        feedback=[inline(s) for s in question["feedback"][:40] if s not in repeated],
        cause=causes(question["mistakes"]),
        read=cap(clean(read)),
        typeset=typeset_lines(read) or _block(understood),
        place=sourced(question["source"]),
        parts=parts,
        explained=[part for part in parts if part.feedback or part.cause],
        maps=_maps(parts) if len(parts) > 1 else [],
        withheld=_WITHHELD[shows],
        part_word=look.part_word,
        template=layout(look),
        pictures=list(pictures),
    )
