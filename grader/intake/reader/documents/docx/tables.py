"""The cells of a Word table in their rows and columns, merged ones in the place they begin."""

from __future__ import annotations

from dataclasses import dataclass

from ..archives import Element
from ..counting import whole_number
from .listing import Listings
from .package import down, value

MAX_SPAN = 60
_ROWS = frozenset(["w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"])


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; None stands where a merged cell goes on or a row begins later."""

    rows: tuple[tuple[Element | None, ...], ...]
    table: Element

    @classmethod
    def of(cls, table: Element) -> Grid:
        """The grid of a table, rows that were deleted left out."""
        return cls(tuple(_cells(row) for row in _inside(table, "w:tr") if not _deleted(row)), table)

    def lays_out(self, listings: Listings) -> bool:
        """Whether it only lays out blocks: one column, or cells with a table or a listing."""
        if all(len(row) < 2 for row in self.rows):
            return True
        if sum(1 for _ in self.table.iter("w:tbl")) > 1:
            return True
        for row in self.rows:
            for cell in row:
                paragraphs = cell.findall("w:p") if cell is not None else []
                if sum(_is_code(paragraph, listings) for paragraph in paragraphs) > 1:
                    return True
        return False


def _is_code(paragraph: Element, listings: Listings) -> bool:
    """Whether a paragraph in a cell is a line of a listing."""
    style = value(paragraph.find("w:pPr"), "w:pStyle")
    if listings.styles.is_code(style):
        return True
    runs = [run for run in paragraph.iter("w:r") if run.find("w:t") is not None]
    fixed = [listings.styles.look(run.find("w:rPr"), style).fixed for run in runs]
    return listings.distinct and bool(fixed) and all(fixed)


def _inside(element: Element, tag: str) -> list[Element]:
    """The children of a kind, also those in containers."""
    found: list[Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _ROWS:
            found += _inside(child, tag)
    return found


def _deleted(row: Element) -> bool:
    return down(row, "w:trPr", "w:del") is not None


def _cells(row: Element) -> tuple[Element | None, ...]:
    properties = row.find("w:trPr")
    cells: list[Element | None] = [None] * _span(value(properties, "w:gridBefore"), 0)
    for cell in _inside(row, "w:tc"):
        own = cell.find("w:tcPr")
        merge = own.find("w:vMerge") if own is not None else None
        goes_on = merge is not None and merge.get("w:val", "continue") == "continue"
        cells.append(None if goes_on else cell)
        cells += [None] * (_span(value(own, "w:gridSpan"), 1) - 1)
    return tuple(cells)


def _span(text: str | None, least: int) -> int:
    return min(max(whole_number(text, least), least), MAX_SPAN)
