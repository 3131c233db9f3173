"""Paragraphs of a Word document as Markdown: headings, lists, displays, what is drawn between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..archives import Element
from ..counting import whole_number
from ..document import Region, Spot
from ..markdown import Writer, table
from .emphasis import inline_markdown
from .inline import Inline, Piece
from .notes import Notes
from .numbering import Label, Numbering
from .package import down, switch, value
from .styles import Styles

_NUMBER = re.compile(r"(\d{1,3})([.)])")
_TICKS = frozenset("☐☑☒✓✗✔✘")
"""Bullets that say something: a list of boxes to tick."""
_SLACK = 150
"""Twips by which the text of an item may stand further left and still belong to it."""
_OWN_LABEL = re.compile(r"\*\*|#|\(?[A-Za-z0-9]{1,3}[.):]|(?:part|problem|question|task)\b", re.I)


class Paragraphs:
    """Writes one paragraph after the other and remembers the list that is open."""

    def __init__(
        self, writer: Writer, inline: Inline, styles: Styles, numbering: Numbering, notes: Notes
    ) -> None:
        self.writer = writer
        self.inline = inline
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.carried: list[Piece] = []
        self.open: list[tuple[int, int, int]] = []
        """Level, indentation of the content in characters and in twips of each open item."""

    def pieces(self, paragraph: Element, spot: Spot) -> list[Piece] | None:
        """The pieces of a paragraph; None where it runs on into the next, or repeats headings."""
        style = value(paragraph.find("w:pPr"), "w:pStyle")
        contents = self.inline.in_contents
        pieces = self.inline.pieces(paragraph, style, spot)
        contents = contents or self.inline.in_contents
        if contents and self.styles.name(style).lower().startswith(("toc", "index", "table of")):
            return None
        pieces = [*self.carried, *pieces]
        if _runs_on(paragraph):
            self.carried = pieces
            return None
        self.carried = []
        return pieces

    def write(self, paragraph: Element, pieces: Sequence[Piece], spot: Spot) -> list[Element]:
        """Write a paragraph; the boxes of text in it are handed back, to be written next."""
        properties = paragraph.find("w:pPr")
        style = value(properties, "w:pStyle")
        label = self.label(properties, style)
        level = self.styles.heading(style, properties)
        notes = [piece.text for piece in pieces if piece.kind == "note"]
        if level:
            self.heading(level, label, pieces, spot)
        else:
            self.body(properties, style, label, pieces, spot)
        for note in notes:
            self.note(note, spot)
        return [piece.box for piece in pieces if piece.box is not None]

    def label(self, properties: Element | None, style: str | None) -> Label | None:
        """What automatic numbering puts before the paragraph."""
        own = properties.find("w:numPr") if properties is not None else None
        list_id, place = value(own, "w:numId"), value(own, "w:ilvl")
        level = whole_number(place) if place is not None else None
        if list_id is None:
            styled = self.styles.numbering(style)
            if styled is None:
                return None
            list_id = styled[0]
            if level is None:
                level = styled[1]
            if level is None:
                level = self.numbering.level_of_style(list_id, styled[2])
        label = self.numbering.next(list_id, level or 0) if list_id != "0" else None
        if label is None:
            return None
        if not label.known:
            message = f"A numbering of the Word file ({label.format}) is shown as plain numbers."
            self.writer.left_out("read-in-part", message)
        indent = self.styles.indent(None, properties)
        return replace(label, indent=indent) if indent is not None else label

    def heading(
        self, level: int, label: Label | None, pieces: Sequence[Piece], spot: Spot
    ) -> None:
        """Write a heading on one line, what is drawn in it below."""
        text = " ".join(inline_markdown(pieces, emphasis=False).split())
        if label is not None and label.format != "bullet":
            text = f"{label.text} {text}".strip()
        self.open = []
        if text:
            self.writer.block([f"{'#' * min(level, 6)} {text}"], spot)
        for piece in pieces:
            if piece.region is not None:
                self.writer.show(self.writer.add(piece.region))

    def body(
        self,
        properties: Element | None,
        style: str | None,
        label: Label | None,
        pieces: Sequence[Piece],
        spot: Spot,
    ) -> None:
        """Write a paragraph that is no heading: text between displays and regions, in order."""
        parts = _parts(pieces, labelled=label is not None)
        indent = None
        if label is not None:
            text = ""
            if parts and isinstance(parts[0], str) and not parts[0].startswith("$$"):
                text = str(parts.pop(0))
            indent = self.labelled(label, text, spot)
        for part in parts:
            if indent is None:
                indent = self.inside(properties, style, part)
            if isinstance(part, Region):
                self.writer.show(self.writer.add(part), indent)
            elif part.startswith("$$"):
                self.writer.block([part], spot, indent)
            else:
                self.writer.paragraph(part, spot, indent)

    def labelled(self, label: Label, text: str, spot: Spot) -> str:
        """Write a paragraph with its number or bullet; tell how its further blocks stand."""
        self.open = [row for row in self.open if row[0] < label.level]
        number = _NUMBER.fullmatch(label.text)
        if (label.format != "bullet" and number is None) or not label.text:
            if label.text:
                self.open = []
                first = f"{label.text} {text}".rstrip()
                first = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", first)
                self.writer.block([line for line in first.split("\n") if line.strip()], spot)
                return ""
            outer = " " * (self.open[-1][1] if self.open else 0)
            if text.strip():
                self.writer.paragraph(text, spot, outer)
            return outer
        outer = " " * (self.open[-1][1] if self.open else 0)
        if number is not None and label.format != "bullet":
            inner = self.writer.item(int(number[1]), number[2], text, spot, outer)
        else:
            ticked = f"{label.text} " if label.text in _TICKS else ""
            inner = self.writer.bullet(ticked + text, spot, outer)
        self.open.append((label.level, inner, label.indent))
        return " " * inner

    def inside(self, properties: Element | None, style: str | None, part: str | Region) -> str:
        """The indentation that a block without a number stands at: that of an item it goes on."""
        left = self.styles.indent(style, properties) or 0
        labelled = isinstance(part, str) and _OWN_LABEL.match(part) is not None
        self.open = [
            row for row in self.open if 0 < row[2] <= left + _SLACK and left > 0 and not labelled
        ]
        return " " * (self.open[-1][1] if self.open else 0)

    def note(self, text: str, spot: Spot) -> None:
        """Write a footnote below its paragraph; a comment in the margin is only reported."""
        kind, id_, number = text.split(" ")
        found = self.notes.of(kind, id_)
        if found is None:
            return
        if kind == "comment":
            if any((part.text or "").strip() for part in found.iter("w:t")):
                message = "The comments in the margin of the Word file are not read."
                self.writer.left_out("read-in-part", message)
            return
        body = self.inline.drawings
        self.inline.drawings = self.notes.drawings(kind)
        regions: list[int] = []
        lines = [
            self.in_a_line(paragraph, self.inline.pieces(paragraph, None, spot), regions)
            for paragraph in found.iter("w:p")
        ]
        self.inline.drawings = body
        written = " ".join(line for line in lines if line)
        if written:
            self.writer.block([f"({kind.capitalize()} {number}) {written}"], spot)
        for region in regions:
            self.writer.show(region)

    def in_a_line(self, paragraph: Element, pieces: Sequence[Piece], regions: list[int]) -> str:
        """A paragraph as text for a cell, its number before it; its regions are added."""
        properties = paragraph.find("w:pPr")
        label = self.label(properties, value(properties, "w:pStyle"))
        texts = [label.text] if label is not None and label.format != "bullet" else []
        run: list[Piece] = []
        for piece in [*pieces, Piece("end")]:
            if piece.kind in ("text", "math", "display", "note"):
                run.append(replace(piece, kind="math") if piece.kind == "display" else piece)
                continue
            texts.append(inline_markdown(run))
            run = []
            if piece.region is not None:
                regions.append(self.writer.add(piece.region))
                texts.append(f"![{piece.region.why}](region:{regions[-1]})")
            for inner in piece.box.iter("w:p") if piece.box is not None else ():
                inside = self.inline.pieces(inner, None, self.inline.spot)
                texts.append(self.in_a_line(inner, inside, regions))
        return " ".join(" ".join(texts).split())

    def table(self, cells: Sequence[Sequence[str]], spots: Sequence[Spot]) -> None:
        """Write a table of cells, each row with its place."""
        self.open = []
        if cells:
            self.writer.block(table(cells), [spots[0], *spots])


def _runs_on(paragraph: Element) -> bool:
    """Whether the mark that ends a paragraph is deleted, so that it runs on into the next."""
    mark = down(paragraph, "w:pPr", "w:rPr")
    if mark is None:
        return False
    return bool(switch(mark, "w:del")) or mark.find("w:moveFrom") is not None


def _parts(pieces: Sequence[Piece], labelled: bool) -> list[str | Region]:
    """Texts, displays (between double dollars) and regions in the order they stand."""
    written = [p for p in pieces if p.kind != "text" or p.text.strip()]
    alone = len(written) == 1 and written[0].kind in ("math", "display")
    if alone:
        latex = written[0].text
        return [] if not latex else [f"${latex}$" if labelled else f"$${latex}$$"]
    parts: list[str | Region] = []
    run: list[Piece] = []
    for piece in [*pieces, Piece("end")]:
        if piece.kind in ("text", "math", "note"):
            run.append(piece)
            continue
        text = inline_markdown(run).strip()
        if text:
            parts.append(text)
        run = []
        if piece.kind == "display" and piece.text:
            parts.append(f"$${piece.text}$$")
        elif piece.region is not None:
            parts.append(piece.region)
    return parts
