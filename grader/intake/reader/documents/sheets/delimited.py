"""Tables in text (csv, tsv): the delimiter found out, numbers as numbers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from ...decoding import NotText, decode
from ..document import Unreadable

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_ID = re.compile(r"[+-]?0\d")
MAX_TEXT = 50 << 20
MAX_FIELD = 1_000_000
SAMPLE = 60

Cell = str | int | float | None


def rows_of_text(data: bytes, max_cells: int, tabs: bool = False) -> tuple[list[list[Cell]], bool]:
    """The rows of a table in text and whether they are all; numbers are read as numbers."""
    if len(data) > MAX_TEXT:
        raise Unreadable("document-too-large", "The table is larger than a table should be.")
    try:
        text = decode(data)[0]
    except NotText as reason:
        raise Unreadable("not-text", f"The table cannot be read as text: {reason}.") from reason
    text = text.replace("\0", "")
    named = re.match(r"sep=(.)\r?\n", text)
    delimiter = named[1] if named else "\t" if tabs else delimiter_of(text)
    before = csv.field_size_limit(MAX_FIELD)  # of the whole process
    try:
        rows, whole = _cut(text[named.end() :] if named else text, delimiter, max_cells)
    finally:
        csv.field_size_limit(before)
    comma = delimiter != "," and _decimal_comma(rows)
    return [[_cell(field.strip(), comma) for field in row] for row in rows], whole


def _cut(text: str, delimiter: str, max_cells: int) -> tuple[list[list[str]], bool]:
    rows: list[list[str]] = []
    cells, whole = 0, True
    try:
        lines = io.StringIO(text, newline="")
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True):
            cells += len(row)
            if cells > max_cells:
                whole = False
                break
            rows.append(row)
    except csv.Error as reason:
        raise Unreadable("table-damaged", f"The table cannot be read: {reason}.") from reason
    return rows, whole


def delimiter_of(text: str) -> str:
    """The sign that cuts the most lines into the same number of fields, more than one."""
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]
    best, score = ",", (0.0, 0)
    for delimiter in (",", ";", "\t", "|"):
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        width, times = max(counts.items(), key=lambda row: row[1], default=(1, 0))
        if width > 1 and (times / len(lines), width) > score:
            best, score = delimiter, (times / len(lines), width)
    return best


def _decimal_comma(rows: list[list[str]]) -> bool:
    """Whether numbers are written with a comma: some are, and none has a point."""
    fields = [field.strip() for row in rows[:1_000] for field in row]
    return any(map(_COMMA.fullmatch, fields)) and not any(
        "." in field and _NUMBER.fullmatch(field) for field in fields
    )


def _cell(field: str, comma: bool) -> Cell:
    """A field as a number where it is one; what begins with zeros is a name, not a number."""
    if not field:
        return None
    if field[0] not in "+-.0123456789" or len(field) > 60:
        return field
    number = field.replace(",", ".") if comma and _COMMA.fullmatch(field) else field
    if not _NUMBER.fullmatch(number) or _ID.match(number):
        return field
    return int(number) if number.lstrip("+-").isdigit() else float(number)
