"""Where a written-up hand-in holds the answer to a question."""

from __future__ import annotations

from typing import Literal

from grader.questions.record import Record


class Writeup(Record):
    """A hint for the reader of write-ups; it holds no answer.

    The values that come out are what a module would hold: `truth_list` a list of [truth value,
    reason], `prose` a text, `table` rows of texts, `formula` and `matrix` a right-hand side in
    LaTeX, `matrices_at` a mapping of point ("1,1") to matrix, `formulas` a list of statements
    (LaTeX, or prose with its formulas between dollar signs), `code` the text of a listing.
    """

    under: tuple[str, ...] = ()
    """Labels or headings from the outermost inwards, such as "Problem 3 | Gradient Descent" and
    "3-1"; what stands between bars are alternatives, and 3a, 3-1 and Part 1 are the same."""
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
    """Left-hand sides (best first), heads of a table's columns, or words of the wanted code."""
    parts: tuple[str, ...] = ()
    """Left-hand sides of the pieces, for a vector that is only written piece by piece."""
