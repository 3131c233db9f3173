"""What the cells under a label show: who names the asked thing comes first, then the last."""

from __future__ import annotations

from typing import Any

import pytest

from grader.collect.under import behind, with_shown
from grader.evidence import Candidate, Shown, Source
from grader.intake.reply import Section


def place(cell: int) -> Source:
    """A cell of the notebook."""
    return Source("notebook", "hw.ipynb", 1, cell)


def found(
    *shown: Shown, of: tuple[str, ...] = ("mean height",), take: str = "formula"
) -> list[tuple[Any, str, bool]]:
    """The candidates that cells 3 and 4 give under the label."""
    section = Section(place(2), "own", cells=(3, 4))
    rows = with_shown(section, shown, of, ("Q1 | Heights",), take).candidates
    return [(one.value, one.how, one.sure) for one in rows]


def test_the_last_value_comes_first() -> None:
    """Other cells and other files are none of them."""
    other = Source("notebook", "other.ipynb", 1, 3)
    rows = [Shown(place(3), "", 1), Shown(place(4), "", 2), Shown(place(5), "", 3)]
    assert found(*rows, Shown(other, "", 4)) == [(2, "shown", False), (1, "shown", False)]


def test_a_line_that_names_the_asked_thing_is_sure() -> None:
    """Unless two lines say different things of it."""
    line = Shown(place(3), "loss: 7\nmean height = 2.5")
    assert found(line, Shown(place(4), "", 9))[:2] == [(2.5, "printed", True), (9, "shown", False)]
    again = Shown(place(4), "Mean height: 3")
    assert [row[2] for row in found(line, again)] == [False, False]


def test_a_line_with_a_word_of_it_or_the_only_number_may_be_meant() -> None:
    """Of a line with several numbers the last counts; others say nothing."""
    assert found(Shown(place(3), "after 10 steps heights of 4")) == [(4, "shown", False)]
    assert found(Shown(place(3), "it is 4")) == [(4, "shown", False)]
    assert found(Shown(place(3), "it is 4\nand 5")) == []


@pytest.mark.parametrize(
    ("of", "value"), [("number of rows", 8), ("samples", 8), ("features", 3), ("mean", [8, 3])]
)
def test_a_shape_is_read_by_what_is_asked(of: str, value: Any) -> None:
    """Rows and columns have many names."""
    assert [row[0] for row in found(Shown(place(3), "", [8, 3], "df.shape"), of=(of,))] == [value]


def test_of_a_text_the_whole_print_counts() -> None:
    """Behind what is written under the label in words."""
    section = Section(place(2), "own", (Candidate("Yes", place(2), "text", True),), cells=(3,))
    shown = Shown(place(3), "a\nb\n")
    rows = with_shown(section, [shown], (), (), "prose").candidates
    assert [(one.value, one.sure) for one in rows] == [("Yes", True), ("a\nb", False)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Number of rows: 8", 8), ("rows of the table are 8", 8), ("rows (all): 8 cm", 8),
        ("rows 8", None), ("8 rows", None), ("rows of 8: no", None), ("arrows: 8", None),
    ],
)  # fmt: skip
def test_a_value_stands_behind_its_name_and_a_sign(line: str, value: Any) -> None:
    """A name inside another, or a number without a sign, is none."""
    assert behind("rows", line) == value
