"""Numbers with units, complex numbers, and lists with entries too few or too many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.equivalence.numbers.complexes import Complex, complex_in
from grader.questions.base import Question
from grader.questions.numeric.freedom import is_independent, solve
from grader.questions.numeric.units import measured, parsed
from grader.values import Expression, Opaque, array_of
from tests.questions.answers_marked import ADAPTER, asked, earned, marked

N: dict[str, Any] = {"kind": "numeric"}
LENGTH = {**N, "key": 3000, "unit": "m"}
HALF = {**LENGTH, "without_unit": "half"}
REFUSED = {**LENGTH, "without_unit": "refuse"}
GRAVITY = {**N, "key": 9.81, "unit": "m/s^2", "tolerance": {"absolute": 0.01}}
SHARE = {**N, "key": 37.5, "unit": "percent", "tolerance": {"absolute": 0.1}}
WARM = {**N, "key": 20, "unit": "degC"}
VALUE = {**N, "key": "3+4i", "tolerance": {"absolute": 0.001}}
PAIR = {**N, "key": ["1+2i", "1-2i"], "order": "any"}
TURNED = {**N, "key": [["1", "i"], ["1", "-i"]], "order": "any", "up_to": "scale"}
SPACE = {**N, "key": [["1", "i", 0], [0, 0, 1]], "up_to": "span"}
ROOTS = {**N, "key": [2, 5], "order": "any"}
TWICE = {**N, "key": [2, 2, 5], "order": "any"}

CASES: list[tuple[dict[str, Any], str, list[Any]]] = [
    (LENGTH, "4", [
        "3 km", "3km", "3000", 3000, "3000 m", r"3\,\mathrm{km}", r"\SI{3}{\kilo\meter}",
        "d = 3 km",
        "300000 cm", Expression("3*kilometer"), Opaque("pint.Quantity", "3.0 kilometer"), "3e3 m",
    ]),
    (LENGTH, "0", ["3 m", "3000 km", "3 kg", "4 km", "3000 s"]),
    (LENGTH, "unread", ["3 apples", "9**9**9 m m", "3 m^99999", "__import__('os') m"]),
    (SHARE, "4", ["37.5", 37.5, 0.375, "0.375", "37.5%", r"37.5\,\%", "37.5 percent"]),
    (SHARE, "0", ["0.375%", 3.75, 0.4, "0.625", "37.5 m", -0.375]),
    (HALF, "2", ["3000", 3000.0]), (HALF, "4", ["3 km"]), (HALF, "0", ["30"]),
    (REFUSED, "0", ["3000"]), (REFUSED, "4", ["3 km"]),
    (GRAVITY, "4", [
        "9.81 m/s²", r"9.81 \frac{m}{s^2}", "981 cm/s^2", "9.81 N/kg", "9.81 m s^-2", 9.81,
        "9.81 meters per second^2",
    ]),
    (GRAVITY, "0", ["9.81 m/s", "9.6 m/s^2"]),
    (WARM, "4", ["20 °C", "293.15 K", r"20^\circ C", "68 degF"]), (WARM, "0", ["20 K", "30 °C"]),
    (VALUE, "4", [
        "3+4j", "4i + 3", "5e^{0.927295218i}", "z = 3 + 4i", 3 + 4j, Expression("3 + 4*I"),
    ]),
    (VALUE, "0", ["3-4i", 3, "4+3i", "5"]),
    (PAIR, "4", ["1 ± 2i", r"1 \pm 2i", [1 - 2j, 1 + 2j], ["1-2j", "1+2i"]]),
    (PAIR, "2", [["1+2i", "1+2i"], ["1+2i"], "1 + 2i"]),
    (TURNED, "4", [[["1", "-i"], ["i", "-1"]], [[2j, -2], [1, -1j]]]),
    (TURNED, "2", [[["1", "i"], ["i", "-1"]], [["1", "i"], [1, 1]]]),
    (SPACE, "4", [[["i", "-1", 1], [0, 0, 2]]]),
    (SPACE, "0", [[["i", "1", 1], [0, 0, 2]], [[1, 1j, 0], [1j, -1, 0]]]),
    (ROOTS, "4", ["x = 2 or x = 5", "{5, 2}", [5, 2], {2: 1, 5: 1}, r"\lambda = 5 \text{ and } 2"]),
    (ROOTS, "2", [[2, 2], [2], 2, [2, 5, 7], {2: 2}]), (ROOTS, "0", [[7, 8], [7], 7]),
    (TWICE, "4", [[5, 2, 2], {Expression("2"): 2, Expression("5"): 1}]),
    (TWICE, "8/3", [[2, 5], [2, 5, 5], {2: 1, 5: 1}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {a} for {f['key']}"[:90])
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_a_number_is_worth_what_it_says(fields: dict[str, Any], worth: str, answer: Any) -> None:
    """In every unit and spelling; what was not read waits for a person."""
    assert earned(fields, answer) == worth


@pytest.mark.parametrize(
    ("fields", "answer", "name"),
    [
        (LENGTH, "3000 km", "wrong_unit"), (LENGTH, "3 kg", "other_quantity"),
        (HALF, "3000", "missing_unit"), (ROOTS, [2, 2], "repeated"), (ROOTS, [2, 5, 7], "too_many"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_named(fields: dict[str, Any], answer: Any, name: str) -> None:
    """With a name that the class page counts."""
    assert marked(fields, answer).mistakes == (name,)


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({**N, "key": 3, "unit": "apples"}, "unit", "no unit that is known"),
        ({**N, "key": 3, "unit": "m^(2"}, "unit", "no unit"),
        ({**N, "key": [3, 4], "unit": "m", "up_to": "scale"}, "unit", "without units"),
        ({**N, "key": 3, "without_unit": "half"}, "without_unit", "add `unit`"),
    ],
)
def test_a_field_that_means_nothing_is_told(fields: dict[str, Any], path: str, said: str) -> None:
    """With what to write."""
    made = ADAPTER.validate_python({"id": "q", "points": 1, **fields}, strict=False)
    assert isinstance(made, Question)
    (found,) = made.problems()
    assert found[0] == path and said in found[1]


def test_wrong_keys_of_complex_numbers_are_wrong() -> None:
    """The conjugate, the negative, the double: none is full; the key itself is."""
    for fields in (VALUE, PAIR, TURNED, SPACE, LENGTH, TWICE):
        question = asked(fields)
        assert earned(fields, question.own_key()) == "4"
        wrong = list(question.wrong_keys())
        assert wrong and all(earned(fields, one.answer) != "4" for one in wrong)


@pytest.mark.parametrize(
    "unit",
    ["m" * 500, "m^999999999", "m**9**9", "().__class__", "lambda: 0", "m" + "*m" * 40, "10**10",
     "(" * 60, "m^", "^2", "/", "m/(s", "\x00m", "eval(1)", "é"],
)  # fmt: skip
def test_a_hostile_unit_is_no_unit(unit: str) -> None:
    """No part of it is worked out by anybody."""
    assert parsed(unit) is None
    found = measured(f"3 {unit}", "m")
    assert found is None or found.number is None or not found.unit


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_measured_or_not_and_never_raises(text: str) -> None:
    """Whatever stands behind the number."""
    measured(text, "m/s")
    measured(f"3 {text}", "m/s")
    parsed(text)


@settings(max_examples=60, deadline=None)
@given(st.fractions(-50, 50, max_denominator=20), st.sampled_from(["mm", "cm", "km", "m", "inch"]))
def test_a_length_is_right_in_any_unit_of_length(value: Fraction, unit: str) -> None:
    """Exactly: conversion loses nothing."""
    factor = {"mm": "1/1000", "cm": "1/100", "km": "1000", "m": "1", "inch": "127/5000"}[unit]
    fields = {**N, "key": str(value * Fraction(factor)), "unit": "m", "tolerance": {"exact": True}}
    assert earned(fields, f"{value} {unit}") == "4"
    assert earned(fields, f"{value + 1} {unit}") == "0"


PARTS = st.fractions(-9, 9, max_denominator=6)
NUMBERS = st.builds(Complex, PARTS, PARTS)


@given(NUMBERS, NUMBERS)
def test_complex_numbers_are_a_field(a: Complex, b: Complex) -> None:
    """Sums, products and quotients as everybody knows them, and their texts read back."""
    assert a + b == b + a and a * b == b * a and a - b + b == a
    if b:
        assert a / b * b == a
    assert complex_in(str(a)) == (a, True)


@settings(max_examples=40, deadline=None)
@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_a_complex_basis_changed_by_an_invertible_matrix_is_right(entries: list[Complex]) -> None:
    """And by a singular one it is not."""
    a, b, c, d = entries
    zero, one, unit = Complex(Fraction(0)), Complex(Fraction(1)), Complex(Fraction(0), Fraction(1))
    rows = [
        [str(x * s + y * t) for s, t in zip((one, unit, zero), (zero, zero, one), strict=True)]
        for x, y in ((a, b), (c, d))
    ]
    if is_independent([[a, b], [c, d]]):
        assert earned(SPACE, rows) == "4"
        assert solve([[a, b], [c, d]], [zero, zero]) == [zero, zero]
    elif not (a * d - b * c):
        assert earned(SPACE, rows) == "0"


def test_numbers_and_matrices_of_mpmath_are_read() -> None:
    """As they print: in the sandbox they become texts with the names of their types."""
    assert earned(VALUE, Opaque("mpmath.ctx_mp_python.mpc", "(3.0 + 4.0j)")) == "4"
    matrix = Opaque("mpmath.matrices.matrices.matrix", "[1.0  2.0]\n[3.0  4.0]")
    grid = {**N, "key": [[1, 2], [3, 4]]}
    assert earned(grid, matrix) == "4"
    assert earned(grid, Opaque("own.matrix", "[1.0  2.0]\n[3.0  4.0]")) == "unread"


def test_vectors_of_numpy_in_columns_or_complex_arrays_are_read() -> None:
    """A list of complex Python numbers is what NumPy's complex arrays arrive as."""
    import numpy as np

    values, vectors = np.linalg.eig(np.array([[0.0, 1.0], [-1.0, 0.0]]))
    assert earned(TURNED, [list(map(complex, row)) for row in vectors.T]) == "4"
    assert earned({**N, "key": ["i", "-i"], "order": "any"}, list(map(complex, values))) == "4"
    assert earned(ROOTS, array_of(np.array([5.0, 2.0]))) == "4"
