"""The Jacobian as formulas and at points: arrangements, slips and points named, nothing twice."""

import json
import math
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import Answer, Fault, Missing, TimedOut
from grader.marks import Status
from grader.questions.base import Given
from grader.questions.formulas.exact import value_at
from grader.questions.jacobian import Jacobian, task
from grader.values import Expression, array_of
from tests.questions.answers_marked import asked
from tests.questions.mathematics import QUESTIONS, SEEDS, cases, check, mark

AT_ONE = [[2, -2], [2 + math.e, 2]]
AT_ZERO = [[0, 0], [1, 0]]


@pytest.mark.parametrize("case", cases("jacobian-mistakes"), ids=lambda case: case["shows"])
def test_mistakes_of_the_catalogue_are_named_with_their_credit(case: dict[str, Any]) -> None:
    """Each wrong Jacobian of the catalogue has its name and its credit, under every seed."""
    for seed in SEEDS:
        check(case, seed)


@pytest.mark.parametrize(
    "answer",
    [
        {(1, 1): AT_ONE, (0, 0): AT_ZERO},
        [array_of(AT_ONE), array_of(AT_ZERO)],
        array_of([AT_ONE, AT_ZERO]),
        [Expression("Matrix([[2, -2], [2 + E, 2]])"), Expression("Matrix([[0, 0], [1, 0]])")],
        [[[2, -2], [Expression("2 + E"), 2]], AT_ZERO],
    ],
)
def test_values_are_read_from_any_container(answer: Any) -> None:
    """Mappings by tuple, arrays and SymPy objects all hold the same matrices."""
    assert mark("p3.jacobian_at", answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("of", "variables", "answers"),
    [
        ({"u": "x^2"}, ["x"], ([["2*x"]], ["2*x"], "2*x", "[[2*x]]")),
        ({"u": "x^2", "w": "x"}, ["x"], ([["2*x"], ["1"]], ["2*x", "1"], "[[2*x], [1]]")),
        ({"u": "x^2*y"}, ["x", "y"], ([["2*x*y", "x^2"]], ["2*x*y", "x^2"], "[[2*x*y, x^2]]")),
    ],
)
def test_a_jacobian_of_one_row_or_one_column_is_read(
    of: dict[str, str], variables: list[str], answers: tuple[Any, ...]
) -> None:
    """Brackets around a single entry say nothing: such a matrix earned nothing as nested lists."""
    fields = {"kind": "jacobian", "id": "j", "points": 1, "variables": variables, "of": of}
    question = Jacobian.model_validate_json(json.dumps(fields))
    for answer in answers:
        assert question.mark(Given({"": Answer(answer)})).status is Status.CORRECT, answer
    for wrong in ("3*x", ["3*x"], ["2*x", "1", "0"]):
        assert question.mark(Given({"": Answer(wrong)})).status is not Status.CORRECT, wrong


def test_a_function_may_answer_in_place_of_values() -> None:
    """`jacobian(x, y)` is called at the rubric's points; what it raises is told."""
    question = QUESTIONS["p3.jacobian_at"]
    probe = question.probes()[1]
    assert (probe.id, probe.do, probe.arguments) == (
        "p3.jacobian_at/call",
        "call",
        ((1, 1), (0, 0)),
    )
    results = [{"ok": True, "value": AT_ONE}, {"ok": True, "value": AT_ZERO}]
    found = question.mark(Given({"": Missing(), "call": Answer(results)}))
    assert found.status is Status.CORRECT
    raised = [{"ok": False, "type": "NameError", "message": "x", "line": 3}]
    found = question.mark(Given({"": Missing(), "call": Answer(raised)}))
    assert found.score == 0 and "NameError" in found.feedback[0]


def test_a_function_that_never_returns_is_not_missing() -> None:
    """What happened to the call is told; only where there is no function is the answer missing."""
    question = QUESTIONS["p3.jacobian_at"]
    lost = question.mark(Given({"": Missing(), "call": TimedOut(10.0)}))
    assert lost.status is Status.AWAITING
    assert lost.feedback[0].startswith("Your code was stopped after 10 s while running jacobian")
    ours = question.mark(Given({"": Missing(), "call": Fault("no process could be started")}))
    assert ours.status is Status.NOT_GRADABLE
    assert question.mark(Given({"": Missing(), "call": Missing()})).status is Status.MISSING


def test_one_of_two_points_earns_half() -> None:
    """Points are marked one by one."""
    found = mark("p3.jacobian_at", {(1, 1): AT_ONE})
    assert [part.score for part in found.parts] == [Fraction(1, 2), 0]


@pytest.mark.parametrize("answer", ["", [], {}, None, 7, "hello", [[1, 2, 3]], {"2,2": AT_ZERO}])
def test_what_is_no_matrix_is_a_mark_and_not_an_error(answer: Any) -> None:
    """Anything may come back in a matrix's place."""
    assert mark("p3.jacobian_at", answer).score == 0
    assert mark("p3.jacobian", answer).score == 0


def test_a_wide_jacobian_handed_in_transposed_is_told() -> None:
    """Three variables and one function: a column in place of a row."""
    data = {"kind": "jacobian", "id": "j", "points": 1, "variables": ["x", "y", "z"]}
    wide = Jacobian.model_validate_json(json.dumps({**data, "of": {"f": "x*y", "g": "y*z"}}))
    turned = [["y", "0"], ["x", "z"], ["0", "y"]]
    assert wide.mark(Given({"": Answer(turned)})).mistakes == ("transposed",)
    assert wide.problems() == []


@pytest.mark.parametrize(
    ("first", "score", "said"),
    [
        ([[2, -2], [4.71828, 2]], 1, ""),
        ([[2, -2, 1], [4.71828, 2, 1]], Fraction(1, 2), "you gave 2x3 numbers; 2x2 are asked"),
        ([["a", -2], [4.71828, 2]], Fraction(7, 8), "entry (1,1): no number could be read there"),
        ([[2, -2], [4.71828, ""]], Fraction(7, 8), "entry (2,2): no number could be read there"),
        ("none", Fraction(1, 2), "No matrix of numbers could be read for the point (1, 1)"),
    ],
)
def test_one_point_amiss_leaves_the_other(first: Any, score: Fraction, said: str) -> None:
    """A shape, an entry or a whole point that cannot be read costs only itself."""
    found = mark("p3.jacobian_at", [first, [[0, 0], [1, 0]]])
    assert found.score == score
    assert said in " ".join(line for part in found.parts for line in part.feedback)


def test_looking_for_another_point_costs_no_more_for_many_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With fifty points the key is worked out some hundred times, however many are wrong."""
    calls = 0

    def counted(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        return value_at(*given)

    monkeypatch.setattr(task, "value_at", counted)
    points = [[i / 7, i / 11] for i in range(1, 51)]
    fields = {"kind": "jacobian", "variables": ["x", "y"], "of": {"u": "x^2 y", "v": "x + y^2"}}
    question = asked({**fields, "at": points})
    calls = 0
    rows = [[[-2 * x * y, x * x], [1, 2 * y]] for x, y in points]
    assert question.mark(Given({"": Answer(rows)}, seed=1)).score == 3
    assert question.mark(Given({"": Answer(rows[::-1])}, seed=1)).score == 1
    assert calls < 1000
    moved = [[[0, 0], [1, 0]]] + [[[2 * x * y, x * x], [1, 2 * y]] for x, y in points[1:]]
    assert "wrong_point" in question.mark(Given({"": Answer(moved)}, seed=1)).mistakes
