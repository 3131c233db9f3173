"""A file as Markdown, with what stands where in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..result import Place


@dataclass(frozen=True, slots=True)
class Text:
    """A file as Markdown: `place(line)` tells where a line stands, `regions` what was not read.

    `regions[n]` is the number of a kept picture (or None), why it was not read, its place, and what
    might stand there; a line `![...](region:n)` stands for it. `cells` are the numbers of a
    notebook's code cells.
    """

    text: str
    place: Callable[[int], Place]
    regions: Sequence[tuple[int | None, str, Place, str]] = ()
    cells: frozenset[int] = frozenset()
    prose: bool = True
    """Whether anything but code stands in it."""
    runs: bool = False
    is_print: bool = False
    """Whether it prints another text of the submission, so that only what code printed counts."""
    raw: str = ""
    """The same as it was handed in, where that is not Markdown."""
