"""Solutions in any order, vectors up to a factor, bases, systems and intervals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.questions.base import Question
from grader.values import Expression
from tests.questions.answers_marked import ADAPTER, asked, earned, marked

S: dict[str, Any] = {"kind": "symbolic"}
X = {**S, "variables": ["x"]}
ROOTS = {**S, "key": ["1 + sqrt(2)", "1 - sqrt(2)"], "order": "any"}
SCALED = {**S, "variables": ["a", "b"], "key": ["a", "b"], "up_to": "scale"}
SIGNED = {**S, "key": ["1/sqrt(2)", "1/sqrt(2)"], "up_to": "sign"}
COMPLEX = {
    **S, "domain": "complex", "up_to": "scale", "order": "any", "key": [["1", "i"], ["1", "-i"]],
}  # fmt: skip
BASIS = {**S, "key": [["1", "0", "-1"], ["0", "1", "-1"]], "up_to": "span"}
SYSTEM = {**S, "variables": ["x", "y"], "key": ["x + y = 3", "x - y = 1"]}
LINE = {**S, "variables": ["x", "y"], "key": "2x + 3y = 5"}
HALF_OPEN = {**X, "key": "[2, 5)"}
OUTSIDE = {**X, "key": "x < -1 or x > 2"}
PUNCTURED = {**X, "key": r"\mathbb{R} \setminus \{0\}"}
SQUARE = {**X, "key": "x^2 = 4"}
COLUMNS = r"\begin{pmatrix}1\\-1\\0\end{pmatrix},\begin{pmatrix}0\\1\\-1\end{pmatrix}"

CASES: list[tuple[dict[str, Any], str, list[Any]]] = [
    (ROOTS, "4", [
        ["1 - sqrt(2)", "1 + sqrt(2)"], r"1 \pm \sqrt 2", "x = 1 - sqrt(2) or x = 1 + sqrt(2)",
        "{1 - sqrt(2), 1 + sqrt(2)}", r"\lambda_1 = 1+\sqrt2, \lambda_2 = 1-\sqrt2",
        [Expression("1 - sqrt(2)"), Expression("1 + sqrt(2)")],
    ]),
    (ROOTS, "2", ["1 + sqrt(2)", ["1 + sqrt(2)"] * 2, ["1 + sqrt(2)", "1 - sqrt(2)", "3"]]),
    (ROOTS, "0", [["1", "2"], "3"]),
    (SCALED, "4", [
        ["2a", "2b"], ["-a", "-b"], ["a^2", "a*b"], r"\begin{pmatrix}3a\\3b\end{pmatrix}",
    ]),
    (SCALED, "0", [["b", "a"], ["0", "0"], ["a", "-b"]]),
    (SIGNED, "4", [["-sqrt(2)/2", "-1/sqrt(2)"], ["sqrt(1/2)", "sqrt(1/2)"]]),
    (SIGNED, "0", [["1", "1"], ["1/sqrt(2)", "-1/sqrt(2)"]]),
    (COMPLEX, "4", [[["1", "-i"], ["i", "-1"]], [["1", "1"], ["-i", "i"]], [[1, 1j], [1, -1j]]]),
    (COMPLEX, "2", [[["1", "i"], ["i", "-1"]], [["1", "i"], ["1", "1"]], [["2", "2i"]]]),
    (BASIS, "4", [
        [["1", "-1", "0"], ["1", "1", "-2"]], [[1, -1, 0], [0, 1, -1]],
        r"\text{span}\{(1,-1,0),(1,1,-2)\}", "span{(1,-1,0), (1,1,-2)}",
        rf"\left\{{{COLUMNS}\right\}}",
        [Expression("Matrix([[1], [-1], [0]])"), Expression("Matrix([[0], [1], [-1]])")],
    ]),
    (BASIS, "0", [
        [["1", "0", "-1"], ["2", "0", "-2"]], [["1", "0", "0"], ["0", "1", "-1"]],
        [["1", "0", "-1"]], [["1", "0", "-1"], ["0", "0", "0"]],
        [["1", "0", "-1"], ["0", "1", "-1"], ["1", "1", "-2"]],
    ]),
    (SYSTEM, "4", [
        "x - y = 1, x + y = 3", "x = 2, y = 1", ["x + y = 3", "2x = 4"], [2, 1], {"x": 2, "y": 1},
        r"\begin{cases} x + y = 3\\ x - y = 1\end{cases}", "(2, 1)", [[2, 1]],
    ]),
    (SYSTEM, "0", ["x = 1, y = 2", [1, 2], "x + y = 3", {"x": 2, "y": 2}]),
    (LINE, "4", ["4x + 6y = 10", "y = (5 - 2x)/3", Expression("Eq(2*x + 3*y, 5)"), "3y = 5 - 2x"]),
    (LINE, "0", ["2x + 3y = 6", "2x - 3y = 5"]),
    (HALF_OPEN, "4", [
        "2 <= x < 5", "[2, 5)", r"x \in [2, 5)", "[2, 5[", Expression("Interval.Ropen(2, 5)"),
        "Interval(2, 5, False, True)", "{x : 2 <= x < 5}", "x >= 2 and x < 5",
        r"\{x \in \mathbb{R} \mid 2 \le x < 5\}", r"\left[2, 5\right)",
    ]),
    (HALF_OPEN, "0", ["[2, 5]", "(2, 5)", "2 < x < 5", "no solution", "[2, 6)"]),
    (OUTSIDE, "4", [
        "(-oo,-1) U (2,oo)", r"(-\infty,-1)\cup(2,\infty)", r"\mathbb{R} \setminus [-1, 2]",
        Expression("Union(Interval.open(-oo, -1), Interval.open(2, oo))"), "|x - 1/2| > 3/2",
        Expression("((-oo < x) & (x < -1)) | ((2 < x) & (x < oo))"), "x > 2 or x < -1",
    ]),
    (OUTSIDE, "0", ["(-oo,-1] U (2,oo)", "-1 < x < 2", "(2, oo)", "all real numbers"]),
    (PUNCTURED, "4", ["x != 0", "(-oo, 0) U (0, oo)", r"R\{0}", r"x \ne 0", "x < 0 or x > 0"]),
    (PUNCTURED, "0", [r"\mathbb{R}", "x > 0"]),
    (SQUARE, "4", ["x = 2 or x = -2", r"\pm 2", [2, -2], "{-2, 2}", "x = ±2"]),
    (SQUARE, "0", ["x = 2", "2", [2, 3]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {a} for {f['key']}"[:90])
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_a_form_is_worth_what_it_says(fields: dict[str, Any], worth: str, answer: Any) -> None:
    """Right in every form, wrong in every other one."""
    assert earned(fields, answer) == worth


def test_a_variable_in_an_interval_is_not_surely_one_of_its_ends() -> None:
    """Whatever bracket or sign says so."""
    fields = {"kind": "symbolic", "key": "{1, 3}", "variables": ["x"]}
    assert earned(fields, "x in [1, 3]") == earned(fields, "x ∈ [1, 3]") == "undecided"


def test_what_is_there_once_too_often_and_what_is_too_many_is_named() -> None:
    """One solution twice is not two, and a third one costs what one is worth."""
    assert marked(ROOTS, ["1 + sqrt(2)"] * 2).mistakes == ("repeated",)
    assert marked(ROOTS, ["1 + sqrt(2)", "1 - sqrt(2)", "3"]).mistakes == ("too_many",)
    assert marked(COMPLEX, [["1", "i"], ["i", "-1"]]).mistakes == ("repeated",)


def test_nothing_that_cannot_be_read_is_a_zero() -> None:
    """Words where vectors are asked wait for a person."""
    for fields in (ROOTS, BASIS, SYSTEM, HALF_OPEN, SCALED):
        assert marked(fields, "see the picture on page two?").score is None


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({**S, "key": "x", "order": "any"}, "order", "a single formula has no order"),
        ({**SCALED, "order": "any"}, "order", "write several as rows"),
        ({**BASIS, "order": "any"}, "order", "a basis has no order"),
        ({**S, "key": "x", "up_to": "scale"}, "up_to", "a list of entries"),
        ({**S, "key": ["0", "x - x"], "up_to": "scale"}, "key", "vector of zeros"),
        ({**S, "key": [["1", "2"], ["2", "4"]], "up_to": "span"}, "key", "depend on one another"),
        ({**S, "key": [["1"] * 7], "up_to": "span"}, "key", "cannot be compared"),
        ({**S, "key": "[2, 5", "variables": ["x"]}, "key", "cannot be read"),
    ],
)
def test_a_field_that_means_nothing_is_told(fields: dict[str, Any], path: str, said: str) -> None:
    """With what to write."""
    made = ADAPTER.validate_python({"id": "q", "points": 1, **fields}, strict=False)
    assert isinstance(made, Question)
    (found,) = made.problems()
    assert found[0] == path and said in found[1]


def test_wrong_keys_of_such_questions_are_wrong() -> None:
    """What `selftest` tries is never full: no multiple is among them."""
    for fields in (ROOTS, SCALED, SIGNED, COMPLEX, BASIS, SYSTEM, LINE, HALF_OPEN, OUTSIDE):
        question = asked(fields)
        wrong = list(question.wrong_keys())
        assert wrong
        for one in wrong[:12]:
            assert earned(fields, one.answer) != "4" or one.formulas is not None


WHOLE = st.integers(-4, 4)


@settings(max_examples=40, deadline=None)
@given(st.lists(WHOLE, min_size=4, max_size=4))
def test_a_basis_changed_by_any_invertible_matrix_is_right(entries: list[int]) -> None:
    """And by a singular one it is not."""
    a, b, c, d = entries
    first, second = (1, 0, -1), (0, 1, -1)
    rows = [
        [str(a * x + b * y) for x, y in zip(first, second, strict=True)],
        [str(c * x + d * y) for x, y in zip(first, second, strict=True)],
    ]
    assert earned(BASIS, rows) == ("4" if a * d - b * c else "0")


@settings(max_examples=40, deadline=None)
@given(st.integers(-5, 5), st.integers(-5, 5), st.booleans(), st.booleans())
def test_an_interval_is_its_condition_and_no_other(
    low: int, size: int, with_low: bool, with_high: bool
) -> None:
    """Brackets are strict where they are round."""
    high = low + abs(size) + 1
    text = f"{'[' if with_low else '('}{low}, {high}{']' if with_high else ')'}"
    signs = "<=" if with_low else "<", "<=" if with_high else "<"
    fields = {**X, "key": f"{low} {signs[0]} x {signs[1]} {high}"}
    assert earned(fields, text) == "4"
    for other in (f"[{low}, {high}]", f"({low}, {high})", f"[{low}, {high})", f"({low}, {high}]"):
        assert earned(fields, other) == ("4" if other == text else "0")
