"""Somebody else's CSV file comes back byte for byte, but for the cells that were meant."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.exports.sheets.csv_bytes import read_sheet

CELLS = st.text(st.sampled_from('ab ,;"\n=é'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


@given(st.binary(max_size=200))
def test_nothing_replaced_changes_nothing(data: bytes) -> None:
    """Any bytes at all come back as they were."""
    assert read_sheet(data).with_cells({}) == data


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_cells_are_read_as_the_csv_module_reads_them(
    table: list[list[str]], end: str, quoting: int
) -> None:
    """The same cells as Python's own reader finds, wherever it wrote them."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    written = "x,y,z,,,,,,,,,,,,,,,,,,,,\n" + text.getvalue()
    sheet = read_sheet(written.encode())
    assert [[cell.text for cell in row] for row in sheet.rows[1:]] == table


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        ("a;b;c\n1,5;2;3\n", ["1,5", "2", "3"]),
        ("a;b\n1,5,2;3\n", ["1,5,2", "3"]),
        ("a,b,c\n1;5,2,3\n", ["1;5", "2", "3"]),
        ("a\tb\n1,5;2\t3\n", ["1,5;2", "3"]),
        ("a;b,c;d\n1;2,3;4\n", ["1", "2,3", "4"]),
        ("a,b;c,d\n1,2;3,4\n", ["1", "2;3", "4"]),
        ("a,b;c\n1,2;3\n", ["1", "2;3"]),
        ("a\n1;2,3\n", ["1;2", "3"]),
    ],
)
def test_the_separator_is_what_the_first_line_has_most_of(data: str, cells: list[str]) -> None:
    """Not what the other lines have; a comma where there is a tie, or none of them."""
    rows = read_sheet(data.encode()).rows
    assert [cell.text for cell in rows[1]] == cells


def test_one_cell_is_replaced() -> None:
    """Quotes, a byte order mark, odd spacing and the missing last line break stay."""
    data = '\ufeff"Name" ;Grade;"Note; long"\r\n"Kim, Pat";;"a ""b"""\r\nÁ;3;x'.encode()
    changed = read_sheet(data).with_cells({(1, 1): "28.5", (2, 1): "4"})
    assert changed == data.replace(b";;", b";28.5;").replace(b";3;", b";4;")


def test_old_encodings_survive() -> None:
    """A file in Latin-1 stays in Latin-1, and Excel's UTF-16 with tabs stays that."""
    data = "Müller,1\nKim,2\n".encode("latin-1")
    assert read_sheet(data).with_cells({(1, 1): "3"}) == data.replace(b"2", b"3")
    for encoding in ("utf-16-le", "utf-16-be"):
        wide = "\ufeffMüller\t1\r\nKim\t2\r\n"
        changed = read_sheet(wide.encode(encoding)).with_cells({(1, 1): "3"})
        assert changed.decode(encoding) == wide.replace("2", "3")
