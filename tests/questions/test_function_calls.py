"""What a function is called with, and what may be wanted of a call beside a result."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Answer, Fault, Outcome, TimedOut, outcome_to_plain
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.function import Function
from grader.values import Array, array_of
from tests.questions.test_function import function, ok, told


def raised(name: str, *bases: str, message: str = "", lost: Any = None) -> dict[str, Any]:
    """What comes back from a call that raised."""
    found = {"ok": False, "type": name, "bases": [name, *bases], "message": message, "line": 3}
    return found if lost is None else {**found, "lost": lost}


def mark(
    question: Function, results: Any, arrays: Outcome | None = None, **reference: Outcome
) -> Mark:
    """The mark of both ways of calling, beside both of the reference."""
    outcomes: dict[str, Outcome] = {"": Answer(results)}
    if arrays is not None:
        outcomes["arrays"] = arrays
    names = {"listed": "reference", "arrays_of_reference": "reference/arrays"}
    facts = {names[key]: outcome_to_plain(outcome) for key, outcome in reference.items()}
    return question.mark(Given(outcomes, facts))


def test_lists_of_numbers_are_asked_as_arrays_too() -> None:
    """In a probe of its own, of those cases alone that have any, and never with a result in it."""
    cases = [
        {"arguments": [2, [1, 2]], "expected": 77},
        {"arguments": [2, 3, "a"], "expected": 77},
        {"arguments": [["a"]], "keywords": {"w": {"b": [[1.5], [2]]}}, "expected": 77},
    ]
    first, again = function(cases).probes()
    assert first.arguments == ((2, [1, 2]), (2, 3, "a"), (["a"],))
    keywords = [{}, {}, {"w": {"b": [[1.5], [2]]}}]
    assert first.data == {"stops": True, "handed_out": True, "keywords": keywords}
    assert again.id == "f/arrays" and len(again.arguments) == 2 and again.hidden
    assert again.arguments[0] == (2, {"$": "made", "as": "array", "of": [1, 2], "dtype": ""})
    assert again.data["keywords"][1]["w"]["b"]["of"] == [[1.5], [2]]
    assert "77" not in repr((first, again))


@pytest.mark.parametrize(
    ("more", "arguments"),
    [
        ({"inputs": "list"}, [[1, 2]]),
        ({}, [[1, 2], {"array": [1]}]),
        ({}, [{"frame": {"a": [1]}}, [1, 2]]),
        ({}, [["a"], 3]),
    ],
)
def test_nothing_is_asked_twice_where_the_rubric_says_what_its_lists_are(
    more: dict[str, Any], arguments: list[Any]
) -> None:
    """By `inputs`, by an array of its own, or where no list holds numbers alone."""
    (probe,) = function([{"arguments": arguments, "expected": 1}], **more).probes()
    assert "made" not in repr(probe) or "array" in repr(arguments) or "frame" in repr(arguments)


def test_inputs_numpy_hands_over_arrays_at_once() -> None:
    """One probe, every list of numbers an array, for the object's making as well."""
    question = function(
        [{"arguments": [[1, 2]], "expected": 1}], inputs="numpy", name="N.f", construct={"w": [3]}
    )
    (probe,) = question.probes()
    assert probe.arguments[0][0]["as"] == "array"
    assert probe.data["construct"]["keywords"]["w"]["of"] == [3]
    assert probe.data["construct"]["arguments"] == []


LISTS = [{"arguments": [[1, 2]], "expected": 3}]
REFUSED = raised("TypeError", message="unsupported")
ARRAY_ONLY = raised("AttributeError", message="'list' object has no attribute 'mean'")


