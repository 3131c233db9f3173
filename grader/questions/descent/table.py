"""Reading the table of an iterative method, in every shape it is reasonably handed in."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.trees.tree import Symbol
from grader.questions.descent.columns import decimal_points, narrowed
from grader.questions.descent.procedures import Vector
from grader.questions.echo import shown
from grader.questions.formulas import FormulaQuestion, read_text
from grader.questions.formulas.cells import Cell, read_cell
from grader.values import Array, Expression, Opaque, plain

MAX_ROWS = 1_000
MAX_TEXT = 20_000
_START_WORDS = re.compile(r"^\W*(?:init\w*|start\w*|begin\w*|origin\w*|guess\w*)\b", re.I)
_STEP_WORDS = re.compile(r"^\W*(?:steps?|iter\w*|t|k|n|i|epoch|row|#|no\.?)\W*$", re.I)
_GROUP = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_LAYOUT = re.compile(r"\\(?:begin|end)\{\w+\*?\}(?:\{[lcr|]*\})?|\\hline")
_NUMBER = re.compile(r"[-+−]?\d+(?:\.\d*)?(?:/\d+)?|[-+−]?\.\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written: its label, if it has one, and its numbers (None: not a number)."""

    label: int | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer in order; `start` is a first row that stands for the start."""

    rows: tuple[Row, ...]
    start: Row | None = None
    transposed: bool = False

    def values(self) -> list[tuple[Cell | None, ...]]:
        """The numbers row by row, the starting row left out."""
        return [row.cells for row in self.rows]


def read_table(
    value: Any, question: FormulaQuestion, steps: int, anchors: Sequence[Vector] = ()
) -> Table | str:
    """The table in a value, or one sentence saying why there is none.

    `anchors` are points that a right table holds: in one with more columns they tell which count.
    """
    width = len(question.variables)
    if size_of(value) > MAX_ROWS:
        return f"You handed in {size_of(value)} rows; {steps} are asked for."
    rows = _rows(plain(value), question, steps)
    if isinstance(rows, str):
        return rows
    rows = narrowed(_without_header(decimal_points(rows), question), width, steps, anchors)
    rows = [row for row in rows if row]
    if not rows:
        return "You handed in an empty table."
    if len(rows) > MAX_ROWS:
        return f"You handed in {len(rows)} rows; {steps} are asked for."
    transposed = False
    if width not in map(len, rows) and not _labelled(rows, width):
        turned = [list(column) for column in zip(*_labels_off(rows, width), strict=False)]
        if len(turned) in (steps, steps + 1):
            rows, transposed = turned, True
    parsed = [_row(row, width) for row in rows]
    if any(row is None for row in parsed):
        return f"You wrote {shown(value)}: each row needs {width} numbers, one for each variable."
    return Table(tuple(row for row in parsed if row is not None), None, transposed)


def size_of(value: Any) -> int:
    """How many entries a container has, an array all of its numbers."""
    if isinstance(value, Array):
        return math.prod(value.shape)
    return len(value) if isinstance(value, list | dict) else 0


def _labelled(rows: list[list[Any]], width: int) -> bool:
    """Whether every row starts with its step number."""
    labels = [_label(row[0]) for row in rows if len(row) == width + 1]
    if len(labels) != len(rows) or labels[0] not in (0, 1):
        return False
    return labels == list(range(labels[0], labels[0] + len(labels)))


def _labels_off(rows: list[list[Any]], width: int) -> list[list[Any]]:
    """The rows of a table lying on its side, without a first row of step numbers."""
    if len(rows) == width + 1:
        rows = rows[1:]
    return [row[1:] if read_cell(row[0]) is None else row for row in rows]


def with_start(table: Table, start: Sequence[Any], steps: int) -> Table:
    """The table with its first row set apart where that row is the start."""
    first = table.rows[0]
    same = all(
        cell is not None and cell.value == value
        for cell, value in zip(first.cells, start, strict=True)
    )
    labelled = first.label == 0
    if not (labelled or (same and len(table.rows) > steps)):
        return table
    return replace(table, rows=table.rows[1:], start=first)


def _rows(value: Any, question: FormulaQuestion, steps: int) -> list[list[Any]] | str:
    """Rows of raw cells; a step's label, where there is one, comes first."""
    if isinstance(value, Array):
        value = value.tolist()
    if isinstance(value, Expression):
        value = value.text
    if isinstance(value, str):
        return _from_text(value, question)
    if isinstance(value, dict):
        return _from_mapping(value, question)
    if not isinstance(value, list):
        kind = value.type if isinstance(value, Opaque) else type(value).__name__
        return f"You handed in an object of type {kind}, which is not a table."
    width = len(question.variables)
    if value and all(read_cell(item) is not None and not _many(item) for item in value):
        if len(value) % width == 0 and width > 1:
            return [value[i : i + width] for i in range(0, len(value), width)]
        return [[item] for item in value] if width == 1 else [value]
    rows: list[list[Any]] = []
    for item in value:
        if isinstance(item, dict):
            rows.append(_by_name(item, question))
        elif isinstance(item, list):
            rows.append(_flat(item))
        elif isinstance(item, str | Expression):
            text = item.text if isinstance(item, Expression) else item
            rows += _from_text(text, question)
        else:
            rows.append([item])
    return rows


