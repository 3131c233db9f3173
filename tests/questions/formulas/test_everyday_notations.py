"""Formulas in the notations of real work: conditions, intervals, equations, sets."""

import json
from typing import Any

import pytest

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.symbolic import Symbolic
from grader.values import Expression, Opaque

RIGHT, WRONG, WAITS = Status.CORRECT, Status.INCORRECT, Status.AWAITING


def mark(key: Any, answer: Any, **fields: Any) -> Mark:
    """The mark of one answer to a question about x and y."""
    data = {"kind": "symbolic", "id": "s", "points": 1, "name": "F", "key": key, **fields}
    question = Symbolic.model_validate_json(json.dumps({"variables": ["x", "y"], **data}))
    return question.mark(Given({"": Answer(answer)}))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (r"f'(x) = 2x \text{ for } x > 0", RIGHT),
        (r"f'(x) = 2x, \forall x > 0", RIGHT),
        (r"$2x$ for all $x$", RIGHT),
        (r"2x \text{for all $x$}", RIGHT),
        (r"f'(x) = 2x \quad \forall x \in \mathbb{R}", RIGHT),
        ("2x for x > 0", RIGHT),
        ("2x if x > 0", RIGHT),
        ("2x ∀ x", RIGHT),
        ("2x, x > 0", RIGHT),
        (r"x^3 \text{ for } x > 2", WAITS),
        ("x^3 if x > 2", WAITS),
        (r"x^2 \text{ for } x > 0, \quad 2x \text{ for } x < 0", WRONG),
    ],
)
def test_a_condition_behind_a_formula(answer: str, status: Status) -> None:
    """What bounds the variable takes nothing from the formula, and adds nothing to it."""
    assert mark("2x", answer).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("2x = f'(x)", RIGHT),
        (r"2x = \frac{df}{dx}", RIGHT),
        ("x^3 = f'(x)", WRONG),
        ("f'(x) = 2x ≈ 2.0001x", RIGHT),
        (r"f'(x) = 2x \approx 2.0001x", RIGHT),
        ("f'(x) ≈ 2x", RIGHT),
        ("2[x] ", RIGHT),
        (r"2\,x", RIGHT),
        (r"2\ x", RIGHT),
        (r"\boxed{2x}", RIGHT),
        (r"\fbox{$2x$}", RIGHT),
        (r"\boxed{x^3}", WRONG),
    ],
)
def test_another_spelling(answer: str, status: Status) -> None:
    """The name may stand behind the value, spaces and boxes anywhere."""
    assert mark("2x", answer, functions=["f"]).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("[2, 5)", RIGHT),
        ("[2, 5[", RIGHT),
        ("x in [2, 5)", RIGHT),
        (r"x \in [2, 5)", RIGHT),
        (r"$x \in \left[2, 5\right)$", RIGHT),
        ("x >= 2 and x < 5", RIGHT),
        ("5 > x >= 2", RIGHT),
        (r"2 \le x < 5", RIGHT),
        (r"x \geq 2, x < 5", RIGHT),
        ("(2, 5]", WRONG),
        ("[2, 5]", WRONG),
        ("(2, 5)", WRONG),
        ("[2, 6)", WRONG),
        ("x >= 2", WRONG),
    ],
)
def test_an_interval(answer: str, status: Status) -> None:
    """Brackets either way, members, chains and systems are one condition; its ends count."""
    assert mark("2 <= x < 5", answer, variables=["x"]).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("(-oo, -1] ∪ [1, oo)", RIGHT),
        (r"(-\infty, -1] \cup [1, \infty)", RIGHT),
        ("|x| >= 1", RIGHT),
        ("[1, oo)", WRONG),
        ("(-oo, -1) U (1, oo)", WRONG),
    ],
)
def test_joined_intervals(answer: str, status: Status) -> None:
    """Intervals that are joined, infinite ends included."""
    found = mark("x <= -1 or x >= 1", answer, variables=["x"]).status
    assert found is status or (found is WAITS and status is RIGHT)


@pytest.mark.parametrize(
    ("key", "answer", "status"),
    [
        ("y = 2x - 5", "2x - y = 5", RIGHT),
        ("y = 2x - 5", "y = 2x + 5", WRONG),
        ("y = 2x - 5", "2x - 5", WAITS),
        ("y = 2x - 5", "f(x) = 2x - 5", WAITS),
        ("y = 2x - 5", "2x + 5", WRONG),
        ("x + y = 1", r"100x = 100 - 100y", RIGHT),
        ("x + y = 1", Expression("Eq(x + y, 1)"), RIGHT),
        ("x + y = 1", Expression("Eq(x - y, 1)"), WRONG),
        ("x + y < 1", "x < 1 - y", RIGHT),
        ("x + y < 1", "x + y > 1", WRONG),
    ],
)
def test_an_equation_as_key(key: str, answer: Any, status: Status) -> None:
    """Equations are compared by their solutions; one side alone is a person's."""
    assert mark(key, answer).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("{1/x, -1/x}", RIGHT),
        ("{-1/x, 1/x}", RIGHT),
        ([Expression("1/x"), Expression("-1/x")], RIGHT),
        (r"\pm\frac{1}{x}", RIGHT),
        (r"a = \pm\frac{1}{x}", RIGHT),
        (r"\left\{\frac1x, -\frac1x\right\}", RIGHT),
        ("a = 1/x or a = -1/x", RIGHT),
        ("1/x, -1/x", RIGHT),
        ("1/x", WRONG),
        ("{1/x, 2/x}", WRONG),
        (r"\pm\frac{2}{x}", WRONG),
        ("{1/x}", WRONG),
    ],
)
def test_a_set_as_key(answer: Any, status: Status) -> None:
    """Order does not count; a list, both signs and two equations are sets; one value is not two."""
    assert mark("{1/x, -1/x}", answer).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (r"2x \circledast y", WAITS),
        ("2*(x", WAITS),
        ("I do not know", WAITS),
        ("E[X] + 2", WAITS),
        (r"\mathbb{E}[X]", WAITS),
        (r"\operatorname{foo}(x)", WAITS),
        (Opaque("m.T", "<t>"), WAITS),
        ("speed * x", WAITS),
        (r"f^{-1}(x)", WAITS),
        (r"x \odot y", WAITS),
        (True, WRONG),
        ("3x", WRONG),
        ("", Status.MISSING),
        ("TODO", Status.MISSING),
        ("...", Status.MISSING),
    ],
)
def test_what_is_not_read_is_no_zero(answer: Any, status: Status) -> None:
    """Unknown commands, words, objects and names wait, with a reason; a wrong formula does not."""
    found = mark("x y", answer, functions=["f"])
    assert found.status is status, found.feedback
    assert (found.reason is not None) == (status is WAITS)


def test_an_entry_left_blank_is_missing_and_one_not_read_waits() -> None:
    """The entries that were read keep their points."""
    found = mark(["2x", "3", "y"], ["2x", "", r"\foo y"])
    assert [part.status for part in found.parts] == [RIGHT, Status.MISSING, WAITS]
    assert (found.status, found.reason) == (WAITS, "unread")
    assert found.score is not None and 3 * found.score == 1
