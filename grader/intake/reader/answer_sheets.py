"""Tables in files that are sheets of answers: a row, or a column, for each question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .data_answers import wanted_keys
from .documents.document import Unreadable
from .result import Place, Result
from .writeup import known_of
from .writeup.answer_tables import asks, behind_titles, has_head, is_sheet, says_so

MAX_BYTES = 200_000
MAX_CELLS = 4_000
_NAMED = re.compile(r"answer|solution|homework|\bhw|quiz|submission|exercise|antwort", re.I)
Row = Sequence[Any]


def kind_of_table(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> str:
    """Whether a table in text is a sheet of answers, or data that code reads: "sheet" or "other".

    One that may be either, a counter beside one column, is a person's to look at.
    """
    is_course_data = name.rpartition("/")[2] in {one.rpartition("/")[2] for one in hints["data"]}
    if len(data) > MAX_BYTES or is_course_data:
        return "other"
    from .documents.sheets import read_sheets, shown

    try:
        (sheet,) = read_sheets(name, data)
    except (Unreadable, ImportError):
        return "other"
    if not sheet.rows or sum(map(len, sheet.rows)) > MAX_CELLS:
        return "other"
    if _by_key(sheet.rows, wanted_keys(hints["questions"])):
        return "sheet"
    rows = [[shown(cell) for cell in row] for row in sheet.rows]
    if not is_sheet(rows, known_of(hints, result)):
        if has_head(rows):  # it answers, and not all of its labels could be told
            result.unreadable("unlabelled", Place("data", name))
        return "other"
    if says_so(rows) or _NAMED.search(name.rpartition("/")[2]):
        return "sheet"
    result.unreadable("unlabelled", Place("data", name))
    return "other"


def read_by_keys(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> bool:
    """Add the answers of sheets whose rows, or columns, are named by questions; else False."""
    from .documents.sheets import read_sheets

    wanted = wanted_keys(hints["questions"])
    sheets = [sheet for sheet in read_sheets(name, data) if sheet.rows]
    found = [(sheet, _by_key(sheet.rows, wanted)) for sheet in sheets]
    if not found or not all(rows for _, rows in found):
        return False
    for sheet, rows in found:
        for row, question, value in rows:
            result.named(question, value, Place("data", name, sheet.first_row + row))
    return True


def _by_key(rows: Sequence[Row], wanted: Mapping[str, str]) -> list[tuple[int, str, Any]]:
    """(row, question, value) where each row, or each column, begins with a question's own key."""
    turned = [list(column) for column in zip(*rows, strict=True)]
    for place, table in enumerate((rows, turned)):
        skipped = 0 if place else behind_titles(table)
        table = table[skipped:]
        if not table or len(table[0]) < 2:
            continue
        headed = _key(table[0]) not in wanted and asks(str(table[0][0] or ""))
        body = list(table[1:] if headed else table)
        keys = [wanted.get(_key(row)) for row in body]
        if keys and None not in keys and len(set(keys)) == len(keys):
            pairs = enumerate(zip(keys, body, strict=True), headed + skipped)
            return [(0 if place else n, str(key), _value(row[1:])) for n, (key, row) in pairs]
    return []


def _key(row: Row) -> str:
    return str(row[0] if row[0] is not None else "").strip().casefold()


def _value(cells: Row) -> Any:
    """The one value of a row, or the list of its values; nothing where all are empty."""
    filled = [cell for cell in cells if cell is not None]
    return filled[0] if len(filled) == 1 else list(filled) or None
