"""What a page is made of before it is written down: lines, tables, and marks for a person."""

from __future__ import annotations

from dataclasses import dataclass, field

from .geometry import Box, Sheet
from .lines import Line


@dataclass(slots=True)
class Mark:
    """A place that a person has to look at; becomes a `Region`."""

    page: int
    box: Box
    why: str
    suggestion: str = ""
    read: str = "none"
    pixels: str = ""
    """Hash of the one picture that stands here, where it is one."""


@dataclass(slots=True)
class Table:
    """A table as rows of Markdown cells."""

    page: int
    box: Box
    rows: list[list[str]]
    tops: list[float]
    """Where each row begins."""
    doubtful: str = ""
    """Why a person has to look at it; "" where it was surely read."""


Piece = Line | Table | Mark


@dataclass(slots=True)
class Leaf:
    """One page, taken apart."""

    number: int
    sheet: Sheet
    pieces: list[Piece] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    """Filled or framed areas with text on them."""
    unread: float = 0.0
    """Share of the ink that nothing accounts for."""
    distrusted: bool = False
