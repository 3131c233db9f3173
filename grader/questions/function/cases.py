"""Results of a called function against what was expected, entry by entry, without echoing any."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from grader.equivalence.numbers.written import Written
from grader.questions.numeric.entries import read_number
from grader.questions.numeric.tolerance import Tolerance
from grader.values import Expression, Opaque

Numeric_ = int | float | complex | Fraction


def is_number(value: Any) -> bool:
    """Whether a value is a number; a truth value is none."""
    return isinstance(value, Numeric_) and not isinstance(value, bool)


def agree(given: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Whether a result, arrays as nested lists, is what was expected, numbers by the tolerance."""
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
    if is_number(given) or isinstance(given, Expression):
        theirs, ours = read_number(given), read_number(expected)
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


def numbers_of(value: Any) -> list[Any]:
    """Every number in a nested value."""
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers_of(item)]
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers_of(item)]
    return [value] if is_number(value) else []


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
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return "a formula" if isinstance(value, Expression) else "an object that is not plain data"


def expected_kind(expected: Any) -> str:
    """What kind of thing is expected; a rubric writes the fraction 1/2 as text."""
    if isinstance(expected, str) and isinstance(read_number(expected), Written):
        return "a number"
    return described(expected)
