"""`grades.csv` opens in a spreadsheet, with a row a student and no formula from anybody."""

import csv
import io

import hypothesis
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.exports.grades_csv import COLUMNS, defused, render_csv
from tests.reports.example_results import QUESTIONS, example
from tests.reports.hostile import PAYLOADS, hostile_results

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


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
    assert not cell.startswith(STARTS)
    assert "\n" not in cell


@given(st.lists(st.sampled_from('=+-@＝; a1",'), max_size=9))
@hypothesis.example([";", '"', "="])
@hypothesis.example([";", " ", '"', '"', "-"])
def test_nor_does_what_a_cell_is_cut_into(letters: list[str]) -> None:
    """Excel of half of the world cuts at semicolons, whatever the file is separated by."""
    text = io.StringIO()
    csv.writer(text).writerow(["x", defused("".join(letters))])
    (row,) = csv.reader(io.StringIO(text.getvalue()), delimiter=";", quoting=csv.QUOTE_NONE)
    assert not [cell for cell in row if cell.lstrip(' "').startswith(STARTS)]


def test_another_reader_agrees() -> None:
    """pandas finds the same numbers, and nothing where there is none."""
    table = pandas.read_csv(io.BytesIO(render_csv(example())), index_col="id")
    assert table.loc["maria-lopez", "score"] == 15.76
    assert table["p2.comparison"].isna()["ada"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_keep_the_table_whole(payload: str) -> None:
    """A hostile name changes neither the number of rows nor of columns."""
    table = list(csv.reader(io.StringIO(render_csv(hostile_results(payload)).decode("utf-8-sig"))))
    assert len(table) == 3
    assert len({len(row) for row in table}) == 1


def test_an_empty_class_has_a_header_only() -> None:
    """No submissions give a header."""
    assert rows(render_csv({**example(), "submissions": [], "missing": []})) == []
