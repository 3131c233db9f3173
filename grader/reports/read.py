"""What was found where in one submission, and how surely, for whoever writes a rubric's labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """What a submission says to one question, and what it asks."""

    id: str
    prompt: str
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


def read_of(
    one: Submission, plan: Plan, collected: Collected, prompts: Mapping[str, str]
) -> Read:
    """The reading of a submission as plain data; `prompts` is what each question asks."""
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
            {
                **_question(sought, outcomes.get(sought.id, Missing()),
                            outcomes.get(f"{sought.id}/{READINGS}")),
                "prompt": prompts.get(sought.id, ""),
            }
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
    elif sought.observes and isinstance(outcome, Answer):
        rows = list(_observed(outcome.value))
    elif isinstance(outcome, Answer):
        place = _place(outcome.source)
        rows = [{**place, "read": _shown(outcome.value), "how": "", "sure": True}]
    under = list(sought.writeup.under) if sought.writeup is not None else []
    under = under or list(sought.labels.get("cells", ()))
    return {
        "id": sought.id,
        "prompt": "",
        "names": list(sought.names),
        "under": under,
        "found": _found(outcome, rows, gaps),
        "candidates": rows,
        "unread": gaps,
    }


def _observed(value: Value) -> Iterator[ReadCandidate]:
    """What code showed where it is looked for: texts in short, figures by the words on them."""
    whole = value if isinstance(value, dict) else {}
    found = whole.get("shown") or whole.get("figures")
    sure = bool(found) and whole.get("labelled") is not False
    for row in (found or whole.get("elsewhere") or ())[:20]:
        read = row["text"] if "text" in row else _words_on(row["data"])
        how = "shown" if found else "elsewhere"
        place = _place(Source(*row["place"]))
        yield {**place, "read": _shown(read), "how": how, "sure": sure}


def _words_on(data: object) -> str:
    """The titles and labels of a figure's axes."""
    axes = data.get("axes") if isinstance(data, dict) else None
    words = [
        str(one.get(name))
        for one in (axes if isinstance(axes, list) else ())
        if isinstance(one, dict)
        for name in ("title", "xlabel", "ylabel")
        if one.get(name)
    ]
    return f"a figure: {', '.join(words) or 'no words on it'}"


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
        if question["prompt"]:
            yield f"  asked: {clean_line(_shown(question['prompt']))}"
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
