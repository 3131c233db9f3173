"""Spreadsheets and tables in text as plain rows, and as Markdown with a table per sheet."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..document import Document, Spot
from ..markdown import Writer, escaped, table
from .delimited import rows_of_text
from .workbooks import Workbook, opened

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"})
MAX_CELLS = 2_000_000
MAX_SHEETS = 60
MAX_SHOWN_ROWS = 2_000
MAX_SHOWN_COLUMNS = 80
MAX_CELL_TEXT = 2_000

Value = str | int | float | bool | None
"""What a cell holds as plain data: a date is a text as ISO writes it, an error its name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet without the empty rows and columns around its cells."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    """All of one length; None where a cell is empty."""
    first_row: int = 1
    """The number that the program shows beside the first of `rows`."""
    first_column: int = 1
    whole: bool = True
    """False where cells were left out, or a formula was saved without its value."""


def read_sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file as plain data; raises `Unreadable` where there is nothing to read."""
    return _sheets(name, data, None)


def read_sheets_document(name: str, data: bytes) -> Document:
    """The sheets as Markdown: a heading and a table for each, with the sheet's rows as places."""
    writer = Writer()
    book = None if _is_text(name) else opened(data)
    for number, sheet in enumerate(_sheets(name, data, book), 1):
        _write(sheet, number, writer)
    for region in book.regions() if book is not None else ():
        writer.show(writer.add(region))
    if book is not None and book.more_sheets:
        message = f"Only the first {MAX_SHEETS} sheets are read."
        writer.left_out("read-in-part", message)
    return writer.document()


def _is_text(name: str) -> bool:
    return name.lower().endswith((".csv", ".tsv", ".txt"))


def _sheets(name: str, data: bytes, book: Workbook | None) -> tuple[Sheet, ...]:
    if _is_text(name):
        rows, whole = rows_of_text(data, MAX_CELLS, tabs=name.lower().endswith(".tsv"))
        stem = name.rpartition("/")[2].rpartition(".")[0]
        return (_trimmed(stem, rows, (1, 1), whole),)
    book = book if book is not None else opened(data)
    found = []
    left = MAX_CELLS
    for sheet in book.sheets(MAX_SHEETS):
        height = min(sheet.height, left // max(sheet.width, 1))
        left -= height * sheet.width
        rows = [list(map(_value, row)) for row in sheet.rows(height)]
        whole = height == sheet.height and sheet.whole
        found.append(_trimmed(sheet.name, rows, sheet.start, whole))
    return tuple(found)


def _value(cell: Any) -> Value:
    """A cell as plain data; a whole number that was saved as 5.0 is 5."""
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, int):
        return cell
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    text = str(cell)
    return text if text.strip() else None


def _trimmed(
    name: str, rows: Sequence[Sequence[Value]], start: tuple[int, int], whole: bool
) -> Sheet:
    """A sheet of rows of one length, empty ones at its edges taken off."""
    width = max(map(len, rows), default=0)
    full = [number for number, row in enumerate(rows) if any(v is not None for v in row)]
    if not full:
        return Sheet(name, (), *start, whole)
    used = {n for row in rows for n, v in enumerate(row) if v is not None}
    left, right = min(used), max(used)
    kept = tuple(
        tuple([*row, *[None] * (width - len(row))][left : right + 1])
        for row in rows[full[0] : full[-1] + 1]
    )
    return Sheet(name, kept, start[0] + full[0], start[1] + left, whole)


def _write(sheet: Sheet, number: int, writer: Writer) -> None:
    writer.block([f"## {' '.join(sheet.name.split())}".rstrip()], Spot(page=number, line=1))
    rows = [row[:MAX_SHOWN_COLUMNS] for row in sheet.rows[:MAX_SHOWN_ROWS]]
    cells = [[shown(value) for value in row] for row in rows]
    spots = [Spot(page=number, line=sheet.first_row + n) for n in range(len(rows))]
    if cells:
        writer.block(table(cells), [spots[0], spots[0], *spots[1:]])
    wide = bool(sheet.rows) and len(sheet.rows[0]) > MAX_SHOWN_COLUMNS
    if not sheet.whole or wide or len(sheet.rows) > MAX_SHOWN_ROWS:
        message = f"The sheet {sheet.name!r} is not shown in full, or has formulas without values."
        writer.left_out("read-in-part", message, number)


def shown(value: Value) -> str:
    """A cell as Markdown; a number with every digit that it was saved with."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, int):
        return str(value)
    return escaped(" ".join(value[:MAX_CELL_TEXT].split()))


def columns(sheet: Sheet) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The columns of a sheet whose first row names them."""
    if sheet.rows:
        for number, head in enumerate(sheet.rows[0]):
            yield str(head if head is not None else ""), tuple(r[number] for r in sheet.rows[1:])
