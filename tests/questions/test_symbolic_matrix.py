"""Matrices of formulas, and vectors that count only as a whole."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.symbolic import Symbolic
from tests.questions.answers_marked import earned

KEY = [["x^2", "y"], ["1", "x*y"]]


def symbolic(key: Any = KEY, **more: Any) -> Symbolic:
    """A question of four points."""
    data = {"kind": "symbolic", "id": "s", "points": 4, "variables": ["x", "y"], "key": key}
    return Symbolic.model_validate_json(json.dumps({**data, **more}))


def mark(question: Symbolic, answer: Any) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}, seed=1))


@pytest.mark.parametrize(
    "answer",
    [
        KEY,
        [["x*x", "y"], ["2/2", "y*x"]],
        "A = [[x^2, y], [1, y*x]]",
        "[[x*x, y], [1, x*y]] = [[x^2, y], [1, x*y]]",
        r"\begin{pmatrix} x^2 & y \\ 1 & xy \end{pmatrix}",
        r"\left(\begin{matrix} x^2 & 1 \\ y & xy \end{matrix}\right)^\top",
    ],
)
def test_a_matrix_counts_however_it_is_written(answer: Any) -> None:
    """Nested lists, text, LaTeX, a chain and a transpose hold the same matrix."""
    found = mark(symbolic(), answer)
    assert found.status is Status.CORRECT, found
    assert [part.id for part in found.parts] == ["s.1.1", "s.1.2", "s.2.1", "s.2.2"]


@pytest.mark.parametrize("answer", ["x^2", [["x^2", "y"]], "(x^2, y, 1, x*y)", ["x^2", "y"]])
def test_another_shape_is_told(answer: Any) -> None:
    """A vector or one formula is no matrix."""
    found = mark(symbolic(), answer)
    assert found.score == 0 and found.mistakes == ("wrong_shape",)
    assert found.feedback[0].endswith("which is not a 2x2 matrix.")


def test_each_entry_of_a_matrix_earns_its_share() -> None:
    """The wrong one is named by its row and column, with a point at which it differs."""
    found = mark(symbolic(), [["x^2", "y"], ["1", "x + y"]])
    assert found.score == 3 and found.feedback[0] == "3 of 4 entries are right."
    assert "Entry (2,2): you wrote x + y, which differs" in found.parts[3].feedback[0]


def test_only_all_together_where_the_rubric_says_so() -> None:
    """One wrong entry loses all; nothing says that anything was credited."""
    question = symbolic(per_entry=False, advice="Look at the last row.")
    found = mark(question, [["x^2", "y"], ["1", "x + y"]])
    assert found.score == 0 and found.parts == ()
    assert found.feedback[:3] == (
        "3 of 4 entries are right.",
        "They earn points only all together.",
        "Score: 0 of 4 points.",
    )
    assert "Look at the last row." in found.feedback
    assert "Entry (2,2)" in found.feedback[3]
    assert mark(question, KEY).score == 4


@pytest.mark.parametrize("per_entry", [True, False])
def test_one_mistake_of_the_whole_keeps_its_credit(per_entry: bool) -> None:
    """Right entries in another order are one mistake, whether entries count alone or not."""
    found = mark(symbolic(["x", "y"], per_entry=per_entry), ["y", "x"])
    assert found.mistakes == ("swapped_components",)
    assert found.score == Fraction(3)
    assert "Score: 3 of 4 points." in found.feedback[0]


def test_a_single_formula_has_no_entries_to_count_together() -> None:
    """A form that agrees where both are defined keeps its half, whatever `per_entry` says."""
    for per_entry in (True, False):
        question = symbolic("x", per_entry=per_entry, common_domain="half")
        assert mark(question, "x^2/x").score == 2


def test_the_key_shows_only_where_it_is_revealed() -> None:
    """`reveal: true` adds it to what is said of a wrong answer, never to a right one."""
    assert mark(symbolic(["x", "y"], reveal=True), ["x", "2y"]).feedback[-1] == "Expected: x, y."
    assert "Expected" not in str(mark(symbolic(["x", "y"]), ["x", "2y"]).feedback)
    assert mark(symbolic(["x", "y"], reveal=True), ["x", "y"]).feedback == ()


@pytest.mark.parametrize(
    ("key", "worth", "answers"),
    [
        ("x^T A x", "4", [r"\langle x, Ax\rangle", "<x, A x>", "dot(x, A x)", "np.inner(x, A@x)"]),
        ("x^T A x", "0", [r"\langle x, y\rangle", "<x, x>"]),
        ("norm(A x - y)^2", "4", [
            r"\|y - Ax\|_2^2", "||Ax-y||_2^2", r"\|Ax-y\|^2_2", "np.linalg.norm(A @ x - y)**2",
            "<Ax - y, Ax - y>",
        ]),
        ("norm(A x - y)^2", "0", [r"\|Ax-y\|_1^2", r"\|Ax+y\|_2^2", r"\|x\|_2^2"]),
        ("tr(A^T A)", "4", [r"\|A\|_F^2", "np.linalg.norm(A, 'fro')**2", "tr(A A^T)"]),
        ("norm(x)_1", "4", [r"\|x\|_1", r"\lVert -x \rVert_1"]),
        ("norm(x)_1", "0", [r"\|x\|_\infty", r"\|y\|_1"]),
        ("det(A) det(B)", "4", ["det(A B)", "|A||B|", "np.linalg.det(A @ B)", "det(B A^T)"]),
        ("det(A) det(B)", "0", ["det(A + B)", "tr(A) tr(B)"]),
        ("A B", "0", ["B A", "B^T A^T", "A + B"]),
    ],
)  # fmt: skip
def test_products_norms_and_determinants_in_usual_notation(
    key: str, worth: str, answers: list[str]
) -> None:
    """Angles, named norms and NumPy's own names; what only looks like them is refuted."""
    fields = {"kind": "symbolic", "matrices": ["A", "B"], "vectors": ["x", "y"], "key": key}
    assert {answer: earned(fields, answer) for answer in answers} == dict.fromkeys(answers, worth)


def test_a_difference_is_shown_by_the_students_own_value() -> None:
    """The point at which it shows comes with what the answer is worth there, never the key."""
    told = mark(symbolic(), [["x^2", "y"], ["1", "x + y"]]).parts[3].feedback[0]
    found = re.search(r"for example at x = ([\d.]+), y = ([\d.]+), where yours is ([\d.]+)\)", told)
    assert found is not None
    x, y, yours = map(float, found.groups())
    assert yours == pytest.approx(x + y, rel=1e-2)
