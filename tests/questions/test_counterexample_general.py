"""Witnesses of every kind: a claim is worked out on what the student gave."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.questions.base import Question
from tests.questions.answers_marked import ADAPTER, earned, marked

C: dict[str, Any] = {"kind": "counterexample"}
PAIR = {"A": "matrix", "B": "matrix"}
ORDER = {**C, "claim": "A B != B A", "witness": PAIR}
DIVISORS = {**C, "claim": "A B = 0 and A != 0 and B != 0", "witness": PAIR}
SQUARE = {**C, "claim": "(x + y)^2 != x^2 + y^2", "witness": {"x": "number", "y": "number"}}
ROOT = {**C, "claim": "sqrt(x^2) != x", "witness": {"x": "number"}}
SADDLE = {
    **C, "claim": "f'(0) = 0 and f(1) > f(0) and f(-1) < f(0)", "witness": {"f": "function"},
}  # fmt: skip
SIZES = {**C, "claim": "|S ∪ T| != |S| + |T|", "witness": {"S": "set", "T": "set"}}
NORMS = {
    **C, "claim": "norm(u + v) < norm(u) + norm(v)", "witness": {"u": "vector", "v": "vector"},
}  # fmt: skip
RANK = {**C, "claim": "rank(A) = 1 and tr(A) = 0", "witness": {"A": "matrix"}}
ZERO = [[0, 0], [0, 0]]
ONE = [[1, 0], [0, 1]]
DET = {
    **C, "claim": "det(A + B) != det(A) + det(B)", "witness": PAIR,
    "mistakes": [{"answer": {"A": ZERO, "B": ZERO}, "points": 1, "say": "Zero shows nothing."}],
}  # fmt: skip

CASES: list[tuple[dict[str, Any], str, list[Any]]] = [
    (ORDER, "4", [
        {"A": [[1, 1], [0, 1]], "B": [[1, 0], [1, 1]]}, [[[1, 1], [0, 1]], [[1, 0], [1, 1]]],
        "A = [[0,1],[0,0]], B = [[0,0],[1,0]]",
        r"$A = \begin{pmatrix}0&1\\0&0\end{pmatrix}$ and $B=\begin{pmatrix}0&0\\1&0\end{pmatrix}$",
    ]),
    (ORDER, "0", [{"A": ONE, "B": [[2, 0], [0, 3]]}, {"A": ONE, "B": ONE}]),
    (ORDER, "unread", ["AB is not always BA", {"A": ONE}, "A = [[1, 2], [3]], B = 5 apples"]),
    (ORDER, "undecided", [{"A": [[1, 2], [3, 4]], "B": [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}]),
    (DIVISORS, "4", [{"A": [[0, 1], [0, 0]], "B": [[0, 1], [0, 0]]}]),
    (DIVISORS, "0", [{"A": ZERO, "B": ONE}, {"A": ONE, "B": ONE}]),
    (SQUARE, "4", [{"x": 1, "y": 1}, "x = 1, y = 2", [1, 2]]), (SQUARE, "0", [[0, 2], "x=0, y=0"]),
    (ROOT, "4", [-1, "x = -2", "-3"]), (ROOT, "0", [3, "x = 0"]),
    (SADDLE, "4", ["x^3", "f(x) = x^3", "lambda x: x**3"]), (SADDLE, "0", ["x^2", "f(x) = 1"]),
    (SIZES, "4", [{"S": [1, 2], "T": [2, 3]}, "S = {1, 2}, T = {2}"]),
    (SIZES, "0", ["S = {1}, T = {2}"]),
    (NORMS, "4", [{"u": [1, 0], "v": [0, 1]}]), (NORMS, "0", [{"u": [1, 0], "v": [2, 0]}]),
    (RANK, "4", [[[0, 1], [0, 0]]]), (RANK, "0", [[[1, 0], [0, -1]]]),
    (DET, "4", [{"A": ONE, "B": ONE}]), (DET, "1", [{"A": ZERO, "B": ZERO}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {a} for {f['claim']}"[:90])
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_a_witness_is_worth_what_it_shows(fields: dict[str, Any], worth: str, answer: Any) -> None:
    """What cannot be read or worked out waits for a person."""
    assert earned(fields, answer) == worth


def test_both_sides_are_told() -> None:
    """With their values on the student's own witness."""
    told = marked(SQUARE, [0, 2])
    assert told.mistakes == ("claim_fails",)
    assert "(x + y)^2 = 4 and x^2 + y^2 = 4: the claim does not hold" in told.feedback[0]


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({**C, "claim": "A B", "witness": PAIR}, "claim", "write relations"),
        ({**C, "claim": "A B != C A", "witness": PAIR}, "claim", "write `C: number`"),
        ({**C, "claim": "A != 0", "witness": PAIR}, "witness.B", "does not speak of this"),
        ({**C, "claim": "A B != (", "witness": PAIR}, "claim", "cannot be read"),
    ],
)
def test_a_field_that_means_nothing_is_told(fields: dict[str, Any], path: str, said: str) -> None:
    """With what to write."""
    made = ADAPTER.validate_python({"id": "q", "points": 1, **fields}, strict=False)
    assert isinstance(made, Question)
    found = dict(made.problems())
    assert said in found[path]


GRID = st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=60, deadline=None)
@given(GRID, GRID)
def test_matrices_show_that_they_do_not_commute_exactly_where_they_do_not(
    a: list[list[int]], b: list[list[int]]
) -> None:
    """As NumPy multiplies them."""
    import numpy as np

    one, other = np.array(a), np.array(b)
    differs = bool((one @ other != other @ one).any())
    assert earned(ORDER, {"A": a, "B": b}) == ("4" if differs else "0")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.lists(st.text(max_size=8), max_size=4))
def test_any_answer_is_marked_without_a_fault(answer: Any) -> None:
    """And no text that gives no numbers is full."""
    for fields in (ORDER, SIZES, NORMS, RANK):
        assert marked(fields, answer).score in (None, 0, 4)
