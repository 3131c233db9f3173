"""What is said of the form of an answer, kind by kind, without a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Answer, Missing, Raised, TimedOut, Unavailable
from grader.questions import FORM_BY_NAME
from grader.questions.asking.form import Form, State
from grader.questions.asking.given import Given
from grader.release import package_of
from grader.values import Opaque, array_of

RUBRIC = """
title: Forms
questions:
  - {id: truth, kind: true_false, points: 2, name: TRUTH, reasons: required,
     items: [{key: true, text: One}, {key: false, text: Two}]}
  - {id: pick, kind: choice, points: 1, name: PICK, options: {a: Red, b: Blue, c: Green}, key: [b]}
  - {id: word, kind: short_text, points: 1, name: WORD, key: [convexity]}
  - {id: prose, kind: free_response, points: 1, name: PROSE, min_words: 3, max_words: 6}
  - {id: number, kind: numeric, points: 1, name: NUMBER, key: 7}
  - {id: grid, kind: numeric, points: 1, name: GRID, key: [[1, 2], [3, 4]]}
  - {id: roots, kind: numeric, points: 1, name: ROOTS, key: [2, 5], order: any}
  - {id: weight, kind: numeric, points: 1, name: WEIGHT, key: 7, unit: kg}
  - {id: slope, kind: symbolic, points: 1, name: SLOPE, variables: [x, y], key: ["2*x", "3*y^2"]}
  - {id: steps, kind: descent, points: 1, name: STEPS, objective: "x^2", variables: [x],
     start: [1], step_size: 0.25, steps: 2}
  - {id: matrix, kind: jacobian, points: 1, name: MATRIX, variables: [x, y],
     of: {u: "x^2", w: "y^2"}}
  - {id: values, kind: jacobian, points: 1, name: VALUES, variables: [x, y], call: values,
     of: {u: "x^2", w: "y^2"}, at: [[1, 2]]}
  - {id: proof, kind: derivation, points: 1, name: PROOF, wanted: "x + x = 2 x", variables: [x]}
  - {id: pair, kind: counterexample, points: 1, name: PAIR, claim: "KL(p || q) != KL(q || p)"}
  - {id: double, kind: function, points: 2, name: double,
     cases: [{arguments: [3], expected: 6, public: true}, {arguments: [4100], expected: 8200}]}
  - {id: hidden, kind: function, points: 1, name: hidden,
     cases: [{arguments: [1, 2], expected: 3}]}
  - {id: net, kind: architecture, points: 1, name: NET, form: source, framework: keras,
     layers: [4, 2, 1], activations: [relu, sigmoid]}
  - {id: torch, kind: architecture, points: 1, name: MODEL, framework: pytorch,
     layers: [4, 2, 1], activations: [relu, sigmoid]}
  - {id: named, kind: function, points: 1, name: area, prompt: "Write area(width, height).",
     cases: [{arguments: [2, 3], expected: {array: [6, 6]}, public: true}]}
