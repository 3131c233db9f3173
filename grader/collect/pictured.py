"""Figures that a submission drew, as the answer to a question, and the pictures beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from grader.collect.finding import places
from grader.collect.observed import LOST, holds, place_of, raised_in
from grader.collect.plan import SHOWN, Sought
from grader.evidence import (
    Answer,
    Evidence,
    Fault,
    Missing,
    Outcome,
    Source,
    Unread,
    source_to_plain,
)
from grader.intake.reading import Reading
from grader.values import Array, Value

MOST_FIGURES = 60
MOST_PNG = 1 << 20
MOST_PICTURES = 8
_DRAWN = (
    *("lines", "scatters", "bars", "areas", "segments", "meshes", "surfaces", "images", "wedges"),
    *("outlines", "texts"),
)
_PNG = b"\x89PNG\r\n\x1a\n"


def figures_of(
    question: Sought,
    evidence: Evidence,
    reading: Reading,
    pictures: MutableMapping[str, bytes],
) -> dict[str, Outcome]:
    """The outcomes of a question for figures; the pictures that they name are put into `pictures`.

    The main one is a mapping: `figures` under the question's label, or all; `elsewhere` those under
    none where the label is missing or nothing is drawn there; `pictures` those that stand there
    and were not drawn here; `labelled`, `errors` and `lost` as for what is printed.
    """
    shown = evidence.outcomes.get(f"{question.id}/{SHOWN}", Missing())
    found: dict[str, Outcome] = {}
    if isinstance(shown, Fault):
        return {question.id: shown}
    call = evidence.outcomes.get(f"{question.id}/call")
    if isinstance(call, Answer) and isinstance(call.value, dict):
        rows = figure_rows(call.value.get("figures"), pictures)
        found[f"{question.id}/call"] = Answer({"figures": rows}, call.source)
    if isinstance(shown, Answer) and isinstance(shown.value, str):  # told at another probe
        shown = evidence.outcomes.get(shown.value, Missing())
    drawn = figure_rows(shown.value if isinstance(shown, Answer) else None, pictures)
    drawn = [r for r in drawn if r["place"][0] in question.sources and not _is_empty(r["data"])]
    under = question.labels.get("cells", ())
    sections = reading.sections.get(f"{question.id}/cells", ())
    cells = places(sections) if under else None
    labelled = any(section.label == "own" for section in sections) if under else None
    own = [row for row in drawn if holds(cells, Source(*row["place"]))]
    seen = [gap for s in sections if s.label == "own" for gap in s.unread if gap.picture]
    stored = [(one.picture, one.source) for one in reading.stored
              if one.picture and holds(cells, one.source)]  # fmt: skip
    loose = _loose(reading.unread, reading.pictures) if not (own or seen or stored) else []
    beside = [*stored, *((gap.picture, gap.source) for gap in seen), *loose][:MOST_PICTURES]
    if not (drawn or beside or reading.forms):
        return {question.id: Missing()}
    value: dict[str, Any] = {
        "figures": own,
        "elsewhere": drawn if not own else [],
        "labelled": labelled,
        "pictures": [[digest, source_to_plain(source)] for digest, source in beside],
        "errors": raised_in(cells, evidence),
        "lost": [f.message for f in evidence.findings if f.kind in LOST][:3],
    }
    first = own[0]["place"] if own else None
    place = Source(*first) if first else place_of(cells, reading)
    return {**found, question.id: Answer(value, place)}


def figure_rows(rows: Value, pictures: MutableMapping[str, bytes]) -> list[dict[str, Any]]:
    """Rows of a child as data, place and the digest of a picture, which is put into `pictures`."""
    found: list[dict[str, Any]] = []
    for row in rows[:MOST_FIGURES] if isinstance(rows, list) else ():
        if not (isinstance(row, list) and len(row) == 3 and isinstance(row[1], dict)):
            continue
        place, data, png = row
        digest = ""
        if isinstance(png, Array) and png.data.startswith(_PNG) and len(png.data) <= MOST_PNG:
            digest = hashlib.sha256(png.data).hexdigest()
            pictures[digest] = png.data
        found.append({"data": data, "place": _place(place), "picture": digest})
    return found


def _is_empty(data: Mapping[Any, Any]) -> bool:
    """Whether nothing is drawn in a figure, as where what it shows is not here."""
    axes = data.get("axes")
    rows = [one for one in axes if isinstance(one, dict)] if isinstance(axes, list) else []
    return not any(row.get(kind) for row in rows for kind in _DRAWN)


def _place(place: Value) -> list[Any]:
    rows = [*place, None, None, None, None][:4] if isinstance(place, list) else [None] * 4
    form = rows[0] if rows[0] in ("module", "notebook", "writeup") else "module"
    file = rows[1][:200] if isinstance(rows[1], str) else ""
    return [form, file, *(n if type(n) is int and 0 <= n < 10**7 else None for n in rows[2:])]


def _loose(
    unread: Iterable[Unread], pictures: Mapping[str, bytes]
) -> Sequence[tuple[str, Source]]:
    """Pictures that no text shows, such as a plot that was saved to a file."""
    return [(gap.picture, gap.source) for gap in unread if gap.picture in pictures]

