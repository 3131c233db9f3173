"""One answer as the page shows it: what stands there, what machine and people made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.evidence import READINGS, Answer, Finding, Readings, Source
from grader.gradebook import Sealed
from grader.marking.judging.answers import model_of, pictures_of, text_of
from grader.marking.transcribing.put_in import grid_of
from grader.marking.transcribing.regions import candidate_key, choice_key
from grader.marks import Mark, MarkedCandidate, show
from grader.questions.base import Question
from grader.questions.record import Item
from grader.reports.pages.parts import causes, part_label
from grader.reports.pages.question_view import typeset_lines
from grader.reports.text import cap, clean, clean_line, sentence
from grader.reports.text import number as as_number
from grader.reports.words import FOR_STAFF, REASON_WORDS, STATUS_WORDS
from grader.values import plain
from grader.web import nodes
from grader.web.asked import Gone
from grader.web.desk import Desk
from grader.web.entries import Entry, is_twice
from grader.web.nodes import is_text
from grader.web.people import person_view
from grader.web.typing_in import transcript_view

_WORDS = {**STATUS_WORDS, "awaiting": "Waits for a person"}
_MOST_OUTPUTS = 12
_MOST_FINDINGS = 12
_MOST_PARTS = 60


def question_head(desk: Desk, question: Question) -> dict[str, Any]:
    """A question with what is fixed about it."""
    counts: dict[str, int] = {}
    decided = 0
    for row in desk.marks.values():
        marked = row.get(question.id)
        if marked is None:
            continue
        mark = marked.mark
        decided += mark.by_hand
        if mark.status in ("awaiting", "not_gradable"):
            reason = mark.reason or ""
            counts[reason] = counts.get(reason, 0) + 1
    return {
        "id": question.id,
        "title": nodes.sentence(clean_line(question.title or question.id, 300)),
        "points": as_number(question.points),
        "prompt": nodes.blocks(_asked(question)),
        "model": nodes.blocks(model_of(question)),
        "items": items_of(question),
        "open": sum(counts.values()),
        "reasons": [
            {"id": reason, "word": REASON_WORDS.get(reason, reason), "count": count}
            for reason, count in sorted(counts.items())
        ],
        "decided": decided,
    }


def _asked(question: Question) -> str:
    """The question as the student saw it, with the statements that it may consist of."""
    listed = [
        f"{number}. {text}"
        for number, one in enumerate(getattr(question, "items", ()), start=1)
        if not isinstance(one, Item) and (text := str(getattr(one, "text", "")))
    ]
    return "\n\n".join([*([question.prompt] if question.prompt else []), *listed])


def items_of(question: Question) -> list[dict[str, Any]]:
    """What a marker chooses from, points as they are written."""
    return [
        {
            "id": one.id,
            "text": one.text,
            "nodes": nodes.sentence(one.text),
            "points": str(one.points),
            "shown": show(one.points),
        }
        for one in question.looked_for
    ]


def answer_view(desk: Desk, entry: Entry, second: bool) -> dict[str, Any]:
    """All that the page shows of an entry; with `second`, not what was decided before."""
    question = desk.questions[entry.question]
    submission = entry.submissions[0]
    sealed = desk.book.evidence.of(submission)
    mark, word = desk.mark(entry), desk.word(entry)
    if sealed is None:
        raise Gone("this submission has not been run as it is now: grade again first")
    whole = desk.typed.into(submission, sealed)
    newest = word.newest if word.newest and word.newest.answer == entry.answer else None
    hide = second and newest is not None
    if not mark.by_hand:
        said = tuple(_unnamed(desk, submission, one) for one in mark.feedback)
        mark = replace(mark, feedback=said)
    return {
        "token": entry.token,
        "question": entry.question,
        "count": len(entry.submissions),
        "answer": _answer(question, whole, mark),
        "pictures": len(pictures_of(question, sealed)[0]),
        "outputs": _outputs(sealed, mark),
        "place": _place(mark.source),
        "machine": machine_view(question, mark, hide),
        "candidates": _candidates(desk, entry, sealed, mark),
        "findings": _findings(desk, submission, sealed.evidence.findings),
        "person": None if hide or newest is None else person_view(question, newest),
        "revision": word.revision,
        "partly": 0 < word.holding < len(entry.submissions),
        "transcript": transcript_view(desk, entry, question, sealed),
        "grid": list(grid_of(question)),
        "flag": _flag(desk, entry),
        "twice": is_twice(entry),
        "score": None if hide or mark.score is None else as_number(mark.score),
    }


def machine_view(question: Question, mark: Mark, hide: bool = False) -> dict[str, Any]:
    """What the machine said; of a mark that a person gave, only the score that it had given."""
    if mark.by_hand:
        score = mark.machine
        decided = score is not None
        word = "Overruled by a person" if decided and score != mark.score else "Decided by a person"
        if hide:
            word = ""
        return {
            "status": "awaiting" if hide else mark.status.value,
            "word": word,
            "score": as_number(score) if decided else None,
            "feedback": [],
            "causes": "",
            "parts": [],
            "read": cap(clean(mark.read)),
            "typeset": [nodes.nodes(line) for line in typeset_lines(mark.read)],
            "reason": "",
            "exact": None,
        }
    return {
        "status": mark.status.value,
        "word": _WORDS[mark.status.value],
        "score": None if mark.score is None else as_number(mark.score),
        "feedback": [nodes.sentence(one, 600) for one in mark.feedback[:12]],
        "causes": causes(mark.mistakes),
        "parts": [
            {
                "label": part_label(part.id, question.id),
                "status": part.status.value,
                "word": _WORDS[part.status.value],
                "score": as_number(part.score) or "–",
                "points": as_number(part.points),
                "told": [nodes.sentence(one, 400) for one in part.feedback[:3]],
                "causes": causes(part.mistakes),
            }
            for part in mark.parts[:_MOST_PARTS]
        ],
        "read": cap(clean(mark.read)),
        "typeset": [nodes.nodes(line) for line in typeset_lines(mark.read)],
        "reason": REASON_WORDS.get(mark.reason or "", "") if mark.reason else "",
        "exact": None if mark.score is None else str(mark.score),
    }


def _answer(question: Question, whole: Sealed, mark: Mark) -> list[dict[str, Any]]:
    """What was answered: text as text, code with the lines of its file, the rest as data."""
    text = text_of(question, whole) or mark.read
    if not text.replace("[picture]", "").strip():
        return []
    outcome = whole.outcomes(question.id).get(question.id)
    source = outcome.source if isinstance(outcome, Answer) else None
    takes = question.writeup.take if question.writeup is not None else ""
    written = not isinstance(outcome, Answer) or is_text(plain(outcome.value))
    shown = cap(clean(text), nodes.LONGEST)
    if not written:
        return [{"kind": "data", "text": shown}]
    if takes == "code":
        return [nodes.listing(shown.split("\n"), (source.line or 1) if source is not None else 1)]
    return nodes.blocks(text)


def _outputs(sealed: Sealed, mark: Mark) -> list[dict[str, Any]]:
    """What the cells that hold the answer, or a candidate, displayed or printed."""
    sources = [mark.source, *(one.source for one in mark.candidates)]
    cells = {(one.file, one.cell) for one in sources if one is not None and one.cell is not None}
    found = [
        {"place": _place(one.source), "text": cap(clean(one.text), 4000), "stored": one.stored}
        for one in sealed.evidence.shown
        if (one.source.file, one.source.cell) in cells and one.text.strip()
    ]
    return found[:_MOST_OUTPUTS]


def _candidates(desk: Desk, entry: Entry, sealed: Sealed, mark: Mark) -> list[dict[str, Any]]:
    """The possible answers with what each would earn; those that can be chosen have a key."""
    readings = sealed.outcomes(entry.question).get(f"{entry.question}/{READINGS}")
    keys: list[str] = []
    if isinstance(readings, Readings):
        keys = [candidate_key(one) for one in readings.candidates]
        key = choice_key(entry.submissions[0], readings)
        chosen = desk.book.transcripts.current().get((entry.question, key))
    else:
        chosen = None
    rows = []
    if chosen is not None and isinstance(readings, Readings) and not mark.candidates:
        for reading, key in zip(readings.candidates, keys, strict=True):
            row = _candidate(MarkedCandidate(str(reading.value), None, reading.source))
            rows.append({**row, "key": key, "chosen": key == chosen.text})
    for number, one in enumerate(mark.candidates):
        if not one.read.strip():
            continue
        row = _candidate(one)
        row["key"] = keys[number] if number < len(keys) and one.score is not None else ""
        row["chosen"] = chosen is not None and row["key"] == chosen.text
        rows.append(row)
    return rows


def _candidate(one: MarkedCandidate) -> dict[str, Any]:
    typeset = typeset_lines(one.read)
    return {
        "read": cap(clean(one.read), 500),
        "typeset": [nodes.nodes(line) for line in typeset],
        "score": None if one.score is None else as_number(one.score),
        "place": _place(one.source),
    }


def _unnamed(desk: Desk, submission: str, said: str) -> str:
    """A sentence of the grader's own without the names of files, which often are the student's."""
    for file in desk.files(submission):
        for name in (file, Path(file).name):
            if "." not in name and len(name) < 4:
                continue
            there = rf"(?<![\w.]){re.escape(name)}(?!\w)"
            said = re.sub(there, f"file{Path(name).suffix}", said)
    return said


def _findings(desk: Desk, submission: str, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What was noticed of the submission, but for what may name somebody."""
    return [
        {
            "message": nodes.sentence(_unnamed(desk, submission, sentence(one.message)), 600),
            "place": _place(Source("", one.file, one.line, one.cell)),
        }
        for one in findings
        if one.kind not in FOR_STAFF
    ][:_MOST_FINDINGS]


def _place(source: Source | None) -> str:
    """Where something stands, without the name of the file, which often is the student's."""
    if source is None:
        return ""
    words = []
    if source.page is not None:
        words.append(f"page {source.page}")
    if source.cell is not None:
        words.append(f"cell {source.cell}")
    if source.line is not None:
        words.append(f"line {source.line}")
    return ", ".join(words)


def _flag(desk: Desk, entry: Entry) -> dict[str, str] | None:
    for submission in entry.submissions:
        flagged = desk.flags.get((submission, entry.question))
        if flagged is not None:
            return {"who": flagged.who, "why": flagged.why}
    return None
