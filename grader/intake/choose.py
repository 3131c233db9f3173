"""Which of several candidates for one question counts, how surely, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.evidence import (
    Answer,
    Candidate,
    Finding,
    Missing,
    Outcome,
    Readings,
    Source,
    Unread,
    Unsure,
)
from grader.intake.reply import LABELS, Section
from grader.values import Array, Expression, Opaque, Value, elements

MAX_COMPARED = 50_000
"""Elements of two answers whose writing is compared."""
_MOST = 12
"""Candidates that a person is shown."""
_MOST_UNREAD = 60
"""Places that a person may have to look at: the pages of a long scan."""


def choose(
    order: Sequence[str],
    ran: Outcome,
    others: Iterable[Answer] = (),
    sections: Iterable[Section] = (),
    unread: Sequence[Unread] = (),
) -> tuple[Outcome, Readings | None]:
    """The outcome that counts, and what marking has to know beside it (None where nothing).

    Of the sure candidates the one whose form comes first in `order` counts; forms that are not in
    it do not. A candidate under the question's own label or name beats one near it, and that one
    beats what no label claims. `unread` are the files that nobody read.
    """
    named = [Candidate(one.value, one.source, "named", True) for one in (ran, *others)
             if isinstance(one, Answer)]  # fmt: skip
    if isinstance(ran, Unsure):
        named += [Candidate(one.value, one.source, "shown") for one in ran.candidates]
        ran = Missing()
    rows = [one for one in sections if one.source.form in order]
    partly = {g.source.file for one in rows for g in one.unread if g.why == "syntax"}
    named = [
        replace(one, how="partly", sure=False)
        if one.how == "named" and one.source.file in partly
        else one
        for one in named
    ]
    best_label = next((label for label in LABELS if any(one.label == label for one in rows)), "")
    used = [] if named and best_label != "own" else [r for r in rows if r.label == best_label]
    labelled = used if best_label == "own" else []
    found = _in_order([*named, *(c for one in used for c in one.candidates)], order)
    loose = best_label == "none"
    gaps = [replace(gap, loose=loose) for one in used for gap in one.unread]
    if found:  # a text that points elsewhere points there
        gaps = [gap for gap in gaps if gap.why != "pointer"]
    else:
        gaps += [gap for one in labelled for gap in _cells(one)]
    best = found[0] if found else None
    outcome = ran
    if best is not None and not (isinstance(ran, Answer) and best.source == ran.source):
        outcome = Answer(best.value, best.source)
    surely = best is not None and best.sure
    if surely and not gaps and all(alike(best.value, one.value) for one in found[1:]):  # type: ignore[union-attr]
        return outcome, None
    if not found and not gaps and not unread and not isinstance(outcome, Missing):
        return outcome, None
    place = used[0] if used else None
    readings = Readings(
        tuple(found[:_MOST]),
        (*gaps, *(() if surely else _others(rows, used, unread)))[:_MOST_UNREAD],
        bool(labelled),
        not unread,
        place.text if place is not None else "",
        place.source if place is not None else Source(),
    )
    nothing = not readings.candidates and not readings.unread and not readings.text.strip()
    return outcome, None if nothing else readings


def _others(
    rows: Iterable[Section], used: Sequence[Section], unread: Iterable[Unread]
) -> list[Unread]:
    """What else may hold the answer: pictures near its label, and what stands under no label."""
    near = [gap for one in rows if one.label == "near" and one not in used for gap in one.unread]
    pictures = [gap for gap in near if gap.why == "picture"]
    return [*pictures, *(replace(gap, loose=True) for gap in unread)]


def _in_order(candidates: Iterable[Candidate], order: Sequence[str]) -> list[Candidate]:
    """Candidates of the forms that count, sure ones first, each value once."""
    rows = sorted(
        (one for one in candidates if one.source.form in order),
        key=lambda one: (not one.sure, order.index(one.source.form)),
    )
    kept: list[Candidate] = []
    for row in rows:
        if not any(alike(row.value, one.value) for one in kept):
            kept.append(row)
    return kept


def _cells(section: Section) -> list[Unread]:
    """A notebook's code cells under the label, where nothing in them has the asked name."""
    return [
        Unread("cells", replace(section.source, cell=cell, line=None), section.text)
        for cell in section.cells[:1]
    ]


def differing(question: str, outcome: Outcome, readings: Readings | None) -> list[Finding]:
    """A finding for each other form that surely has another answer."""
    if readings is None or not isinstance(outcome, Answer):
        return []
    return [
        Finding(
            "answers-differ",
            f"{question} is answered in {outcome.source.where()} and differently in "
            f"{other.source.where()}; the first counts.",
            other.source.file,
            other.source.line,
            other.source.cell,
        )
        for other in readings.candidates
        if other.sure and not alike(outcome.value, other.value) and not _unfilled(other.value)
    ]


def _unfilled(value: Value) -> bool:
    """Whether a text is code of a starter: comments, and names with nothing behind them."""
    return isinstance(value, str) and all(map(_NOTHING.fullmatch, value.splitlines()))


_NOTHING = re.compile(
    r"\s*(?:#.*|[A-Za-z_]\w*\s*=\s*(?:None|\.\.\.|(?:[\"']{1,3}){1,2})|[\"']{3})?\s*"
)


def alike(one: Value, other: Value) -> bool:
    """Whether two answers are the same as far as their writing tells; never used for a mark.

    Source text beside the object that it makes cannot be compared, and is no difference.
    """
    listings = [isinstance(value, str) and "\n" in value for value in (one, other)]
    if any(listings) and not (isinstance(one, str) and isinstance(other, str)):
        return True
    if isinstance(one, Array) and one == other:
        return True
    if max(elements(one), elements(other)) > MAX_COMPARED:
        return False
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """A value without the differences between forms: case, spaces, 1 and 1.0, lists in lists."""
    if isinstance(value, Array):
        return _plain(value.tolist())
    if isinstance(value, Expression | Opaque):
        return _plain(value.text)
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        rows = [(_plain(key), _plain(item)) for key, item in value.items()]
        return sorted(rows, key=repr)
    if isinstance(value, list | tuple):
        items = [_plain(item) for item in value if item not in ("", None)]
        return items[0] if len(items) == 1 else items
    return repr(value)


def _text(value: str) -> str:
    text = re.sub(r"[\s$*\\{}]+", "", value).casefold()
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
