"""Function questions, run: objects with a state, arguments changed in place, several results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.questions.function_runs import asked, told
from tests.questions.test_function import function

ACCOUNT = """
class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.history = []
    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)
        return self.history
    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("too little")
        self.balance -= amount
"""
STEPS = {
    "name": "Account",
    "construct": [10],
    "cases": [
        {
            "steps": [
                {"call": "deposit", "arguments": [5], "expected": [5]},
                {"call": "deposit", "arguments": [7], "expected": [5, 7]},
                {"get": "balance", "expected": 22},
            ]
        },
        {
            "construct": {"balance": 3},
            "steps": [
                {"call": "withdraw", "arguments": [4], "raises": "ValueError"},
                {"call": "withdraw", "arguments": [1]},
                {"get": "balance", "expected": 2},
            ],
        },
    ],
}


def test_steps_are_done_with_one_object(tmp_path: Path) -> None:
    """Each case has a new object; what a step gave is taken as it was then."""
    found = asked(tmp_path, STEPS, ACCOUNT)
    assert (found["score"], found["status"]) == (4, "correct")


@pytest.mark.parametrize(
    ("old", "new", "score", "says"),
    [
        ("self.balance += amount", "self.balance = amount", 2, "Case 1: step 3 (`balance`): your"),
        ("amount > self.balance", "False", 2, "Case 2: step 1 (`withdraw`): your function gave"),
        ("def deposit", "def put", 2, "Case 1: step 1 (`deposit`): there is nothing of that name"),
        ("self.balance -= amount", "1 / 0", 2, "step 2 (`withdraw`): your function raised Zero"),
        ("self.history = []", "1 / 0", 0, "Case 1: your function raised ZeroDivisionError"),
    ],
)
def test_a_step_that_goes_wrong_is_named(
    tmp_path: Path, old: str, new: str, score: int, says: str
) -> None:
    """With its number and its method; a step that wants nothing has to end well all the same."""
    found = asked(tmp_path, STEPS, ACCOUNT.replace(old, new))
    assert found["score"] == score and says in told(found)


def test_steps_that_want_nothing_have_to_do_as_the_reference_does(tmp_path: Path) -> None:
    """Each of them, with what the reference's own object gave."""
    question = {
        "name": "Account",
        "cases": [{"steps": [{"call": "deposit", "arguments": [5]}, {"get": "balance"}]}],
    }
    right = asked(tmp_path, question, ACCOUNT, reference=ACCOUNT)
    wrong = asked(tmp_path, question, ACCOUNT.replace("+=", "-="), reference=ACCOUNT)
    assert (right["score"], wrong["score"]) == (4, 0)


IN_PLACE = {
    "name": "order",
    "cases": [
        {"arguments": [[3, 1, 2]], "expected": [1, 2, 3]},
        {"arguments": [[2, 1]], "expected": [1, 2]},
    ],
}
SORTS = "def order(values):\n    values.sort()\n"
RETURNS = "def order(values):\n    return sorted(values)\n"


@pytest.mark.parametrize(
    ("way", "sorts", "returns"), [(False, 0, 4), (True, 4, 0), ("either", 4, 4)]
)
def test_what_is_changed_in_place_may_be_the_result(
    tmp_path: Path, way: object, sorts: int, returns: int
) -> None:
    """Alone, not at all, or where nothing is returned."""
    question = {**IN_PLACE, "in_place": way}
    assert asked(tmp_path, question, SORTS)["score"] == sorts
    assert asked(tmp_path, question, RETURNS)["score"] == returns


def test_the_argument_that_is_changed_is_named_by_place_or_keyword(tmp_path: Path) -> None:
    """An array of a keyword is changed and comes back as it is then."""
    question = {
        "name": "scale",
        "in_place": True,
        "changes": "out",
        "cases": [
            {
                "arguments": [2],
                "keywords": {"out": {"array": [1.0, 2.0]}},
                "expected": {"array": [2, 4], "dtype": "float64"},
            }
        ],
    }
    found = asked(tmp_path, question, "def scale(by, out):\n    out *= by\n")
    assert found["score"] == 4
    found = asked(tmp_path, question, "def scale(by, out):\n    out = out * by\n")
    assert found["score"] == 0


