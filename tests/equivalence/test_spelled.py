"""Numbers in everyday spellings: what each can mean, and that any text ends."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.spelled import spelled


@pytest.mark.parametrize(
    ("text", "value", "others", "sure"),
    [
        ("12,500", "12500", ["12.5"], True),
        ("1,234,567.5", "2469135/2", [], True),
        ("12.500", "12.5", ["12500"], True),
        ("1.234.567", "1234567", [], True),
        ("1.234,5", "1234.5", [], True),
        ("3,14", "3.14", [], True),
        ("12 500", "12500", [], True),
        ("$12{,}500$", "12500", ["12.5"], True),
        (r"\frac{5,000}{10,000}", "1/2", ["1/2"], True),
        ("2 1/2", "5/2", [], True),
        (r"-2\frac12", "-5/2", ["-1"], True),
        ("0.25 (25%)", "1/4", [], True),
        ("-3.41 (p = 0.006)", "-3.41", [], True),
        ("2 (3)", "6", [], True),
        ("25 out of 100", "1/4", ["25"], True),
        ("negative six", "-6", [], True),
        ("one and a half", "3/2", [], True),
        ("0.1(6)", "1/6", [], True),
        (r"0.\bar{3}", "1/3", [], True),
        (r"1.\overline{09}", "12/11", [], True),
        ("25%", "1/4", [], True),
        ("2.5 million", "2500000", [], True),
        ("3 m/s", "3", [], True),
        ("3 ms", "3", [], False),
        ("about 0.25", "1/4", [], True),
        ("Answer: 42", "42", [], True),
        ("x ≥ 3", "3", [], False),
        ("2x = 4 => x = 2", "2", [], True),
        ("P = 1 - Q = 0.5", "1/2", [], True),
        (".0098", "0.0098", [], True),
    ],
)
def test_what_a_spelling_means(text: str, value: str, others: list[str], sure: bool) -> None:
    """The usual reading comes first, every other that is possible behind it."""
    found = spelled(text)
    assert found.usual.value == Fraction(value)
    assert [other.value for other in found.others] == [Fraction(other) for other in others]
    assert found.sure is sure


@pytest.mark.parametrize(
    "text",
    ["", "hello", "a = 1, b = 2", "3 or 4", "1 - Q", "it is not 2", "2 1/0", "from 2 to 3", "1, 2"],
)
def test_what_is_no_number(text: str) -> None:
    """Words, several numbers and denials have no value."""
    with pytest.raises(ReadError):
        spelled(text)


@given(st.fractions(min_value=0, max_denominator=10**4), st.integers(0, 4))
def test_a_number_and_its_rounding_agree(value: Fraction, places: int) -> None:
    """`exact ≈ rounded` is one number, whose first form is exact."""
    found = spelled(f"x = {value.numerator}/{value.denominator} ≈ {float(value):.{places}f}")
    assert found.sure and found.usual.value == value


@given(st.integers(1_000, 10**9))
def test_thousands_in_groups(number: int) -> None:
    """Commas, apostrophes, blanks and thin spaces between thousands change nothing."""
    for mark in (",", "'", " ", r"\,", "\u202f"):
        assert spelled(f"{number:,}".replace(",", mark)).usual.value == number


@given(st.text(alphabet="0123456789.,'% \\{}()frac=≈<>overline+-", max_size=30))
def test_any_text_ends(text: str) -> None:
    """Nothing but a reading or a `ReadError` comes of any text."""
    try:
        assert spelled(text).forms
    except ReadError as error:
        assert error.message
