"""Numbers in cells: what was written, to how many places, and when it is the target rounded."""

from fractions import Fraction
from typing import Any

import pytest

from grader.questions.shapes.cells import agrees, as_fraction, has_places, read_cell
from grader.values import Expression, Opaque


@pytest.mark.parametrize(
    ("value", "number", "places", "is_float"),
    [
        (3, 3, 0, False),
        (1.5, Fraction(3, 2), 1, True),
        ("1.50", Fraction(3, 2), 2, False),
        ("$-3/4$", Fraction(-3, 4), None, False),
        ("x = 2.5", Fraction(5, 2), 1, False),
        ("≈ 2.5", Fraction(5, 2), 1, False),
        ("**2**", 2, 0, False),
        ("\\left( 2 \\right)", 2, None, False),
        (Expression("2.50000000000000"), Fraction(5, 2), 1, True),
        (Expression("5/2"), Fraction(5, 2), None, False),
        (Expression("2.5E-1"), Fraction(1, 4), 2, True),
        (Expression("2.5e-1"), Fraction(1, 4), 2, True),
        ([[7]], 7, 0, False),
    ],
)
def test_a_number_keeps_how_it_was_written(
    value: Any, number: Fraction, places: int | None, is_float: bool
) -> None:
    """Typed digits count as written, digits that a program printed do not."""
    cell = read_cell(value)
    assert cell is not None
    assert (cell.value, cell.places, cell.is_float) == (number, places, is_float)


@pytest.mark.parametrize(
    "value",
    [None, True, "", "x", "1" * 401, "1,5", float("nan"), "inf", 1j, "1e400", [], [1, 2], {},
     Opaque("T", "1"), 10**301, "x != 5", "x =/= 5", "x >= 5"],
)  # fmt: skip
def test_what_is_no_finite_number_is_none(value: Any) -> None:
    """Words, several numbers, and what no float could hold."""
    assert read_cell(value) is None


@pytest.mark.parametrize(
    ("value", "target", "least", "right", "enough"),
    [
        ("2.72", 2.718281828459045, 2, True, True),
        ("2.7", 2.718281828459045, 2, True, False),
        ("2.71", 2.718281828459045, 2, False, True),
        ("2.5", Fraction(5, 2), 2, True, True),
        (2.7, 2.718281828459045, 2, False, True),
        ("8/3", Fraction(8, 3), 2, True, True),
        ("8/3", 2.67, 2, False, True),
        (0.1 + 0.2, Fraction(3, 10), 2, True, True),
    ],
)
def test_a_target_rounded_as_it_is_written_agrees(
    value: Any, target: Fraction | float, least: int, right: bool, enough: bool
) -> None:
    """Typed digits may be rounded there, a float no earlier than asked, a fraction never."""
    cell = read_cell(value)
    assert cell is not None
    assert agrees(cell, target, least) is right
    assert has_places(cell, least, target) is enough


def test_a_whole_float_is_shown_without_its_decimal() -> None:
    """A program's 2.0 is a 2; what was typed stays as it was typed."""
    cells = [read_cell(value) for value in (2.0, 2.5, 2, "2.0")]
    assert [cell and cell.text for cell in cells] == ["2", "2.5", "2", "2.0"]


def test_a_float_is_its_shortest_decimal() -> None:
    """No binary digits behind what was meant."""
    assert as_fraction(0.1) == Fraction(1, 10) == as_fraction(Fraction(1, 10))