def _flat(row: list[Any]) -> list[Any]:
    """`[1, [a, b]]` as `[1, a, b]`, and column vectors `[[a], [b]]` as rows."""
    cells: list[Any] = []
    for item in row:
        tuples = _tuples(item) if isinstance(item, str) and item.strip()[:1] in ("(", "[") else []
        cells += item if isinstance(item, list) else tuples[0] if len(tuples) == 1 else [item]
    return cells


def _many(item: Any) -> bool:
    return isinstance(item, str) and "," in item


def _from_text(text: str, question: FormulaQuestion) -> list[list[Any]]:
    """Lines of a table, or tuples of numbers; beside those, lines of prose do not count."""
    grid: list[list[Any]] = []
    tuples: list[list[Any]] = []
    loose: list[list[Any]] = []
    text = _LAYOUT.sub("\n", text[:MAX_TEXT])
    for line in text.replace("\\\\", "\n").splitlines():
        line = line.strip().strip("$").strip()
        if not line or re.fullmatch(r"[-|:+\s=]+", line):
            continue
        if "|" in line or "&" in line:
            grid.append(_flat([c.strip() for c in re.split(r"[|&]", line.strip("|"))]))
        elif groups := _tuples(line):
            label = re.match(r"\s*(\w[\w ]*?)\s*[:=.)-]", line) if len(groups) == 1 else None
            tuples += [[label.group(1), *cells] if label else cells for cells in groups]
        else:
            loose += _loose(line, question)
    return grid or tuples or loose


def _tuples(line: str) -> list[list[Any]]:
    """The cells of every pair of brackets that holds numbers."""
    groups = [re.split(r"[,;]", group) for group in _GROUP.findall(line)]
    return [
        [cell.strip() for cell in cells]
        for cells in groups
        if len(cells) > 1 and all(read_cell(cell) is not None for cell in cells)
    ]


def _loose(line: str, question: FormulaQuestion) -> list[list[Any]]:
    """The rows of a line such as `step 1: θ1 = -1.5, θ2 = 8.4`, or the names of a header."""
    width = len(question.variables)
    named = [part.rpartition("=")[2].strip() for part in re.split(r"[,;]", line) if "=" in part]
    if len(named) > width and len(named) % width == 0:
        return [list(named[k : k + width]) for k in range(0, len(named), width)]
    if len(named) >= width:
        label = re.match(r"\D*?(\d+)\s*:", line)
        return [[*([label.group(1)] if label else []), *named[-width:]]]
    names = [part for part in re.split(r"[,;\s]+", line) if part]
    if sum(_variable(name, question) in question.variables for name in names[:20]) >= width:
        return [list(names)]
    head, colon, tail = line.partition(":")
    numbers = _NUMBER.findall(tail if colon else line)
    return [[head, *numbers] if colon and numbers else list(numbers) or [line]]


