"""A document as every front end hands it over: Markdown, places, and what was not read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line or region stands."""

    page: int | None = None
    """Counted from 1."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom as shares of the page, from its top left corner."""
    line: int | None = None
    """docx: number of the paragraph; sheets: row; text formats: line."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a file that a person has to look at, with a picture where one can be made."""

    spot: Spot
    why: str
    """picture | drawn-formula | unmapped-glyphs | unread-ink | scan | equation-object |
    text-layer-distrusted"""
    png: bytes = b""
    """Made here, inside the sandbox; at most 1600 px wide, 60-500 kB; empty where none can be."""
    pixels: str = ""
    """SHA-256 (hex) over size and decoded pixels, so that equal pictures are known as equal."""
    suggestion: str = ""
    """What was read of it without confidence, as Markdown and LaTeX."""
    read: str = "none"
    """"part" where its text also stands in the document, "none" where nothing of it does."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file read; `![why](region:N)` alone on a line stands where `regions[N]` is."""

    text: str
    places: tuple[Spot, ...]
    """`places[i]` tells where line i+1 of `text` stands."""
    regions: tuple[Region, ...] = ()
    findings: tuple[tuple[str, str, int | None], ...] = ()
    """(kind, message for the student, page)"""
    whole: bool = True
    """False where something was left out that no region shows: pages past a limit, damage."""


class Unreadable(Exception):
    """A file that cannot be read at all: a bomb, damage, a password, a format not known."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
