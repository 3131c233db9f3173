"""Numbers as they are written."""

from fractions import Fraction

import pytest

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.written import written


@pytest.mark.parametrize(
    ("text", "value", "decimals", "figures"),
    [
        ("-3.42", Fraction("-3.42"), 2, (3, 3)),
        ("−3.420", Fraction("-3.42"), 3, (4, 4)),
        ("1e-6", Fraction(1, 10**6), 6, (1, 1)),
        ("1.50e3", Fraction(1500), -1, (3, 3)),
        (".5", Fraction(1, 2), 1, (1, 1)),
        ("1200", Fraction(1200), 0, (2, 4)),
        ("0", Fraction(0), 0, (1, 1)),
        ("$8.4$", Fraction("8.4"), 1, (2, 2)),
        ("9/2", Fraction(9, 2), None, None),
        ("5%", Fraction(1, 20), 2, (1, 1)),
        ("12.5 %", Fraction(1, 8), 3, (3, 3)),
        ("½", Fraction(1, 2), None, None),
        ("2.5x10^-3", Fraction(1, 400), None, None),
        ("np.float64(0.5)", Fraction(1, 2), None, None),
        (8.4, Fraction("8.4"), 1, (2, 2)),
        (2, Fraction(2), 0, (1, 1)),
        (2.0, Fraction(2), 0, (1, 1)),
        (-3.4200000000000004, Fraction("-3.4200000000000004"), 5, (17, 17)),
    ],
)
def test_value_and_precision(
    text: object, value: Fraction, decimals: int | None, figures: tuple[int, int] | None
) -> None:
    """A number keeps its exact value and the digits it was written to."""
    found = written(text)
    assert (found.value, found.decimals, found.figures) == (value, decimals, figures)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,000", "write 1000 "),
        ("1 000 000.5", "write 1000000.5 "),
        ("1_000", "write 1000 "),
        ("3,14", "write 3.14 "),
        ("0,001", "write 0.001 with"),
        ("1.234,5", "write 1234.5 with"),
        ("", "nothing is written"),
        ("abc", "has no value"),
        ("x", "has no value"),
        ("1/0", "divides by zero"),
        ("1e99999", "too large"),
        ("9" * 2000, "more than"),
        ("9^9^9^9", "infinite|precision|large|determined|value"),
        ("__import__('os')", "operand"),
        (None, "a number is expected"),
        (True, "a number is expected"),
        ([1], "a number is expected"),
    ],
)
def test_what_is_no_number_is_refused_with_a_hint(text: object, hint: str) -> None:
    """Separators, commas, code and towers are read errors that say what to write."""
    with pytest.raises(ReadError, match=hint):
        written(text)


def test_a_formula_without_variables_is_a_number() -> None:
    """``2 + e`` is worth 4.71828... to far more digits than a float has."""
    value = written("2+e").value
    assert abs(value - Fraction("4.71828182845904523536028747135266249775724709")) < 1e-44
    assert written(r"\frac{9}{2}").value == Fraction(9, 2)


def test_an_enormous_integer_is_refused_before_it_is_printed() -> None:
    """Python itself refuses to print such a number, so its length is looked at first."""
    with pytest.raises(ReadError, match="more than"):
        written(10**5000)
