"""Pictures, boxes and embedded objects in a paragraph; what cannot be shown is still a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..archives import Element
from ..document import Region, Spot
from ..pictures import region_of
from .package import Package, Relation

Drawn = tuple[Region | None, Element | None]
"""A region, or the content of a box of text."""

MAX_PICTURES = 100
_EQUATIONS = ("equation", "mathtype", "wiris")
_SHAPES = frozenset([
    "v:shape", "v:rect", "v:oval", "v:line", "v:polyline", "v:roundrect", "v:curve", "v:arc",
])  # fmt: skip


class Drawings:
    """Finds what is drawn, with the pictures decoded once each."""

    def __init__(self, package: Package, relations: dict[str, Relation]) -> None:
        self.package = package
        self.relations = relations
        self._made: dict[str, Region] = {}

    def of(self, element: Element, spot: Spot) -> Iterator[Drawn]:
        """Everything that one drawing, picture or object puts on the page."""
        if element.tag == "w:object":
            yield self._object(element, spot), None
            return
        boxes = list(_boxes(element))
        pictures = [child for child in element.iter() if child.tag in ("a:blip", "v:imagedata")]
        inside = {id(part) for box in boxes for part in box.iter()}
        seen = set()
        for picture in pictures:  # a choice and its fallback show the same picture
            region = self._picture(picture, spot, "picture")
            if id(picture) not in inside and (not region.pixels or region.pixels not in seen):
                seen.add(region.pixels)
                yield region, None
        for box in boxes:
            yield None, box
        words = [path.get("string", "") for path in element.iter("v:textpath")]
        if any(words):
            yield Region(spot, "picture", suggestion=" ".join(words)), None
        elif not pictures and not boxes and not _is_rule(element):
            yield Region(spot, "picture"), None

    def _object(self, element: Element, spot: Spot) -> Region:
        """An embedded object by the picture that stands for it."""
        program = " ".join(ole.get("ProgID", "") for ole in element.iter("o:OLEObject")).lower()
        why = "equation-object" if program.startswith(_EQUATIONS) else "picture"
        pictures = [child for child in element.iter() if child.tag in ("v:imagedata", "a:blip")]
        return self._picture(pictures[0], spot, why) if pictures else Region(spot, why)

    def _picture(self, element: Element, spot: Spot, why: str) -> Region:
        id_ = element.get("r:embed") or element.get("r:id") or element.get("r:pict") or ""
        relation = self.relations.get(id_)
        if relation is None or relation.external:
            return Region(spot, why)
        target = relation.target
        if target not in self._made and len(self._made) < MAX_PICTURES:
            data = self.package.picture(target)
            self._made[target] = Region(spot, why) if data is None else region_of(data, spot, why)
        made = self._made.get(target, Region(spot, why))
        return replace(made, spot=spot, why=why)


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of boxes of text, outermost only; the fallback of a choice is its twin."""
    for child in element:
        if child.tag == "w:txbxContent":
            yield child
        elif child.tag == "mc:AlternateContent":
            first = next(iter(child), None)
            if first is not None:
                yield from _boxes(first)
        else:
            yield from _boxes(child)


def _is_rule(element: Element) -> bool:
    """Whether a drawing is a horizontal line across the page, or draws nothing at all."""
    shapes = [child for child in element.iter() if child.tag in _SHAPES]
    if element.tag != "w:pict":
        return False
    return all(shape.get("o:hr") in ("t", "true", "1") for shape in shapes)
