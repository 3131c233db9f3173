"""The entries of a numeric answer: its shape, each number as it was written, what went wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.diagnoses import wrong_decimal_point, wrong_sign
from grader.equivalence.numbers.tolerances import Range
from grader.equivalence.numbers.written import Written, written
from grader.questions.echo import shown
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.grids import lists, uncounted
from grader.questions.shapes.simple import Shape, shape_of, simple, size_in_words, too_large
from grader.values import Expression, Opaque

_ALONE = re.compile(r"\s*(?:array|tensor)?\(?\[?([^\[\](),;]{1,60})\]?\)?\s*")
_FLOAT = re.compile(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?")
MAX_ENTRIES = 10_000
MAX_DEPTH = 4
MAX_ECHO = 60
ZERO = Written(Fraction(0))


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
    if much := too_large(value, MAX_ENTRIES):
        return f"You handed in {much}."
    value = simple(value)
    if not shape:
        if isinstance(value, str) and (alone := _ALONE.fullmatch(value)):
            value = alone[1]
    else:
        value = lists(value, len(_without_ones(shape)))
    if isinstance(value, dict):
        return "You handed in a mapping."
    if shape and isinstance(value, str | Expression):
        return "You handed in a text in which no list or matrix of numbers can be read."
    for found in (value, uncounted(value)):
        if (sizes := shape_of(found)) is not None and _without_ones(sizes) == _without_ones(shape):
            return list(flat(found))
    sizes = shape_of(value)
    if sizes is None:
        return "You handed in rows of different lengths."
    return f"You handed in {size_in_words(sizes)}."


def _without_ones(shape: Shape) -> Shape:
    return tuple(size for size in shape if size != 1)


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


def slip(number: Written, target: Fraction, tolerance: Tolerance) -> tuple[str, str] | None:
    """The id of a named mistake in one entry, and its sentence."""
    key = Written(target)
    models = [model for model in tolerance.models() if not isinstance(model, Range)]
    for model in models:
        if model.accepts(ZERO, key):
            continue  # so wide that any number fits once it is made small
        if wrong_sign(number, key, model):
            return "wrong_sign", "The sign is wrong, the rest is right."
        shift = wrong_decimal_point(number, key, model)
        if shift is not None:
            size = "large" if shift > 0 else "small"
            moved = f"{abs(shift)} place{'s' if abs(shift) > 1 else ''}"
            return "wrong_decimal_point", f"The decimal point is off by {moved}: it is too {size}."
    return None


def turned(raw: Sequence[Any], shape: Shape) -> list[Any]:
    """The entries of a square matrix in the order of its transpose."""
    rows, columns = shape
    return [raw[i * columns + j] for j in range(columns) for i in range(rows)]
