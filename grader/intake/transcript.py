"""What a person typed of pictures, read exactly as a write-up of a student is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.evidence import Candidate, Source
from grader.intake.reader.result import Place, Result
from grader.values import decode

FORM = "transcript"
MAX_TEXT = 200_000
_DOLLARS = re.compile(r"\$|\\\(|\\\[|\\begin\{")
_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_ALONE = "Problem 1"
"""The label of an answer to a question that the rubric finds under none."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands at one place: as text (plain, Markdown or LaTeX), or as the cells of a grid.

    `under` are the labels of the question that a whole page was said to answer.
    """

    text: str = ""
    grid: tuple[tuple[str, ...], ...] = ()
    source: Source = Source()
    under: tuple[tuple[str, ...], ...] = ()


def answers_in(
    questions: Sequence[Mapping[str, Any]], question: str, typed: Typed
) -> tuple[Candidate, ...]:
    """The candidates in what was typed as the answer to one question, best first.

    Nobody can have meant another question, so that only what is a guess within it is not sure.
    """
    place = Source(FORM, typed.source.file, typed.source.line, typed.source.cell, typed.source.page)
    if typed.grid:
        rows = [list(row) for row in typed.grid]
        flat = [cell for row in rows for cell in row]
        single = len(rows) == 1 or all(len(row) == 1 for row in rows)
        return (Candidate(flat if single else rows, place, "table", True),)
    from grader.intake.reader.writeup.candidate import (
        GUESSED,  # a fifth of a second, and seldom wanted
    )

    asked = [_asked(one) if one["id"] == question else one for one in questions]
    hint = next(one["writeup"] for one in asked if one["id"] == question)
    head = _headings(hint["under"])
    for text in (typed.text, _typeset(typed.text)):
        whole = Typed(head + text, (), place)
        found = [one for one in _candidates(asked, question, [whole]) if one.how != "elsewhere"]
        if found:
            return tuple(
                Candidate(one.value, place, one.how, one.how not in GUESSED) for one in found
            )
    bare = typed.text.strip().strip("$").strip()
    return (Candidate(bare, place, "typed"),) if bare and "\n" not in bare else ()


def answers_on_pages(
    questions: Sequence[Mapping[str, Any]], question: str, pages: Sequence[Typed]
) -> tuple[Candidate, ...]:
    """The candidates under a question's own label on pages that were typed in whole."""
    whole = [
        Typed("".join(map(_headings, page.under)) + page.text, (), page.source) for page in pages
    ]
    return tuple(_candidates(questions, question, whole, labels=("own", "near")))


def questions_on(questions: Sequence[Mapping[str, Any]], text: str) -> list[str]:
    """The questions whose own labels stand in a text."""
    from grader.intake.reader.writeup import read_text
    from grader.intake.reader.writeup.text import Text

    result = Result()
    whole = Text(text[:MAX_TEXT], lambda line: Place(FORM, "", line))
    read_text(whole, {"questions": list(questions)}, result)
    return [
        str(one["id"])
        for one in questions
        if any(section.label == "own" for section in result.sections.get(one["id"], ()))
    ]


def _candidates(
    questions: Sequence[Mapping[str, Any]],
    question: str,
    pages: Sequence[Typed],
    labels: Sequence[str] = ("own", "near", "none"),
) -> list[Candidate]:
    """What the reader of write-ups finds for a question on these pages, one after the other."""
    from grader.intake.reader.writeup import read_text
    from grader.intake.reader.writeup.text import Text

    lines: list[str] = []
    sources: list[Source] = []
    for page in pages:
        rows = [*page.text[:MAX_TEXT].split("\n"), ""]
        lines += rows
        sources += [page.source] * len(rows)

    def place(line: int) -> Place:
        source = sources[min(max(line, 1), len(sources)) - 1]
        return Place(FORM, source.file, source.line, source.cell, source.page)

    result = Result()
    whole = Text("\n".join(lines), place)
    read_text(whole, {"questions": list(questions)}, result, only=question)
    return [
        Candidate(decode(row["value"], []), _source(row), row["how"], row["sure"])
        for section in result.sections.get(question, ())
        if section.label in labels
        for row in section.candidates
    ]


def _source(row: Mapping[str, Any]) -> Source:
    return Source(row["form"], row["file"], row["line"], row["cell"], row["page"])


def _asked(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """The question with a label, where the rubric finds it under none."""
    hint = question["writeup"]
    if hint["under"]:
        return question
    return {**question, "writeup": {**hint, "under": [_ALONE]}}


def _headings(under: Sequence[str]) -> str:
    """The labels of a question as the headings above its answer."""
    names = [entry.partition("|")[0].strip() for entry in under]
    return "".join(f"{'#' * (level + 1)} {name}\n\n" for level, name in enumerate(names))


def _typeset(text: str) -> str:
    """The lines of a text that is no prose as formulas, where the dollar signs were left out."""
    if _DOLLARS.search(text) or _WORDS.search(text):
        return text
    return "\n\n".join(f"$${line.strip()}$$" for line in text.split("\n") if line.strip())