@pytest.mark.parametrize(
    ("listed", "arrays", "status", "says"),
    [
        (ok(3), Answer(ok(4)), Status.CORRECT, ""),
        ([REFUSED], Answer(ok(3)), Status.CORRECT, ""),
        ([ARRAY_ONLY], Answer(ok(3)), Status.CORRECT, ""),
        ([raised("UFuncTypeError", "TypeError")], Answer(ok(3)), Status.CORRECT, ""),
        ([REFUSED], Answer(ok(4)), Status.INCORRECT, "not the right one"),
        ([REFUSED], Answer([raised("ValueError")]), Status.INCORRECT, "raised ValueError"),
        ([REFUSED], None, Status.INCORRECT, "raised TypeError"),
        ([REFUSED], TimedOut(3.0), Status.INCORRECT, "raised TypeError"),
        ([REFUSED], Fault("the machine was lost"), Status.NOT_GRADABLE, "machine was lost"),
        ([REFUSED], Answer([{"ok": False, "lacks": "numpy"}]), Status.INCORRECT, "TypeError"),
        ([raised("ValueError")], Answer(ok(3)), Status.AWAITING, "a person decides"),
        (ok(5), Answer(ok(3)), Status.AWAITING, "a person decides"),
        (ok(5), Answer(ok(5)), Status.INCORRECT, "not the right one"),
        (ok(5), Answer("hostile"), Status.INCORRECT, ""),
        (ok(5), Answer(["hostile"]), Status.INCORRECT, ""),
        (ok(5), Answer([]), Status.INCORRECT, ""),
    ],
)
def test_where_lists_are_refused_the_call_with_arrays_counts(
    listed: Any, arrays: Outcome | None, status: Status, says: str
) -> None:
    """And where it alone is right, though lists were taken, a person decides."""
    found = mark(function(LISTS), listed, arrays)
    assert found.status is status, found
    assert says in told(found)


def test_a_reference_for_arrays_is_the_key_for_arrays() -> None:
    """What it raises on lists is no key; a student who takes both is compared once, on arrays."""
    question = function([{"arguments": [[1, 2]]}])
    known = {"listed": Answer([ARRAY_ONLY]), "arrays_of_reference": Answer(ok(1.5))}
    assert mark(question, [ARRAY_ONLY], Answer(ok(1.5)), **known).status is Status.CORRECT
    assert mark(question, ok(1.5), Answer(ok(1.5)), **known).status is Status.CORRECT
    assert mark(question, ok(1.5), Answer(ok(2)), **known).status is Status.INCORRECT
    assert mark(question, ok(1.5), TimedOut(1.0), **known).status is Status.CORRECT
    neither = {"listed": Answer([ARRAY_ONLY]), "arrays_of_reference": Answer([REFUSED])}
    assert mark(question, ok(1.5), Answer(ok(1.5)), **neither).status is Status.NOT_GRADABLE


@pytest.mark.parametrize(
    ("result", "is_right"),
    [
        (raised("ValueError"), True),
        (raised("Negative", "ValueError", "Exception"), True),
        (raised("UnicodeDecodeError"), True),
        (raised("LookupError"), False),
        (raised("Exception"), False),
        ({"ok": True, "value": None}, False),
        ({"ok": True, "value": "ValueError"}, False),
        ({"ok": False, "absent": "f"}, False),
        ({"ok": False, "type": "ValueError", "bases": "hostile"}, True),
        ({"ok": False, "type": ["ValueError"], "bases": [["ValueError"], 3]}, False),
        ({"ok": False}, False),
    ],
)
def test_an_exception_is_that_one_or_derived_from_it(result: Any, is_right: bool) -> None:
    """Any other, or a result, is wrong, and the name of the wanted one is not told."""
    found = mark(function([{"arguments": [864197], "raises": "ValueError"}]), [result])
    assert (found.status is Status.CORRECT) == is_right
    assert is_right or ("ValueError" not in told(found) and "864197" not in told(found))


def test_an_exception_may_be_named_with_its_module() -> None:
    """As one writes it in code: the last part counts."""
    question = function([{"raises": "np.linalg.LinAlgError"}])
    assert mark(question, [raised("LinAlgError", "ValueError")]).status is Status.CORRECT
    assert mark(question, [raised("ValueError")]).status is Status.INCORRECT


