"""Statistics of parts: a row per part, read back by the csv module."""

import csv
import io

import pytest

from grader.reports.exports.items_csv import COLUMNS, render_items
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows as Python's own reader finds them."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_part_has_its_figures() -> None:
    """Item 3 is half right for Maria, right for Ada, and no answer of Sam's."""
    rows = {row["part"]: row for row in rows_of(render_items(example()))}
    third = rows["p1.3"]
    assert (third["question"], third["points"], third["answers"]) == ("p1", "0.5", "2")
    assert (third["earned"], third["correct"], third["partial"]) == ("0.75", "1", "1")
    assert (third["mistake"], third["made_by"]) == ("no_reason", "1")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_a_formula(payload: str) -> None:
    """Ids of parts and mistakes may come from a rubric of somebody else's."""
    rows = rows_of(render_items(hostile_results(payload)))
    assert rows and set(rows[0]) == set(COLUMNS)
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
