"""The Grade Center's download for working offline, which Blackboard takes back."""

import re

from grader.errors import UsageMistake
from grader.reports.exports.sheets.csv_bytes import Sheet
from grader.reports.exports.sheets.filling import Column, column_of, header_of, title_of
from grader.reports.records import Results
from grader.reports.text import clean_line

_ITEM = re.compile(
    r"(?P<item>.+?) \[Total Pts: (?P<most>up to )?(?P<points>[\d.,]+)?[^\]]*\][^|]*\|(?P<id>\d+)",
    re.DOTALL,
)
_IDS = ("Username", "Student ID")
_NAMES = ("First Name", "Last Name")


def find(sheet: Sheet, results: Results, column: str) -> Column:
    """The column with a number of Blackboard's own in its heading; any other would be made anew."""
    header = header_of(sheet)
    if "Username" not in header:
        raise UsageMistake(
            "this is no download of Blackboard's Grade Center: there is no column Username"
        )
    title = title_of(results, column)

    def fits(name: str) -> bool:
        item = _ITEM.fullmatch(name)
        called = item["item"] if item else name
        return called.casefold() == title.casefold() or name == column

    target = column_of(header, fits, title)
    item = _ITEM.fullmatch(header[target])
    shown = repr(clean_line(header[target], 60))
    if item is None:
        raise UsageMistake(
            f"{shown}: this heading has no column number, Blackboard would make a new column of "
            "it; download the column again"
        )
    if item["most"]:
        raise UsageMistake(f"{shown}: Blackboard calculates this column and reads no scores for it")
    ids = [header.index(name) for name in _IDS if name in header]
    names = [header.index(name) for name in _NAMES if name in header]
    rows = {
        index: (
            [row[place].text for place in ids if place < len(row)],
            " ".join(row[place].text for place in names if place < len(row)),
        )
        for index, row in enumerate(sheet.rows[1:], 1)
        if len(row) > target
    }
    return Column(sheet, target, rows, [item["points"]] if item["points"] else [])
