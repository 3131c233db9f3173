"""An answer as a grid: lists, arrays, texts, or mappings with heads, as rows of raw cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from grader.questions.echo import shown
from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.lines import flat_row, lines_of
from grader.questions.shapes.names import in_order
from grader.questions.shapes.simple import simple, text_of, too_large, type_of
from grader.questions.shapes.texts import last_side, nested
from grader.values import Array, Expression

Rows = list[list[Any]]
_MATRIX = re.compile(r"\\begin\{\w*(?:matrix|array)|\b(?:np\.)?(?:array|matrix)\(")
_START = re.compile(r"^\W*(?:init\w*|start\w*|begin\w*|origin\w*|guess\w*)\b", re.I)
_COMMA = re.compile(r"\s*\$?[-+−]?\d+(?:,|\{,\})\d+\$?\s*")
_LEAD = re.compile(r"\s*[A-Za-z][A-Za-z' ]{0,60}(?:\b(?:is|are)\b:?|:)\s*")
_SPACES = re.compile(r"(?<!\\)\\[,;:! ]|\\q?quad(?![A-Za-z])")
_WORDS = re.compile(
    r",?\s{0,20}(?:\\(?:text|mbox|textrm|mathrm)\{\s*(?:and|or|und|oder|et|ou)\s*\}"
    r"|(?<![A-Za-z])(?:and|or|und|oder)(?![A-Za-z]))\s*"
)
_POINT = re.compile(r"\d\.\d")
_STEP = re.compile(r"^\W*(?:steps?|iter\w*|t|k|n|i|epoch|row|#|no\.?)\W*$", re.I)


def lists(value: Any, dimensions: int = 2) -> Any:
    """The value with each text that is a list, a matrix or a table of numbers as nested lists.

    Texts are opened down to the given dimension, below which they are entries; mappings give
    their values, and in rows a comma between digits is that of a decimal. What is no list, or
    too large to look at, stays what it is.
    """
    return value if too_large(value) else _lists(simple(value), dimensions)


def _lists(value: Any, dimensions: int) -> Any:
    if isinstance(value, str | Expression) and dimensions:
        found = _lists_in(text_of(value))
        if not found:
            return value
        return _computed(found) if isinstance(value, Expression) else found
    if isinstance(value, dict) and dimensions:
        value = list(value.values())
    if not isinstance(value, list):
        return value
    if dimensions > 1:
        value = [_lists(item, dimensions - 1) for item in value]
    rows = bool(value) and all(isinstance(row, list) for row in value)
    return decimal_points(value) if rows else value


def _lists_in(text: str) -> list[Any]:
    """The list or rows of numbers in a text that is nothing else; heads and labels left out."""
    text = _WORDS.sub(", ", text)
    found = nested(text)
    if found is not None:
        return found
    if "vmatrix" in text.lower():
        return []  # a determinant, which is a number
    begin = text.find("\\begin{")
    if begin > 0 and re.search(r"[-+−*/^\d]\W*$", last_side(text[:begin])):
        return []  # what stands before a matrix changes it
    text = _SPACES.sub(" ", text)
    lines = lines_of(text)
    if lines.unread and (lead := _LEAD.match(text)):
        lines = lines_of(text[lead.end() :])
    rows, unread = lines.rows, lines.unread
    if len(rows) > 1 and not any(map(_is_number, rows[0])):
        heads = rows[0] if len(rows[0]) > 1 else rows[0][0].split()
        rows = rows[1:] if len(rows[1]) - len(heads) in (0, 1) else []
        unread -= not lines.ruled
    if rows and len(rows[0]) > 1 and not any(_is_number(row[0]) for row in rows):
        rows = [row[1:] for row in rows]
    filled = all(_is_number(cell) or not cell.strip() for row in rows for cell in row)
    if not filled or unread or lines.is_mixed or not rows:
        return []
    if len(rows) == 1:
        return rows[0] if len(rows[0]) > 1 else []
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else rows


def _is_number(cell: Any) -> bool:
    return read_cell(cell) is not None


def _computed(entries: list[Any]) -> list[Any]:
    """Texts of numbers that a program printed, so that their digits are not taken for typed."""
    return [_computed(e) if isinstance(e, list) else Expression(e) for e in entries]


def counts(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether the first column counts the rows, from 0 or from 1."""
    cells = [read_cell(row[0]) for row in rows]
    values = [cell.value for cell in cells if cell is not None]
    whole = len(values) == len(rows) > 0 and values[0] in (0, 1)
    return whole and values == [values[0] + k for k in range(len(values))]


def uncounted(rows: Any) -> Any:
    """Rows without a first column that only counts them; anything else as it is."""
    if not isinstance(rows, list) or len(rows) < 2:
        return rows
    if not all(isinstance(row, list) and len(row) == len(rows[0]) > 1 for row in rows):
        return rows
    if not counts(rows):
        return rows
    left = [row[1:] for row in rows]
    return left if len(left[0]) > 1 else [row[0] for row in left]


def is_table(given: Any, rows: Any) -> bool:
    """Whether an answer read as such rows is a table, and no matrix that begins 1, 2 by chance."""
    if isinstance(given, Array) or (isinstance(given, str) and _MATRIX.search(given)):
        return False
    return len(rows) > 2 or (isinstance(given, str) and "[" not in given and "(" not in given)


