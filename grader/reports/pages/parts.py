"""The parts of an answer as a page shows them: a table of rows, or a map at a glance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from grader.reports.pages.mathml import inline
from grader.reports.pages.sentences import NOTHING, Once, as_written, without_score
from grader.reports.records import PartResult, QuestionResult
from grader.reports.text import clean_line, number
from grader.reports.words import STATUS_WORDS, named

MOST_PARTS = 400
"""Parts of one question that a page shows; a hostile or huge answer can bring thousands."""

_ENTRY = re.compile(r"(?:(.+), )?(\d+), (\d+)")
_PLACED = re.compile(r"\w{1,20} \(?(\d+(?:, ?\d+)?)\)?: (\w)")
_JUST_WRONG = re.compile(
    r"(?:\w+ (?:\d+|\(\d+, ?\d+\)): )?you wrote (?:True|False), which is not right\.\s*", re.I
)


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
    title: Markup = NOTHING
    wrote: Markup = NOTHING
    beside: str = ""
    """What stands in a column of the kind's own."""


@dataclass(frozen=True, slots=True)
class PartMap:
    """Parts at a glance: a matrix with so many columns, or a row where `columns` is 0."""

    name: str
    columns: int
    parts: list[PartView]


def causes(mistakes: Sequence[str]) -> str:
    """The named mistakes as a short line, such as `Sequential update`; empty without any."""
    words = ", ".join(clean_line(named(mistake), 80) for mistake in mistakes[:6])
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=4096)
def part_label(name: str, question_id: str) -> str:
    """What a part is called on a page: `3`, `1, 2` for a matrix entry, or words."""
    label = name.removeprefix(f"{question_id}.").removeprefix(question_id) or name
    label = label.replace(".", ", ") if re.fullmatch(r"[\d.]+", label) else named(label)
    return clean_line(label, 60)


def maps_of(parts: Sequence[PartView]) -> list[PartMap]:
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


def part_views(
    question: QuestionResult,
    titles: Mapping[str, str],
    wrote: Sequence[str],
    once: Once,
    *,
    explained: bool,
    spreads: bool = False,
    beside: Sequence[str] = (),
) -> list[PartView]:
    """The parts; what is said of all of them alike stands above them once.

    `titles` say what each asks, `spreads` whether a mistake costs points of parts that are right,
    `wrote` holds what was answered to each, `beside` what stands next
    to that, and `explained` whether a cause is told above them.
    """
    rows = question["parts"][:MOST_PARTS]
    named_as = [titles.get(_suffix(part, question), "") for part in rows]
    told = [
        _of_part(part, bool(wrote), title, part_label(str(part["id"]), question["id"]))
        for part, title in zip(rows, named_as, strict=True)
    ]
    alike = {re.sub(r"\d+(?:\.\d+)?", "#", " ".join(said)) for said in told}
    if explained and len(rows) > 1 and len(alike) == 1:
        told = [[] for _ in rows]
    kept = _kept(rows) if spreads else None
    return [
        _part(
            part, said, question, named_as[n], once, wrote[n] if wrote else "",
            "".join(beside[n : n + 1]), kept,
        )
        for n, (part, said) in enumerate(zip(rows, told, strict=True))
    ]


def _kept(parts: Sequence[PartResult]) -> float | None:
    """The share that parts kept which all lost alike; None where they did not."""
    shares = [
        float(part["score"] or 0) / float(part["points"])
        for part in parts
        if part["status"] == "partial" and part["points"]
    ]
    return shares[0] if shares and max(shares) - min(shares) < 1e-3 else None


def _suffix(part: PartResult, question: QuestionResult) -> str:
    return str(part["id"]).removeprefix(f"{question['id']}.")


def _of_part(part: PartResult, is_shown: bool, title: str, label: str) -> list[str]:
    """What is told of one part, without its points and without what its row shows."""
    lines = [without_score(line) for line in part["feedback"][:8]]
    lines = [_placeless(line, label) for line in lines]
    lines = [line for line in lines if not (title and line.endswith(f": {title}."))]
    return [_JUST_WRONG.sub("", line, count=1) if is_shown else line for line in lines]


def _placeless(line: str, label: str) -> str:
    """A sentence without the name of its part, which stands before the row."""
    found = _PLACED.match(line)
    if found is None or found[1].replace(" ", "") != label.replace(" ", ""):
        return line
    return found[2].upper() + line[found.end() :]


def _part(
    part: PartResult,
    said: Sequence[str],
    question: QuestionResult,
    title: str,
    once: Once,
    wrote: str,
    beside: str,
    kept: float | None,
) -> PartView:
    """A part; the mistakes of the question stand above all parts already."""
    name, suffix = str(part["id"]), _suffix(part, question)
    feedback = [inline(as_written(line), 600) for line in once.all_of(said)]
    is_right = kept is not None and part["status"] == "partial"
    named_above = tuple(part["mistakes"]) == tuple(question["mistakes"]) or feedback
    return PartView(
        label=part_label(name, question["id"]) if suffix.isdigit() or not title else "",
        status="correct" if is_right else part["status"],
        word=f"Right, less {1 - kept:.0%}" if is_right and kept else STATUS_WORDS[part["status"]],
        got=number(part["score"]) or "–",
        points=number(part["points"]),
        cause="" if named_above else causes(part["mistakes"]),
        feedback=feedback,
        title=inline(title, 600) if title else NOTHING,
        wrote=inline(clean_line(wrote, 400)) if wrote else NOTHING,
        beside=clean_line(beside, 200),
    )
