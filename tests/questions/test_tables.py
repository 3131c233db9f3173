"""Tables of numbers beside a rubric: read whole, or refused with the line that is amiss."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from grader.questions import tables
from grader.questions.tables import Table, TableData, read_table

NAMES = st.lists(
    st.text("abcxyz_ 0123", min_size=1, max_size=5).map(str.strip).filter(bool),
    min_size=1,
    max_size=5,
    unique=True,
)
NUMBERS = st.floats(allow_nan=False)


@settings(deadline=None)
@given(st.data(), NAMES, st.integers(0, 6))
def test_what_was_written_is_read(data: st.DataObject, names: list[str], count: int) -> None:
    """Names, order and every bit of every number come back, and any columns can be taken."""
    row = st.lists(NUMBERS, min_size=len(names), max_size=len(names))
    rows = [data.draw(row) for _ in range(count)]
    text = io.StringIO()
    csv.writer(text).writerows([names, *rows])
    found = read_table("t.csv", text.getvalue().encode())
    assert found == TableData("t.csv", tuple(names), tuple(map(tuple, rows)))
    order = data.draw(st.permutations(names))
    taken = found.take(tuple(order))
    assert taken == [[row[names.index(name)] for name in order] for row in rows]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "t.csv has no header"),
        ("a,b,a\n1,2,3\n", "two columns of one name"),
        ("a,b\n1,2\n3\n", "t.csv, line 3: 1 cells under 2"),
        ("a,b\n1,2,3\n", "t.csv, line 2: 3 cells under 2"),
        ("a\n1\n\nyes\n", "t.csv, line 4: every cell has to be a number"),
        ("a\n,\n", "t.csv, line 2: 2 cells under 1"),
        ("a\nNA\n1\nyes\n", "t.csv, line 4: every cell has to be a number"),
    ],
)
def test_what_is_amiss_is_told_with_its_line(content: str, said: str) -> None:
    """An instructor reads which line to fix."""
    with pytest.raises(ValueError, match=said):
        read_table("t.csv", content.encode())


def test_empty_cells_are_no_numbers_and_empty_words() -> None:
    """Real tables lack values; what decides a column's kind is the first cell that has one."""
    found = read_table("t.csv", b"a,w\n,\nNaN,x\n2,\nn/a,nan\n")
    assert [row[1] for row in found.rows] == ["", "x", "", "nan"]
    assert [row[0] == row[0] for row in found.rows] == [False, False, True, False]
    assert found.words == ("w",)
    assert found.amiss(("a",), empty=True) == ""
    told = "t.csv: column 'a' is empty in row 1 below the header"
    assert found.amiss(("a",), empty=False) == told
    endless = read_table("t.csv", b"a\n1\n-inf\n")
    assert "is infinite in row 2" in endless.amiss(("a",), empty=True)


def test_what_is_no_text_is_told() -> None:
    """A spreadsheet under the name of a table is refused in words."""
    with pytest.raises(ValueError, match=r"t\.csv is no text in UTF-8"):
        read_table("t.csv", b"PK\x03\x04\xff")


def test_spreadsheets_write_marks_and_empty_lines() -> None:
    """A byte order mark, spaces around names and numbers, and empty lines are no data."""
    found = read_table("t.csv", "\ufeff a , b\r\n\r\n 1 ,2e3\r\n".encode())
    assert found == TableData("t.csv", ("a", "b"), ((1.0, 2000.0),))


def test_a_column_that_is_not_there_is_named() -> None:
    """The caller, who knows where the name was written, gets the name."""
    with pytest.raises(KeyError, match="c"):
        read_table("t.csv", b"a,b\n1,2\n").take(("a", "c"))


def test_a_table_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than the bound are refused."""
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    assert len(read_table("t.csv", b"a\n1\n2\n").rows) == 2
    with pytest.raises(ValueError, match="line 4"):
        read_table("t.csv", b"a\n1\n2\n3\n")


def test_a_rubric_names_a_file_and_holds_its_content(tmp_path: Path) -> None:
    """The path is read through the loader's own reader; written out again it is the path."""
    (tmp_path / "t.csv").write_text("a\n1\n")
    adapter: TypeAdapter[TableData] = TypeAdapter(Table)
    context = {"read": lambda name: (tmp_path / name).read_bytes()}
    found = adapter.validate_json('"t.csv"', context=context)
    assert found.rows == ((1.0,),)
    assert adapter.validate_json('"t.csv"') == TableData("t.csv")
    assert adapter.validate_python(found) is found
    assert json.loads(adapter.dump_json(found)) == "t.csv"
    with pytest.raises(ValidationError, match="path of a csv file"):
        adapter.validate_json("7")
