"""Answers under a name that is only nearly the asked one, and source that needs no name."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.exchange import read
from grader.intake.reader.python.near_names import may_be_near
from grader.values import decode
from tests.intake.hints import plain_hints, rows_of


@pytest.mark.parametrize("name", ["true_false", "TrueFalse", "truefalse", "True_False"])
def test_case_and_underscores_do_not_cost_an_answer(name: str) -> None:
    """The asked name is given in the module's own form, and a finding says so with the line."""
    result = read({"hw2.py": f"x = 1\n{name} = [True]\n".encode()}, plain_hints())
    unit = result.forms[0]["units"][-1]
    scope = {name: [True]}
    exec(unit["source"], scope)
    assert scope["TRUE_FALSE"] == [True]
    assert [[row[0], row[3]] for row in result.findings] == [["name-near", 2]]


@pytest.mark.parametrize(
    "text",
    [
        "TRUE_FALSE = [True]\ntrue_false = 0\n",
        "def gradient(x):\n    return x\n",
        "jacobian = lambda x, y: x\n",
        "if true_false(1):\n    pass\n",
        "true_false\n",
        "true_false == 1\n",
    ],
)
def test_what_is_no_near_name_is_left(text: str) -> None:
    """The name itself is there; a function in place of a value; a call; a comparison."""
    result = read({"hw2.py": text.encode()}, plain_hints())
    assert result.forms[0]["units"] == [{"file": "hw2.py"}]


def test_a_module_without_near_names_needs_no_reader() -> None:
    """The question that decides it in plain homework, on bytes."""
    names = [["TRUE_FALSE"], ["model", "Net"]]
    assert may_be_near(names, b"truefalse = 1")
    assert not may_be_near(names, b"TRUE_FALSE = 1\nclass Net: pass\n")
    assert not may_be_near(names, b"other = 1\n")


def test_keras_in_a_cell_of_its_own_is_an_answer() -> None:
    """It is read and not run, so it needs neither a name nor the library."""
    source = "import tensorflow as tf\nm = tf.keras.Sequential([])\n"
    cells = [
        {"cell_type": "code", "metadata": {}, "source": "import math"},
        {"cell_type": "code", "metadata": {}, "source": source},
    ]
    notebook = json.dumps({"nbformat": 4, "metadata": {}, "cells": cells})
    (row,) = rows_of(read({"hw.ipynb": notebook.encode()}, plain_hints()))["p2.tensorflow"]
    assert "Sequential" in str(decode(row["value"], []))
    assert (row["form"], row["cell"]) == ("notebook", 2)
    module = read({"hw2.py": (source + "KERAS_MODEL = ''").encode()}, plain_hints())
    assert "p2.tensorflow" not in module.sections


@pytest.mark.parametrize(
    "text",
    [
        "TRUE_FALSE, rest = [True], 3\n",
        "if 1:\n    TRUE_FALSE = [True]\n",
        "for TRUE_FALSE in [[True]]:\n    pass\n",
        "from answers import TRUE_FALSE\n",
        "with open('a') as file, open('b') as TRUE_FALSE:\n    pass\n",
        "def main():\n    global TRUE_FALSE\n    TRUE_FALSE = [True]\nmain()\n",
    ],
)
def test_a_name_that_is_given_in_another_way_is_given(text: str) -> None:
    """In a pair, a block, a loop, an import: no other thing stands in its place."""
    text = f"{text}true_falses = [False]\ntruefalse = [False]\n"
    result = read({"hw2.py": text.encode()}, plain_hints())
    assert result.forms[0]["units"] == [{"file": "hw2.py"}]


@pytest.mark.parametrize(("name", "is_guess"), [("X", True), ("XT", True), ("XTX", False)])
def test_a_short_name_in_another_case_is_a_guess(name: str, is_guess: bool) -> None:
    """`x` is often something else than `X`: what comes of it counts only where it is right."""
    question = {**plain_hints()["questions"][0], "id": "q", "names": [name], "writeup": None}
    hints = {**plain_hints(), "questions": [question]}
    form = read({"hw2.py": f"{name.lower()} = 1\n".encode()}, hints).forms[0]
    assert (name in form.get("guessed", ())) == is_guess
    assert len(form["units"]) == 2


NAMES = st.sampled_from(
    ["TRUE_FALSE", "true_false", "truefalse", "true_falses", "TrueFalse", "tf", "TRUE", "answers"]
)
LINES = st.one_of(
    st.builds("{} = {}".format, NAMES, st.integers(0, 9)),
    st.builds("{}, {} = 1, {}".format, NAMES, NAMES, st.integers(0, 9)),
    st.builds("for {} in range(3):\n    pass".format, NAMES),
    st.builds("globals()[{!r}] = {}".format, NAMES, st.integers(0, 9)),
    st.builds("def {}():\n    return 1".format, NAMES),
    st.builds("del {}".format, NAMES),
    st.just("print(1"),
    st.just("1 / 0"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=6))
def test_no_other_name_ever_takes_the_place_of_the_asked_one(lines: list[str]) -> None:
    """What code itself gives the asked name, in whatever way, is still there behind all guesses."""
    text = "\n".join(lines)
    form = next(iter(read({"hw2.py": text.encode()}, plain_hints()).forms), None)
    scope: dict[str, object] = {}
    with contextlib.suppress(SyntaxError, ZeroDivisionError, NameError):
        exec(text, scope)  # what was given before it stopped is there
    had = {"TRUE_FALSE" in scope: scope.get("TRUE_FALSE")}
    for unit in form["units"] if form is not None else ():
        if "source" in unit and unit["source"].startswith("if '"):
            exec(unit["source"], scope)
    if True in had:
        assert scope["TRUE_FALSE"] == had[True]
