"""`grades.csv` opens in a spreadsheet, with a row a student and no formula from anybody."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.exports.grades_csv import COLUMNS, defused, render_csv
from tests.reports.example_results import QUESTIONS, example
from tests.reports.hostile import PAYLOADS, hostile_results


def rows(written: bytes) -> list[dict[str, str]]:
    """The rows as a spreadsheet sees them."""
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_a_row_a_student_and_a_column_a_question() -> None:
    """Scores stand under their question, blanks where there is no number."""
    written = render_csv(example())
    assert written.startswith(b"\xef\xbb\xbfid,name,status,score")
    ada, maria, sam, absent = rows(written)
    assert list(ada) == [*COLUMNS, *(q[0] for q in QUESTIONS)]
    assert (ada["name"], ada["p1"], ada["p2.comparison"]) == ("Ada Lovelace", "4", "")
    assert (maria["p3.descent"], maria["p3.jacobian_at"]) == ("1.66", "")
    assert (maria["late_deduction"], sam["score"]) == ("1.5", "0")
    assert (absent["id"], absent["status"], absent["score"]) == ("pat-kim", "missing", "")


@given(st.text(st.characters(), max_size=40))
def test_no_cell_starts_a_formula(text: str) -> None:
    """Whatever a name is, its cell is text of one line."""
    cell = defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\n" not in cell


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_keep_the_table_whole(payload: str) -> None:
    """A hostile name changes neither the number of rows nor of columns."""
    table = list(csv.reader(io.StringIO(render_csv(hostile_results(payload)).decode("utf-8-sig"))))
    assert len(table) == 3
    assert len({len(row) for row in table}) == 1


def test_an_empty_class_has_a_header_only() -> None:
    """No submissions give a header."""
    assert rows(render_csv({**example(), "submissions": [], "missing": []})) == []
