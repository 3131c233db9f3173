"""A function on hidden inputs: results compared entry by entry, and nothing hidden echoed."""

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Answer, Outcome, Raised, TimedOut, outcome_to_plain
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.function import Function
from grader.values import Array, Expression, Opaque, array_of


def function(cases: list[dict[str, Any]], **more: Any) -> Function:
    """A question of twelve points."""
    data = {"kind": "function", "id": "f", "points": 12, "name": "area", "cases": cases, **more}
    return Function.model_validate_json(json.dumps(data))


def ok(*values: Any) -> list[dict[str, Any]]:
    """What comes back from calls that returned."""
    return [{"ok": True, "value": value} for value in values]


def mark(question: Function, results: Any, reference: Outcome | None = None) -> Mark:
    """The mark of what came back, beside what the reference gave."""
    facts = {} if reference is None else {"reference": outcome_to_plain(reference)}
    return question.mark(Given({"": Answer(results)}, facts))


def told(found: Mark) -> str:
    """All that a student reads."""
    return " ".join([*found.feedback, *(line for part in found.parts for line in part.feedback)])


def result(expected: Any, value: Any, **more: Any) -> Status:
    """How one result compares with one expected value."""
    return mark(function([{"arguments": [], "expected": expected}], **more), ok(value)).status


def test_all_inputs_go_in_one_hidden_call() -> None:
    """The probe holds every argument list, is hidden, and holds no result."""
    question = function([{"arguments": [1, "a"], "expected": 77}, {}], seconds=3.0)
    (probe,) = question.probes()
    assert (probe.id, probe.do, probe.names, probe.hidden) == ("f", "call", ("area",), True)
    assert probe.arguments == ((1, "a"), ()) and probe.seconds == 3
    assert "77" not in repr(probe) and Function.needs_reference


def test_each_case_earns_its_share() -> None:
    """A case with the rubric's result and one with the reference's, one of them wrong."""
    question = function([{"arguments": [81], "expected": "1/3"}, {"arguments": [93]}])
    found = mark(question, ok(1 / 3, 5.0), Answer(ok(0, 4.0)))
    assert found.score == 6 and found.status == Status.PARTIAL
    assert [part.id for part in found.parts] == ["f.1", "f.2"]
    assert [part.score for part in found.parts] == [6, 0]
    assert found.parts[1].feedback == (
        "Case 2: your function gave a number, but not the right one.",
    )
    assert found.staff == ("Case 2 with [93]: returned 5.0, expected 4.0.",)
    assert mark(question, ok(1 / 3, 4), Answer(ok(0, 4.0))).status is Status.CORRECT


def test_nothing_hidden_is_echoed() -> None:
    """Neither inputs, results nor a message or made-up type that repeats them reach a student."""
    question = function([{"arguments": [864197], "expected": 975318}] * 5, reveal=True)
    results = [
        {"ok": True, "value": 864197},
        {"ok": True, "value": ["864197"]},
        {"ok": False, "type": "KeyError", "message": "864197", "line": 7},
        {"ok": False, "type": "E864197", "message": "864197", "line": "864197"},
        "864197",
    ]
    found = mark(question, results)
    assert found.score == 0
    assert "864197" not in told(found) + found.read and "975318" not in told(found)
    assert "raised KeyError at line 7." in told(found)
    assert "raised an exception." in told(found)
    assert "could not be read" in told(found)
    assert "raised KeyError: 864197" in found.staff[2]


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (2, 2.0),
        (0.3, 0.1 + 0.2),
        ([1, [2, "1/2"]], [1, [2, 0.5]]),
        ([[1, 2], [3, 4]], array_of([[1.0, 2.0], [3.0, 4.0]])),
        ([0.1], Array("<f4", (1,), b"\xcd\xcc\xcc=")),
        (1.5, Expression("3/2")),
        ("abc", "abc"),
        (True, True),
        (None, None),
        ({"a": 1, "b": [2]}, {"b": [2.0], "a": 1}),
        ({"1": 2}, {1: 2}),
        ([], []),
        (4, Fraction(4)),
        (4, 4 + 0j),
    ],
)
def test_equal_results_count_in_any_container(expected: Any, value: Any) -> None:
    """Numbers within noise, nested lists, arrays, mappings, texts, truth values and None."""
    assert result(expected, value) is Status.CORRECT


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (1, True),
        (True, 1),
        (None, 0),
        (0, None),
        (2, math.nan),
        ([1, 2], [1, 2, 3]),
        ([1, 2], 1),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [1]),
        ({"1": 2}, {1: 3}),
        ({"1": 2, "2": 2}, {1: 2, "1": 2}),
        ("abc", "abd"),
        ("abc", 1),
        (1, Expression("x")),
        (1, Opaque("Widget", "1")),
    ],
)
def test_different_results_do_not(expected: Any, value: Any) -> None:
    """Another number, type, length or key is a wrong result; a truth value is no number."""
    assert result(expected, value) is Status.INCORRECT


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (2, "2"),
        ("1/2", "0.5"),
        ([1, 2], "[1, 2]"),
        ([1, 2], "1, 2"),
        ([1, 2], {"mean": 1, "sum": 2}),
        (2, {"mean": 2.0}),
    ],
)
def test_the_right_result_in_another_form_is_for_a_person(expected: Any, value: Any) -> None:
    """A text or a mapping that holds just what is asked is no right result, and no zero."""
    assert result(expected, value) is Status.AWAITING


