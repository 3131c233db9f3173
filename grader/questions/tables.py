"""Tables that a rubric names by file, read through the context that loads the rubric."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, ValidationInfo

MAX_ROWS = 1_000_000
EMPTY = frozenset({"", "na", "n/a", "nan", "null"})
"""How a cell without a value is written among numbers."""


@dataclass(frozen=True, slots=True)
class TableData:
    """A csv file, each column of numbers (`nan` where a cell is empty) or of words; `columns` is
    empty where nobody read it (a schema, a test).
    """

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float | str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The columns that hold words."""
        pairs = zip(self.columns, self.rows[0] if self.rows else (), strict=False)
        return tuple(name for name, cell in pairs if isinstance(cell, str))

    def amiss(self, columns: Iterable[str], *, empty: bool) -> str:
        """The first of these columns with a cell that is no finite number and no word, in words;
        `empty` says that cells without a value may be among the numbers.
        """
        for name in columns:
            for number, (cell,) in enumerate(self.take((name,)), 1):
                if cell == "" or (isinstance(cell, float) and not math.isfinite(cell)):
                    if empty and cell != cell:
                        continue
                    what = "is infinite" if cell in (math.inf, -math.inf) else "is empty"
                    return f"{self.file}: column {name!r} {what} in row {number} below the header"
        return ""

    def take(self, columns: tuple[str, ...]) -> list[list[float | str]]:
        """The rows with these columns in this order; raises KeyError for one that is not there."""
        places = {name: index for index, name in enumerate(self.columns)}
        picked = [places[name] for name in columns]
        return [[row[index] for index in picked] for row in self.rows]


def read_table(file: str, content: bytes) -> TableData:
    """The table in a csv file with a header; raises ValueError naming an invalid line.

    A column is of words where the first cell that is filled holds a word, and of numbers otherwise;
    among numbers a cell without a value is not a number, among words the empty word.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{file} is no text in UTF-8; save it as a csv file in UTF-8") from None
    reader = csv.reader(io.StringIO(text))
    columns = tuple(name.strip() for name in next(reader, []))
    if len(set(columns)) != len(columns) or not columns:
        raise ValueError(f"{file} has no header, or two columns of one name")
    kinds: dict[int, type] = {}
    rows: list[list[float | str]] = []
    for line in reader:
        if not line:
            continue
        where = f"{file}, line {reader.line_num}"
        row = [_cell(cell, place, kinds, where) for place, cell in enumerate(line)]
        if len(row) != len(columns) or len(rows) >= MAX_ROWS:
            raise ValueError(f"{where}: {len(row)} cells under {len(columns)}")
        rows.append(row)
    worded = [place for place, kind in kinds.items() if kind is str]
    for row in rows:
        for place in worded:
            if not isinstance(row[place], str):
                row[place] = ""
    return TableData(file, columns, tuple(map(tuple, rows)))


def _cell(written: str, place: int, kinds: dict[int, type], where: str) -> float | str:
    """A cell in the kind of its column, which the first that is filled decides."""
    if kinds.get(place) is str:
        return written.strip()
    if written.strip().casefold() in EMPTY:
        return math.nan
    try:
        number = float(written)
    except ValueError:
        if kinds.setdefault(place, str) is str:
            return written.strip()
        raise ValueError(
            f"{where}: every cell has to be a number, or every cell of a column a word"
        ) from None
    kinds[place] = float
    return number


def _validated(value: Any, info: ValidationInfo) -> TableData:
    if isinstance(value, TableData):
        return value
    if not isinstance(value, str):
        raise ValueError("write the path of a csv file, relative to the rubric")
    read: Callable[[str], bytes] | None = (info.context or {}).get("read")
    return read_table(value, read(value)) if read else TableData(value)


Table = Annotated[
    TableData,
    PlainValidator(_validated, json_schema_input_type=str),
    PlainSerializer(lambda table: table.file, return_type=str),
]
"""A path of a csv file, relative to the rubric; the model holds its content."""
