"""The grades that Brightspace exports as CSV and imports again."""

import re

from grader.errors import UsageMistake
from grader.reports.exports.sheets.csv_bytes import Sheet
from grader.reports.exports.sheets.filling import Column, column_of, header_of, title_of
from grader.reports.records import Results

_ITEM = re.compile(r"(?P<item>.+?) Points Grade(?: ?<(?P<about>.*)>)?", re.DOTALL)
_MOST = re.compile(r"MaxPoints: ?(?P<points>[\d.,]+)")
_IDS = ("orgdefinedid", "username", "email")
_NAMES = ("first name", "last name")


def find(sheet: Sheet, results: Results, column: str) -> Column:
    """The grade item's `... Points Grade` column; identifiers bear the `#` of the export or not."""
    header = header_of(sheet)
    low = [name.casefold() for name in header]
    if not {"orgdefinedid", "username"} & set(low):
        raise UsageMistake(
            "these are no grades exported from Brightspace: there is neither OrgDefinedId nor "
            "Username (choose Export, key field Both, points grade)"
        )
    title = title_of(results, column)

    def fits(name: str) -> bool:
        item = _ITEM.fullmatch(name)
        return item is not None and (item["item"].casefold() == title.casefold() or name == column)

    target = column_of(header, fits, title)
    item = _ITEM.fullmatch(header[target])
    most = _MOST.search(item["about"] or "") if item else None
    ids = [low.index(name) for name in _IDS if name in low]
    names = [low.index(name) for name in _NAMES if name in low]
    rows = {
        index: (
            [row[place].text.strip().removeprefix("#") for place in ids if place < len(row)],
            " ".join(row[place].text for place in names if place < len(row)),
        )
        for index, row in enumerate(sheet.rows[1:], 1)
        if len(row) > target
    }
    return Column(sheet, target, rows, [most["points"]] if most else [])