def _from_mapping(items: dict[Any, Any], question: FormulaQuestion) -> list[list[Any]] | str:
    """Step to row, or variable to column."""
    named = {_variable(key, question): key for key in items}
    if set(question.variables) <= set(named):
        columns = [_column(items[named[name]]) for name in question.variables]
        labels = [_column(v) for k, v in items.items() if _STEP_WORDS.match(str(k))]
        if all(len(column) == 1 for column in columns) and not labels:
            return [[column[0] for column in columns]]
        return [list(row) for row in zip(*labels[:1], *columns, strict=False)]
    rows: list[list[Any]] = []
    for key, item in items.items():
        cells = _rows([item], question, 1)
        if isinstance(cells, str) or len(cells) != 1:
            return f"The row {shown(key)} of your table cannot be read: {shown(item)}."
        rows.append([key, *cells[0][-len(question.variables) :]])
    order = [_label(row[0]) for row in rows]
    if all(label is not None for label in order):
        rows = [row for _, row in sorted(zip(order, rows, strict=True), key=lambda p: p[0] or 0)]
    return rows


def _column(values: Any) -> list[Any]:
    if isinstance(values, dict):
        return list(values.values())
    return values if isinstance(values, list) else [values]


def _by_name(items: dict[Any, Any], question: FormulaQuestion) -> list[Any]:
    """One row given as a mapping from variable to number."""
    named = {_variable(key, question): item for key, item in items.items()}
    if set(question.variables) <= set(named):
        label = [v for k, v in items.items() if _STEP_WORDS.match(str(k))]
        return [*label[:1], *(named[name] for name in question.variables)]
    return _flat(list(items.values()))


def _variable(key: Any, question: FormulaQuestion) -> str:
    """The variable a column's name stands for, or the name itself."""
    text = key.text if isinstance(key, Expression) else str(key)
    try:
        tree = read_text(text[:60], question)
    except ReadError:
        return text
    return tree.name if isinstance(tree, Symbol) else text


def _without_header(rows: list[list[Any]], question: FormulaQuestion) -> list[list[Any]]:
    """The rows below a header, their columns in the variables' order."""
    if len(rows) < 2 or any(read_cell(cell) is not None for cell in rows[0]):
        return rows
    header = [_variable(cell, question) for cell in rows[0]]
    if len(header) < len(question.variables):
        return rows
    body = rows[1:]
    if not set(question.variables) <= set(header):
        return body
    places = [header.index(name) for name in question.variables]
    steps = [i for i, name in enumerate(header) if i not in places and _is_label(name)][:1]
    return [[row[i] for i in (*steps, *places)] if len(row) == len(header) else row for row in body]


def _is_label(name: str) -> bool:
    return bool(_STEP_WORDS.match(name)) or not name.strip()


def _row(cells: list[Any], width: int) -> Row | None:
    """A row with its label split off; None where the number of cells is wrong."""
    if len(cells) == width + 1:
        return Row(_label(cells[0]), tuple(read_cell(cell) for cell in cells[1:]))
    if len(cells) == width:
        return Row(None, tuple(read_cell(cell) for cell in cells))
    return None


def _label(value: Any) -> int | None:
    """The step a label names; 0 is the start."""
    if isinstance(value, str):
        if _START_WORDS.match(value):
            return 0
        digits = re.search(r"\d{1,6}", value)
        return int(digits.group()) if digits else None
    number = read_cell(value)
    if number is None or number.value.denominator != 1:
        return None
    return int(number.value)
