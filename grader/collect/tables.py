"""Columns and entries of tables that were read or displayed, by their heads."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from grader.evidence.patterns import wanted
from grader.values import Array, Value

_COUNTERS = re.compile(r"(?i)^(|id|index|idx|row|no\.?|nr\.?|#|unnamed: ?\d+|\w*_id|\w+id)$")
_HEADS = re.compile(
    r"(?i)^(y|y_?hat|y_?pred|target|label|class|category|prob\w*|score|pred\w*|output|answer|value)s?$"
)
Rows = list[list[Any]]


def rows_of(value: Value) -> Rows | None:
    """A table as rows of one length; None for anything else."""
    if isinstance(value, Array):
        value = value.tolist()
    if not isinstance(value, list) or not value:
        return None
    rows = [row if isinstance(row, list) else [row] for row in value]
    if any(isinstance(cell, list | dict) for row in rows for cell in row):
        return None
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows] if width else None


def column_of(table: Value, name: str | None, count: int | None) -> Value:
    """The wanted column of a table without its head; None where it has none of that length.

    Where no column is named it is the only one beside a counter; of several the answer is a mapping
    of head to column, or rows where they have no heads.
    """
    rows = rows_of(table)
    if rows is None:
        return None
    named = name is not None and any(wanted(name, _text(cell)) for cell in rows[0])
    headed = named or _has_head(rows, count)
    head, body = (rows[0], rows[1:]) if headed else ([], rows)
    if count is not None and len(body) != count:
        return None
    columns = [list(column) for column in zip(*body, strict=True)]
    if name is not None:
        chosen = [n for n, cell in enumerate(head) if wanted(name, _text(cell))]
        exact = [n for n in chosen if _text(head[n]).casefold() == name.casefold()]
        chosen = exact or chosen
        if len(chosen) == 1:
            return columns[chosen[0]]
        if chosen:
            return {_text(head[n]): columns[n] for n in chosen}
        if headed and len(_kept(head, columns)) != 1:
            return None
    kept = _kept(head, columns)
    if len(kept) == 1:
        return columns[kept[0]]
    if headed:
        return {_text(head[n]): columns[n] for n in kept}
    return [[columns[n][row] for n in kept] for row in range(len(body))]


def whole_of(table: Value) -> Value:
    """Every column by its head, rows where there are no heads, None for what is no table."""
    rows = rows_of(table)
    if rows is None:
        return None
    heads = [_text(cell) for cell in rows[0]]
    if not _has_head(rows, None) or len(set(heads)) < len(heads):
        return rows
    return {head: [row[n] for row in rows[1:]] for n, head in enumerate(heads)}


def _has_head(rows: Rows, count: int | None) -> bool:
    """Whether the first row names the columns."""
    if count is not None and len(rows) in (count, count + 1):
        return len(rows) == count + 1
    first, rest = rows[0], rows[1:]
    if not rest or not any(isinstance(cell, str) for cell in first):
        return False
    numbers = [
        isinstance(cell, str) and all(_is_number(row[n]) for row in rest[:50])
        for n, cell in enumerate(first)
    ]
    if any(numbers):
        return True
    texts = all(isinstance(cell, str) for cell in first)
    return texts and any(_HEADS.match(str(cell).strip()) for cell in first)


def _kept(head: Sequence[Any], columns: Sequence[Sequence[Any]]) -> list[int]:
    """The columns but a counter of the rows in front."""
    rows = range(len(columns))
    if len(columns) < 2:
        return list(rows)
    first = columns[0]
    counts = [list(range(start, start + len(first))) for start in (0, 1)]
    named = bool(head) and _COUNTERS.match(_text(head[0]))
    return list(rows)[1:] if named or list(first) in counts else list(rows)


def entries_of(table: Value, columns: Sequence[str], row: str | None) -> Value:
    """The wanted columns and row of a table: an entry, a list or rows; None where it lacks one."""
    rows = rows_of(table)
    if rows is None or len(rows) < 2:
        return None
    head, body = rows[0], rows[1:]
    places = []
    for name in columns:
        found = [n for n, cell in enumerate(head) if wanted(name, _text(cell))]
        if not found:
            return None
        places.append(found[0])
    if row is not None:
        body = [one for one in rows if any(wanted(row, _text(cell)) for cell in one[:2])]
        if not body:
            return None
        places = places or list(range(1, len(head)))
    places = places or list(range(len(head)))
    chosen = [[line[n] for n in places] for line in body]
    if len(places) == 1:
        chosen = [line[0] for line in chosen]
    return chosen[0] if row is not None and len(chosen) == 1 else chosen


_ABOUT_IT = re.compile(r"Source: |#\s|\s*(?:<[a-z]{2,8}>\s*)+$")


def printed_table(text: str) -> Value:
    """A data frame as it is printed: a head, then rows that begin with their label.

    Cells are set apart by two blanks or more, so that heads of several words stay whole; by one
    where R prints a cell as wide as its column. What R says of its size and types is left out.
    """
    lines = [
        line
        for line in text.split("\n")[:2_000]
        if line.strip() and not _ABOUT_IT.match(line)
    ]
    if len(lines) < 2 or len(lines[0]) > 2_000:
        return None
    split = [re.split(r"\s{2,}", line.strip()) for line in lines if not line.startswith("[")]
    width = len(split[0]) + 1 if split else 0
    if not lines[0].startswith(" ") or width < 2:
        return None
    rows = [row for row in split[1:] if len(row) == width]
    words = [line.split() for line in lines]
    if len(rows) < len(split) - 1 and all(len(row) == len(words[0]) + 1 for row in words[1:]):
        split, rows = words, words[1:]
    if len(rows) < len(split) - 2:  # a line below may say how large it is
        return None
    return [["", *split[0]], *([_number(cell) for cell in row] for row in rows)]


def _number(cell: str) -> Any:
    try:
        return float(cell) if re.fullmatch(r"[-+]?(\d[\d.]*|\.\d+)([eE][-+]?\d+)?", cell) else cell
    except ValueError:
        return cell


def _is_number(cell: Any) -> bool:
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, str))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()[:200]