def decimal_points(rows: Rows) -> Rows:
    """The rows with points for the commas of decimals, where no cell has a point."""
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    if not any(map(_COMMA.fullmatch, texts)) or any(map(_POINT.search, texts)):
        return rows
    return [
        [
            c.replace("{,}", ".").replace(",", ".")
            if isinstance(c, str) and _COMMA.fullmatch(c)
            else c
            for c in row
        ]
        for row in rows
    ]


def rows_of(value: Any, names: Sequence[str], name_of: Callable[[Any], str] = str) -> Rows | str:
    """Rows of raw cells, or one sentence saying why there are none.

    `names` are the columns wanted, found by their heads where there are any. The label of a row,
    such as its step, stands before its cells.
    """
    if much := too_large(value):
        return f"You handed in {much}."
    rows = _raw_rows(simple(value), names, name_of)
    return rows if isinstance(rows, str) else _header_off(decimal_points(rows), names, name_of)


def _raw_rows(value: Any, names: Sequence[str], name_of: Callable[[Any], str]) -> Rows | str:
    if isinstance(value, str | Expression):
        return _rows_in(text_of(value), names, name_of)
    if isinstance(value, dict):
        return _from_mapping(value, names, name_of)
    if not isinstance(value, list):
        return f"You handed in an object of type {type_of(value)}, which is not a table."
    width = len(names)
    if value and all(read_cell(item) is not None and not _is_list(item) for item in value):
        entries = flat_row(value)
        width = len(entries) if len(entries) % width else width
        return [entries[k : k + width] for k in range(0, len(entries), width)]
    rows: Rows = []
    for item in value:
        if isinstance(item, dict):
            rows.append(_by_heads(item, names, name_of))
        elif isinstance(item, list):
            rows.append(flat_row(item))
        elif isinstance(item, str | Expression):
            rows += _rows_in(text_of(item), names, name_of)
        else:
            rows.append([item])
    return rows


def _is_list(item: Any) -> bool:
    return isinstance(item, str) and "," in item


def _rows_in(text: str, names: Sequence[str], name_of: Callable[[Any], str]) -> Rows:
    """The rows of a matrix or of lists in brackets, else those of the lines."""
    found = nested(text)
    if found is not None and all(isinstance(row, list) and len(row) > 1 for row in found):
        return [flat_row(row) for row in found]
    return lines_of(text, names, name_of).rows


def _from_mapping(
    items: dict[Any, Any], names: Sequence[str], name_of: Callable[[Any], str]
) -> Rows | str:
    """Label to row, or head to column."""
    if (wanted := in_order(items, names, name_of)) is not None:
        columns = [_column(values) for values in wanted]
        labels = [_column(v) for k, v in items.items() if _STEP.match(str(k))]
        if all(len(column) == 1 for column in columns) and not labels:
            return [[column[0] for column in columns]]
        return [list(row) for row in zip(*labels[:1], *columns, strict=False)]
    rows: Rows = []
    for key, item in items.items():
        cells = _raw_rows([item], names, name_of)
        if isinstance(cells, str) or len(cells) != 1:
            return f"The row {shown(key)} of your table cannot be read: {shown(item)}."
        rows.append([key, *cells[0][-len(names) :]])
    order = [label_of(row[0]) for row in rows]
    if all(label is not None for label in order):
        rows = [row for _, row in sorted(zip(order, rows, strict=True), key=lambda p: p[0] or 0)]
    return rows


def _column(values: Any) -> list[Any]:
    if isinstance(values, dict):
        return list(values.values())
    return values if isinstance(values, list) else [values]


def _by_heads(
    items: dict[Any, Any], names: Sequence[str], name_of: Callable[[Any], str]
) -> list[Any]:
    """One row given as a mapping from head to cell."""
    if (cells := in_order(items, names, name_of)) is not None:
        return [*[v for k, v in items.items() if _STEP.match(str(k))][:1], *cells]
    return flat_row(list(items.values()))


def _header_off(rows: Rows, names: Sequence[str], name_of: Callable[[Any], str]) -> Rows:
    """The rows below a header, their columns in the order of the names."""
    if len(rows) < 2 or any(read_cell(cell) is not None for cell in rows[0]):
        return rows
    header = [name_of(cell) for cell in rows[0]]
    if len(header) < len(names):
        return rows
    if not set(names) <= set(header):
        return rows[1:]
    places = [header.index(name) for name in names]
    steps = [
        i
        for i, name in enumerate(header)
        if i not in places and (_STEP.match(name) or not name.strip())
    ]
    return [
        [row[i] for i in (*steps[:1], *places)] if len(row) == len(header) else row
        for row in rows[1:]
    ]


def label_of(value: Any) -> int | None:
    """The number that a row's label names; a word such as `initial` is 0."""
    if isinstance(value, str):
        if _START.match(value):
            return 0
        digits = re.search(r"\d{1,6}", value)
        return int(digits.group()) if digits else None
    number = read_cell(value)
    if number is None or number.value.denominator != 1:
        return None
    return int(number.value)
