"""Documents among a submission's files: what each says, which are copies, and what nobody reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .answer_sheets import read_by_keys
from .documents.document import Document, Region, Spot, Unreadable
from .documents.opening import read_document
from .documents.pdf import read_pdf
from .documents.pictures import read_picture
from .labelled_names import heading_for
from .result import Place, Result
from .room import Room, TooLong, note_not_read
from .writeup import read_text
from .writeup.copied.knitted import is_made_of, is_report
from .writeup.copied.printed import is_copy, words_of
from .writeup.text import Text

_REGION = re.compile(r"!\[[^\]]*\]\(region:\d+\)")
PAPER_SECONDS = 25.0
"""Of computing for one document: more than what its own reader takes at most."""


def read_papers(
    papers: Sequence[tuple[str, str, str]],
    files: Mapping[str, bytes],
    hints: Mapping[str, Any],
    result: Result,
    room: Room,
) -> None:
    """Read documents, sheets and loose pictures after all texts, which some of them only print.

    Each is (its name in the work folder, the name it was handed in under, its kind).
    """
    written = words_of("\n".join(result.read_texts))
    for new, old, kind in papers:
        if new in result.shown:  # a figure of another text is read there
            continue
        try:
            with room.for_a_file(PAPER_SECONDS):
                if kind == "picture":
                    read_loose_picture(new, files[old], hints, result, old)
                elif kind == "sheet" and _read_by_keys(new, files[old], hints, result):
                    continue
                else:
                    form = "data" if kind == "sheet" else "writeup"
                    read_paper(new, files[old], hints, result, written, form)
        except (Exception, TooLong) as reason:  # one file that upsets us must not cost the others
            note_not_read(new, reason, result)


def _read_by_keys(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> bool:
    """Whether a sheet named every answer by its question; one that cannot be opened did not."""
    try:
        return read_by_keys(name, data, hints, result)
    except (Unreadable, ImportError):
        return False


def read_paper(
    name: str,
    data: bytes,
    hints: Mapping[str, Any],
    result: Result,
    written: frozenset[str],
    form: str = "writeup",
) -> None:
    """Add what a document says; `written` are the words of the submission's other texts.

    A PDF that only prints what stands in another text of the submission is passed over.
    """
    try:
        document = opened(name, data)
    except Unreadable as reason:
        result.note(reason.kind, f"{name}: {reason.message}", name)
        result.unreadable(reason.kind, Place(form, name))
        return
    is_print = data.startswith(b"%PDF") and (
        is_copy(document.text, written) or is_made_of(name, document.text, result.sources)
    )
    if is_print:
        message = f"{name} prints what stands in another file of the submission; that one is read."
        result.note("printed-copy", message, name)
        places = [_place(form, name, spot) for spot in document.places]
        read_text(Text(document.text, _in(places), is_print=True), hints, result)
        return
    for kind, message, page in document.findings:
        where = f"{name}, page {page}" if page else name
        result.note(kind, f"{where}: {message}", name)
    heading = "" if _says_something(document) else heading_for(name, hints["questions"])
    places = [_place(form, name, spot) for spot in document.places] or [Place(form, name)]
    places = [places[0]] * heading.count("\n") + places
    regions = [
        (
            result.picture(one.pixels, one.png),
            one.why,
            _place(form, name, one.spot),
            one.suggestion,
        )
        for one in document.regions
    ]
    if not document.whole:
        result.unreadable("read-in-part", Place(form, name))

    text = heading + document.text
    runs = form == "writeup" and not is_report(name, result.sources)
    read_text(Text(text, _in(places), regions, runs=runs), hints, result)


def _in(places: Sequence[Place]) -> Callable[[int], Place]:
    """Where a line stands, by the places of all lines."""
    return lambda line: places[min(max(line, 1), len(places)) - 1]


def opened(name: str, data: bytes) -> Document:
    """The document in a file; raises `Unreadable`."""
    try:
        return read_pdf(data) if data.startswith(b"%PDF") else read_document(name, data)
    except ImportError as reason:
        missing = reason.name or "a library"
        message = f"it needs {missing} to be read: install homework-grader[grade]"
        raise Unreadable("reader-incomplete", message) from None


def _says_something(document: Document) -> bool:
    """Whether anything but pictures stands in a document."""
    return bool(_REGION.sub("", document.text).strip())


def read_loose_picture(
    name: str, data: bytes, hints: Mapping[str, Any], result: Result, handed_in: str = ""
) -> None:
    """Keep a picture that no text refers to: it may be an answer, or a page of them.

    The name under which it was `handed_in` may have folders that the work folder lacks.
    """
    result.note("picture-answer", f"{name} is a picture; a person looks at it.", name)
    try:
        document = read_picture(data)
    except Unreadable as reason:
        result.note(reason.kind, f"{name}: {reason.message}", name)
        document = Document("![picture](region:0)", (Spot(),), (Region(Spot(), "picture"),))
    many = len(document.regions) > 1
    places = [
        Place("writeup", name, None, None, one.spot.page if many else None)
        for one in document.regions
    ]
    numbers = [result.picture(one.pixels, one.png) for one in document.regions]
    if not document.whole:
        result.unreadable("read-in-part", Place("writeup", name))
    heading = heading_for(handed_in or name, hints["questions"])
    if not heading:
        for place, number in zip(places, numbers, strict=True):
            result.unreadable("picture", place, number)
        return
    regions = [(number, "picture", at, "") for at, number in zip(places, numbers, strict=True)]
    lines = "\n\n".join(f"![picture](region:{n})" for n in range(len(regions)))
    read_text(Text(heading + lines, lambda _: Place("writeup", name), regions), hints, result)


def _place(form: str, name: str, spot: Spot) -> Place:
    return Place(form, name, spot.line, None, spot.page)