@pytest.mark.parametrize(
    ("shape", "value", "is_right"),
    [
        ([2], [1, 2.5], True),
        ([2], array_of([1.0, 2.0]), True),
        ([2], [1, 2, 3], False),
        ([2], [[1, 2]], False),
        ([2, "any"], [[1], [2]], True),
        ([2, "any"], array_of([[1, 2, 3], [4, 5, 6]]), True),
        (["any"], [], True),
        ([2, 1], [[1], [2, 3]], False),
        ([], 3, True),
        ([], Array("<f8", (), array_of(3.5).data), True),
        ([], [3], False),
        ([1], [float("nan")], False),
        ([1], array_of([float("nan")]), False),
        ([1], [float("inf")], True),
        ([1], [True], False),
        ([1], Array("|b1", (1,), b"\x01"), False),
        ([1], ["1"], False),
        ([1], [None], False),
        ([1], {"0": 1}, False),
        ([1000, 1000], Array("|i1", (1000, 1000), bytes(1_000_000)), False),
    ],
)
def test_any_numbers_of_a_shape(shape: list[Any], value: Any, is_right: bool) -> None:
    """Numbers and nothing else, of that shape; more than can be looked at are not waved through."""
    found = mark(function([{"shape": shape}]), ok(value))
    assert (found.status is Status.CORRECT) == is_right, told(found)


@pytest.mark.parametrize(
    ("expected", "value", "says"),
    [
        ({"array": [1, 2]}, [1, 2], ""),
        ({"array": [1, 2]}, array_of([1.0, 2.0]), ""),
        ({"array": [1, 2], "dtype": "float64"}, array_of([1.0, 2.0]), ""),
        ({"array": [1, 2], "dtype": "float64"}, [1, 2], "a list; expected: an array of float64"),
        ({"array": [1, 2], "dtype": "int64"}, array_of([1.0, 2]), "an array of float64; expected"),
        ([[1, 2]], array_of([1, 2]), "an array of another shape; expected: shape 1 x 2"),
        ([1, 2], array_of([[1, 2]]), "of shape 1 x 2 that holds the right result; expected"),
        ([1, 2], array_of([[1, 3]]), "an array of another shape; expected: shape 2"),
        ({"array": [1, 2]}, array_of([[1, 2]]), "an array of another shape; expected: shape 2"),
        ([1, 2], array_of([1, 2, 3]), "an array of another length"),
        (2, array_of([[2.0]]), ""),
        (2, array_of([2.0, 3.0]), "an array; expected: a number"),
        (2, [2], "a list that holds the right result; expected: a number"),
        (2, [3], "a list; expected: a number"),
        ([2], 2, "a number that holds the right result; expected: a list"),
        ([1, 2], [[1], [2]], "of shape 2 x 1 that holds the right result; expected"),
        ([1, 2], [[1], [3]], "a list of another shape; expected: shape 2"),
        ([1, [1, 2]], [1, array_of([[1, 2]])], "item 2: your function gave an array of shape"),
        ([1, [1, 2]], [0, array_of([[1, 2]])], "item 1 is not right"),
        (True, Array("|b1", (1,), b"\x01"), ""),
        ({"tensor": [0.1], "dtype": "float32"}, Array("<f4", (1,), b"\xcd\xcc\xcc="), ""),
        ([float("nan"), 1], array_of([float("nan"), 1]), ""),
        ([float("nan"), 1], [0, 1], "not the right one"),
        ([1, 1], [float("nan"), 1], "a list with NaN in it"),
        ([{"array": [1]}, 2], [array_of([1]), 2], ""),
        ({"w": {"array": [[1]]}}, {"w": array_of([[1]])}, ""),
        ({"w": {"array": [[1]]}}, {"w": array_of([1])}, "not the right one"),
        ({"frame": {"a": [1, 2]}}, [[1], [2]], "a list; expected: a data frame"),
    ],
)
def test_arrays_are_compared_by_shape_and_where_asked_by_type(
    expected: Any, value: Any, says: str
) -> None:
    """A row is no column; an array of one element is a number; NaN is NaN where it is expected."""
    found = mark(function([{"expected": expected}]), ok(value))
    assert (found.status is Status.CORRECT) == (not says), told(found)
    assert says in told(found)


