"""What is said of an answer that is of another kind: worked out from it, not from a list."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questions.answers_marked import marked

S: dict[str, Any] = {"kind": "symbolic", "variables": ["x", "y"]}
GRADIENT = {**S, "key": ["2*x + 3*y", "3*x"]}


@pytest.mark.parametrize(
    ("fields", "answer", "said"),
    [
        (GRADIENT, [31, 6], "is the value at (x, y) = (2, 9); the formula is asked"),
        ({**S, "key": "3*x^2"}, "12", "12 is the value at x = 2; the formula is asked"),
        ({**S, "key": "3*x^2"}, 7, "7 is a number; a formula in x is asked"),
        ({**S, "key": "x*y*z*w"}, 7, "a formula in x, y, w, z is asked"),
    ],
)
def test_a_number_where_a_formula_is_asked_is_told_so(
    fields: dict[str, Any], answer: Any, said: str
) -> None:
    """With the point whose value it is, where there is one close by."""
    mark = marked(fields, answer)
    assert mark.mistakes == ("number_for_formula",) and said in mark.feedback[0]
    assert mark.score == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(-9, 9), st.integers(-9, 9))
def test_the_point_that_is_told_has_these_values(x: int, y: int) -> None:
    """Of a gradient whose two values fix the point it is the very one."""
    mark = marked(GRADIENT, [2 * x + 3 * y, 3 * x])
    if mark.mistakes == ("number_for_formula",):
        assert f"(x, y) = ({x}, {y})" in mark.feedback[0]


def test_a_constant_key_is_answered_by_a_number() -> None:
    """Nothing about formulas is said there."""
    assert marked({**S, "key": "2*3"}, 7).mistakes != ("number_for_formula",)


def test_distributions_over_different_outcomes_are_told_so() -> None:
    """Both divergences are infinite then, which shows nothing."""
    fields = {
        "kind": "counterexample", "claim": "KL(p || q) != KL(q || p)", "distributions": ["p", "q"],
    }  # fmt: skip
    mark = marked(fields, {"p": {"a": 0.5, "b": 0.5}, "q": {"c": 0.3, "d": 0.7}})
    assert mark.mistakes == ("different_outcomes",)
    assert "p is over a, b and q is over c, d" in mark.feedback[0]
