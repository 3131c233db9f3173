"""Results of a called function against what was expected, entry by entry, without echoing any."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from grader.equivalence.numbers.in_words import in_words
from grader.equivalence.numbers.written import Written
from grader.questions.function.made import NAMES, Made
from grader.questions.numeric import NOISE
from grader.questions.numeric.entries import flat, read_number
from grader.questions.numeric.tolerance import RelAbsFields, Tolerance
from grader.questions.shapes.simple import shape_of
from grader.values import Array, Expression, Opaque, plain

Numeric_ = int | float | complex | Fraction
SINGLE = Tolerance(
    relabs=RelAbsFields(absolute=Fraction(1, 10**5), relative=Fraction(13, 10**7))
)
HALF = Tolerance(relabs=RelAbsFields(absolute=Fraction(1, 10**5), relative=Fraction(1, 1000)))
ROUGH = {"<f4": SINGLE, "<f2": HALF}
"""What arithmetic of narrow numbers makes of a result, where the rubric names no tolerance."""
_LONG_TEXT = 1_000
"""Characters of a result in which no numbers are looked for."""


def is_number(value: Any) -> bool:
    """Whether a value is a number; a truth value is none."""
    return isinstance(value, Numeric_) and not isinstance(value, bool)


def agree(given: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Whether a result is what was expected, numbers by the tolerance."""
    if isinstance(expected, Made):
        wanted = NAMES.get(expected.dtype)
        if wanted is not None and not (isinstance(given, Array) and given.dtype == wanted):
            return False
        return agree(given, expected.rows, tolerance)
    if isinstance(given, Array):
        shape = shape_of(expected)
        if shape == () and math.prod(given.shape) == 1:
            given = Array(given.dtype, (), given.data)
        elif shape != given.shape and 0 not in given.shape:
            return False
        if tolerance == NOISE:
            tolerance = ROUGH.get(given.dtype, NOISE)
        given = given.tolist()
    if isinstance(expected, bool) or expected is None:
        return type(given) is type(expected) and given == expected
    if isinstance(expected, list | tuple):
        return (
            isinstance(given, list)
            and len(given) == len(expected)
            and all(agree(g, e, tolerance) for g, e in zip(given, expected, strict=True))
        )
    if isinstance(expected, dict):
        return isinstance(given, dict) and _same_mapping(given, expected, tolerance)
    if isinstance(expected, float) and expected != expected:
        return isinstance(given, float) and given != given
    if is_number(given) or isinstance(given, Expression):
        theirs, ours = read_number(given), _as_number(expected)
        if isinstance(theirs, Written) and isinstance(ours, Written):
            return tolerance.accepts(theirs, ours)
    return type(given) is type(expected) and bool(given == expected)


def _same_mapping(given: dict[Any, Any], expected: dict[Any, Any], tolerance: Tolerance) -> bool:
    """Keys are compared as text where a rubric could only write text."""
    if set(given) != set(expected):
        texts = {str(key): item for key, item in given.items()}
        if len(texts) != len(given) or set(texts) != {str(key) for key in expected}:
            return False
        given, expected = texts, {str(key): item for key, item in expected.items()}
    return all(agree(given[key], item, tolerance) for key, item in expected.items())


def by_label(value: Any, labels: Any) -> dict[str, Any] | None:
    """The values of a series, or the rows of a frame, by the labels that pandas gave them."""
    rows = value.tolist() if isinstance(value, Array) and value.shape else value
    if not (isinstance(labels, list) and isinstance(rows, list) and len(rows) == len(labels)):
        return None
    names = [str(label) for label in labels]
    return dict(zip(names, rows, strict=True)) if len(set(names)) == len(names) else None