def test_a_frame_is_compared_with_its_columns() -> None:
    """Their names come beside the values of the rows."""
    question = function([{"expected": {"frame": {"a": [1, 2], "b": ["x", "y"]}}}])
    rows = [[1, "x"], [2, "y"]]
    right = {"ok": True, "value": rows, "columns": ["a", "b"]}
    assert mark(question, [right]).status is Status.CORRECT
    for wrong in ({**right, "columns": ["b", "a"]}, {**right, "columns": {"a": 1}}):
        assert mark(question, [wrong]).status is Status.INCORRECT
    assert mark(question, [{**right, "value": rows[:1]}]).status is Status.INCORRECT


def test_noise_of_single_precision_is_no_mistake() -> None:
    """Unless the rubric names a tolerance, which then holds."""
    close = Array("<f4", (1,), array_of([0.1 + 2e-7]).numpy().astype("<f4").tobytes())
    assert mark(function([{"expected": [0.1]}]), ok(close)).status is Status.CORRECT
    strict = function([{"expected": [0.1]}], tolerance={"absolute": 0.00000001})
    assert mark(strict, ok(close)).status is Status.INCORRECT


@pytest.mark.parametrize(
    ("result", "status", "says"),
    [
        (raised("AssertionError", lost=["card", "there is no card here"]), "not_gradable", "card"),
        (raised("ImportError", lost=["library", "xgb is not here"]), "not_gradable", "xgb"),
        (raised("OSError", lost=["file", "a.csv was not handed in"]), "awaiting", "a.csv"),
        (raised("OSError", lost=["network", "there is no network"]), "awaiting", "network"),
        (raised("ValueError", lost="hostile"), "incorrect", "ValueError"),
        (raised("ValueError", lost=["card", 3]), "incorrect", "ValueError"),
        (raised("RuntimeError", message="shapes differ"), "incorrect", "RuntimeError"),
        (raised("AssertionError", message="x > 0"), "incorrect", "AssertionError"),
        ({"ok": False, "lacks": "No module named 'pandas'"}, "not_gradable", "pandas"),
    ],
)
def test_what_this_machine_lacks_is_never_a_zero(result: Any, status: str, says: str) -> None:
    """A card or a library is ours to have; a file or the network may be, and a person looks."""
    found = mark(function([{"expected": 1}, {"expected": 2}]), [result, *ok(2)])
    if status == "incorrect":
        assert found.status is Status.PARTIAL
    else:
        assert found.status == status
    assert found.score == (None if status == "not_gradable" else 6)
    assert says in told(found)


def test_all_or_nothing_waits_only_where_all_may_be_right() -> None:
    """One case that is surely wrong decides."""
    question = function([{"expected": 1}, {"expected": 2}], per_case=False)
    lacking = raised("OSError", lost=["file", "a.csv was not handed in"])
    assert mark(question, [lacking, *ok(2)]).status is Status.AWAITING
    assert mark(question, [lacking, *ok(3)]).status is Status.INCORRECT


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["array", "tensor", "frame", "dtype", "a", "$"]), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(_JSON, _JSON, _JSON)
def test_whatever_a_rubric_writes_is_asked_or_named_as_its_mistake(
    argument: Any, expected: Any, result: Any
) -> None:
    """No value makes loading raise; what is without a mistake can be sent and marked."""
    question = function([{"arguments": [argument], "expected": expected}])
    if question.problems():
        return
    assert all(json.dumps(probe.arguments) for probe in question.probes())
    assert mark(question, ok(result), Answer(ok(result))).score in (0, 12, None)
