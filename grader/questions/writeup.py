"""Where a written-up hand-in holds the answer to a question."""

from __future__ import annotations

from typing import Literal

from grader.questions.record import Record


class Writeup(Record):
    """A hint for the reader of write-ups; it holds no answer."""

    under: tuple[str, ...] = ()
    """Headings or labels from the outermost inwards, such as "Problem 3" and "3-1"."""
    take: Literal[
        "truth_list",
        "prose",
        "table",
        "formula",
        "formulas",
        "matrix",
        "matrices_at",
        "code",
    ] = "prose"
    """What to read there."""
    of: tuple[str, ...] = ()
    """Left-hand sides or names that the wanted formula or code defines."""
