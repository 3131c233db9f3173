"""The table of an iterative method: any shape, errors carried forward, mistakes told apart."""

import json
from fractions import Fraction
from itertools import chain
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Status
from grader.questions.base import Given
from grader.questions.descent import Descent
from tests.questions.mathematics import QUESTIONS, SEEDS, cases, check, mark

ROWS = [[-1.5, 8.4], [-3.42, 8.85], [-4.707, 9.876]]


def descent(**fields: Any) -> Descent:
    """A question about another descent."""
    data = {"kind": "descent", "id": "d", "points": 2, "name": "T", **fields}
    return Descent.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("case", cases("descent-mistakes"), ids=lambda case: case["shows"])
def test_mistakes_of_the_catalogue_are_told_apart(case: dict[str, Any]) -> None:
    """Each wrong table of the catalogue has its name and its credit, under every seed."""
    for seed in SEEDS:
        check(case, seed)


def test_no_named_mistake_keeps_less_than_half() -> None:
    """A diagnosed single mistake is never the end of the question."""
    kept = [row.keeps for row in Descent.mistake_table if row.keeps is not None]
    assert len(kept) > 20 and min(kept) >= Fraction(1, 2)


def test_the_score_is_the_sum_of_the_rows() -> None:
    """The parts of a table add up to its score, whatever was wrong."""
    for case in cases("descent-mistakes"):
        found = mark("p3.descent", case["answer"], case.get("others"))
        assert sum(part.score or 0 for part in found.parts) == found.score, case["shows"]


def test_momentum_and_newton_have_their_own_rows() -> None:
    """The other methods are worked out by their own rules, and plain descent is named."""
    bowl = {"objective": "x^2 + 2*y^2", "variables": ["x", "y"], "start": [1, 1], "steps": 2}
    newton = descent(method="newton", **bowl)
    assert newton.rows() == [(0, 0), (0, 0)]
    heavy = descent(method="momentum", momentum=0.5, step_size=0.1, **bowl)
    assert heavy.rows()[0] == (Fraction(4, 5), Fraction(3, 5))
    assert heavy.rows()[1] == (Fraction(54, 100), Fraction(16, 100))
    found = heavy.mark(Given({"": Answer([[0.8, 0.6], [0.64, 0.36]])}))
    assert found.mistakes == ("missing_momentum",)
    one = descent(method="newton", objective="x^4", variables=["x"], start=[3], steps=2)
    assert one.rows() == [(2,), (Fraction(4, 3),)]
    assert one.mark(Given({"": Answer([2, "4/3"])})).status is Status.CORRECT


def test_the_students_way_is_drawn_and_the_keys_only_where_revealed() -> None:
    """The picture holds no key unless the rubric says so."""
    plot = mark("p3.descent", ROWS).plot
    assert plot is not None
    assert plot["descent"]["path"] == [[2, 9], *ROWS]
    assert "key" not in plot["descent"]
    shown = mark("p3.descent", ROWS, reveal=True).plot
    assert shown is not None and shown["descent"]["key"][-1] == [-4.707, 9.876]


def test_feedback_never_states_the_key() -> None:
    """What is said about a wrong row does not hold the right one."""
    found = mark("p3.descent", [[-1.5, 9.6], [7, 7], [8, 8]])
    told = " ".join([*found.feedback, *(line for part in found.parts for line in part.feedback)])
    assert "8.4" not in told and "9.876" not in told


@pytest.mark.parametrize(
    "answer", ["", [], None, "hello", [["a", "b"]] * 3, {"x": 1}, 7, [[[[1]]]]]
)
def test_what_is_no_table_is_a_mark_and_not_an_error(answer: Any) -> None:
    """Anything may come back in a table's place."""
    assert mark("p3.descent", answer).score == 0


@settings(max_examples=30, deadline=None)
@drawn(st.lists(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2), min_size=3, max_size=3))
def test_carried_errors_never_beat_the_right_table(rows: list[list[float]]) -> None:
    """No table with a wrong row earns everything."""
    found = mark("p3.descent", rows)
    assert found.score is not None and found.score <= 2
    if found.score == 2:
        flat = zip(chain(*rows), chain(*ROWS), strict=True)
        assert all(abs(a - b) < 0.006 for a, b in flat)


def test_a_rubric_that_cannot_be_worked_out_is_told() -> None:
    """An objective without a value at the start is the instructor's mistake, with its place."""
    bad = descent(objective="log(x)", variables=["x"], start=[0], steps=1)
    assert bad.problems()[0][0] == "objective"
    assert isinstance(QUESTIONS["p3.descent"], Descent)
