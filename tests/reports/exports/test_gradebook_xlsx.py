"""The workbook as openpyxl, pandas and calamine read it: numbers, texts, and no formula."""

import io
import time
import zipfile
from typing import Any

import openpyxl
import pandas
import pytest

from grader.reports.exports.gradebook_xlsx import render_workbook
from grader.reports.records import Results
from grader.reports.statistics import class_statistics
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results


def written(results: Results) -> bytes:
    """The workbook of these results."""
    return render_workbook(results, class_statistics(results))


def read(results: Results) -> Any:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(written(results)))


def test_a_row_per_student_and_a_column_per_question() -> None:
    """Numbers are numbers, what has no number yet is empty and tinted, points stand below."""
    results = example()
    results["missing"] = [{"id": "zoe", "name": "Zoë Absent"}]
    sheet = read(results)["Grades"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=2)}
    head = [cell.value for cell in sheet[1]]
    maria = rows["María López"]
    assert maria[head.index("Score")].value == 15.76
    assert maria[head.index("p1")].value == 3.25
    waiting = maria[head.index("p2.comparison")]
    assert waiting.value is None and waiting.fill.start_color.rgb == "FFE8E4F5"
    assert maria[head.index("p1")].number_format == "0.00"
    assert rows["Zoë Absent"][2].value == "Nothing handed in"
    assert rows["Points possible"][head.index("p4.mle")].value == 5


def test_the_heading_stays_in_sight() -> None:
    """Frozen, bold, filtered, and wide enough for what stands below it."""
    sheet = read(example())["Grades"]
    assert sheet.freeze_panes == "C2"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.auto_filter.ref.startswith("A1:")
    assert 10 <= sheet.column_dimensions["B"].width <= 41


def test_other_readers_agree() -> None:
    """pandas by way of calamine, which is neither openpyxl nor ours."""
    results = example()
    table = pandas.read_excel(io.BytesIO(written(results)), engine="calamine", index_col="Id")
    for one in results["submissions"]:
        assert table.loc[one["id"], "Score"] == pytest.approx(one["score"])
    questions = pandas.read_excel(
        io.BytesIO(written(results)), sheet_name="Questions", engine="calamine"
    )
    assert list(questions["Question"]) == [q["id"] for q in results["submissions"][0]["questions"]]


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "=cmd|' /C calc'!A0", "_x0041_", "'=1+1", "=1+1\n=2", "x" * 40_000]
)
def test_hostile_text_stays_text(payload: str) -> None:
    """No cell is a formula or a link, and every reader opens the file."""
    results = hostile_results(payload)
    book = read(results)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(written(results))) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    if payload.startswith(("=", "+", "-", "@")):
        named = next(cell for cell in book["Grades"][2] if str(cell.value).startswith(payload[:4]))
        assert named.quotePrefix
    assert all(len(text) < 32_767 for text in texts)


def test_the_same_results_are_the_same_bytes() -> None:
    """No date of writing is in it, so that an unchanged workbook is not written again."""
    first = written(example())
    time.sleep(1.1)
    assert written(example()) == first


def test_a_class_without_submissions() -> None:
    """Only people who handed in nothing, or nobody at all."""
    results = example()
    results["submissions"] = []
    assert read(results)["Grades"].max_row == 1 + len(results["missing"])


def test_ten_thousand_students() -> None:
    """A university's course in one file, every row in it."""
    results = example()
    one = results["submissions"][0]
    results["submissions"] = [
        {**one, "id": f"s{i}", "name": f"=Student {i}"} for i in range(10_000)
    ]
    statistics = class_statistics(example())
    start = time.process_time()
    data = render_workbook(results, statistics)
    assert time.process_time() - start < 30
    table = pandas.read_excel(io.BytesIO(data), engine="calamine")
    assert len(table) == 10_000 + len(results["missing"]) + 1
    assert table["Name"].iloc[9_999] == "=Student 9999"
