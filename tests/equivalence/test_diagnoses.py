"""Named slips in numbers, and one-to-one matching."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grader.equivalence.diagnoses import (
    Relationship,
    assignment,
    linear,
    modulo,
    one_to_one,
    proportional,
    up_to_constant,
    wrong_decimal_point,
    wrong_order_of_magnitude,
    wrong_sign,
)
from grader.equivalence.tolerances import Absolute
from grader.equivalence.written import Written, written

CLOSE = Absolute(Fraction(1, 100))
small = st.integers(-20, 20).map(Fraction)


def numbers(*values: object) -> list[Written]:
    """Several numbers as written."""
    return [written(value) for value in values]


def test_single_slips() -> None:
    """Sign, decimal point, size and turns are told apart."""
    target = written("-3.42")
    assert wrong_sign(written("3.42"), target, CLOSE)
    assert not wrong_sign(written("-3.42"), written(0), CLOSE)
    assert wrong_decimal_point(written("-34.2"), target, CLOSE) == 1
    assert wrong_decimal_point(written("-0.0342"), target, CLOSE) == -2
    assert wrong_decimal_point(written("3.42"), target, CLOSE) is None
    assert wrong_order_of_magnitude(written("-40"), target)
    assert not wrong_order_of_magnitude(written("-4"), target)
    assert modulo(written("370"), written("10"), Fraction(360), CLOSE)
    assert not modulo(written("371"), written("10"), Fraction(360), CLOSE)


def test_slips_of_a_whole_list() -> None:
    """A constant, a factor and a line through all values are found, and only real ones."""
    targets = numbers(1, 2, 4)
    assert up_to_constant(numbers(3, 4, 6), targets, CLOSE) == 2
    assert up_to_constant(numbers(1, 2, 4), targets, CLOSE) is None
    assert proportional(numbers(2, 4, 8), targets, CLOSE) == 2
    assert proportional(numbers(2, 4, 9), targets, CLOSE) is None
    assert linear(numbers(5, 8, 14), targets, CLOSE) == Relationship(Fraction(3), Fraction(2))
    assert linear(numbers(5, 8, 15), targets, CLOSE) is None
    assert linear(numbers(5, 8), numbers(1, 2), CLOSE) is None
    assert up_to_constant(numbers("inf", 1), numbers(1, 2), CLOSE) is None


def test_matching_is_one_to_one_and_closest() -> None:
    """Close values are not paired with each other's target, and extra ones stay alone."""
    wide = Absolute(Fraction(1))
    assert one_to_one(numbers("1.4", "0.6"), numbers("1", "2"), wide) == (1, 0)
    assert one_to_one(numbers(1, 1), numbers(1, 5), wide).count(0) == 1
    assert one_to_one(numbers(9), numbers(1, 2), wide) == (None,)
    assert one_to_one([], numbers(1), wide) == ()
    assert one_to_one(numbers(3, 1, 2), numbers(1, 2, 3), CLOSE) == (2, 0, 1)


@given(st.lists(st.lists(small, min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_assignment_is_the_cheapest(costs: list[list[Fraction]]) -> None:
    """The Hungarian algorithm finds what trying every permutation finds."""
    best = min(sum(costs[i][p[i]] for i in range(4)) for p in permutations(range(4)))
    found = assignment(costs)
    assert sorted(found) == [0, 1, 2, 3]
    assert sum(costs[i][found[i]] for i in range(4)) == best
