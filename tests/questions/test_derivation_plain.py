"""Arguments without densities: expectations, matrices, sums, inequalities, limits, equations."""

from __future__ import annotations

from typing import Any

import pytest

from grader.questions.base import Question
from tests.questions.answers_marked import ADAPTER, earned, marked

D: dict[str, Any] = {"kind": "derivation"}
VARIANCE = {**D, "random": ["X"], "wanted": "Var(X) = E[X^2] - E[X]^2"}
SCALED = {**D, "random": ["X"], "variables": ["a"], "wanted": "Var(a X) = a^2 Var(X)"}
QUADRATIC = {**D, "matrices": ["A"], "vectors": ["x"], "wanted": "x^T (A + A^T) x = 2 x^T A x"}
GIVEN = {
    **D, "matrices": ["A"], "vectors": ["x", "b"], "given": ["A x = b"],
    "wanted": "x^T A^T b = b^T b",
}  # fmt: skip
MEANS = {**D, "variables": ["a", "b"], "wanted": "a^2 + b^2 >= 2 a b"}
GAUSS = {**D, "variables": ["n"], "wanted": "sum_{i=1}^n i = n(n+1)/2"}
LIMIT = {**D, "variables": ["x"], "wanted": r"\lim_{x \to 0} \frac{1 - \cos x}{x^2} = \frac12"}
SOLVE = {**D, "variables": ["x"], "given": ["2 x + 3 = 7"], "wanted": "x = 2"}
BAYES = {**D, "events": ["A", "B"], "wanted": "P(A|B) = P(B|A) P(A) / P(B)"}
STEPS = {
    **VARIANCE,
    "steps": [
        {"id": "square", "title": "the definition", "points": 1, "shows": ["E[(X - E[X])^2]"]},
        {"id": "linear", "title": "linearity, in words", "points": 1, "words": "linear"},
    ],
}

