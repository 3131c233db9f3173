"""Modules and arrays from a real plain process: what cannot be summarised says what it is."""

from __future__ import annotations

from typing import Any

import pytest

from grader.evidence import Answer, Evidence, Raised, Unavailable
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from grader.values import array_of

MODULES = """
import torch

class Net(torch.nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.last = torch.nn.Linear(3, 1)
    def forward(self, x):
        return self.last(x)

class OneOfOne(Net):
    def forward(self, x):
        return (self.last(x),)

class TwoAtOnce(Net):
    def forward(self, x):
        return [self.last(x), x]

class Endless(Net):
    def forward(self, x):
        while True:
            x = x + 1

class Huge(Net):
    def __init__(self):
        super().__init__()
        self.extra = torch.nn.Parameter(torch.empty(60_000_000, device="cpu"), False)

class NeedsFour(Net):
    def __init__(self, a, b, c, d):
        super().__init__()

made = Net()
number = 3

def make():
    return Net()

def makes_a_list():
    return [Net()]
"""


def evidence(source: str, *asks: Ask) -> Evidence:
    """What came back from one child."""
    form = Code("module", "work.py", ({"file": "work.py"},))
    return collect(ProcessLauncher(), Job({"work.py": source.encode()}, (form,), asks))


def summary(name: str) -> Ask:
    """Ask for the summary of a module that takes three numbers."""
    data = {"inputs": array_of([[1.0, 2.0, 3.0]])}
    body = {"do": "module", "names": [name], "forms": ["module"], "arguments": [], "data": data}
    return Ask(name, body)


RIGHT = ("Net", "OneOfOne", "made", "make")
WRONG = {
    "TwoAtOnce": "forward returned 2 things, and which is asked is not said",
    "Endless": "forward runs more than",
    "Huge": "the module has more than",
    "NeedsFour": "NeedsFour takes arguments, and no call says which",
    "number": "this is int, not a torch module",
    "makes_a_list": "these are layers in a list, and no module that runs them",
}


@pytest.fixture(scope="module")
def ran() -> Evidence:
    """All of them, asked in one child."""
    pytest.importorskip("torch")
    return evidence(MODULES, *map(summary, (*RIGHT, *WRONG)))


@pytest.mark.parametrize("name", RIGHT)
def test_a_module_a_class_and_a_function_are_summarised(ran: Evidence, name: str) -> None:
    """Weights, steps and outputs, from the object itself or from what makes it."""
    outcome = ran.outcomes[name]
    assert isinstance(outcome, Answer), outcome
    found: Any = outcome.value
    assert set(found["parameters"]) == {"last.weight", "last.bias"}
    assert found["value"].shape == (1, 1)


@pytest.mark.parametrize(("name", "said"), WRONG.items())
def test_what_cannot_be_summarised_says_why(ran: Evidence, name: str, said: str) -> None:
    """Each loses only itself and tells what it is instead; where that is unsure, a person."""
    outcome = ran.outcomes[name]
    assert isinstance(outcome, Raised | Unavailable), outcome
    assert said in (outcome.message if isinstance(outcome, Raised) else outcome.reason)


ROWS = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


def fitted(source: str, **data: Any) -> dict[str, Any]:
    """What came back from one fit of `Model` on three rows, asked for two of them."""
    also = data.pop("also", [])
    plan = {
        "X": array_of(ROWS),
        "fits": 1,
        "batches": 1,
        "methods": ["predict"],
        "columns": ["a", "b"],
        "label": "y",
        **data,
    }
    fit = {"seed": 1, "y": array_of([0, 1, 1])}
    held = (fit, {"rows": array_of(ROWS[:2]), "also": also})
    body = {"do": "estimator", "names": ["Model"], "forms": ["module"], "arguments": []}
    outcome = evidence(source, Ask("m", {**body, "data": plan}, held=held, public=1)).outcomes["m"]
    assert isinstance(outcome, Answer), outcome
    assert isinstance(outcome.value, list)
    found: dict[str, Any] = outcome.value[0]
    return found


