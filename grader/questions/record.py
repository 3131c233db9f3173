"""The base of everything typed in by hand, and numbers as people write them in a rubric."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer


class Record(BaseModel):
    """A frozen, strict model: unknown fields and silent conversions are mistakes."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


def _exact(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write a number, such as 2, 0.5 or 1/3")
    try:
        return Fraction(str(value).replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        raise ValueError("write a number, such as 2, 0.5 or 1/3") from None


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
