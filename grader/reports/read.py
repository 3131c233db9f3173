"""What was found where in one submission, and how surely, for whoever writes a rubric's labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from grader.collect.plan import Plan, Sought
from grader.collect.submission import Collected
from grader.evidence import READINGS, Answer, Missing, Outcome, Readings, Source
from grader.intake.submission import Submission
from grader.reports.text import clean_line
from grader.values import Value

_MOST = 160


class ReadPlace(TypedDict):
    """A place in a file of the submission."""

    file: str
    line: int | None
    cell: int | None
    page: int | None


class ReadHeading(ReadPlace):
    """A heading or label, and what it stands for, such as 3.1."""

    path: list[str]
    text: str


class ReadCandidate(ReadPlace):
    """One possible answer: what was read, how it was come by, and whether surely."""

    read: str
    how: str
    sure: bool


class ReadGap(ReadPlace):
    """Something under a question's label that was not read, and why."""

    why: str
    text: str


class ReadQuestion(TypedDict):
    """What a submission says to one question."""

    id: str
    names: list[str]
    under: list[str]
    found: str
    candidates: list[ReadCandidate]
    unread: list[ReadGap]


class Read(TypedDict):
    """How a submission was read; nothing of it is a mark."""

    schema: str
    submission: str
    files: list[str]
    outline: list[ReadHeading]
    questions: list[ReadQuestion]
    findings: list[str]


def read_of(one: Submission, plan: Plan, collected: Collected) -> Read:
    """The reading of a submission as plain data."""
    outcomes = collected.evidence.outcomes
    return {
        "schema": "grader.read/1",
        "submission": one.id,
        "files": sorted(file.name for file in one.files),
        "outline": [
            {**_place(row.source), "path": list(row.path), "text": row.text}
            for row in collected.outline
        ],
        "questions": [
            _question(sought, outcomes.get(sought.id, Missing()),
                      outcomes.get(f"{sought.id}/{READINGS}"))
            for sought in plan.sought
        ],
        "findings": [finding.message for finding in collected.evidence.findings],
    }  # fmt: skip


def _question(sought: Sought, outcome: Outcome, readings: Outcome | None) -> ReadQuestion:
    rows: list[ReadCandidate] = []
    gaps: list[ReadGap] = []
    if isinstance(readings, Readings):
        rows = [
            {**_place(c.source), "read": _shown(c.value), "how": c.how, "sure": c.sure}
            for c in readings.candidates
        ]
        gaps = [
            {**_place(gap.source), "why": gap.why, "text": gap.text[:_MOST]}
            for gap in readings.unread
        ]
    elif isinstance(outcome, Answer):
        place = _place(outcome.source)
        rows = [{**place, "read": _shown(outcome.value), "how": "", "sure": True}]
    under = list(sought.writeup.under) if sought.writeup is not None else []
    return {
        "id": sought.id,
        "names": list(sought.names),
        "under": under,
        "found": _found(outcome, rows, gaps),
        "candidates": rows,
        "unread": gaps,
    }


def _found(outcome: Outcome, rows: list[ReadCandidate], gaps: list[ReadGap]) -> str:
    """How surely an answer was found, in one word."""
    if rows and rows[0]["sure"]:
        return "sure"
    if rows:
        return "unsure"
    if gaps:
        return "unread"
    return "nothing" if isinstance(outcome, Missing) else type(outcome).__name__.lower()


def _place(source: Source) -> ReadPlace:
    return {
        "file": source.file or source.form,
        "line": source.line,
        "cell": source.cell,
        "page": source.page,
    }


def _shown(value: Value) -> str:
    return " ".join(str(value).split())[:_MOST]


def read_lines(read: Read) -> Iterator[str]:
    """The same for a terminal: the outline, then every question with its candidates."""
    yield f"{read['submission']}: {', '.join(read['files'])}"
    yield ""
    yield "Outline"
    for row in read["outline"]:
        number = ".".join(part for part in row["path"] if not part.startswith("?")) or "-"
        yield f"  {number:<8} {clean_line(row['text']) or '(no title)'}  [{_where(row)}]"
    for question in read["questions"]:
        yield ""
        asked = " or ".join(question["names"])
        under = ", ".join(question["under"])
        sought = "; ".join(filter(None, [asked, under and f"under {under}"]))
        yield f"{question['id']}: {question['found']}" + (f"  (sought: {sought})" if sought else "")
        for one in question["candidates"]:
            sure = "sure" if one["sure"] else "unsure"
            how = f", {one['how']}" if one["how"] else ""
            yield f"  {clean_line(one['read'])}  [{_where(one)}; {sure}{how}]"
        for gap in question["unread"]:
            yield f"  not read: {gap['why']}  [{_where(gap)}]"
    if read["findings"]:
        yield ""
        yield "Findings"
        yield from (f"  {clean_line(message)}" for message in read["findings"])


def _where(place: ReadPlace) -> str:
    pieces = [place["file"]]
    pieces += [f"{word} {place[word]}" for word in ("page", "cell", "line") if place[word]]
    return ", ".join(pieces)
