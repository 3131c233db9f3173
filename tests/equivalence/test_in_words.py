"""Numbers in English words: every whole number comes back, and other words are none."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.equivalence.numbers.in_words import in_words

UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
""".split()  # noqa: SIM905 -- twenty words are read more easily in a text
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def said(number: int) -> str:
    """A number as English says it."""
    for size, name in ((10**6, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {said(number % size)}" if number % size else ""
            return f"{said(number // size)} {name}{rest}"
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


@given(st.integers(0, 10**8), st.booleans())
def test_a_number_comes_back(number: int, hyphens: bool) -> None:
    """What a whole number is called is read as that number, with hyphens or without."""
    words = said(number) if hyphens else said(number).replace("-", " ")
    assert in_words(words) == number
    assert in_words(f"minus {words}") == -number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one third", "1/3"),
        ("two-thirds", "2/3"),
        ("a half", "1/2"),
        ("Half.", "1/2"),
        ("three quarters", "3/4"),
        ("two and a half", "5/2"),
        ("2 and a half", "5/2"),
        ("fifty per cent", "1/2"),
        ("1 in 3", "1/3"),
        ("one out of four", "1/4"),
        ("negative 2.5", "-5/2"),
        ("minus one half", "-1/2"),
    ],
)
def test_parts(text: str, value: str) -> None:
    """Halves, thirds and shares are numbers too."""
    assert in_words(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    ["", "7", "third", "the one", "one more", "seven five", "half full", "no", "4 in 3", "second",
     "one and two", "five halves and a", "hundred"],
)  # fmt: skip
def test_other_words(text: str) -> None:
    """An ordinal, a count of something, or two numbers are no number."""
    assert in_words(text) is None


@given(st.text(alphabet="abcdefghinorstuvwxy -0123456789/%.", max_size=60))
def test_any_text_ends(text: str) -> None:
    """Any text has a number or none, and raises nothing."""
    assert in_words(text) is None or isinstance(in_words(text), Fraction)
