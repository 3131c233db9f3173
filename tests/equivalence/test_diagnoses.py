"""Named slips in numbers."""

from fractions import Fraction

from grader.equivalence.numbers.diagnoses import wrong_decimal_point, wrong_sign
from grader.equivalence.numbers.tolerances import Absolute
from grader.equivalence.numbers.written import written

CLOSE = Absolute(Fraction(1, 100))


def test_single_slips() -> None:
    """Sign and decimal point are told apart."""
    target = written("-3.42")
    assert wrong_sign(written("3.42"), target, CLOSE)
    assert not wrong_sign(written("-3.42"), written(0), CLOSE)
    assert wrong_decimal_point(written("-34.2"), target, CLOSE) == 1
    assert wrong_decimal_point(written("-0.0342"), target, CLOSE) == -2
    assert wrong_decimal_point(written("3.42"), target, CLOSE) is None
