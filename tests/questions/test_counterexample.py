"""Witnesses: the claim is worked out on the student's own distributions."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Status
from grader.questions.base import Given
from grader.questions.counterexample import Counterexample
from grader.values import array_of
from tests.questions.mathematics import SEEDS, cases, check, mark


@pytest.mark.parametrize("case", cases("counterexample-mistakes"), ids=lambda case: case["shows"])
def test_what_shows_nothing_is_named_with_its_credit(case: dict[str, Any]) -> None:
    """Assertions, invalid and useless witnesses each have their name, under every seed."""
    for seed in SEEDS:
        check(case, seed)


def test_both_numbers_are_shown() -> None:
    """A student sees the two values that differ."""
    found = mark("p4.asymmetry", [[0.5, 0.5], [0.9, 0.1]])
    assert "0.510826" in found.feedback[0] and "0.368064" in found.feedback[0]
    assert mark("p4.asymmetry", array_of([[0.5, 0.5], [0.9, 0.1]])).status is Status.CORRECT


def test_numbers_that_cannot_be_read_go_to_a_person() -> None:
    """A witness in an unusual form is not turned away by a machine."""
    said = "p uniform on three points and q = 0.3 0.4 0.3 so they are not equal"
    assert mark("p4.asymmetry", said).status is Status.AWAITING


def test_an_assertion_never_keeps_more_than_half() -> None:
    """Whatever the rubric says, saying so is not showing so."""
    found = mark("p4.asymmetry", "KL is not symmetric", credit={"only_claimed": Fraction(1)})
    assert found.score == Fraction(3, 2)


@pytest.mark.parametrize("answer", [7, [1, 2], {"a": 1}, [[float("nan"), 1], [0.5, 0.5]], [[]]])
def test_anything_may_come_back(answer: Any) -> None:
    """What is no witness is a mark and not an error."""
    assert mark("p4.asymmetry", answer).score == 0


chances = st.lists(st.integers(1, 50), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@drawn(chances, chances)
def test_the_divergences_are_right(first: list[int], second: list[int]) -> None:
    """Full marks exactly where the two divergences, worked out anew, differ."""
    import math

    size = min(len(first), len(second))
    p = [Fraction(n, sum(first[:size])) for n in first[:size]]
    q = [Fraction(n, sum(second[:size])) for n in second[:size]]
    there = sum(float(a) * math.log(a / b) for a, b in zip(p, q, strict=True))
    back = sum(float(b) * math.log(b / a) for a, b in zip(p, q, strict=True))
    found = mark("p4.asymmetry", [p, q])
    if abs(there - back) > 1e-6:
        assert found.score == 3
    elif abs(there - back) < 1e-12:
        assert found.score is not None and found.score < 3


def test_other_claims_can_be_asked() -> None:
    """Entropies and inequalities are worked out on the witness too."""
    data = {"kind": "counterexample", "id": "c", "points": 1, "claim": "H(p) > H(q)"}
    question = Counterexample.model_validate_json(json.dumps(data))
    assert question.problems() == []
    assert question.mark(Given({"": Answer([[0.5, 0.5], [0.9, 0.1]])})).score == 1
    assert question.mark(Given({"": Answer([[0.9, 0.1], [0.5, 0.5]])})).score != 1
    bad = question.model_copy(update={"claim": "KL(p || r) > 0"})
    assert bad.problems()[0][0] == "claim"


TINY = Fraction(1, 10**3999)


@pytest.mark.parametrize(
    "pair",
    [
        [[0.5, 0.5], [1 - TINY, TINY]],
        [[TINY, 1 - TINY], [0.5, 0.5]],
        ["Bernoulli(0.5)", "Bernoulli(1e-3999)"],
        ["N(1e200, 1)", "N(0, 1)"],
        ["N(0, 1e-300)", "N(0, 1e300)"],
        [[10**3999, 1], [0.5, 0.5]],
    ],
)
def test_probabilities_that_no_float_holds_are_no_fault_of_ours(pair: list[Any]) -> None:
    """A witness of such numbers is judged, or is none; it ends nothing."""
    assert mark("p4.asymmetry", pair).status in Status


@pytest.mark.parametrize(
    "answer",
    [
        "Let P = {0.5, 0.5} and Q = {0.9, 0.1}",
        "p = np.array([0.5, 0.5]); q = np.array([0.9, 0.1])",
        "(0.5, 0.5), (0.9, 0.1)",
        ["0.5, 0.5", "0.9, 0.1"],
        "p = N(0, 1^2), q = N(0, 2^2)",
        "p = N(μ=0, σ²=1), q = N(μ=0, σ²=4)",
    ],
)
def test_witnesses_as_they_are_written_elsewhere(answer: Any) -> None:
    """Capitals, arrays, no names at all, a variance as a square."""
    assert mark("p4.asymmetry", answer).status is Status.CORRECT


def test_a_deviation_is_squared() -> None:
    """N(0, 2^2) and sigma = 2 have the variance 4."""
    told = mark("p4.asymmetry", "p = N(0, 1), q = N(μ=0, σ=2)").feedback[0]
    assert "q = N(0, 4)" in told


@pytest.mark.parametrize("answer", ["p = Exp(1), q = Exp(2)", "p = Poisson(1), q = Poisson(2)"])
def test_other_families_go_to_a_person(answer: str) -> None:
    """A right witness that the machine cannot work out is not worth nothing."""
    assert mark("p4.asymmetry", answer).status is Status.AWAITING
