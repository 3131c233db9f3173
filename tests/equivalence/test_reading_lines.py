"""Where a line of a formula ends a statement, and where it goes on."""

import pytest

from grader.equivalence import compare, read
from grader.equivalence.trees.tree import Statements, Tuple


def test_a_line_is_a_statement() -> None:
    """Two equations on two lines are two equations and no product."""
    found = read("y = 2x\nz = 3x")
    assert isinstance(found, Statements) and len(found.items) == 2
    assert isinstance(read("2x, 3"), Tuple)


@pytest.mark.parametrize(
    "text", ["x +\n1", "x\n+ 1", "(x\n+ 1)", "\nx + 1\n", "(x +\n 1)", "x + 1\n\n", "(\nx + 1\n)"]
)
def test_what_is_open_goes_on(text: str) -> None:
    """An operator at either side of the line's end, or an open bracket, carries the formula on."""
    assert compare(text, "x + 1").verdict == "equal"


def test_an_integrand_on_the_next_line() -> None:
    """What follows a bound goes on as well."""
    assert compare("∫_0^1\n x dx", "1/2").verdict == "equal"