CASES: list[tuple[dict[str, Any], str, list[Any]]] = [
    (VARIANCE, "4", [
        ["Var(X) = E[(X - E[X])^2]", "= E[X^2 - 2 X E[X] + E[X]^2]", "= E[X^2] - E[X]^2"],
        r"$$\mathrm{Var}(X) = \mathbb{E}[(X - \mathbb{E}[X])^2] = \mathbb{E}[X^2]"
        r" - 2\mathbb{E}[X]^2 + \mathbb{E}[X]^2 = \mathbb{E}[X^2] - \mathbb{E}[X]^2$$",
        "Let m = E[X].\nVar(X) = E[(X - m)^2] = E[X^2] - 2 m E[X] + m^2 = E[X^2] - E[X]^2",
    ]),
    (VARIANCE, "0", ["Var(X) = E[X^2] - E[X]^2"]),
    (VARIANCE, "unread", ["By linearity of the expectation it is clear."]),
    (SCALED, "4", [
        "Var(a X) = E[(a X)^2] - E[a X]^2 = a^2 E[X^2] - a^2 E[X]^2 = a^2 Var(X)",
        "Var(aX) = E[(aX - aE[X])^2] = E[(a(X - E[X]))^2] = a^2 Var(X)",
        r"\begin{align*}\operatorname{Var}(aX) &= E[(aX-aE[X])^2]\\"
        r" &= a^2\operatorname{Var}(X)\end{align*}",
    ]),
    (SCALED, "undecided", ["Var(a X) = E[a X]^2 = a^2 Var(X)"]),
    (QUADRATIC, "4", ["x^T (A + A^T) x = x^T A x + x^T A^T x = x^T A x + (x^T A x)^T = 2 x^T A x"]),
    (QUADRATIC, "undecided", [
        "x^T (A + A^T) x = x^T A x + A x^T x = 2 x^T A x", "x^T (A + A^T) x = x^T A x = 2 x^T A x",
    ]),
    (GIVEN, "4", ["x^T A^T b = (A x)^T b = b^T b"]),
    (MEANS, "4", [
        "a^2 + b^2 = (a - b)^2 + 2 a b >= 2 a b",
        "a^2 + b^2 - 2 a b = (a - b)^2 >= 0, so a^2 + b^2 >= 2 a b",
    ]),
    (MEANS, "2", ["a^2 + b^2 = (a + b)^2 - 2 a b <= 2 a b"]), (MEANS, "0", ["a^2 + b^2 >= 2 a b"]),
    (GAUSS, "4", [
        "sum_{i=1}^n i = (1/2) sum_{i=1}^n (i + (n + 1 - i)) = (1/2) n (n + 1) = n(n+1)/2",
    ]),
    (GAUSS, "undecided", ["sum_{i=1}^n i = n^2/2 = n(n+1)/2"]),
    (LIMIT, "4", [
        r"\lim_{x \to 0} \frac{1-\cos x}{x^2} = \lim_{x \to 0} \frac{2 \sin^2(x/2)}{x^2} = \frac12",
    ]),
    (LIMIT, "undecided", [
        r"\lim_{x \to 0} \frac{1-\cos x}{x^2} = \lim_{x \to 0} \frac{\sin x}{x} = 1",
    ]),
    (SOLVE, "4", ["2x + 3 = 7\n2x = 4\nx = 2"]), (SOLVE, "undecided", ["2x = 10\nx = 5"]),
    (BAYES, "4", ["P(A|B) = P(A and B)/P(B) = P(B|A) P(A)/P(B)"]),
    (BAYES, "undecided", ["P(A|B) = P(A and B)/P(A) = P(B|A) P(A)/P(B)"]),
    (STEPS, "4", ["By linearity Var(X) = E[(X - E[X])^2] = E[X^2] - E[X]^2"]),
    (STEPS, "2", ["Var(X) = E[(X - E[X])^2] = E[X^2] - E[X]^2"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {str(a)[:50]}")
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_an_argument_is_worth_what_it_says(fields: dict[str, Any], worth: str, answer: Any) -> None:
    """Each link tested; what is not understood waits for a person and is never a zero."""
    assert earned(fields, answer) == worth


def test_a_missing_step_is_named_with_both_sides_of_its_gap() -> None:
    """Where what comes before it and after it is there; else it is only not found."""
    steps = [
        {"id": "square", "title": "the definition", "points": 1, "shows": ["E[(X - E[X])^2]"]},
        {"id": "expand", "title": "the square expanded", "points": 1,
         "shows": ["E[X^2 - 2 X E[X] + E[X]^2]"]},
        {"id": "end", "title": "the result", "points": 1, "shows": ["E[X^2] - E[X]^2"]},
    ]  # fmt: skip
    asked = {**VARIANCE, "steps": steps}
    told = marked(asked, "Var(X) = E[(X - E[X])^2] = E[X^2] - E[X]^2").feedback
    assert any(
        line.startswith("The way from ") and line.endswith("missing: the square expanded.")
        for line in told
    )
    told = marked(asked, "Var(X) = E[X^2 - 2 X E[X] + E[X]^2] = E[X^2] - E[X]^2").feedback
    assert "Not found: the definition." in told


def test_the_first_wrong_step_is_named() -> None:
    """With what was written, and its cause."""
    broken = marked(GAUSS, "sum_{i=1}^n i = n^2/2 = n(n+1)/2")
    assert broken.mistakes == ("broken_step",) and "n^2/2" in broken.feedback[0]
    turned = marked(SCALED, "Var(a X) = -a^2 Var(X) = a^2 Var(X)")
    assert turned.mistakes == ("sign",) and turned.score == 3
    assert marked(MEANS, "a^2 + b^2 = (a + b)^2 - 2 a b <= 2 a b").mistakes == ("inequality",)


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        (D, "wanted", "what is to be shown"),
        ({**D, "wanted": "x + 1"}, "wanted", "an equation or an inequality"),
        ({**D, "wanted": "x + = 1"}, "wanted", "cannot be read"),
        ({**D, "wanted": "x = x + 1", "variables": ["x"]}, "wanted", "does not hold"),
        ({**SOLVE, "given": ["2 x"]}, "given.0", "write an equation"),
        ({**D, "densities": ["p"], "wanted": "x = 1"}, "wanted", "without densities"),
    ],
)
def test_a_field_that_means_nothing_is_told(fields: dict[str, Any], path: str, said: str) -> None:
    """With what to write."""
    made = ADAPTER.validate_python({"id": "q", "points": 1, **fields}, strict=False)
    assert isinstance(made, Question)
    found = dict(made.problems())
    assert said in found[path]
