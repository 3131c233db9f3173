"""Rules on how a function is written: held against its text, through helpers and imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.check import check
from grader.evidence import Answer
from grader.grade import Options
from grader.marks import Status, decided
from grader.questions.function.rules import CodeRules, held
from tests.questions.function_runs import asked, told
from tests.questions.test_function import function

RULES = {"loops": "forbid", "forbid": ["numpy.linalg.inv", "sorted"], "costs": 1}
QUESTION = {
    "name": "total",
    "code": RULES,
    "cases": [{"arguments": [{"array": [3, 1, 2]}], "expected": 6}],
}
HELPER = "def add(x):\n    s = 0\n    for v in x:\n        s += v\n    return s\n\n"


@pytest.mark.parametrize(
    ("source", "score", "says"),
    [
        ("def total(x):\n    return x.sum()\n", 4, ""),
        ("def total(x):\n    return sum(v for v in x)\n", 3, "a comprehension at line 2."),
        (HELPER + "def total(x):\n    return add(x)\n", 3, "for at line 3."),
        (HELPER + "def total(x):\n    return x.sum()\n", 4, ""),
        ("def total(x):\n    return sum(sorted(x))\n", 3, "sorted is not allowed here: it is used"),
        ("def total(x):\n    while True:\n        return sum(sorted(x))\n", 2, "costs 2 of 4"),
        ("def total(x):\n    return sum(map(int, x))\n", 3, "allowed here: map at line 2"),
        (
            "import numpy as np\nfrom numpy.linalg import inv as i\n"
            "def total(x):\n    i(np.eye(2))\n    return x.sum()\n",
            3,
            "numpy.linalg.inv is not allowed here: it is used at line 4",
        ),
        (
            "import numpy as np\ndef total(x):\n    np.linalg.inv(np.eye(2))\n    return x.sum()\n",
            3,
            "numpy.linalg.inv is not allowed",
        ),
        (
            "from numpy.linalg import *\nfrom numpy import eye\n"
            "def total(x):\n    inv(eye(2))\n    return x.sum()\n",
            3,
            "numpy.linalg.inv is not allowed",
        ),
        ("import numpy as np\ntotal = np.vectorize(lambda x: 6)\n", 0, "numpy.vectorize at line 2"),
    ],
)
def test_what_the_text_uses_costs_points(
    tmp_path: Path, source: str, score: float, says: str
) -> None:
    """Of the function, and of what it uses of its own; what it does not use costs nothing."""
    found = asked(tmp_path, QUESTION, source)
    assert found["score"] == score and says in told(found), told(found)


def test_what_has_to_be_used_is_asked_for(tmp_path: Path) -> None:
    """A function of a library, a method of anything, an operator."""
    cases = [{"arguments": [{"array": [[1, 2], [3, 4]]}], "expected": [[7, 10], [15, 22]]}]
    for wanted, source in {
        "numpy.dot": "import numpy as np\ndef square(a):\n    return np.dot(a, a)\n",
        ".dot": "def square(a):\n    return a.dot(a)\n",
        "@": "def square(a):\n    return a @ a\n",
        "numpy": "from numpy import matmul\ndef square(a):\n    return matmul(a, a)\n",
    }.items():
        question = {"name": "square", "cases": cases, "code": {"require": [wanted], "costs": 4}}
        assert asked(tmp_path, question, source)["status"] == "correct", wanted
        other = "def square(a):\n    return [[7, 10], [15, 22]]\n"
        found = asked(tmp_path, question, other)
        assert found["score"] == 0 and f"{wanted} has to be used here" in told(found)


def test_a_rule_that_costs_nothing_is_told(tmp_path: Path) -> None:
    """The mark stays what it is."""
    question = {**QUESTION, "code": {"loops": "forbid"}}
    found = asked(tmp_path, question, HELPER.replace("add", "total"))
    assert found["status"] == "correct" and "for at line 3" in told(found)


def test_a_notebook_is_looked_at_cell_by_cell(tmp_path: Path) -> None:
    """Imports of one cell hold in the others; the place is a cell and a line."""
    second = "x = 1\ndef total(x):\n    np.linalg.inv(np.eye(1))\n    return x.sum()"
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
        for text in ("import numpy as np", second)
    ]
    (tmp_path / "in").mkdir()
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "in" / "hw.ipynb").write_text(json.dumps(book), encoding="utf-8")
    question = {"id": "f", "kind": "function", "points": 4, **QUESTION}
    rubric = tmp_path / "r.yaml"
    rubric.write_text(json.dumps({"title": "T", "questions": [question]}), encoding="utf-8")
    found: Any = check(tmp_path / "in", rubric, Options(isolation="none"))
    row = found["submissions"][0]["questions"][0]
    assert row["score"] == 3 and "it is used at cell 2, line 3." in told(row)


@pytest.mark.parametrize(
    ("code", "path", "says"),
    [
        ({}, "code", "no rule is in it"),
        ({"forbid": ["a b"]}, "code.forbid.0", "write a name"),
        ({"forbid": ["x"], "require": ["x"]}, "code.require.0", "forbidden as well"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_place(
    code: dict[str, Any], path: str, says: str
) -> None:
    """With what to write."""
    question = function([{"expected": 1}], code=code)
    assert says in dict(question.problems())[path]


ROWS = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(st.fixed_dictionaries({}, optional={"loops": ROWS, "names": ROWS}) | ROWS)
def test_any_reply_is_a_mark(found: Any) -> None:
    """Whatever a hostile reader says."""
    rules = CodeRules.model_validate({"loops": "forbid", "forbid": ("x",), "costs": 1})
    full = decided(rules.costs * 4, rules.costs * 4)
    assert held(rules, full, Answer(found)).status in (Status.CORRECT, Status.PARTIAL)
