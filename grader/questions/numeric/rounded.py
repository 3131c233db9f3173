"""Decimals of a number that has none, where a rubric says nothing of rounding: `0.333` for 1/3."""

from __future__ import annotations

from fractions import Fraction

from grader.equivalence.numbers.complexes import Complex
from grader.equivalence.numbers.written import Written

FEWEST_FIGURES = 2
CLOSE = 1_000
"""The share of itself by which a complex number may differ."""


def is_rounded(number: Written, target: Fraction | Complex) -> bool:
    """Whether a decimal of two figures or more is the target, rounded or cut to its places."""
    if isinstance(target, Complex):
        off = abs(number.value - target.real) + abs(number.imaginary - target.imag)
        return 0 < off < (abs(target.real) + abs(target.imag)) / CLOSE and not number.special
    if number.special or number.imaginary:
        return False
    figures = number.figures or (0, 0)
    if number.decimals is None or number.decimals < 1 or figures[0] < FEWEST_FIGURES:
        return False
    unit = Fraction(10) ** -number.decimals
    is_cut = number.value * target > 0 and 0 < abs(target) - abs(number.value) < unit
    return is_cut or 0 < abs(number.value - target) <= unit / 2
