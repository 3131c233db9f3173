"""Comments that are labels cut code into pieces, and no line of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.writeup.copied.comments import cut_at_labels
from grader.intake.reader.writeup.known import Known, target_of

KNOWN = Known.of([target_of(["Question 1 | Fuel types"]), target_of(["Question 2"])])
LINES = ("# Question 1", "x = 1", "", "# a comment", "# q2 the rest", "    # Question 2", "## 3")


def labels(text: str) -> list[tuple[str, int]]:
    """The labels of the pieces, with the lines where they begin."""
    return [(piece.label, piece.first) for piece in cut_at_labels(text.split("\n"), KNOWN)]


@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_the_pieces_are_the_lines_in_order(rows: list[str]) -> None:
    """Nothing but blank lines before the first label is left out."""
    pieces = cut_at_labels(rows, KNOWN)
    kept = [row for piece in pieces for row in piece.rows]
    skipped = len(rows) - len(kept)
    assert kept == rows[skipped:] and not any(row.strip() for row in rows[:skipped])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Question 1\nx\n# Question 2: y\nz", [("Question 1", 0), ("Question 2: y", 2)]),
        ("import a\n# q2 the rest\nx", [("", 0), ("q2 the rest", 1)]),
        ("# Fuel types\nx", [("Fuel types", 0)]),
        ("x\n# Fuel types\ny", [("", 0)]),
        ("# Question 3:\nx", [("Question 3:", 0)]),
        ("x = 1\n    # Question 2\ny", [("", 0)]),
        ("# 2 of them\nx\n# 1. read it\ny", [("", 0)]),
        ("# all the fuel types there are\nx", [("", 0)]),
    ],
)
def test_what_is_a_label(text: str, found: list[tuple[str, int]]) -> None:
    """A word and a number at the margin; a title where a heading would stand."""
    assert labels(text) == found
