"""Columns and entries of tables by their heads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.tables import column_of, entries_of, printed_table, rows_of
from grader.values import Array

NAMED = [["id", "y_pred"], [7, 0.5], [8, 0.25]]
COUNTED = [[0, 0.5], [1, 0.25]]


@pytest.mark.parametrize(
    ("table", "name", "count", "column"),
    [
        (NAMED, "y_pred", 2, [0.5, 0.25]),
        (NAMED, "/pred/", None, [0.5, 0.25]),
        (NAMED, None, None, [0.5, 0.25]),
        (NAMED, "Y_Pred", None, [0.5, 0.25]),
        (NAMED, "/pred/", 3, None),
        (NAMED, "class", None, [0.5, 0.25]),
        (COUNTED, None, 2, [0.5, 0.25]),
        (COUNTED, "/pred/", None, [0.5, 0.25]),
        ([[0.5], [0.25]], None, None, [0.5, 0.25]),
        ([0.5, 0.25], None, 2, [0.5, 0.25]),
        ([["label"], ["cat"], ["dog"]], None, None, ["cat", "dog"]),
        ([["cat"], ["dog"]], None, 2, ["cat", "dog"]),
        ([["a", "b"], [3, 1], [4, 2]], None, None, {"a": [3, 4], "b": [1, 2]}),
        ([["a", "b"], [3, 1], [4, 2]], "c", None, None),
        ([["pred_a", "pred_b"], [3, 1]], "/pred/", None, {"pred_a": [3], "pred_b": [1]}),
        ([[3.5, 1], [4.5, 2]], None, None, [[3.5, 1], [4.5, 2]]),
        ("no table", None, None, None),
        ([], None, None, None),
        ([[[1]]], None, None, None),
    ],
)
def test_a_column_is_found_by_its_head_or_alone(
    table: Any, name: str | None, count: int | None, column: Any
) -> None:
    """A counter in front is no answer; several columns come with their heads."""
    assert column_of(table, name, count) == column


def test_an_array_is_a_table() -> None:
    """Of one column or several."""
    array = Array("<i2", (2, 2), bytes([0, 0, 5, 0, 1, 0, 6, 0]))
    assert column_of(array, None, 2) == [5, 6]


@pytest.mark.parametrize(
    ("columns", "row", "entry"),
    [
        (["acc"], "tree", 0.5),
        (["/^n/", "acc"], "forest", [9, 0.7]),
        (["acc"], None, [0.5, 0.7]),
        ([], "tree", [0.5, 3]),
        (["f1"], None, None),
        (["acc"], "boost", None),
    ],
)
def test_an_entry_is_found_by_row_and_column(
    columns: list[str], row: str | None, entry: Any
) -> None:
    """Several columns of a row, or a whole column."""
    table = [["", "acc", "n"], ["tree", 0.5, 3], ["Forest", 0.7, 9]]
    assert entries_of(table, columns, row) == entry


def test_a_printed_frame_is_a_table() -> None:
    """Heads of several words stay whole, and the line that says its size is left out."""
    text = (
        "        test accuracy   n\ntree              0.5   3\nforest            0.7   9\n\n"
        "[2 rows x 2 columns]"
    )
    assert entries_of(printed_table(text), ["test accuracy"], "forest") == 0.7
    assert printed_table("loss 3\nloss 4") is None
    assert printed_table("") is None


_CELLS: Any = st.none() | st.integers() | st.floats() | st.text(max_size=8) | st.booleans()


@given(
    st.recursive(_CELLS, lambda one: st.lists(one, max_size=5), max_leaves=30),
    st.none() | st.sampled_from(["a", "/a|b/"]),
    st.none() | st.integers(1, 5),
)
def test_no_table_upsets_anybody(table: Any, name: str | None, count: int | None) -> None:
    """Whatever a child sends as a table."""
    column = column_of(table, name, count)
    if count is not None and isinstance(column, list):
        assert len(column) == count
    entries_of(table, [name] if name else [], None)
    rows = rows_of(table)
    assert rows is None or len({len(row) for row in rows}) == 1


@given(st.text())
def test_no_printed_text_upsets_anybody(text: str) -> None:
    """Whatever is printed."""
    printed_table(text)
