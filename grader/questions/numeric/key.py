"""The numbers of a key, exact, real or complex, in lists with rows of one length."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, TypeAdapter, ValidationError

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.complexes import Complex, complex_in
from grader.questions.asking.secrets import Secret, number
from grader.questions.key import wrong_numbers
from grader.questions.numeric.entries import MAX_DEPTH, MAX_ENTRIES, flat
from grader.questions.numeric.freedom import Number
from grader.questions.record import Exact
from grader.questions.shapes.simple import shape_of

_NUMBER: TypeAdapter[Fraction] = TypeAdapter(Exact)


def _validated(value: Any) -> Any:
    """Nested tuples of exact numbers, all rows of one length."""
    key = _exactly(value)
    shape = shape_of(key)
    if shape is None:
        raise ValueError("the rows differ in length: write as many entries in each")
    if 0 in shape or len(shape) > MAX_DEPTH or sum(1 for _ in flat(key)) > MAX_ENTRIES:
        raise ValueError(f"write a number or lists of 1 to {MAX_ENTRIES} numbers")
    return key


def _exactly(value: Any, depth: int = 0) -> Any:
    if isinstance(value, list | tuple) and depth <= MAX_DEPTH:
        return tuple(_exactly(item, depth + 1) for item in value)
    try:
        return _NUMBER.validate_python(value)
    except ValidationError:
        if isinstance(value, str) and (found := _complex(value)) is not None:
            return found
        raise ValueError("write numbers, such as 2, 0.5, 1/3 or 2+3i, or lists of them") from None


def _complex(text: str) -> Complex | None:
    """An exact complex number such as 2+3i, but no real one in another spelling."""
    try:
        found, is_exact = complex_in(text)
    except ReadError:
        return None
    return found if is_exact and found.imag else None


def _as_written(key: Any) -> Any:
    if isinstance(key, tuple):
        return [_as_written(item) for item in key]
    return str(key) if isinstance(key, Complex) else _NUMBER.dump_python(key)


_Scalar = float | str
Key = Annotated[
    Any,
    PlainValidator(
        _validated, json_schema_input_type=_Scalar | list[_Scalar] | list[list[_Scalar]]
    ),
    PlainSerializer(_as_written),
]
"""A number, or lists of numbers with rows of one length."""


def others_than(right: Number) -> Iterator[Number]:
    """Numbers that are not the key's."""
    if isinstance(right, Complex):
        yield from (right.conjugate, -right, right * 2, right + 1)
        return
    yield from (Fraction(wrong) for wrong in wrong_numbers(right))


def secret_of(place: tuple[int, ...], target: Fraction | Complex) -> Iterator[Secret]:
    """One number of the key, which must be in nothing that is released."""
    if not isinstance(target, Complex):
        yield number(".".join(["key", *(str(index - 1) for index in place)]), target)