def test_one_of_several_results_is_right(tmp_path: Path) -> None:
    """Any of them, and no other."""
    question = {"name": "root", "cases": [{"arguments": [4], "any_of": [2, -2]}]}
    scores = [
        asked(tmp_path, question, f"def root(x):\n    return {value}\n")["score"]
        for value in (2, -2.0, 0, None)
    ]
    assert scores == [4, 4, 0, 0]


def test_each_element_may_earn_its_share(tmp_path: Path) -> None:
    """Of a list or an array of the right shape; one of another shape earns nothing."""
    question = {
        "name": "f",
        "per_element": True,
        "cases": [{"arguments": [], "expected": {"array": [[1, 2], [3, 4]]}}],
    }
    rows = {
        "[[1, 2], [3, 4]]": 4,
        "[[1, 2], [3, float('nan')]]": 3,
        "np.array([[1, 0], [0, 0]])": 1,
        "[1, 2, 3, 4]": 0,
        "[[1, 2], [3, 4], [5, 6]]": 0,
        "0": 0,
    }
    for value, score in rows.items():
        source = f"import numpy as np\ndef f():\n    return {value}\n"
        assert asked(tmp_path, question, source)["score"] == score, value
    half = asked(tmp_path, question, "def f():\n    return [[1, 2], [0, float('inf')]]\n")
    whole = {**question, "per_element": False}
    assert asked(tmp_path, whole, "def f():\n    return [[1, 2], [3, 5]]\n")["score"] == 0
    assert "with infinity in it. 1 of 2 of its elements are right" in told(half)


def test_a_case_with_a_time_limit_loses_only_itself(tmp_path: Path) -> None:
    """A loop without end costs its own case; the others keep what they gave."""
    source = "def f(n):\n    while n > 1:\n        pass\n    return n\n"
    question = {
        "name": "f",
        "cases": [
            {"arguments": [1], "expected": 1},
            {"arguments": [2], "expected": 2, "seconds": 0.5},
            {"arguments": [0], "expected": 0, "seconds": 5},
            {"arguments": [-1], "expected": -1},
        ],
    }
    found = asked(tmp_path, question, source)
    assert found["score"] == 3
    assert "Case 2: your function was stopped after 0.5 s, the time allowed here." in told(found)


def test_an_exception_that_stubs_raise_may_be_asked_for(tmp_path: Path) -> None:
    """Where each call has to raise it, it is an answer; where one has not, a stub is no answer."""
    stub = "class Shape:\n    def area(self):\n        raise NotImplementedError\n"
    wants = {"raises": "NotImplementedError"}
    question = {"name": "Shape.area", "construct": [], "cases": [wants]}
    assert asked(tmp_path, question, stub)["status"] == "correct"
    assert asked(tmp_path, question, stub.replace("raise N", "return 0  # "))["score"] == 0
    mixed = {**question, "cases": [wants, {"arguments": [], "expected": 1}]}
    found = asked(tmp_path, mixed, stub)
    assert (found["status"], found["score"]) == ("missing", 0)
    assert "nobody has filled it in" in told(found)


@pytest.mark.parametrize(
    ("more", "place", "says"),
    [
        ({"cases": [{"steps": [{"call": "a", "get": "b"}]}]}, "cases.0.steps.0", "one thing"),
        ({"cases": [{"steps": [{}]}]}, "cases.0.steps.0", "write call: METHOD"),
        ({"cases": [{"steps": [{"get": "b", "arguments": [1]}]}]}, "cases.0.steps.0.get", "call:"),
        ({"cases": [{"steps": [{"get": "b"}], "expected": 1}]}, "cases.0.expected", "in a step"),
        ({"cases": [{"expected": 1, "any_of": [1]}]}, "cases.0.any_of", "leave out any_of"),
        ({"cases": [{"construct": [1], "expected": 1}]}, "cases.0.construct", "for steps"),
        ({"name": "A.b", "cases": [{"steps": [{"get": "c"}]}]}, "cases.0.steps", "class alone"),
        ({"changes": 1, "cases": [{"expected": 1}]}, "changes", "add in_place"),
        ({"in_place": True, "cases": [{"expected": 1}]}, "cases.0", "no argument 0"),
        (
            {"in_place": True, "changes": "x", "cases": [{"arguments": [1], "expected": 1}]},
            "cases.0",
            "no argument x",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_place(
    more: dict[str, Any], place: str, says: str
) -> None:
    """Each with what to write instead."""
    question = function(more.pop("cases"), **more)
    found = dict(question.problems())
    assert place in found and says in found[place]
