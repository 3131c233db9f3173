"""Footnotes, endnotes and comments of a Word document by their number."""

from __future__ import annotations

from ..archives import Element
from .drawings import Drawings
from .package import Package, Relation


class Notes:
    """Reads a part with notes when the first of them is met."""

    def __init__(self, package: Package, relations: dict[str, Relation]) -> None:
        self.package = package
        self._parts = {r.kind: r.target for r in relations.values() if not r.external}
        self._read: dict[str, dict[str, Element]] = {}
        self._drawings: dict[str, Drawings] = {}

    def of(self, kind: str, id_: str) -> Element | None:
        """The note of a kind (footnote, endnote, comment) with this id."""
        if kind not in self._read:
            part = self._parts.get(f"{kind}s")
            root = self.package.xml(part) if part else None
            rows = root.findall(f"w:{kind}") if root is not None else []
            self._read[kind] = {row.get("w:id", ""): row for row in rows}
        return self._read[kind].get(id_)

    def drawings(self, kind: str) -> Drawings:
        """What finds the pictures in notes of a kind: their ids are not those of the body."""
        if kind not in self._drawings:
            relations = self.package.relations(self._parts.get(f"{kind}s", "-"))
            self._drawings[kind] = Drawings(self.package, relations)
        return self._drawings[kind]
