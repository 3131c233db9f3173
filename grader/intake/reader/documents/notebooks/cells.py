"""Cells as a notebook has them, whatever file they were read from."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Region


@dataclass(frozen=True, slots=True)
class Output:
    """What a cell showed when it was saved: the student's own claim."""

    kind: str
    """text | stream | error | html (as Markdown) | picture"""
    text: str = ""
    region: int | None = None
    """The number of a picture's region."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `kind` is code (Python, to be run) or markdown."""

    kind: str
    source: str
    line: int
    """The line of the file on which `source` begins, from 1."""
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """The cells of a file in the order in which they run; regions are counted over all of it."""

    cells: tuple[Cell, ...]
    regions: tuple[Region, ...] = ()
    form: str = ""
    """What the file is: rmarkdown, quarto, myst, percent, nbconvert, colab, light, marimo, …"""


def cell(kind: str, lines: list[str], first: int) -> Cell | None:
    """A cell from lines of a file of which the first has this number; None for an empty one."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start == end:
        return None
    return Cell(kind, "\n".join(lines[start:end]), first + start)
