"""A Word document from its body to Markdown: paragraphs, lists, listings, tables, boxes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from ..archives import Element
from ..document import Document, Spot, Unreadable
from ..markdown import Writer
from .drawings import Drawings
from .inline import Inline
from .listing import Listings
from .notes import Notes
from .numbering import Numbering
from .package import Package, down, is_placeholder
from .paragraphs import Paragraphs
from .styles import Styles
from .tables import Grid

_THROUGH = frozenset([
    "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:body",
])  # fmt: skip
_NOTHING = frozenset(
    [
        "w:sectPr",
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:proofErr",
        "w:permStart",
        "w:permEnd",
        "w:del",
        "w:moveFrom",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:customXmlPr",
        "w:tcPr",
        "w:tblPr",
        "w:tblGrid",
        "w:moveFromRangeStart",
        "w:moveFromRangeEnd",
        "w:moveToRangeStart",
        "w:moveToRangeEnd",
    ]
)
MAX_PARAGRAPHS = 50_000


def read_docx(data: bytes, max_seconds: float = 20.0) -> Document:
    """A Word document as Markdown; raises `Unreadable` where nothing can be read."""
    package = Package(data)
    try:
        return _Reader(package, time.process_time() + max_seconds).document()
    except RecursionError as reason:
        raise package.damaged("nested too deeply") from reason


class _Reader:
    """Walks through the body and hands each block to what writes it."""

    def __init__(self, package: Package, deadline: float) -> None:
        root = package.xml(package.main)
        body = root.find("w:body") if root is not None else None
        if body is None:
            raise package.damaged(package.main)
        self.body = body
        self.deadline = deadline
        relations = package.relations(package.main)
        styles = Styles(
            package.related(relations, "styles"), package.related(relations, "fontTable")
        )
        self.writer = Writer()
        self.inline = Inline(styles, Drawings(package, relations))
        self.listings = Listings(styles, body)
        notes = Notes(package, relations)
        numbering = Numbering(package.related(relations, "numbering"))
        self.paragraphs = Paragraphs(self.writer, self.inline, styles, numbering, notes)
        self.number = 0

    def document(self) -> Document:
        self.blocks([self.body])
        self.listings.flush(self.writer)
        unknown = sorted(self.inline.unknown)
        if unknown:
            message = f"Not understood in the Word file: {', '.join(unknown[:5])}."
            self.writer.note("read-in-part", message)
        return self.writer.document()

    def blocks(self, elements: Iterable[Element]) -> None:
        """Write every block in these elements, boxes of text behind their paragraph."""
        for element in elements:
            for block in _flat(element):
                if block.tag == "w:p":
                    self.paragraph(block)
                elif block.tag == "w:tbl":
                    self.table(block)
                elif block.tag in ("m:oMathPara", "m:oMath"):
                    self.paragraph(_wrapped(block))
                else:
                    name = block.tag.rpartition("}")[2]
                    message = f"A part of the Word file ({name}) is not read."
                    self.writer.left_out("read-in-part", message)

    def paragraph(self, paragraph: Element) -> None:
        """Write a paragraph with its number and pictures; raises `Unreadable` past the limits."""
        self.number += 1
        if self.number > MAX_PARAGRAPHS or time.process_time() > self.deadline:
            raise Unreadable("document-too-large", "The Word file takes too long to read.")
        spot = Spot(line=self.number)
        pieces = self.paragraphs.pieces(paragraph, spot)
        if pieces is None:
            return
        if self.listings.takes(paragraph, pieces, spot):
            return
        self.listings.flush(self.writer)
        for box in self.paragraphs.write(paragraph, pieces, spot):
            self.blocks([box])
            self.listings.flush(self.writer)

    def table(self, table: Element) -> None:
        """Write a table; one that only lays out blocks is written block by block."""
        grid = Grid.of(table)
        self.listings.flush(self.writer)
        if grid.lays_out(self.listings):
            for row in grid.rows:
                for cell in row:
                    if cell is not None:
                        self.blocks([cell])
                        self.listings.flush(self.writer)
            return
        first = Spot(line=self.number + 1)
        cells: list[list[str]] = []
        spots: list[Spot] = []
        regions: list[int] = []
        for row in grid.rows:
            spots.append(Spot(line=self.number + 1))
            cells.append([self.cell(cell, regions) if cell is not None else "" for cell in row])
        self.paragraphs.table(cells, spots or [first])
        for region in regions:
            self.writer.show(region)

    def cell(self, cell: Element, regions: list[int]) -> str:
        """The content of a cell on one line; its regions are shown below the table too."""
        texts = []
        for block in _flat(cell):
            if block.tag in ("m:oMathPara", "m:oMath"):
                block = _wrapped(block)
            if block.tag != "w:p":
                continue
            self.number += 1
            spot = Spot(line=self.number)
            pieces = self.paragraphs.pieces(block, spot)
            if pieces:
                texts.append(self.paragraphs.in_a_line(block, pieces, regions))
        return " ".join(text for text in texts if text)


def _flat(element: Element) -> Iterator[Element]:
    """The blocks in an element, containers opened, what was deleted left out."""
    for child in element:
        tag = child.tag
        if tag in _THROUGH:
            if tag == "w:sdt" and (_is_contents(child) or is_placeholder(child)):
                continue
            yield from _flat(child)
        elif tag == "mc:AlternateContent":
            first = next(iter(child), None)
            if first is not None:
                yield from _flat(first)
        elif tag not in _NOTHING and not tag.startswith("w:customXml"):
            yield child


def _is_contents(element: Element) -> bool:
    """Whether this is a table of contents, which only repeats the headings."""
    gallery = down(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery is not None and gallery.get("w:val") == "Table of Contents"


def _wrapped(formula: Element) -> Element:
    """A formula that stands between paragraphs, as a paragraph."""
    paragraph = Element("w:p")
    paragraph.append(formula)
    return paragraph
