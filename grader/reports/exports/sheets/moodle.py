"""The grading worksheet that a Moodle assignment gives out and takes back."""

import re

from grader.errors import UsageMistake
from grader.reports.exports.sheets.csv_bytes import Sheet
from grader.reports.exports.sheets.filling import Column, column_of, header_of, points_in
from grader.reports.records import Results


def find(sheet: Sheet, results: Results, column: str) -> Column:
    """The column of grades, `column` being the site's word for it.

    The sheet's dates stay as they are, since Moodle compares them.
    """
    header = header_of(sheet)
    if len(header) < 3:
        raise UsageMistake("this is no grading worksheet from Moodle: it has too few columns")
    title = column or "Grade"
    target = column_of(header, lambda name: name == title, title)
    email = next((i for i, name in enumerate(header) if "mail" in name.lower()), None)
    most = _maximum(sheet, header, target)
    rows, possible = {}, []
    for index, row in enumerate(sheet.rows[1:], 1):
        if len(row) > target:
            possible += [row[most].text] if most is not None and len(row) > most else []
            found = re.search(r"(\d+)\s*$", row[0].text)
            ids = [found[1]] if found else []
            ids += [row[email].text] if email is not None and len(row) > email else []
            rows[index] = (ids, row[1].text if target > 2 else "")  # no names: marked blind
    return Column(sheet, target, rows, possible)


def _maximum(sheet: Sheet, header: list[str], target: int) -> int | None:
    """The column with what the assignment counts out of; it follows the grade in any language."""
    low = [name.casefold() for name in header]
    if "maximum grade" in low:
        return low.index("maximum grade")
    cells = [row[target + 1].text for row in sheet.rows[1:] if len(row) > target + 1]
    return target + 1 if len({points_in(cell) for cell in cells} - {None}) == 1 else None
