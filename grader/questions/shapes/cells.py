"""Numbers in the cells of an answer: as they were written, and when they agree with a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.written import Written, written
from grader.values import Expression

NOISE = Fraction(1, 10**9)
"""Relative size of what binary arithmetic may add to an honest number."""
LARGEST = Fraction(10) ** 300
MAX_TEXT = 400

_MARKUP = re.compile(r"\\[,;!: ]|\\(?:left|right|mathbf|mathrm)\b|[$`~]|\\$")
_ASSIGNED = re.compile(r"^[^=≈<>≤≥≠!]*(?:={1,2}|≈)(?![=/])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of an answer with the text it stood as."""

    number: Written
    text: str

    @property
    def value(self) -> Fraction:
        """The exact value of what was written."""
        return self.number.value

    @property
    def places(self) -> int | None:
        """Decimals written; None for a fraction or a formula, which is exact."""
        return self.number.decimals

    @property
    def is_float(self) -> bool:
        """Whether the number was computed and not typed, so that its digits prove nothing."""
        return self.number.is_float

    def half_unit(self, least: int = 0) -> Fraction:
        """Half a unit of the last written decimal; a float counts as written to `least` places."""
        if self.places is None:
            return Fraction(0)
        places = max(self.places, least) if self.is_float else self.places
        return Fraction(10) ** -places / 2


def read_cell(value: Any) -> Cell | None:
    """The number in a value of an answer, or None where there is none."""
    if isinstance(value, list) and len(value) == 1:
        return read_cell(value[0])
    if isinstance(value, Expression):
        return _from_text(value.text, computed=True)
    if isinstance(value, str):
        return _from_text(value, computed=False)
    try:
        number = written(value)
    except ReadError:
        return None
    text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    return _cell(number, text)


def _from_text(text: str, *, computed: bool) -> Cell | None:
    if len(text) > MAX_TEXT:
        return None
    shown = _MARKUP.sub("", text).strip(" \t\n*")  # bold type, but never a product
    try:
        if computed and re.fullmatch(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?", shown):
            number = written(float(shown))
        else:
            is_assigned = "=" in shown or "≈" in shown
            number = written(_ASSIGNED.sub("", shown).strip(" *") if is_assigned else shown)
    except ReadError:
        return None
    return _cell(number, shown)


def _cell(number: Written, text: str) -> Cell | None:
    """The cell of a finite real number that a float could hold."""
    if not number.finite or number.imaginary or abs(number.value) > LARGEST:
        return None
    return Cell(number, text)


def as_fraction(value: Fraction | float) -> Fraction:
    """The exact value, a float by its shortest decimal."""
    return value if isinstance(value, Fraction) else Fraction(repr(float(value)))


def agrees(cell: Cell, target: Fraction | float, least: int = 0) -> bool:
    """Whether the number is the target, rounded as it is written, arithmetic noise aside."""
    exact = as_fraction(target)
    slack = max(cell.half_unit(least), NOISE * max(abs(exact), Fraction(1)))
    return abs(cell.value - exact) <= slack


def has_places(cell: Cell, least: int, target: Fraction | float) -> bool:
    """Whether enough decimals are written; a number that ends earlier never has too few."""
    if cell.places is None or cell.is_float or cell.places >= least:
        return True
    exact = as_fraction(target)
    return abs(cell.value - exact) <= NOISE * max(abs(exact), Fraction(1))