MODEL = """
class Model:
    def fit(self, X, y):
        self.seen = [type(X).__name__, len(X), type(y).__name__]
        self.classes_ = [0, 1]
    def predict(self, X):
        return [self.seen, [type(X).__name__, len(X)]]
    def gate(self, X):
        raise ValueError("no gate")
"""


@pytest.mark.parametrize(("inputs", "kind"), [("numpy", "ndarray"), ("list", "list")])
def test_rows_come_in_the_form_that_was_promised(inputs: str, kind: str) -> None:
    """Arrays or lists, in `fit` and in `predict`."""
    found = fitted(MODEL, inputs=inputs, also=["gate", "none"])
    assert found["batches"] == [[[kind, 3, kind], [kind, 2]]]
    assert (found["ok"], found["classes"], found["method"]) == (True, [0, 1], "predict")
    assert found["also"]["gate"]["message"] == "no gate"


def test_rows_as_tensors() -> None:
    """`inputs: torch` hands tensors over and takes lists of tensors back."""
    pytest.importorskip("torch")
    source = """
import torch
class Model:
    def fit(self, X, y):
        self.total = X.sum() + y.sum()
    def predict(self, X):
        assert isinstance(X, torch.Tensor)
        return [self.total, X.shape[0]]
"""
    assert fitted(source, inputs="torch")["batches"] == [[23.0, 2]]


@pytest.mark.parametrize(
    ("source", "stage", "said"),
    [
        ("class Model:\n    def fit(self, X, y):\n        raise SystemExit('no')", "fit", "no"),
        ("class Model:\n    def __init__(self, a): pass", "building the model", "argument: 'a'"),
        ("Model = 3", "building the model", "neither a class with fit nor a function"),
        ("def Model(X, y):\n    return 3", "looking for its predictions", "none of: predict"),
        ("def Model(X, y):\n    return lambda X: X[9]", "predicting", "out of bounds"),
    ],
)
def test_what_fails_says_while_doing_what(source: str, stage: str, said: str) -> None:
    """Building, training and predicting fail apart, each with what was raised."""
    found = fitted(source)
    assert (found["ok"], found["stage"]) == (False, stage)
    assert said in found["message"]


def test_a_function_may_train() -> None:
    """A function of X and y that returns a function is an estimator too."""
    found = fitted("def Model(X, y):\n    return lambda X: X.sum(axis=1)")
    assert found["method"] == "calling it"
    assert found["batches"][0].tolist() == [3.0, 7.0]


WALKER = """
import sys
seen = []
class Model:
    def fit(self, X, y):
        self.walk("fit")
    def predict(self, X):
        self.walk("predict")
        return [0] * len(X)
    def walk(self, stage):
        frame, found = sys._getframe(1).f_back, []
        while frame is not None:
            for name, value in {**frame.f_locals, "p": frame.f_locals.get("probe")}.items():
                found.append(repr(value))
            frame = frame.f_back
        text = " ".join(found)
        seen.append([stage, [word for word in ("7391", "8462", "5173", "6284") if word in text]])
"""


def test_no_frame_holds_what_another_fit_or_batch_is_given() -> None:
    """Code that walks the stack finds the labels of its own fit, and the rows of its own batch."""
    body = {"do": "estimator", "names": ["Model"], "forms": ["module"], "arguments": []}
    data = {"X": [[1.0]], "fits": 2, "batches": 2, "methods": ["predict"], "inputs": "list"}
    fits = tuple({"seed": 1, "y": [label]} for label in (7391, 8462))
    rows = tuple({"rows": [[row]]} for row in (5173, 6284))
    ask = Ask("m", {**body, "data": data}, held=(*fits, *rows), public=2)
    seen = Ask("seen", {"do": "value", "names": ["seen"], "forms": ["module"]})
    outcome = evidence(WALKER, ask, seen).outcomes["seen"]
    assert isinstance(outcome, Answer)
    assert outcome.value == [
        ["fit", ["7391"]],
        ["fit", ["8462"]],
        ["predict", ["5173"]],
        ["predict", ["5173"]],
        ["predict", ["6284"]],
        ["predict", ["6284"]],
    ]
