"""Listings in a Word document: paragraphs in a fixed font or a style for code, in a fence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..archives import Element
from ..counting import whole_number
from ..document import Spot
from ..markdown import Writer, fence
from .inline import Piece
from .package import down, value
from .styles import Styles

MAX_SAMPLE = 1_500
MAX_GAP = 3
TAB = 4
_ASCII = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "−": "-", "\u00a0": " "})
_CODE_LINE = re.compile(
    r"\s+\S|(?:import|from|def|class|for|while|if|elif|else|try|except|with|return|print|assert|@)\b"
    r"|[\w.\[\]]+(?:,\s*[\w.\[\]]+)*\s*[-+*/]?=[^=]|[\w.]+\(|[\])}#]|>>>|.*:$"
)


class Listings:
    """Collects neighbouring paragraphs of code until something else comes."""

    def __init__(self, styles: Styles, body: Element) -> None:
        self.styles = styles
        self.lines: list[tuple[int, str, Spot]] = []
        """Indentation of the paragraph in twips, the line, and its place."""
        self.gap: list[tuple[int, str, Spot]] = []
        self.distinct = _share_fixed(styles, body) < 0.7
        """Whether a fixed font tells code from prose here; some write everything in one."""

    def takes(self, paragraph: Element, pieces: Sequence[Piece], spot: Spot) -> bool:
        """Keep a paragraph of a listing; False for any other."""
        text = "".join(piece.look.script + piece.text for piece in pieces)
        if not text.strip() and not any(p.region or p.box is not None for p in pieces):
            if not self.lines or len(self.gap) >= MAX_GAP:
                return False
            self.gap.append((0, "", spot))
            return True
        if not self.is_code(paragraph, pieces):
            return False
        self.lines += self.gap
        self.gap = []
        indent = _indent(paragraph)
        for line in text.split("\n"):
            line = line.translate(_ASCII).expandtabs(TAB).rstrip()
            self.lines.append((indent, line, spot))
        return True

    def is_code(self, paragraph: Element, pieces: Sequence[Piece]) -> bool:
        """Whether a paragraph with text belongs to a listing."""
        if any(piece.kind != "text" for piece in pieces):
            return False
        properties = paragraph.find("w:pPr")
        style = value(properties, "w:pStyle")
        if self.styles.heading(style, properties):
            return False
        if self.styles.is_code(style):
            return True
        if properties is not None and properties.find("w:numPr") is not None:
            return False
        written = [piece for piece in pieces if piece.text.strip()]
        if not written or not all(piece.look.fixed for piece in written):
            return False
        return self.distinct or bool(_CODE_LINE.match("".join(piece.text for piece in pieces)))

    def flush(self, writer: Writer) -> None:
        """Write the listing that was collected, if there is one."""
        if not self.lines:
            return
        least = min((indent for indent, line, _ in self.lines if line), default=0)
        steps = sorted({indent - least for indent, line, _ in self.lines if line} - {0})
        step = steps[0] if steps else 1
        lines = [
            " " * (TAB * round(max(indent - least, 0) / step)) + line if line else ""
            for indent, line, _ in self.lines
        ]
        spots = [spot for _, _, spot in self.lines]
        writer.block(fence(lines), [spots[0], *spots, spots[-1]])
        self.lines, self.gap = [], []


def _indent(paragraph: Element) -> int:
    """Where the first line of a paragraph begins by its own settings, in twips."""
    found = down(paragraph, "w:pPr", "w:ind")
    if found is None:
        return 0
    left = whole_number(found.get("w:left") or found.get("w:start"))
    return left + whole_number(found.get("w:firstLine")) - whole_number(found.get("w:hanging"))


def _share_fixed(styles: Styles, body: Element) -> float:
    """The share of a document's characters that stand in a fixed font, by its first runs."""
    fixed = total = seen = 0
    for paragraph in body.iter("w:p"):
        style = value(paragraph.find("w:pPr"), "w:pStyle")
        for run in paragraph.iter("w:r"):
            size = sum(len(text.text or "") for text in run.iter("w:t"))
            total += size
            if styles.look(run.find("w:rPr"), style).fixed and not styles.is_code(style):
                fixed += size
            seen += 1
        if seen > MAX_SAMPLE:
            break
    return fixed / total if total else 0.0