"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    """The released questions by id, as they are read back from their file."""
    from grader.rubric.load import load_released

    folder = tmp_path_factory.mktemp("forms")
    (folder / "rubric.yaml").write_text(RUBRIC)
    text = package_of(folder / "rubric.yaml").files["rubric.yaml"]
    (folder / "released.yaml").write_bytes(text)
    return {form.id: form for form in load_released(folder / "released.yaml").questions}


KERAS = """
model = tf.keras.Sequential([
    tf.keras.Input(shape=(4,)),
    tf.keras.layers.Dense(9, activation="tanh"),
])
"""
TORCH = """
import torch.nn as nn
model = nn.Sequential(nn.Linear(3, 9), nn.Tanh())
"""
CASES: list[tuple[str, Any, State, str]] = [
    ("truth", [True, [False, "since so"]], State.FINE, ""),
    ("truth", [False, True], State.FIX, "Item 1: False needs a reason here."),
    ("truth", [True], State.FIX, "2"),
    ("truth", [True, "perhaps"], State.FIX, "Item 2"),
    ("truth", [None, None], State.MISSING, "Nothing"),
    ("pick", "c", State.FINE, ""),
    ("pick", "z", State.FIX, "a, b, c"),
    ("word", "anything", State.FINE, ""),
    ("word", "it is the thing that I said before", State.PERSON, "more than a word"),
    ("word", True, State.FIX, "no text"),
    ("prose", "too short", State.FIX, "2 words; at least 3"),
    ("prose", "three words here", State.PERSON, "3 words"),
    ("prose", 7, State.FIX, "no text"),
    ("number", 12345, State.FINE, ""),
    ("number", float("nan"), State.FIX, "nan"),
    ("number", [1, 2], State.FIX, "a single number"),
    ("number", "seven eighths", State.FINE, ""),
    ("number", "a good deal more than before", State.PERSON, ""),
    ("grid", [[9, 9], [9, 9]], State.FINE, ""),
    ("grid", [[9, 9, 9], [9, 9, 9]], State.FIX, "2x2"),
    ("grid", [[9, None], [9, 9]], State.FIX, "Entry 1, 2: nothing is written"),
    ("grid", [[9, float("inf")], [9, 9]], State.FIX, "Entry 1, 2"),
    ("roots", [1, 2, 3], State.FINE, ""),
    ("weight", "12 kg", State.FINE, ""),
    ("weight", 12, State.FIX, "without a unit"),
    ("slope", ["x", "y"], State.FINE, ""),
    ("slope", ["x"], State.FIX, "a vector of 2 formulas"),
    ("slope", ["x", "zeta"], State.FINE, "It uses zeta; the question speaks of x, y."),
    ("slope", ["x", "y +* 2"], State.PERSON, ""),
    ("steps", [[0.5], [0.25]], State.FINE, ""),
    ("steps", [[1], [0.5], [0.25]], State.FINE, ""),
    ("steps", [[0.5]], State.FIX, "1 rows"),
    ("steps", [[0.5], ["?"]], State.FIX, "Row 2"),
    ("matrix", [["1", "2"], ["3", "4"]], State.FINE, ""),
    ("matrix", ["1", "2"], State.FIX, "2x2 matrix of formulas"),
    ("values", {"1,2": [[0, 0], [0, 0]]}, State.FINE, ""),
    ("values", {"1,2": [[0, 0]]}, State.FIX, "At (1, 2)"),
    ("proof", ["x + x", "= 2 x"], State.FINE, "2 lines"),
    ("proof", 3, State.FIX, "no text"),
    ("pair", [[0.5, 0.5], [0.9, 0.1]], State.FINE, ""),
    ("pair", [[0.5, 0.6], [0.9, 0.1]], State.FIX, "p: "),
    ("pair", "they differ", State.FIX, "No probabilities"),
    ("double", [{"ok": True, "value": 6}], State.FINE, "public example"),
    ("double", [{"ok": True, "value": 7}], State.FIX, "0 of 1 public examples"),
    ("hidden", Opaque("builtins.function", "<function hidden>"), State.FINE, ""),
    ("hidden", 5, State.FIX, "hidden is 5"),
    ("net", KERAS, State.FINE, "4 → 9 tanh"),
    ("net", "no code at all", State.FIX, "No network"),
    ("torch", TORCH, State.FIX, "Its first layer takes 3 numbers."),
    ("torch", TORCH.replace("(3, 9)", "(4, 9)"), State.FINE, "4 → 9"),
]


@pytest.mark.parametrize(
    ("question", "value", "state", "said"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_the_form_of_an_answer(
    forms: dict[str, Form], question: str, value: Any, state: State, said: str
) -> None:
    """What is amiss with an answer whatever its key is, and nothing else."""
    look = forms[question].look(Given({"": Answer(value)}))
    told = " ".join(look.says)
    assert (look.state, said in told) == (state, True), (look.state, told)
    assert "Score:" not in told


def test_a_template_says_what_is_asked(forms: dict[str, Form]) -> None:
    """Every statement and option, a function's own names for what it takes, and an example."""
    assert forms["truth"].statements() == ("1. One", "2. Two")
    assert forms["pick"].statements() == ("a. Red", "b. Blue", "c. Green")
    assert "def area(width, height):" in forms["named"].stub()
    assert "area(2, 3) gives [6, 6]" in forms["named"].stub()


