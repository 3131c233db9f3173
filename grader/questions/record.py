"""The base of everything typed in by hand, and numbers as people write them in a rubric."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer


class Record(BaseModel):
    """A frozen, strict model: unknown fields and silent conversions are mistakes."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


_LARGE_EXPONENT = re.compile(r"[eE][-+]?[0-9_]{4}")


def _exact(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write a number, such as 2, 0.5 or 1/3")
    return exact_of(value)


def exact_of(value: float | str) -> Fraction:
    """The exact number as written; raises `ValueError`, also for what has thousands of digits."""
    written = str(value).replace(" ", "")
    try:
        if len(written) <= 1000 and not _LARGE_EXPONENT.search(written):
            return Fraction(written)
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError("write a number, such as 2, 0.5 or 1/3")


def _plain_number(value: Fraction) -> float | int | str:
    return value.numerator if value.denominator == 1 else str(value)


_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?\d"}]}

Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(_plain_number),
    Field(json_schema_extra=_NUMBER_SCHEMA),
]
"""An exact decimal or fraction as people write it: 0.1 is one tenth."""

Points = Annotated[Exact, Field(ge=0, le=10_000)]
Share = Annotated[Exact, Field(ge=0, le=1)]
"""A share of the points between 0 and 1."""
