"""A docx file: its parts by the relations between them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from ..archives import Archive, Element

_SPACES = {
    "w": ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
          "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    "m": ("http://schemas.openxmlformats.org/officeDocument/2006/math",
          "http://purl.oclc.org/ooxml/officeDocument/math"),
    "r": ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
          "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    "wp": ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
           "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
    "a": ("http://schemas.openxmlformats.org/drawingml/2006/main",
          "http://purl.oclc.org/ooxml/drawingml/main"),
    "pic": ("http://schemas.openxmlformats.org/drawingml/2006/picture",
            "http://purl.oclc.org/ooxml/drawingml/picture"),
    "wps": ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape",),
    "wpg": ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",),
    "wpc": ("http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",),
    "w14": ("http://schemas.microsoft.com/office/word/2010/wordml",),
    "mc": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
}  # fmt: skip
PREFIXES = {space: prefix for prefix, spaces in _SPACES.items() for space in spaces}


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to; an external target is known to be one and never read."""

    kind: str
    target: str
    external: bool


class Package(Archive):
    """A docx file whose main part is found by the relations of the whole."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "docx", PREFIXES)
        main = [r.target for r in self.relations("").values() if r.kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their id; those of the whole file for an empty name."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        rows: dict[str, Relation] = {}
        for row in root if root is not None else ():
            target, external = row.get("Target", ""), row.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = row.get("Type", "").rpartition("/")[2]
            rows[row.get("Id", "")] = Relation(kind, target, external)
        return rows

    def related(self, relations: dict[str, Relation], kind: str) -> Element | None:
        """The root of the part of this kind, or None where there is none."""
        targets = [r.target for r in relations.values() if r.kind == kind and not r.external]
        return self.xml(targets[0]) if targets else None


def down(element: Element | None, *path: str) -> Element | None:
    """The first child of the first child and so on, or None where one is absent."""
    for name in path:
        element = element.find(name) if element is not None else None
    return element


def is_placeholder(control: Element) -> bool:
    """Whether a content control shows "Click here to enter text", which nobody has typed."""
    return bool(switch(control.find("w:sdtPr"), "w:showingPlcHdr"))


def value(element: Element | None, child: str, attribute: str = "w:val") -> str | None:
    """The attribute of a child, or None where either is absent."""
    found = element.find(child) if element is not None else None
    return found.get(attribute) if found is not None else None


def switch(element: Element | None, child: str) -> bool | None:
    """Whether a property is on; None where nothing is said."""
    found = element.find(child) if element is not None else None
    if found is None:
        return None
    return found.get("w:val", found.get("m:val", "1")).lower() not in ("0", "false", "off", "none")
