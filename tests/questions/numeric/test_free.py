"""Eigenvalues in any order, eigenvectors up to sign and factor, bases of one space."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.numeric import Numeric
from grader.questions.numeric.freedom import determinant, is_independent, solve
from grader.values import array_of


def numeric(key: Any, **more: Any) -> Numeric:
    """A question of twelve points."""
    data = {"kind": "numeric", "id": "n", "points": 12, "key": key, **more}
    return Numeric.model_validate_json(json.dumps(data))


def mark(question: Numeric, answer: Any) -> Mark:
    """The mark of one answer; the question itself is without a mistake."""
    assert question.problems() == []
    return question.mark(Given({"": Answer(answer)}))


def told(found: Mark) -> str:
    """All that a student reads."""
    return " ".join([*found.feedback, *(line for part in found.parts for line in part.feedback)])


@pytest.mark.parametrize(
    ("answer", "score", "says"),
    [
        ([3, 1, 1], 12, ""),
        (array_of([1.0, 3.0, 1.0]), 12, ""),
        ("1, 3, 1", 12, ""),
        ([3, 3, 1], 8, "Entry 2: you wrote 3, which is there once too often."),
        ([1, 1, 1], 8, "once too often"),
        ([3, 3, 3], 4, "once too often"),
        ([1, 1, -3], 8, "The sign is wrong"),
        ([1, 1, 4], 8, "which is not right"),
        ([1, None, 3], 8, "nothing is written"),
        ([math.nan, 1, 3], 8, "NaN"),
        ([1, 3], 8, "Entry 3 is missing"),
        (["see my figure", 3, 1], 8, "A person reads it"),
        (["see my figure", 3, 4], 4, "A person reads it"),
        ([5, 6, 7], 0, ""),
    ],
)
def test_entries_count_in_any_order_each_once(answer: Any, score: int, says: str) -> None:
    """An eigenvalue of multiplicity two is written twice; one too many is named."""
    found = mark(numeric([1, 1, 3], order="any"), answer)
    assert found.score == score and says in told(found)


def test_as_many_entries_count_as_can_be_matched() -> None:
    """With wide tolerances the first that fits may be needed by another."""
    question = numeric([0, 1], order="any", tolerance={"absolute": "0.6"})
    for answer in permutations([0.5, 0.1]):
        assert mark(question, list(answer)).status is Status.CORRECT


@pytest.mark.parametrize(
    ("up_to", "answer", "is_right", "says"),
    [
        ("sign", [0.6, -0.8], True, ""),
        ("sign", [-0.6, 0.8], True, ""),
        ("sign", ["-3/5", "4/5"], True, ""),
        ("sign", [0.6, 0.8], False, "neither the right vector nor its negative"),
        ("sign", [1.2, -1.6], False, "the right direction and not the right length"),
        ("scale", [3, -4], True, ""),
        ("scale", [-3e-7, 4e-7], True, ""),
        ("scale", [[-3], [4]], True, ""),
        ("scale", [3j, -4j], True, ""),
        ("scale", [3 + 3j, -4 - 4j], True, ""),
        ("scale", [3j, -4], False, "no multiple"),
        ("scale", [4, 3], False, "no multiple"),
        ("scale", [0, 0], False, "the zero vector"),
        ("scale", [math.inf, -math.inf], False, "no multiple"),
        ("scale", [math.nan, 1], False, "not a vector of numbers"),
        ("scale", [3, ""], False, "not a vector of numbers"),
        ("scale", ["a", "b"], None, "not every entry could be read as a number"),
        ("scale", ["12,500", "-4"], False, "no multiple"),
        ("scale", ["3", "-3,999.999"], False, "no multiple"),
        ("scale", ["3,000", "-4"], None, "which has two readings"),
        ("sign", ["0,600", "-0.8"], True, ""),
        ("scale", [3, -4, 0], False, "a list of 2 numbers"),
        ("span", [3, -4], True, ""),
        ("span", [3, 4], False, "do not span"),
        ("span", [0, 0], False, "depend on one another"),
        ("span", [math.inf, 1], False, "do not span"),
        ("span", ["a", 1], None, "not every entry could be read as a number"),
        ("span", ["", 1], False, "Not every entry"),
        ("span", ["3,000", -4], None, "which has two readings"),
    ],
)
def test_a_vector_up_to_sign_factor_or_span(
    up_to: str, answer: Any, is_right: bool | None, says: str
) -> None:
    """All or nothing, with the cause: another length, another direction, no direction."""
    found = mark(numeric(["0.6", "-0.8"], up_to=up_to), answer)
    assert found.score == (None if is_right is None else 12 * is_right), told(found)
    assert says in told(found)


def test_a_complex_basis_is_for_a_person() -> None:
    """It may be right over the complex numbers; nothing here says so surely."""
    found = mark(numeric([[1, 0], [0, 1]], up_to="span"), [[1j, 0], [0, 1]])
    assert (found.status, found.score) == (Status.AWAITING, None)


def test_a_number_may_be_right_up_to_its_sign() -> None:
    """Such as a root that either sign is one of."""
    question = numeric(2, up_to="sign")
    assert mark(question, -2).status is Status.CORRECT
    assert mark(question, 3).status is Status.INCORRECT


def test_rows_may_come_in_any_order_each_up_to_its_factor() -> None:
    """One vector twice is one right row."""
    question = numeric([[1, 0, 0], [0, 1, 1]], up_to="scale", order="any")
    assert mark(question, [[0, 2, 2], [-1, 0, 0]]).status is Status.CORRECT
    twice = mark(question, [[0, 2, 2], [0, -1, -1]])
    assert twice.score == 6 and "Row 2" in told(twice)
    assert mark(numeric([[1, 2], [3, 4]], order="any"), [[3, 4], [1, 2]]).score == 12
    assert mark(numeric([[1, 2], [3, 4]], order="any"), [[4, 3], [1, 2]]).score == 6
    assert mark(numeric([[1, 0], [0, 1]], up_to="sign"), [[0, 1], [1, 0]]).score == 0


def test_the_key_is_shown_where_it_may_be() -> None:
    """With what it may differ by."""
    question = numeric([1, 2], up_to="scale", reveal=True)
    assert "Expected: [1, 2], up to its scale." in told(mark(question, [1, 3]))


PLANE = [[1, 0, 1], [0, 1, 1]]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([[1, 0, 1], [1, 0, 1]], "depend on one another"),
        ([[1, 0, 1], [0, 0, 0]], "depend on one another"),
        ([[1, 0, 1], [1 + 1e-12, 0, 1 + 1e-12]], "depend on one another"),
        ([[1, 0, 1], [0, 1, 0]], "do not span"),
        ([[1, 0, 1]], "of shape 2x3"),
        ([[1, 0, 1], [0, 1, 1], [1, 1, 2]], "of shape 2x3"),
    ],
)
def test_what_is_no_basis_of_the_space(answer: Any, says: str) -> None:
    """A vector outside, too few, too many, or dependent ones earn nothing, and are told apart."""
    found = mark(numeric(PLANE, up_to="span"), answer)
    assert found.score == 0 and says in told(found)


_WHOLE = st.integers(-9, 9)


@settings(max_examples=80, deadline=None)
@given(st.lists(_WHOLE, min_size=4, max_size=4), st.floats(1e-3, 1e3))
def test_any_basis_of_the_plane_is_right_and_no_other(numbers: list[int], scale: float) -> None:
    """Combinations of the key's rows, as floats; one moved out of the plane is wrong."""
    a, b, c, d = numbers
    assume(a * d != b * c)
    rows = [[x * scale for x in (a, b, a + b)], [float(x) for x in (c, d, c + d)]]
    question = numeric(PLANE, up_to="span")
    assert mark(question, rows).status is Status.CORRECT
    rows[1][2] += 1
    assert mark(question, rows).status is Status.INCORRECT


