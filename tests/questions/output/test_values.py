"""Values as programs print them."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions.output.values import (
    Unread,
    after,
    arrays_in,
    numbers_in,
    rows_of_numbers,
    series_everywhere,
    value_at,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a 1,234.5 and 1_000", ["1234.5", "1000"]),
        ("1e3 1E+03 -3e-2 .5 5.", ["1e3", "1E+03", "-3e-2", ".5", "5."]),
        ("\u22121.5 \u00d7 10^-4, 3 x 10**2", ["-1.5e-4", "3e2"]),
        ("25 %, 91.5%", ["25%", "91.5%"]),
        ("12.5cm, $3", ["12.5", "3"]),
        ("x2, v1.2.3, a1b2", []),
        ("inf, -inf, nan, info", ["inf", "-inf", "nan"]),
        ("1,234,567 but 1,23", ["1234567", "1", "23"]),
    ],
)
def test_numbers_are_found_as_they_are_printed(text: str, numbers: list[str]) -> None:
    """Separators, exponents, units, per cent; no parts of names or versions."""
    assert list(numbers_in(text)) == numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Test accuracy: 0.5", "0.5"),
        ("test_accuracy=0.5 (best)", "0.5"),
        ("The test accuracy of the forest is about np.float64(0.25)", "0.25"),
        ("test accuracy (in %): 91.5 %", "91.5%"),
        ("test accuracy\n[1 2\n 3]", ["1", "2", "3"]),
        ("test accuracy = array([[1., 2.],\n       [3., 4.]])", [["1.", "2."], ["3.", "4."]]),
        ("test accuracy tensor(0.5000, grad_fn=<MeanBackward0>)", "0.5000"),
        ("test accuracy: [np.float64(0.5), np.float64(1.0)]", ["0.5", "1.0"]),
        ("test accuracy\na    1.0\nb    2.5\nName: x, dtype: float64", ["1.0", "2.5"]),
        ("test accuracy (1-2j)", 1 - 2j),
        ("test accuracy: [1 2 ... 9]", Unread("[1 2 ... 9]")),
        ("test accuracy is good", None),
        ("contest accuracy: 3", None),
        ("test accuracy after 3 epochs: 0.5", None),
    ],
)
def test_a_value_stands_after_its_words(text: str, value: Any) -> None:
    """On their line or the next ones, in whatever a library wraps it."""
    found = [one for _, one in after(text, "test accuracy")]
    assert found == ([] if value is None else [value])


def test_every_array_and_series_is_found() -> None:
    """And rows of numbers, each once."""
    text = "x [1. 2.\n 3.] y [[1, 2],\n [3, 4]] z [a]\n"
    assert list(arrays_in(text)) == [["1.", "2.", "3."], [["1", "2"], ["3", "4"]]]
    text = "x\na    1.0\nb    2.5\nName: x, dtype: float64\nhm\n0  1\n1  2\ndtype: int64"
    assert list(series_everywhere(text)) == [["1.0", "2.5"], ["1", "2"]]
    assert list(rows_of_numbers("x = 1, 2\n3\n4 5")) == [["1", "2"], ["4", "5"]]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40))
def test_what_numpy_prints_is_read_back(numbers: list[float]) -> None:
    """Over several lines, in whatever notation it chooses."""
    array = np.array(numbers)
    with np.printoptions(precision=17, threshold=10_000):
        for text in (str(array), repr(array)):
            value = value_at(text, 0)
            assert [float(one) for one in value] == pytest.approx(numbers, rel=1e-12)


@given(st.floats() | st.integers(-(10**30), 10**30))
def test_what_python_prints_is_read_back(number: float) -> None:
    """Also numbers without an end."""
    (text,) = numbers_in(f"value {number} m")
    read = int(text) if isinstance(number, int) else float(text)
    assert read == number or (math.isnan(number) and text == "nan")


@pytest.mark.parametrize(
    "text",
    ["1" * 20_000, "1," * 10_000, "[" * 20_000, "a  " * 7_000, "(1" * 9_000, "accuracy of " * 1_700,
     "accuracy of " + "a" * 20_000, "-" * 20_000, "1.1." * 5_000, "[1," * 7_000, "] [" * 7_000],
)  # fmt: skip
def test_the_longest_texts_take_bounded_work(text: str) -> None:
    """Whatever is printed, as much of it as is kept."""
    before = time.process_time()
    for several in (numbers_in, arrays_in, series_everywhere, rows_of_numbers):
        list(several(f"{text}\ndtype: x"))
    list(after(text, "accuracy"))
    assert time.process_time() - before < 5


@given(st.text(), st.text(min_size=1))
def test_no_text_upsets_anybody(text: str, words: str) -> None:
    """Whatever is printed."""
    list(after(text, words))
    list(numbers_in(text))
    list(arrays_in(text))
    list(series_everywhere(text))
    value_at(text, 0)
