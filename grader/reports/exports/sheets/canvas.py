"""The gradebook that Canvas exports and imports."""

import re
from collections.abc import Sequence

from grader.errors import UsageMistake
from grader.reports.exports.sheets.csv_bytes import Cell, Sheet
from grader.reports.exports.sheets.filling import Column, column_of, header_of, title_of
from grader.reports.records import Results
from grader.reports.text import clean_line

_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")


def find(sheet: Sheet, results: Results, column: str) -> Column:
    """The assignment's column: the one named, else the one that bears the rubric's title.

    Raises UsageMistake where the sheet is none of Canvas's or the column cannot be told.
    """
    header = header_of(sheet)
    if len(header) < 3 or "Student" not in header[0] or "ID" not in header[1:3]:
        raise UsageMistake("this is no gradebook exported from Canvas: its first columns differ")
    title = title_of(results, column)
    target = column_of(header, lambda name: _bare(name) == _bare(title) or name == column, title)
    possible = [
        row[target].text
        for row in sheet.rows[1:]  # sorted by a spreadsheet, it may stand anywhere
        if len(row) > target and row[0].text.strip().startswith("Points Possible")
    ]
    if any("read only" in text for text in (header[target], *possible)):
        raise UsageMistake(f"{clean_line(header[target], 60)!r}: Canvas does not read this column")
    ids = [header.index(name) for name in _IDS if name in header]
    rows = {
        index: ([row[place].text for place in ids if place < len(row)], row[0].text)
        for index, row in enumerate(sheet.rows[1:], 1)
        if len(row) > target and not _is_heading(row)
    }
    return Column(sheet, target, rows, possible)


def _bare(name: str) -> str:
    """A column's name without the number that Canvas adds."""
    return re.sub(r"\s*\(\d+\)\s*$", "", name).strip().casefold()


def _is_heading(row: Sequence[Cell]) -> bool:
    """Canvas's second rows: the points possible, and which columns are posted by hand."""
    first = row[0].text.strip()
    posted = {cell.text.strip() for cell in row} <= {"", "Manual Posting"}
    return first.startswith("Points Possible") or posted
