"""Solutions, unions and directions as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions.formulas.solutions import conclusion, spanned
from tests.questions.answers_marked import earned, marked

X: dict[str, Any] = {"kind": "symbolic", "variables": ["x"]}
UNION = {**X, "key": "(-oo, -2) U (3, oo)"}
ROOTS = {**X, "key": "x = 2 or x = -3"}
EIGENVALUES = {"kind": "numeric", "key": [1, 3], "order": "any"}
DIRECTION = {"kind": "numeric", "key": [2, -1], "up_to": "scale"}
PLANE = {"kind": "numeric", "key": [[1, 0, -1], [0, 1, -1]], "up_to": "span"}
LINE = {"kind": "symbolic", "variables": ["a"], "key": ["a", "1"], "up_to": "scale"}

RIGHT: list[tuple[dict[str, Any], list[Any]]] = [
    (UNION, [
        "x < -2 or x > 3", "$x<-2$ or $x>3$", r"$x < -2 \text{ or } x > 3$", r"$x>3 \lor x<-2$",
        r"(-\infty,-2)\cup(3,\infty)", r"$x \in (-\infty, -2) \cup (3, +\infty)$",
        r"$\{x : x < -2 \text{ or } x > 3\}$", r"$]-\infty,-2[\,\cup\,]3,\infty[$",
        r"$(x+2)(x-3)>0$, so $x<-2$ or $x>3$", "(-inf,-2) union (3,inf)", "x < -2 ou x > 3",
        r"$x\in(-\infty,-2)\text{ or }x\in(3,\infty)$", r"\mathbb{R}\setminus[-2,3]",
    ]),
    (ROOTS, [
        "$x=2$ or $x=-3$", "x_1 = 2, x_2 = -3", r"$\{-3,2\}$", r"$x\in\{2,-3\}$", "x = -3, 2",
        r"$(x-2)(x+3)=0 \Rightarrow x=2, x=-3$", "2 and -3", [2, -3], "x = 2 and x = -3",
        "The solutions are x = 2 and x = -3.", "$x=2$ or $-3$", "(x-2)(x+3)=0 => x=2 or x=-3",
    ]),
    (EIGENVALUES, [
        r"$(\lambda-1)(\lambda-3)=0$, so $\lambda=1$ or $\lambda=3$", r"$\lambda_{1,2}=1,3$",
        r"$\lambda^2-4\lambda+3=0 \Rightarrow \lambda=1,3$", r"$\lambda=1 \lor \lambda=3$",
    ]),
    (DIRECTION, [
        "$t(2,-1)$", r"$c\begin{pmatrix}2\\-1\end{pmatrix}$, $c \neq 0$", "span{(2, -1)}",
        r"$t\,(2,-1)^T,\ t\in\mathbb{R}$", r"$\{t(2,-1) : t\in\mathbb{R}\}$", "k*(4, -2)",
    ]),
    (PLANE, [
        r"$x = s\begin{pmatrix}1\\0\\-1\end{pmatrix}+t\begin{pmatrix}0\\1\\-1\end{pmatrix}$, "
        r"where $s,t \in \mathbb{R}$",
        "s(1,0,-1) + t(0,1,-1) for any real s, t", "span{(1, 0, -1), (1, -1, 0)}",
    ]),
    (LINE, ["t (a, 1)", "(a^2, a)"]),
]  # fmt: skip
WRONG: list[tuple[dict[str, Any], list[Any]]] = [
    (UNION, [
        "-2 < x < 3", r"(-\infty,-2]\cup[3,\infty)", "x > 3", "$x<-3$ or $x>2$", "no solution",
        "x = 3 or x = -2", r"]-\infty,-2]\cup[3,\infty[", "x >= 3 or x < -2",
    ]),
    (ROOTS, ["x = -2 or x = 3", "x = 2", "{2, 3}", "x=2, x=-3, x=0", "2 and 3", "-3", [2, 3]]),
    (EIGENVALUES, [
        r"$(\lambda-1)(\lambda-2)=0$, so $\lambda=1$ or $\lambda=2$", r"$\lambda=1$",
    ]),
    (DIRECTION, ["t(2, 1)", "t(0, 0)", "0"]),
    (PLANE, ["s(1,0,-1) + t(2,0,-2)", "s(1,0,1) + t(0,1,-1)"]),
]  # fmt: skip


def each(table: list[tuple[dict[str, Any], list[Any]]]) -> list[Any]:
    """A row of its own for every answer."""
    return [pytest.param(f, a, id=f"{a}"[:70]) for f, answers in table for a in answers]


@pytest.mark.parametrize(("fields", "answer"), each(RIGHT))
def test_a_right_answer_is_right_however_it_is_written(fields: dict[str, Any], answer: Any) -> None:
    """With `or`, an arrow, a name per solution, brackets turned around, or a factor before it."""
    assert earned(fields, answer) == "4"


@pytest.mark.parametrize(("fields", "answer"), each(WRONG))
def test_a_wrong_one_is_not(fields: dict[str, Any], answer: Any) -> None:
    """Read in the same ways, and decided."""
    found = marked(fields, answer)
    assert found.score is not None and found.score < 4


@pytest.mark.parametrize("answer", ["x < -2 and x > 3", "$x<-2$, $x>3$"])
def test_conditions_that_are_right_as_alternatives_go_to_a_person(answer: str) -> None:
    """Taken by the letter they never hold together."""
    assert marked(UNION, answer).score is None


@given(st.text("()[]{}$\\t2,-+=soR:| \n", max_size=60))
def test_any_text_has_a_conclusion_and_vectors(text: str) -> None:
    """What is left is the end of the text, and without a factor nothing is changed."""
    assert text.endswith(conclusion(text))
    assert spanned(f"3 {text}") == f"3 {text}" or "span" in text


def test_where_nothing_was_claimed_before_it_nothing_follows() -> None:
    """`so x = 2` alone, a word that holds `so`, and a sign for at least, are no arguments."""
    for text in ("so x = 2", "x => 3", "solution: x = 2", "x = 2 is also right"):
        assert conclusion(text) == text
