"""Whatever comes back in place of mathematics is marked, within bounds, and never an error."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from grader.values import Array, Expression, Opaque, array_of
from tests.questions.mathematics import QUESTIONS, mark

FRAGMENTS = [
    *(
        "p",
        "q",
        "p*",
        "(x)",
        "log",
        "\\int",
        "\\frac",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "=",
        "||",
        "|",
    ),
    *(
        "theta",
        "\\theta",
        "_",
        "^",
        "1",
        "0.5",
        "+",
        "-",
        "*",
        "/",
        "sum",
        "integral",
        "dx",
        "E_{p}[",
    ),
    *("argmin", "\\neq", "KL(p||q)", "N", "$", "$$", "\\\\", "&", "x", "e^x", ",", ":", "\n", "if"),
    *("≈", "≠", "∫", "θ", "\\begin{bmatrix}", "\\end{bmatrix}", "\x00", "9^9^9^9", "100000000!"),
    *("__import__('os')", "nan", "1e999", "\\left("),
]
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.fractions(),
    texts,
    texts.map(Expression),
    st.just(Opaque("Thing", "<thing>")),
)
keys = st.sampled_from(["p", "q", 1, 2, (1, 1), "1,1", "u", "theta_1", "J(0,0)", "step"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@drawn(values, values)
def test_any_value_becomes_a_mark(value: Any, other: Any) -> None:
    """No value of an answer, here or in the question carried forward, raises."""
    for name, question in QUESTIONS.items():
        found = mark(name, value, {"p3.gradient": other, "p3.jacobian": other})
        assert found.score is None or 0 <= found.score <= question.points


LARGE: dict[str, Any] = {
    "one letter": "x" * 10**6,
    "equations": "a = b " * 160_000,
    "brackets": "(" * 10**6,
    "dollars": "$x$ " * 250_000,
    "words": "the quick brown fox " * 50_000,
    "expectations": "E_{x~p}[" * 100_000,
    "witnesses": "p = (" * 150_000,
    "array": array_of([[0.5, 0.25]] * 100_000),
    "rows": [[0.5, 0.5]] * 100_000,
    "mapping": {i: [0.1, 0.2] for i in range(100_000)},
    "chain": "KL(p||q) = " + " + ".join(["integral p(x) log q(x) dx"] * 2000),
    "digits": "1" * 10**6,
}


@pytest.mark.parametrize("name", LARGE)
def test_large_answers_take_bounded_work(name: str) -> None:
    """A megabyte in any shape is told to be too much instead of being worked through."""
    for question in QUESTIONS:
        found = mark(question, LARGE[name])
        assert found.score in (0, None)


def test_arrays_that_are_too_large_are_told() -> None:
    """The message names the shape and prints no numbers."""
    big: Array = LARGE["array"]
    told = mark("p3.gradient", big).feedback[0]
    assert "(100000, 2)" in told and len(told) < 400


@settings(max_examples=40, deadline=None)
@drawn(st.integers(2, 6), st.booleans())
def test_honest_rounding_at_every_step_keeps_full_marks(places: int, as_text: bool) -> None:
    """Rows rounded to two or more places before the next step are right."""
    row = (Fraction(2), Fraction(9))
    rows: list[list[Any]] = []
    for _ in range(3):
        a, b = row
        new = (a - Fraction(4 * a + 3 * b, 10), b - Fraction(3 * a, 10))
        row = (round(new[0], places), round(new[1], places))
        shown = [f"{float(x):.{places}f}" for x in row]
        rows.append([*shown] if as_text else [float(x) for x in shown])
    assert mark("p3.descent", rows).score == 2