@pytest.mark.parametrize(
    ("expected", "value"),
    [(2, "3"), ([1, 2], "[2, 1]"), ([1, 2], {"a": 2, "b": 1}), (2, "two things"), ("2", "3")],
)
def test_a_wrong_result_in_another_form_is_wrong(expected: Any, value: Any) -> None:
    """Whatever form it has, it earns nothing."""
    assert result(expected, value) is Status.INCORRECT


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "gave nothing (None); expected: a list."),
        (True, "gave a truth value; expected"),
        ("text", "gave a text; expected"),
        ({}, "gave a mapping; expected"),
        (Expression("x"), "gave a formula; expected"),
        (Opaque("Widget", "w"), "gave an object that is not plain data; expected"),
        (3, "gave a number; expected"),
        ([1], "gave a list of another length."),
    ],
)
def test_another_kind_of_result_is_described(value: Any, said: str) -> None:
    """A student reads what kind of thing came out and what kind was expected."""
    assert said in told(mark(function([{"expected": [1, 2]}]), ok(value)))


def test_a_fraction_of_the_rubric_is_expected_as_a_number() -> None:
    """A rubric writes 1/2 as text; students are not told to return one."""
    question = function([{"expected": "1/2"}])
    assert "expected: a number." in told(mark(question, ok([1])))
    assert "gave a number, but not the right one." in told(mark(question, ok(0.4)))
    assert "expected: a text." in told(mark(function([{"expected": "half"}]), ok(0.5)))


def test_any_tolerance_applies_to_nested_numbers() -> None:
    """The rubric's tolerance reaches every number of a result."""
    assert result([[1.0]], [[1.04]], tolerance={"absolute": 0.05}) is Status.CORRECT
    assert result([[1.0]], [[1.06]], tolerance={"absolute": 0.05}) is Status.INCORRECT


@pytest.mark.parametrize("results", [ok(1), ok(1, 2, 3), [], None, "x", 5])
def test_another_number_of_results_is_told(results: Any) -> None:
    """What is not one result for each call earns nothing and says so."""
    found = mark(function([{"expected": 1}, {"expected": 2}]), results)
    assert found.score == 0 and "Not one result came back from each of 2 calls" in found.feedback[0]


@pytest.mark.parametrize(
    "reference",
    [
        None,
        TimedOut(3.0),
        Answer("x"),
        Answer([]),
        Answer([{"ok": False, "type": "ValueError", "message": "", "line": 1}]),
        Answer(ok(math.nan)),
        Answer(ok([complex(math.nan, 0)])),
        Answer(ok({"a": Opaque("Widget", "w")})),
    ],
)
def test_a_reference_without_a_result_is_never_a_zero(reference: Outcome | None) -> None:
    """Where the key itself is missing or compares with nothing, nobody is marked down."""
    found = mark(function([{"arguments": [1]}]), ok(1), reference)
    assert (found.status, found.score) == (Status.NOT_GRADABLE, None)


def test_all_cases_or_nothing() -> None:
    """Without per-case credit one wrong case loses all, and is still told."""
    question = function([{"expected": 1}, {"expected": 2}], per_case=False)
    found = mark(question, ok(1, 3))
    assert found.score == 0 and found.parts == ()
    assert found.feedback[-1].startswith("Case 2: ")
    assert mark(question, ok(1, 2)).status is Status.CORRECT


def test_a_lost_call_is_explained_by_the_outcome() -> None:
    """What raised before any call came back is told as for every kind."""
    question = function([{"expected": 1}])
    found = question.mark(Given({"": Raised("TypeError", "area is not a function")}))
    assert found.score == 0 and "area is not a function" in found.feedback[0]


def test_the_rubric_is_told_of_a_nameless_function_and_of_zero_targets() -> None:
    """Both mistakes come at once, at their fields; a case left to the reference is fine."""
    cases: list[dict[str, Any]] = [
        {"expected": {"a": [1, 0]}},
        {"expected": [True, "x"]},
        {"arguments": [1]},
    ]
    question = function(cases, name=None, tolerance={"relative": 0.1})
    assert [place for place, _ in question.problems()] == ["name", "cases.0.expected"]
    assert function(cases).problems() == []


_RESULT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(_RESULT)
def test_the_reference_agrees_with_itself(value: Any) -> None:
    """Whatever the reference gives, giving the same is right."""
    found = mark(function([{"arguments": [1]}]), ok(value), Answer(ok(value)))
    assert found.status is Status.CORRECT


@settings(max_examples=80, deadline=None)
@given(_RESULT, _RESULT)
def test_any_result_is_a_mark(value: Any, wanted: Any) -> None:
    """No pair of results raises."""
    assert mark(function([{}]), ok(value), Answer(ok(wanted))).score in (0, 12, None)
