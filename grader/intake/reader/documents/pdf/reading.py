"""A PDF from its bytes to a `Document`."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from ..document import Document, Region, Spot, Unreadable
from .furniture import take_away
from .geometry import Box, Sheet
from .leaves import leaf_of
from .markdown import Page, write
from .objects.drawn import draws_too_much
from .pictures import Camera
from .pieces import Leaf, Mark

_UNREAD = 0.02
"""Share of unread ink from which a page counts as read in part."""
_NOT_ENCRYPTED = -1
"""PDFium's revision of a file's encryption where it has none."""
_PASSWORD = 4
"""PDFium's number for a file that wants a password."""

Finding = tuple[str, str, int | None]


class _OutOfTime(Exception):
    pass


def read_pdf(data: bytes, *, pages: int = 60, seconds: float = 20.0) -> Document:
    """Read a PDF: at most `pages` pages in `seconds` of CPU time; the rest is left out and said so.

    PDFium is not thread-safe: one document per process at a time.
    """
    import pypdfium2

    end = time.process_time() + seconds

    def tick() -> None:
        if time.process_time() > end:
            raise _OutOfTime

    if draws_too_much(data):
        raise _draws_too_much()
    document = _opened(data)
    try:
        _bounded(document)
        count = len(document)
        if count == 0:
            raise Unreadable("pdf-damaged", "The PDF has no pages.")
        findings: list[Finding] = []
        leaves, whole = _leaves(document, min(count, pages), tick, findings)
        if count > pages:
            whole = False
            findings.append(
                (
                    "read-in-part",
                    f"The PDF has {count} pages; only the first {pages} are read.",
                    pages,
                )
            )
        take_away(leaves)
        page = write(leaves)
        try:
            regions = _regions(document, page, tick)
        except _OutOfTime:
            regions = tuple(_region(mark, page, b"", "") for mark in page.marks)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf-damaged", f"The PDF is damaged: {error}") from error
    finally:
        document.close()
    findings.extend(_findings(leaves, page))
    return Document(
        "\n".join(page.text) + "\n", tuple(page.places), regions, tuple(findings), whole
    )


def _opened(data: bytes) -> Any:
    import pypdfium2

    if not data.strip():
        raise Unreadable("pdf-damaged", "The PDF is empty.")
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            message = "The PDF is locked with a password; hand it in without one."
            raise Unreadable("pdf-encrypted", message) from error
        raise Unreadable("pdf-damaged", "The PDF is damaged: it cannot be opened.") from error
    return document


def _bounded(document: Any) -> None:
    """Refuse an encrypted file whose forms draw too much, counted in a copy without encryption.

    To write that copy nothing is drawn; what the file says by itself tells nothing of its forms.
    """
    import pypdfium2.raw as pdfium

    if pdfium.FPDF_GetSecurityHandlerRevision(document) == _NOT_ENCRYPTED:
        return
    plain = io.BytesIO()
    document.save(plain, flags=pdfium.FPDF_REMOVE_SECURITY)
    if draws_too_much(plain.getvalue()):
        raise _draws_too_much()


def _draws_too_much() -> Unreadable:
    message = "The PDF draws itself again and again, or more than is read."
    return Unreadable("document-too-large", message)


def _leaves(
    document: Any, count: int, tick: Callable[[], None], findings: list[Finding]
) -> tuple[list[Leaf], bool]:
    """The pages taken apart, and whether all of them could be."""
    import pypdfium2

    leaves: list[Leaf] = []
    whole = True
    for index in range(count):
        try:
            tick()
            page = document[index]
            try:
                leaves.append(leaf_of(page, index + 1, tick))
            finally:
                page.close()
        except _OutOfTime:
            message = f"The PDF takes too long to read; pages from {index + 1} on are left out."
            findings.append(("read-in-part", message, index + 1))
            return leaves, False
        except pypdfium2.PdfiumError:
            whole = False
            message = f"Page {index + 1} is damaged and was not read."
            findings.append(("pdf-damaged", message, index + 1))
        except Exception:
            # a page that trips this program over goes to a person as a whole: an internal error
            leaves.append(_unread(document, index))
    return leaves, whole


def _unread(document: Any, index: int) -> Leaf:
    """A page of which nothing was read."""
    page = document[index]
    sheet = Sheet(tuple(page.get_bbox()), page.get_rotation())
    page.close()
    whole = Mark(index + 1, Box(0, 0, *sheet.size), "unread-ink")
    return Leaf(index + 1, sheet, [whole], unread=1.0)


def _regions(document: Any, page: Page, tick: Callable[[], None]) -> tuple[Region, ...]:
    """A region with its picture for each mark; each page is rendered once."""
    shots: dict[int, tuple[bytes, str]] = {}
    for number in sorted({mark.page for mark in page.marks}):
        tick()
        sheet = document[number - 1]
        try:
            camera = Camera(sheet, page.sheets[number])
            for index, mark in enumerate(page.marks):
                if mark.page == number:
                    shots[index] = camera.shot(mark.box)
        finally:
            sheet.close()
    return tuple(_region(mark, page, *shots[index]) for index, mark in enumerate(page.marks))


def _region(mark: Mark, page: Page, png: bytes, pixels: str) -> Region:
    box: Box = mark.box
    spot = Spot(mark.page, page.sheets[mark.page].shares(box))
    return Region(spot, mark.why, png, mark.pixels or pixels, mark.suggestion, mark.read)


_MESSAGES = {
    "picture": ("picture-answer", "There is a picture on this page; a person looks at it."),
    "scan": ("picture-answer", "This page is a picture; a person looks at it."),
    "drawn-formula": (
        "formula-drawn",
        "A formula on this page was not surely read; a person looks at it.",
    ),
    "unmapped-glyphs": (
        "glyph-unmapped",
        "The PDF does not say what some signs on this page mean; a person looks at it.",
    ),
    "text-layer-distrusted": (
        "text-layer-distrusted",
        "The text behind the picture of this page was made by a machine and is not used.",
    ),
}


def _findings(leaves: list[Leaf], page: Page) -> list[Finding]:
    """What the student is told: once per page and kind."""
    told: dict[Finding, None] = {}
    for leaf in leaves:
        for mark in page.marks:
            if mark.page == leaf.number and mark.why in _MESSAGES:
                kind, message = _MESSAGES[mark.why]
                told[kind, message, leaf.number] = None
        unread = any(
            mark.page == leaf.number and mark.why in ("unread-ink", "scan") for mark in page.marks
        )
        if leaf.unread > _UNREAD or unread:
            message = f"{max(leaf.unread, 0.01):.0%} of what is on this page could not be read."
            told["read-in-part", message, leaf.number] = None
        if leaf.distrusted and not any(
            m.page == leaf.number and m.why == "text-layer-distrusted" for m in page.marks
        ):
            message = "This page holds text that cannot be seen on it; it is not used."
            told["text-layer-distrusted", message, leaf.number] = None
    return list(told)