def test_a_wrong_answer_of_the_right_form_looks_as_a_right_one(forms: dict[str, Form]) -> None:
    """Nobody learns from a check whether an answer is right."""
    pairs: list[tuple[str, Any, Any]] = [
        ("truth", [True, [False, "so"]], [True, [True, "so"]]),
        ("pick", "b", "a"),
        ("word", "convexity", "concavity"),
        ("number", 7, 8),
        ("grid", [[1, 2], [3, 4]], [[4, 3], [2, 1]]),
        ("slope", ["2*x", "3*y^2"], ["2*y", "3*x^2"]),
        ("steps", [["0.5"], ["0.25"]], [["1.5"], ["2.25"]]),
        ("matrix", [["2x", "0"], ["0", "2y"]], [["0", "2x"], ["2y", "0"]]),
        ("values", {"1,2": [[2, 0], [0, 4]]}, {"1,2": [[4, 0], [0, 2]]}),
        ("pair", [[0.5, 0.5], [0.9, 0.1]], [[0.5, 0.5], [0.5, 0.5]]),
    ]
    for question, right, wrong in pairs:
        looks = [forms[question].look(Given({"": Answer(value)})) for value in (right, wrong)]
        assert looks[0].state is looks[1].state is State.FINE, question
        assert looks[0].says == looks[1].says, question


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [
        (Missing(), State.MISSING, "Define `NUMBER`"),
        (Raised("ValueError", "no"), State.FIX, "ValueError"),
        (TimedOut(10.0, "running it"), State.FIX, "10 s"),
        (Unavailable("library", "seaborn is not installed here"), State.OPEN, "seaborn"),
        (Unavailable("stopped", "hw.py stopped at line 3"), State.FIX, "hw.py stopped at line 3."),
        (Unavailable("file", "data.csv is not here"), State.PERSON, "data.csv"),
    ],
    ids=["missing", "raised", "too slow", "library", "stopped", "file"],
)
def test_an_answer_that_did_not_arrive(
    forms: dict[str, Form], outcome: Any, state: State, said: str
) -> None:
    """Why, and whether it is the student's to fix."""
    look = forms["number"].look(Given({"": outcome}))
    assert look.state is state
    assert said in look.says[0]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(value=values | st.just(array_of([[1.0, 2.0], [3.0, 4.0]])))
def test_no_answer_makes_a_form_fail(forms: dict[str, Form], value: Any) -> None:
    """Whatever a student writes, something is said of it."""
    for form in forms.values():
        look = form.look(Given({"": Answer(value)}))
        assert isinstance(look.state, State)
        assert all(isinstance(said, str) and said for said in look.says)


def test_every_kind_says_what_it_checks_or_that_it_does_not(forms: dict[str, Form]) -> None:
    """A form has words for what is expected, and a stub that Python can read."""
    import ast

    for form in forms.values():
        assert form.expected()
        ast.parse(form.stub())
    assert {form.kind for form in forms.values()} <= FORM_BY_NAME.keys()


def test_a_released_rubric_holds_plain_words(forms: dict[str, Form], tmp_path: Path) -> None:
    """Each form can be written and read again, and is the same then."""
    for form in forms.values():
        plain = form.model_dump(mode="json", by_alias=True)
        assert type(form).model_validate_json(json.dumps(plain)) == form
