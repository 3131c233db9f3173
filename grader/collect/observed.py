"""What code shows while it runs, as the answer to a question that no name's value answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from grader.collect.finding import places
from grader.collect.plan import Sought
from grader.evidence import Answer, Evidence, Missing, Outcome, Shown, Source, Unavailable
from grader.intake.reading import Reading
from grader.intake.reply import Section
from grader.values import Malformation, decode

LOST = frozenset({"library-absent", "not-here", "load-lost", "no-keyboard", "older-library"})
"""Findings that say why something may not be shown here that is shown elsewhere."""
MOST_ROWS = 300
NEEDS = "\u27e6needs "
"""How what stands for something that is not here prints."""


def observed(question: Sought, evidence: Evidence, reading: Reading) -> Outcome:
    """All that is shown under the question's label, or everywhere where it has none.

    A mapping: `shown` and `saved` (by an earlier run, in cells that show nothing now, and `earlier`
    in all of them) are rows of text, value, whether it was displayed, place and characters cut off;
    `lacking` are texts made of what is not here; `labelled` is None where no label is asked for,
    `elsewhere` what stands under none; `written` is what is written under the label, `errors` and
    `lost` what ended code there.
    """
    under = question.labels.get("cells", ())
    sections = reading.sections.get(f"{question.id}/cells", ())
    cells = places(sections) if under else None
    labelled = any(section.label == "own" for section in sections) if under else None
    if not reading.forms and not reading.stored:
        if reading.unread or any(section.text.strip() for section in sections):
            reason = "there is no code to run, and what is written shows no output"
            return Unavailable("unread", reason)
        return Missing()
    ran = [one for one in evidence.shown if one.source.form in question.sources]
    live = [one for one in ran if NEEDS not in one.text]
    lacking = [
        one.text.strip()[:200] for one in ran if NEEDS in one.text and holds(cells, one.source)
    ]
    stored = [one for one in reading.stored if one.source.form in question.sources]
    now = {(one.source.file, one.source.cell) for one in live}
    value: dict[str, Any] = {
        "shown": _rows(one for one in live if holds(cells, one.source)),
        "saved": _rows(
            one
            for one in stored
            if holds(cells, one.source) and (one.source.file, one.source.cell) not in now
        ),
        "earlier": _rows(one for one in stored if holds(cells, one.source)),
        "labelled": labelled,
        "elsewhere": _rows(live) if labelled is False else [],
        "written": "\n".join(s.text for s in sections if s.label == "own" and not s.cells)[:4_000],
        "errors": raised_in(cells, evidence),
        "lost": [f.message for f in evidence.findings if f.kind in LOST][:3],
        "lacking": lacking[:3],
        "trust": question.trust,
    }  # fmt: skip
    first = next(iter(value["shown"] or value["saved"]), None)
    place = Source(*first["place"]) if first else place_of(cells, reading)
    return Answer(value, place)


def raised_in(cells: Sequence[Section] | None, evidence: Evidence) -> list[str]:
    """What code raised in these cells while it was loaded, with its place."""
    findings = [f for f in evidence.findings if cells is None or _among(cells, f.file, f.cell)]
    return [f"{f.message} ({_where(f.file, f.cell, f.line)})" for f in findings
            if f.kind == "load-error"][:3]  # fmt: skip


def holds(cells: Sequence[Section] | None, source: Source) -> bool:
    """Whether something stands in one of the cells, or no label asks for any."""
    return cells is None or any(place.holds(source) for place in cells)


def _among(cells: Sequence[Section], file: str, cell: int | None) -> bool:
    return any(
        one.source.file == file and (cell is None or cell in one.cells) for one in cells
    )


def _where(file: str, cell: int | None, line: int | None) -> str:
    return Source("", file, line, cell).where()


def place_of(cells: Sequence[Section] | None, reading: Reading) -> Source:
    """The first cell under the label, or the first file of code."""
    if cells:
        return replace(cells[0].source, line=None, cell=cells[0].cells[0])
    form = reading.forms[0] if reading.forms and cells is None else None
    return Source(form.form, form.file) if form is not None else Source()


def _rows(shown: Iterable[Shown]) -> list[Any]:
    """What was shown as plain data: printed text before what the cell displays at its end."""
    rows = [
        {
            "text": one.text,
            "value": _value(one),
            "displayed": bool(one.expression) or one.value is not None,
            "place": [one.source.form, one.source.file, one.source.line, one.source.cell],
            "cut": one.cut,
        }
        for one in list(shown)[:MOST_ROWS]
    ]
    order = {tuple(row["place"]): n for n, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (order[tuple(row["place"])], row["displayed"]))


def _value(one: Shown) -> Any:
    if one.value is None:
        return None
    try:
        return decode(one.value, [])
    except Malformation:
        return None
