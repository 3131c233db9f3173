"""Tables that a rubric names by file, read through the context that loads the rubric."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, ValidationInfo

MAX_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class TableData:
    """A csv file, each column of numbers or of words; `columns` is empty where nobody read it (a
    schema, a test).
    """

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float | str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The columns that hold words."""
        pairs = zip(self.columns, self.rows[0] if self.rows else (), strict=False)
        return tuple(name for name, cell in pairs if isinstance(cell, str))

    def take(self, columns: tuple[str, ...]) -> list[list[float | str]]:
        """The rows with these columns in this order; raises KeyError for one that is not there."""
        places = {name: index for index, name in enumerate(self.columns)}
        picked = [places[name] for name in columns]
        return [[row[index] for index in picked] for row in self.rows]


def read_table(file: str, content: bytes) -> TableData:
    """The table in a csv file with a header; raises ValueError naming an invalid line.

    A column is of words where its first cell is a word, and of numbers otherwise.
    """
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    columns = tuple(name.strip() for name in next(reader, []))
    if len(set(columns)) != len(columns) or not columns:
        raise ValueError(f"{file} has no header, or two columns of one name")
    rows: list[tuple[float | str, ...]] = []
    for line in reader:
        if not line:
            continue
        first = rows[0] if rows else [_cell(cell) for cell in line]
        try:
            row = tuple(
                _word(cell) if isinstance(above, str) else float(cell)
                for cell, above in zip(line, first, strict=False)
            )
        except ValueError:
            raise ValueError(
                f"{file}, line {reader.line_num}: every cell has to be a number, or every cell of "
                "a column a word"
            ) from None
        if len(line) != len(columns) or len(rows) >= MAX_ROWS:
            raise ValueError(
                f"{file}, line {reader.line_num}: {len(line)} cells under {len(columns)}"
            )
        rows.append(row)
    return TableData(file, columns, tuple(rows))


def _cell(written: str) -> float | str:
    try:
        return float(written)
    except ValueError:
        return _word(written) if written.strip() else 0.0


def _word(written: str) -> str:
    if not written.strip():
        raise ValueError("an empty cell")
    return written.strip()


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
