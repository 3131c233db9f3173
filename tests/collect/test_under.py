"""What the cells under a label show: who names the asked thing comes first, then the last."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.rows import behind
from grader.collect.under import with_shown
from grader.evidence import Candidate, Shown, Source, shown_from_frame
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


def in_turn(place_: int, count: int, *shown: Shown) -> list[Any]:
    """The candidates of one of several questions under one label."""
    section = Section(place(2), "own", cells=(3, 4))
    rows = with_shown(section, shown, ("height",), (), "formula", (place_, count)).candidates
    return [one.value for one in rows]


def test_as_many_numbers_as_questions_have_their_turn() -> None:
    """In lines of their own, in cells of their own, or in one tuple; else the last comes first."""
    lines = Shown(place(3), "190\n160\n")
    assert (in_turn(0, 2, lines), in_turn(1, 2, lines)) == ([190, 160], [160, 190])
    cells = Shown(place(3), "", 190), Shown(place(4), "", 160)
    assert in_turn(0, 2, *cells) == [190, 160]
    assert in_turn(1, 2, Shown(place(3), "", [190, 160])) == [160, 190]
    assert in_turn(0, 2, lines, Shown(place(4), "", 170)) == [170, 160, 190]


def test_a_printed_series_is_a_list() -> None:
    """As pandas prints it, up to the line with its type."""
    text = "sex\nMale      21790\nFemale    10771\nName: count, dtype: int64\nother    5\n"
    assert [21790, 10771] in [row[0] for row in found(Shown(place(3), text))]


def test_a_share_is_handed_on_as_it_is_printed() -> None:
    """Whoever marks knows whether a number of per cent is asked for."""
    assert found(Shown(place(3), "29.4%")) == [("29.4%", "shown", False)]


def printed(cell: int, *calls: tuple[str, str]) -> Shown:
    """What several calls of `print` printed in a cell, each with what it was told to print."""
    text, starts = "", []
    for said, line in calls:
        starts.append((len(text), said))
        text += f"{line}\n"
    return Shown(place(cell), text, calls=tuple(starts))


def test_what_print_was_told_names_what_it_printed() -> None:
    """It goes before what came later, but is not said to be the answer."""
    rows = printed(3, ("h.mean()", "2.5"), ("h.max()", "9")), printed(4, ("len(h)", "7"))
    assert found(*rows, of=("maximum height", "maximum"))[0] == (9, "shown", False)
    assert found(*rows, of=("mean",))[0] == (2.5, "shown", False)
    assert found(*rows, of=("variance",))[0] == (7, "shown", False)


def test_one_print_of_several_things_is_several() -> None:
    """As are the parts of a displayed tuple."""
    assert found(printed(3, ("h.min(), h.max()", "1 9")), of=("maximum",))[0][0] == 9
    pair = Shown(place(3), "(9, 1)", [9, 1], "(h.max(), h.min())")
    assert found(pair, of=("maximum",))[0][0] == 9
    assert found(printed(3, ('"mean", h.max()', "mean 9")), of=("maximum",))[0][0] == 9


def test_numbers_of_one_name_are_a_list_where_one_is_asked_for() -> None:
    """In the order in which they were shown."""
    rows = printed(3, ("a.mean()", "4"), ("a.std()", "1"), ("b.mean()", "5"), ("b.std()", "2"))
    assert found(rows, of=("mean",), take="matrix")[0][0] == [4, 5]
    assert found(rows, of=("standard deviation",), take="matrix")[0][0] == [1, 2]
    assert [4, 5] not in [row[0] for row in found(rows, of=("mean",))]


@pytest.mark.parametrize(
    ("of", "value"), [("hill", 20.0), ("max", [25.0, 20.0]), ("minimum", [11.0, 8.0])]
)
def test_rows_and_columns_of_a_printed_table_have_labels(of: str, value: Any) -> None:
    """The only entry of a row, or all of a column."""
    table = "       max   min\nsite            \ndale  25.0  11.0\nhill  20.0   8.0"
    series = "site\ndale    25.0\nhill    20.0\nName: height, dtype: float64"
    shown = Shown(place(3), series if of == "hill" else table)
    assert found(shown, of=(of,))[0][0] == value


@pytest.mark.parametrize(
    ("of", "value"), [("rows", 8), ("columns with missing values", 1), ("columns", 2)]
)
def test_what_pandas_tells_of_a_table_is_read(of: str, value: int) -> None:
    """Its entries, its columns, and how many of them have gaps."""
    head = "RangeIndex: 8 entries, 0 to 7\nData columns (total 2 columns):\n"
    rows = Shown(place(3), f"{head} 0  kind  8 non-null  object\n 1  age  5 non-null  float64\n")
    assert found(rows, of=(of,))[0][0] == value


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.text(max_size=20))))
def test_the_pieces_of_a_text_are_the_whole(text: str, calls: list[tuple[int, str]]) -> None:
    """Wherever calls are said to begin, nothing of what was printed is lost or said twice."""
    frame = {"text": text, "calls": [list(one) for one in calls]}
    shown = shown_from_frame(frame, [])
    if shown is not None:
        assert "".join(piece for _, piece in shown.printed()) == shown.text
        assert Shown.from_plain(shown.to_plain()) == shown