def other_forms(value: Any, labels: Any = None) -> list[Any]:
    """What a text or a mapping holds: a number or the numbers of a list, the values in order.

    A list of one thing may be that thing, and one thing a list of it.

    A table of pandas may hold one thing alone, or two columns of which one names the other.
    """
    labelled = by_label(value, labels)
    if labelled is not None:
        rows = list(labelled.values())
        cells = [row if isinstance(row, list) else [row] for row in rows]
        found = [rows[0], cells[0][0]] if len(rows) == 1 and len(cells[0]) == 1 else []
        if all(len(row) == 1 for row in cells):
            return [*found, {name: row[0] for name, row in zip(labelled, cells, strict=True)}]
        return [{str(row[0]): row[1] for row in cells}] if all(len(r) == 2 for r in cells) else []
    if isinstance(value, str):
        texts = [one.strip() for one in value.strip().strip("[]()").split(",")]
        found = [read_number(one) for one in texts if len(value) <= _LONG_TEXT and one]
        numbers = [one.value for one in found if isinstance(one, Written)]
        if not numbers or len(numbers) != len(texts):
            return []
        return [numbers[0] if len(numbers) == 1 else numbers]
    if isinstance(value, dict):
        inner = list(value.values())
        return [inner, inner[0]] if len(inner) == 1 else [inner]
    if isinstance(value, list):
        return value[:1] if len(value) == 1 else []
    return [] if value is None else [[value]]


def has_shape(given: Any, wanted: tuple[int | str, ...]) -> bool:
    """Whether a result is numbers of a shape, whatever numbers they are; `any` is any length."""
    found = size_of(given)
    if found is None or len(found) != len(wanted):
        return False
    if not all(size in (length, "any") for length, size in zip(found, wanted, strict=True)):
        return False
    if isinstance(given, Array):
        return given.dtype != "|b1"
    return all(map(is_number, flat(given)))


def size_of(value: Any) -> tuple[int, ...] | None:
    """The shape of an array, or of nested lists; None where the rows differ in length."""
    return value.shape if isinstance(value, Array) else shape_of(value)


def not_finite(value: Any, *only: str) -> str:
    """What of a value's numbers is none: NaN or an infinity; nothing where all are finite."""
    for item in flat(plain(value)):
        if isinstance(item, float | complex):
            infinite = math.isinf(item.real) or math.isinf(item.imag)
            said = "NaN" if item != item else "infinity" if infinite else ""
            if said and (not only or said in only):
                return said
    return ""


def share_of(given: Any, expected: Any, tolerance: Tolerance) -> tuple[int, int]:
    """How many elements of a list or an array of the right shape are right, of how many."""
    if isinstance(given, Array):
        if tolerance == NOISE:
            tolerance = ROUGH.get(given.dtype, NOISE)
        given = given.tolist()
    shape = shape_of(expected)
    if not shape or not isinstance(given, list) or shape_of(given) != shape:
        return 0, 0
    pairs = list(zip(flat(given), flat(expected), strict=True))
    return sum(agree(one, wanted, tolerance) for one, wanted in pairs), len(pairs)


def numbers_of(value: Any) -> list[Any]:
    """Every number in a nested value."""
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers_of(item)]
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers_of(item)]
    if isinstance(value, Made):
        return numbers_of(value.rows)
    return [value] if is_number(value) and value == value else []


def is_comparable(expected: Any) -> bool:
    """Whether any result could be right: nothing opaque in it, and no NaN."""
    if isinstance(expected, list | tuple):
        return all(map(is_comparable, expected))
    if isinstance(expected, dict):
        return all(map(is_comparable, expected.values()))
    if isinstance(expected, complex):
        return not (math.isnan(expected.real) or math.isnan(expected.imag))
    return not (
        isinstance(expected, Opaque) or (isinstance(expected, float) and expected != expected)
    )


def described(value: Any) -> str:
    """What kind of thing a value is, and nothing of what it holds: a length may be an input too."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, bool):
        return "a truth value"
    if is_number(value):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, Array):
        return "an array" if value.shape else "a number"
    if isinstance(value, Made):
        return "a data frame" if value.what == "frame" else "an array"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return "a formula" if isinstance(value, Expression) else "an object that is not plain data"


def expected_kind(expected: Any) -> str:
    """What kind of thing is expected; a rubric writes the fraction 1/2 as text."""
    if isinstance(expected, str) and isinstance(_as_number(expected), Written):
        return "a number"
    return described(expected)


def _as_number(expected: Any) -> Written | str:
    """The number that a rubric expects; one in words is a text."""
    if isinstance(expected, str) and in_words(expected) is not None:
        return "a text"
    return read_number(expected)
