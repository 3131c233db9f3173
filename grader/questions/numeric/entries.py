"""The entries of a numeric answer: its shape, each number as it was written, what went wrong."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.diagnoses import wrong_decimal_point, wrong_sign
from grader.equivalence.numbers.tolerances import Range
from grader.equivalence.numbers.written import Written, written
from grader.equivalence.trees.tree import Relation
from grader.questions.echo import shown, written_as
from grader.questions.formulas.cells import read_cell
from grader.questions.formulas.parts import entries, last_value, rows_of, statements
from grader.questions.mistake import Mistake
from grader.questions.numeric.mistakes import MISTAKES
from grader.questions.numeric.tolerance import Tolerance
from grader.values import Array, Expression, Opaque, plain

Shape = tuple[int, ...]
_ALONE = re.compile(r"\s*(?:array|tensor)?\(?\[?([^\[\](),;]{1,60})\]?\)?\s*")
_FLOAT = re.compile(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?")
MAX_ENTRIES = 10_000
MAX_DEPTH = 4
MAX_TEXT = 20_000
MAX_ECHO = 60
ZERO = Written(Fraction(0))


def shape_of(value: Any) -> Shape | None:
    """The lengths of nested lists from the outside in, () for one entry, None where ragged."""
    if not isinstance(value, list | tuple):
        return ()
    inner = {shape_of(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or () if inner else ()))


def flat(value: Any) -> Iterator[Any]:
    """The entries of nested lists in reading order."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from flat(item)
    else:
        yield value


def places(shape: Shape) -> Iterator[Shape]:
    """The places of all entries in reading order, counted from one."""
    return itertools.product(*(range(1, size + 1) for size in shape))


def in_shape(value: Any, shape: Shape) -> list[Any] | str:
    """The raw entries of an answer in reading order, or a sentence where the shape is another.

    Dimensions of length one do not count, so a column of numbers is a vector.
    """
    if isinstance(value, Array) and math.prod(value.shape) > MAX_ENTRIES:
        return f"You handed in {named(value.shape)}."
    value = plain(value)
    if not shape and isinstance(value, str) and (alone := _ALONE.fullmatch(value)):
        value = alone[1]
    if shape and isinstance(value, str | Expression):
        value = _from_text(value if isinstance(value, str) else value.text)
    if shape and isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, dict):
        return "You handed in a mapping."
    if len(_without_ones(shape)) > 1 and isinstance(value, list):
        value = [_from_text(item) if isinstance(item, str) else item for item in value]
    if shape and isinstance(value, str):
        return "You handed in a text in which no list or matrix of numbers can be read."
    found = shape_of(value)
    if found is None:
        return "You handed in rows of different lengths."
    if _without_ones(found) != _without_ones(shape):
        return f"You handed in {named(found)}."
    return list(flat(value))


def _without_ones(shape: Shape) -> Shape:
    return tuple(size for size in shape if size != 1)


def named(shape: Shape) -> str:
    """A shape in words."""
    if not shape:
        return "a single number"
    if len(shape) == 1:
        return f"a list of {shape[0]} numbers" if shape[0] != 1 else "a list of one number"
    word = "a matrix" if len(shape) == 2 else "an array"
    return f"{word} of shape {'x'.join(map(str, shape))}"


def _from_text(text: str) -> Any:
    """The rows or entries of a matrix or a list in text; the text itself where there are none."""
    from grader.equivalence.reading import read

    inner = text.strip().strip("$").strip()
    try:
        expr = read(inner, syntax="latex" if "\\" in inner else "infix")
    except ReadError:
        return _grid(text) or text
    rows = rows_of(expr)
    if rows is not None:
        return [[written_as(entry) for entry in row] for row in rows]
    row = entries(last_value(expr))
    parts = statements(expr)
    if row is None and len(parts) > 1 and all(isinstance(part, Relation) for part in parts):
        row = tuple(map(last_value, parts))
    return (_grid(text) or text) if row is None else [written_as(entry) for entry in row]


def _grid(text: str) -> list[Any]:
    """The numbers of a text that programs print: in lines, white space between them."""
    rows: list[list[str]] = []
    for line in re.split(r"[;\n]", text[:MAX_TEXT]):
        line = line.strip(" \t[](){}<>|,")
        if not line or line.startswith(("dtype", "Name:", "Length")) or not line.strip("-|:+= "):
            continue
        cells = [cell for cell in re.split(r"[\s,|&]+", line) if cell]
        if any(read_cell(cell) is None for cell in cells):
            return []
        rows.append(cells)
    if len(rows) > 1 and [row[0] for row in rows] == [str(k) for k in range(len(rows))]:
        rows = [row[1:] or row for row in rows]
    if len(rows) == 1:
        return rows[0]
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else list(rows)


def is_blank(value: Any) -> bool:
    """Whether nothing was written; a zero is something."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_number(value: Any) -> Written | str:
    """The number in one entry, or a clause saying why there is none."""
    if isinstance(value, Opaque):
        return f"this is an object of type {value.type[:40]}, not a number"
    if isinstance(value, Expression):
        value = float(value.text) if _FLOAT.fullmatch(value.text) else value.text
    try:
        found = written(value)
    except ReadError as error:
        # with its marks of bold type or its left-hand side; a product's * is no such mark
        cell = read_cell(value) if isinstance(value, str) else None
        return error.message if cell is None else cell.number
    return "this is not a number (NaN)" if found.special == "nan" else found


def echo(value: Any) -> str:
    """An entry as it was written, cut to a few words."""
    text = shown(value)
    return text if len(text) <= MAX_ECHO else text[: MAX_ECHO - 1] + "…"


def slip(number: Written, target: Fraction, tolerance: Tolerance) -> Mistake | None:
    """The named mistake in one entry."""
    key = Written(target)
    models = [model for model in tolerance.models() if not isinstance(model, Range)]
    for model in models:
        if model.accepts(ZERO, key):
            continue  # so wide that any number fits once it is made small
        if wrong_sign(number, key, model):
            return MISTAKES["wrong_sign"].told()
        shift = wrong_decimal_point(number, key, model)
        if shift is not None:
            size = "large" if shift > 0 else "small"
            moved = f"{abs(shift)} place{'s' if abs(shift) > 1 else ''}"
            return MISTAKES["wrong_decimal_point"].told(moved=moved, size=size)
    return None


def turned(raw: Sequence[Any], shape: Shape) -> list[Any]:
    """The entries of a square matrix in the order of its transpose."""
    rows, columns = shape
    return [raw[i * columns + j] for j in range(columns) for i in range(rows)]
