"""OpenDocument texts as Markdown: the same outline as a Word file."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..archives import Archive, Element
from ..counting import whole_number
from ..document import Document, Region, Spot, Unreadable
from ..markdown import Writer, escaped, fence, table
from ..mathml import Unknown, latex_of_mathml
from ..pictures import region_of
from .styles import Look, Styles

_NOTHING = frozenset(
    ["text:tracked-changes", "text:change", "text:change-start", "text:change-end",
     "text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:soft-page-break",
     "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:forms",
     "text:table-of-content", "text:reference-mark", "text:reference-mark-start", "svg:title",
     "text:reference-mark-end", "text:note-citation", "svg:desc", "office:annotation-end",
     "text:list-header-marker", "text:toc-mark", "text:toc-mark-start", "text:toc-mark-end"]
)  # fmt: skip
_NAMES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "drawing": "draw",
    "style": "style",
    "svg-compatible": "svg",
    "xsl-fo-compatible": "fo",
}
_PREFIXES = {
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    **{f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": p for name, p in _NAMES.items()},
}


def read_odt(data: bytes, max_seconds: float = 20.0) -> Document:
    """An ODT file as Markdown; raises `Unreadable` where nothing can be read."""
    archive = Archive(data, "odt", _PREFIXES)
    if archive.content("META-INF/manifest.xml", 1 << 20) and b"encryption-data" in (
        archive.content("META-INF/manifest.xml", 1 << 20) or b""
    ):
        message = "The file is protected by a password; save it without one."
        raise Unreadable("odt-encrypted", message)
    try:
        return _Reader(archive, time.process_time() + max_seconds).document()
    except RecursionError as reason:
        raise archive.damaged("nested too deeply") from reason


@dataclass(slots=True)
class _Text:
    """A paragraph as it is put together: its Markdown so far, and what cuts it."""

    parts: list[str | Region | Element] = field(default_factory=list)
    fixed: bool = True
    plain: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += text
        else:
            self.parts.append(text)


class _Reader:
    """Walks through the body and writes each block."""

    def __init__(self, archive: Archive, deadline: float) -> None:
        root = archive.xml("content.xml")
        body = root.find("office:body") if root is not None else None
        text = body.find("office:text") if body is not None else None
        if root is None or text is None:
            raise archive.damaged("content.xml")
        self.archive = archive
        self.body = text
        self.deadline = deadline
        self.styles = Styles(root, archive.xml("styles.xml"))
        self.writer = Writer()
        self.number = 0
        self.code: list[tuple[str, Spot]] = []

    def document(self) -> Document:
        self.blocks(self.body)
        self.flush()
        return self.writer.document()

    def blocks(self, element: Iterable[Element], indent: str = "") -> None:
        """Write what stands in an element block by block, lists set in by `indent`."""
        for child in element:
            tag = child.tag
            if tag in ("text:p", "text:h"):
                self.paragraph(child, indent)
            elif tag == "text:list":
                self.items(child, 1, indent)
            elif tag == "table:table":
                self.table(child)
            elif tag in ("text:section", "text:index-body", "draw:text-box", "office:annotation"):
                self.blocks(child, indent)
            elif tag.startswith("draw:"):
                self.write(self.drawn([child]), Spot(line=self.number), indent)
            elif tag not in _NOTHING:
                name = tag.rpartition("}")[2]
                self.writer.left_out("read-in-part", f"A part of the file ({name}) is not read.")

    def paragraph(self, element: Element, indent: str, mark: str = "") -> None:
        """Write a paragraph or a heading, with the number or bullet of its list before it."""
        self.number += 1
        if time.process_time() > self.deadline:
            raise Unreadable("document-too-large", "The file takes too long to read.")
        spot = Spot(line=self.number)
        style = element.get("text:style-name")
        text = _Text()
        self.inline(element, self.styles.look(style, None), text)
        level = whole_number(element.get("text:outline-level"), 1) if element.tag == "text:h" else 0
        if level and not mark:
            mark = self.styles.heading(level)
        level = level or (1 if self.styles.is_title(style) else 0)
        if not level and not mark and self.takes(text, spot):
            return
        self.flush()
        if level:
            words = [part for part in text.parts if isinstance(part, str)]
            line = " ".join(" ".join([mark, *words]).split()).replace("**", "")
            if line:
                self.writer.block([f"{'#' * min(level, 6)} {line}"], spot)
            text.parts = [part for part in text.parts if not isinstance(part, str)]
            mark = ""
        self.write(text, spot, indent, mark)

    def takes(self, text: _Text, spot: Spot) -> bool:
        """Keep a paragraph in a fixed font for a listing."""
        whole = all(isinstance(part, str) for part in text.parts)
        if not text.plain.strip():
            if self.code and not text.parts:
                self.code.append(("", spot))
                return True
            return False
        if not whole or not text.fixed:
            return False
        self.code += [(line.rstrip(), spot) for line in text.plain.expandtabs(4).split("\n")]
        return True

    def flush(self) -> None:
        """Write the listing that was collected."""
        while self.code and not self.code[-1][0]:
            self.code.pop()
        if self.code:
            spots = [spot for _, spot in self.code]
            lines = fence([line for line, _ in self.code])
            self.writer.block(lines, [spots[0], *spots, spots[-1]])
        self.code = []

    def write(self, text: _Text, spot: Spot, indent: str, mark: str = "") -> None:
        """Write the parts of a paragraph in order, displays and regions on their own."""
        parts = [part for part in text.parts if not isinstance(part, str) or part.strip()]
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, str) and re.fullmatch(r"\$[^$]+\$", only.strip()) and not mark:
            self.writer.block([f"${only.strip()}$"], spot, indent)
            return
        if mark:
            first = str(parts.pop(0)) if parts and isinstance(parts[0], str) else ""
            numbered = re.fullmatch(r"(\d{1,3})([.)])", mark)
            if numbered:
                inner = self.writer.item(int(numbered[1]), numbered[2], first.strip(), spot, indent)
                indent = " " * inner
            elif mark == "-":
                indent = " " * self.writer.bullet(first.strip(), spot, indent)
            else:
                self.writer.block([f"{mark} {first.strip()}".rstrip()], spot)
        for part in parts:
            if isinstance(part, str):
                self.writer.paragraph(part.strip(), spot, indent)
            elif isinstance(part, Region):
                self.writer.show(self.writer.add(part), indent)
            else:
                self.blocks(part, indent)
        for id_, note in text.notes:
            self.writer.block([f"(Footnote {id_}) {note}"], spot)

    def items(self, element: Element, level: int, indent: str) -> None:
        """Write a list, the numbers that LibreOffice shows before its items."""
        style = element.get("text:style-name")
        self.styles.enter(style, level, element.get("text:continue-numbering") == "true")
        for item in element:
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            head = item.tag == "text:list-header"
            mark = "" if head else self.styles.mark(level, item.get("text:start-value"))
            listed = re.fullmatch(r"\d{1,3}[.)]|-", mark)
            inner = indent + " " * (len(mark) + 1) if listed else indent
            for child in item:
                if child.tag == "text:list":
                    self.items(child, level + 1, inner)
                elif child.tag in ("text:p", "text:h"):
                    self.paragraph(child, indent if mark else inner, mark)
                    mark = ""
                else:
                    self.blocks([child], inner)
        self.styles.leave()

    def table(self, element: Element) -> None:
        """Write a table; cells that a merged one covers are empty."""
        self.flush()
        rows: list[list[str]] = []
        spots: list[Spot] = []
        regions: list[int] = []
        for row in element.iter("table:table-row"):
            cells: list[str] = []
            spots.append(Spot(line=self.number + 1))
            for cell in row:
                if cell.tag not in ("table:table-cell", "table:covered-table-cell"):
                    continue
                times = whole_number(cell.get("table:number-columns-repeated"), 1)
                cells += [self.cell(cell, regions)] * min(max(times, 1), 60)
            rows.append(cells)
        if rows:
            self.writer.block(table(rows), [spots[0], *spots])
        for region in regions:
            self.writer.show(region)

    def cell(self, cell: Element, regions: list[int]) -> str:
        """The text of a table's cell; the numbers of its pictures go into `regions`."""
        texts: list[str] = []
        for paragraph in cell.iter():
            if paragraph.tag not in ("text:p", "text:h"):
                continue
            self.number += 1
            text = _Text()
            self.inline(paragraph, Look(), text)
            for part in text.parts:
                if isinstance(part, str):
                    texts.append(part.strip())
                elif isinstance(part, Region):
                    regions.append(self.writer.add(part))
                    texts.append(f"![{part.why}](region:{regions[-1]})")
        return " ".join(filter(None, texts))

    def inline(self, element: Element, look: Look, text: _Text) -> None:
        """Add what stands in a paragraph or a part of one."""
        self.characters(element.text, look, text)
        for child in element:
            tag = child.tag
            if tag == "text:span":
                name = child.get("text:style-name")
                self.inline(child, self.styles.look(name, look), text)
            elif tag == "text:s":
                spaces = min(whole_number(child.get("text:c"), 1), 400)
                self.characters(" " * spaces, look, text, True)
            elif tag == "text:tab":
                self.characters("\t", look, text, True)
            elif tag == "text:line-break":
                self.characters("\n", look, text, True)
            elif tag == "text:note":
                body = child.find("text:note-body")
                note = " ".join("".join(body.itertext()).split()) if body is not None else ""
                id_ = "".join(child.itertext()).strip()[:3]
                citation = child.find("text:note-citation")
                id_ = (citation.text or id_) if citation is not None else id_
                text.add(f"[^{id_}]")
                text.notes.append((id_, escaped(note)))
            elif tag == "office:annotation":
                self.writer.left_out("read-in-part", "The comments in the margin are not read.")
            elif tag.startswith("draw:"):
                found = self.drawn([child])
                for part in found.parts:
                    if isinstance(part, str):
                        text.add(part)
                    else:
                        text.parts.append(part)
                text.fixed = False
            elif tag not in _NOTHING:  # links and fields, by what they show
                self.inline(child, look, text)
            self.characters(child.tail, look, text)

    def characters(self, said: str | None, look: Look, text: _Text, exact: bool = False) -> None:
        if not said:
            return
        if not exact:
            said = re.sub(r"\s+", " ", said)
        if look.struck and said.strip():
            struck = Region(Spot(line=self.number), "unread-ink", suggestion=f"~~{said}~~")
            text.parts.append(struck)
            return
        text.plain += said
        text.fixed = text.fixed and (look.fixed or not said.strip())
        text.add(look.written(said))

    def drawn(self, elements: list[Element]) -> _Text:
        """What drawings show: formulas, pictures, boxes of text."""
        text = _Text()
        spot = Spot(line=self.number)
        for element in elements:
            for part in self._drawn(element, spot):
                if isinstance(part, str):
                    text.add(part)
                else:
                    text.parts.append(part)
        return text

    def _drawn(self, element: Element, spot: Spot) -> Iterator[str | Region | Element]:
        boxes = list(element.iter("draw:text-box"))
        objects = list(element.iter("draw:object"))
        images = list(element.iter("draw:image"))
        for found in objects[:1]:
            yield self.formula(found.get("xlink:href") or "", spot)
        if not objects:
            for image in images[:1]:
                part = posixpath.normpath(image.get("xlink:href") or "")
                data = self.archive.picture(part)
                yield Region(spot, "picture") if data is None else region_of(data, spot)
        yield from boxes
        if not boxes and not objects and not images:
            yield Region(spot, "picture", suggestion=" ".join("".join(element.itertext()).split()))

    def formula(self, address: str, spot: Spot) -> str | Region:
        """An embedded formula as LaTeX between dollars; any other object is a region."""
        try:
            root = self.archive.xml(posixpath.normpath(f"{address}/content.xml"))
            if root is None or not root.tag.endswith("math"):
                return Region(spot, "picture")
            latex = latex_of_mathml(root)
        except (Unknown, Unreadable):
            return Region(spot, "equation-object")
        return f"${latex}$" if latex else ""