@settings(max_examples=80, deadline=None)
@given(
    st.lists(_WHOLE, min_size=1, max_size=5).filter(any),
    st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-6),
)
def test_every_multiple_is_right_and_a_changed_entry_is_not(key: list[int], factor: float) -> None:
    """By whatever factor, in floats."""
    question = numeric(key, up_to="scale")
    given_ = [factor * entry for entry in key]
    assert mark(question, given_).status is Status.CORRECT
    if len(key) > 1:
        place = next(i for i, entry in enumerate(key) if entry)
        given_[place] *= 1.01
        others = any(entry for i, entry in enumerate(key) if i != place)
        assert (mark(question, given_).status is Status.CORRECT) != others


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_WHOLE, min_size=3, max_size=3), min_size=3, max_size=3))
def test_determinants_and_solutions_are_exact(rows: list[list[int]]) -> None:
    """Against the formula for three rows, and by putting the solution back in."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    matrix = [[Fraction(x) for x in row] for row in rows]
    assert determinant(matrix) == whole
    found = solve(matrix, [Fraction(1), Fraction(2), Fraction(3)])
    assert (found is None) == (whole == 0)
    if found is not None:
        products = (
            sum(x * y for x, y in zip(row, found, strict=True)) for row in matrix
        )
        assert list(products) == [1, 2, 3]
    if whole:
        assert is_independent(matrix)


@pytest.mark.parametrize(
    ("key", "more", "place", "says"),
    [
        (3, {"order": "any"}, "order", "a single number has no order"),
        ([1, 2], {"order": "any", "up_to": "scale"}, "order", "write several as rows"),
        ([[1, 2]], {"order": "any", "up_to": "span"}, "order", "a basis has no order"),
        ([[[1]], [[2]]], {"order": "any"}, "key", "a list of rows"),
        ([[1, 2], [0, 0]], {"up_to": "sign"}, "key", "a vector of zeros"),
        (3, {"up_to": "scale"}, "up_to", "write sign"),
        ([[1, 2], [2, 4]], {"up_to": "span"}, "key", "depend on one another"),
        ([list(range(201))] * 1 + [], {"up_to": "span"}, None, ""),
        (list(range(201)), {"order": "any"}, "order", "more than 200"),
        ([[int(i == j) for j in range(13)] for i in range(13)], {"up_to": "span"}, "key", "12"),
    ],
)
def test_what_means_nothing_for_the_key_is_a_mistake_of_the_rubric(
    key: Any, more: dict[str, Any], place: str | None, says: str
) -> None:
    """Each at its field."""
    problems = numeric(key, **more).problems()
    assert [found for found, _ in problems] == ([place] if place else [])
    assert says in " ".join(said for _, said in problems)
