"""When a number counts as right: every tolerance model, inclusive, in exact arithmetic.

A model is a frozen record with ``accepts(student, target)``. Before any model, exactly equal
numbers pass; infinities equal only themselves and NaN equals nothing. A complex number is compared
by the modulus.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Protocol

from grader.equivalence.numbers.written import Written

Number = Fraction
_HALF = Fraction(1, 2)


class Model(Protocol):
    """Any tolerance model."""

    def accepts(self, student: Written, target: Written) -> bool:
        """Whether the student's number counts as the target."""
        ...


def modulus(real: Fraction, imaginary: Fraction = Fraction(0)) -> Fraction:
    """The absolute value; of a complex number to forty digits."""
    if imaginary == 0:
        return abs(real)
    square = (real * real + imaginary * imaginary) * 10**80
    return Fraction(isqrt(square.numerator // square.denominator), 10**40)


def distance(student: Written, target: Written) -> Fraction:
    """How far two numbers are apart."""
    return modulus(student.value - target.value, student.imaginary - target.imaginary)


def size(number: Written) -> Fraction:
    """The modulus of a number."""
    return modulus(number.value, number.imaginary)


def settled(student: Written, target: Written) -> bool | None:
    """What needs no model: exact equality, infinities and NaN; None where a model decides."""
    if student.special or target.special:
        same = student.special == target.special
        return same and student.special != "nan"
    if student.value == target.value and student.imaginary == target.imaginary:
        return True
    return None


@dataclass(frozen=True, slots=True)
class Exactly:
    """Equal as rationals."""

    def accepts(self, student: Written, target: Written) -> bool:
        """``s == t``."""
        return settled(student, target) is True


@dataclass(frozen=True, slots=True)
class Absolute:
    """Within a fixed distance."""

    atol: Fraction

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - t| <= atol``."""
        known = settled(student, target)
        return distance(student, target) <= self.atol if known is None else known


@dataclass(frozen=True, slots=True)
class Relative:
    """Within a share of the target."""

    rtol: Fraction

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - t| <= rtol |t|``."""
        known = settled(student, target)
        return distance(student, target) <= self.rtol * size(target) if known is None else known


@dataclass(frozen=True, slots=True)
class RelativeSymmetric:
    """Within a share of the larger of the two."""

    rtol: Fraction

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - t| <= rtol max(|s|, |t|)``."""
        known = settled(student, target)
        if known is not None:
            return known
        return distance(student, target) <= self.rtol * max(size(student), size(target))


@dataclass(frozen=True, slots=True)
class RelAbs:
    """Within the sum of a fixed distance and a share of the target."""

    atol: Fraction
    rtol: Fraction

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - t| <= atol + rtol |t|``."""
        known = settled(student, target)
        if known is not None:
            return known
        return distance(student, target) <= self.atol + self.rtol * size(target)


def roundings(value: Fraction, places: int) -> frozenset[Fraction]:
    """The value rounded to a number of decimals: one result, or at a tie both, since honest people
    differ.
    """
    unit = Fraction(10) ** -places
    low = value // unit
    rest = value / unit - low
    if rest == _HALF:
        return frozenset((low * unit, (low + 1) * unit))
    return frozenset(((low + (rest > _HALF)) * unit,))


@dataclass(frozen=True, slots=True)
class DecimalPlaces:
    """Equal after rounding to a number of decimals, and written to as many.

    ``strict`` True asks for exactly so many written decimals, False for at least so many, None for
    none.
    """

    places: int
    strict: bool | None = None

    def accepts(self, student: Written, target: Written) -> bool:
        """``round(s, n) == round(t, n)``; a tie may be rounded either way."""
        known = settled(student, target)
        if known is not None:
            return known
        if student.imaginary or target.imaginary or not self.form(student):
            return False
        return bool(roundings(student.value, self.places) & roundings(target.value, self.places))

    def form(self, student: Written) -> bool:
        """Whether enough decimals are written."""
        if self.strict is None or student.is_float or student.decimals is None:
            return True
        if self.strict:
            return student.decimals == self.places
        return student.decimals >= self.places


def first_place(value: Fraction) -> int:
    """The power of ten of the leading digit: 2 for 350, -3 for 0.0012, 0 for zero."""
    value = abs(value)
    if value == 0:
        return 0
    place = len(str(value.numerator)) - len(str(value.denominator))
    return place if value >= Fraction(10) ** place else place - 1


@dataclass(frozen=True, slots=True)
class SigFigs:
    """Written to a number of significant figures, and right to ``accuracy`` of them.

    An accuracy of None is ``figures``; 0 judges the form only; -1 asks for at least so many
    figures.
    """

    figures: int
    accuracy: int | None = None

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - round(t, n figures)| < half a unit of figure m``, and s written to n figures."""
        known = settled(student, target)
        if known is not None:
            return known
        if student.imaginary or target.imaginary or not self.form(student):
            return False
        if self.accuracy == 0:
            return True
        right = self.figures if self.accuracy in (None, -1) else self.accuracy or self.figures
        place = first_place(target.value)
        half = Fraction(10) ** (place - right + 1) / 2
        rounded = roundings(target.value, self.figures - 1 - place)
        return any(abs(student.value - value) < half for value in rounded)

    def form(self, student: Written) -> bool:
        """Whether the right number of figures is written."""
        if student.is_float or student.figures is None:
            return True
        least, most = student.figures
        if self.accuracy == -1:
            return most >= self.figures
        return least <= self.figures <= most


@dataclass(frozen=True, slots=True)
class AsWritten:
    """Right to the last digit the student wrote, and enough digits written."""

    min_dp: int | None = None
    min_sf: int | None = None

    def accepts(self, student: Written, target: Written) -> bool:
        """``|s - t| <= half a unit of the last written digit``."""
        known = settled(student, target)
        if known is not None:
            return known
        if student.decimals is None or not self.form(student):
            return False
        half = Fraction(10) ** -self.places(student, target) / 2
        return distance(student, target) <= half

    def form(self, student: Written) -> bool:
        """Whether enough digits are written."""
        if student.is_float or student.decimals is None:
            return True
        if self.min_dp is not None and student.decimals < self.min_dp:
            return False
        figures = student.figures or (1, 1)
        return self.min_sf is None or figures[1] >= self.min_sf

    def places(self, student: Written, target: Written) -> int:
        """The decimals a number counts as written to; for a float at least the required ones."""
        decimals = student.decimals or 0
        if not student.is_float:
            return decimals
        required = self.min_dp if self.min_dp is not None else decimals
        if self.min_sf is not None:
            required = max(required, self.min_sf - 1 - first_place(target.value))
        return max(decimals, required)


@dataclass(frozen=True, slots=True)
class Range:
    """Between two ends, either of which may be absent or left out; the target plays no part."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def accepts(self, student: Written, target: Written | None = None) -> bool:
        """``low <= s <= high``, or ``<`` at an open end."""
        if student.special:
            ends = {"inf": self.high, "-inf": self.low}
            return student.special in ends and ends[student.special] is None
        if student.imaginary:
            return False
        value = student.value
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high
        return above and (below or (value == self.high and not self.high_open))
