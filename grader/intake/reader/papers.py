"""Documents among a submission's files: what each says, which are copies, and what nobody reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .documents.document import Document, Spot, Unreadable
from .documents.opening import read_document
from .documents.pdf import read_pdf
from .documents.pictures import region_of
from .result import Place, Result
from .writeup import Text, read_text

PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif"}
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COPY_SHARE = 0.9
_ENOUGH_WORDS = 30


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
    if data.startswith(b"%PDF") and is_copy(document.text, written):
        message = f"{name} prints what stands in another file of the submission; that one is read."
        result.note("printed-copy", message, name)
        return
    for kind, message, page in document.findings:
        where = f"{name}, page {page}" if page else name
        result.note(kind, f"{where}: {message}", name)
    places = [_place(form, name, spot) for spot in document.places] or [Place(form, name)]
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

    def place(line: int) -> Place:
        return places[min(max(line, 1), len(places)) - 1]

    read_text(Text(document.text, place, regions, runs=form == "writeup"), hints, result)


def opened(name: str, data: bytes) -> Document:
    """The document in a file; raises `Unreadable`."""
    try:
        return read_pdf(data) if data.startswith(b"%PDF") else read_document(name, data)
    except ImportError as reason:
        missing = reason.name or "a library"
        message = f"it needs {missing} to be read: install homework-grader[grade]"
        raise Unreadable("reader-incomplete", message) from None


def words_of(text: str) -> frozenset[str]:
    """The words of a text, for comparing it with its printed form."""
    return frozenset(word.casefold() for word in _WORD.findall(text[:2_000_000]))


def is_copy(text: str, written: frozenset[str]) -> bool:
    """Whether nearly every word of a document stands in the other texts."""
    own = words_of(text)
    return len(own) >= _ENOUGH_WORDS and len(own & written) >= _COPY_SHARE * len(own)


def read_loose_picture(name: str, data: bytes, result: Result) -> None:
    """Keep a picture that no text refers to: it may be a page of the answers."""
    region = region_of(data, Spot())
    number = result.picture(region.pixels, region.png)
    result.note("picture-answer", f"{name} is a picture; a person looks at it.", name)
    result.unreadable("picture", Place("writeup", name), number)


def _place(form: str, name: str, spot: Spot) -> Place:
    return Place(form, name, spot.line, None, spot.page)
