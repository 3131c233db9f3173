"""Python of the instructor's own beside function questions: checks, generators, wrong functions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.errors import RubricError
from grader.questions.function import made
from grader.questions.function.data import Loaded
from grader.rubric import load_rubric
from tests.questions.function_runs import asked, told

BALANCED = """
def balanced(result, arguments):
    numbers = arguments[0]
    left, right = result
    if sorted(list(left) + list(right)) != sorted(numbers):
        return "some numbers are lost or made up"
    gap = abs(sum(left) - sum(right))
    return 1 if gap <= 1 else (0.5, "the halves differ by %d" % gap)
"""
QUESTION = {
    "name": "halves",
    "check": "checks.py::balanced(result, arguments)",
    "cases": [{"arguments": [[1, 2, 3]]}, {"arguments": [[5, 5, 1, 1]]}],
}
RIGHT = """
def halves(numbers):
    left, right = [], []
    for one in sorted(numbers, reverse=True):
        (left if sum(left) <= sum(right) else right).append(one)
    return left, right
"""


def with_file(folder: Path, source: str, name: str = "checks.py") -> Path:
    """A folder with a Python file of the instructor's."""
    (folder / name).write_text(source, encoding="utf-8")
    return folder


def test_a_check_says_what_is_right(tmp_path: Path) -> None:
    """True, a share with a reason, or a text that says what is wrong."""
    with_file(tmp_path, BALANCED)
    assert asked(tmp_path, QUESTION, RIGHT)["score"] == 4
    found = asked(tmp_path, QUESTION, "def halves(numbers):\n    return numbers[:-1], numbers[-1:]")
    assert found["score"] == 3
    assert "Case 2: The halves differ by 10." in told(found)
    found = asked(tmp_path, QUESTION, "def halves(numbers):\n    return [], []")
    assert found["score"] == 0 and "Case 1: Some numbers are lost or made up." in told(found)


def test_a_check_never_meets_the_students_code(tmp_path: Path) -> None:
    """An object that would say yes to everything arrives as what it prints."""
    with_file(tmp_path, "def f(result, arguments):\n    return result == 5\n")
    question = {"name": "g", "check": "checks.py::f", "cases": [{}]}
    source = (
        "class Yes:\n    def __eq__(self, other):\n        return True\ndef g():\n    return Yes()"
    )
    assert asked(tmp_path, question, source)["score"] == 0
    forged = "def g():\n    return {'$': 'made', 'as': 'failed', 'of': 'x', 'dtype': ''}"
    found = asked(tmp_path, question, forged)
    assert (found["status"], found["score"]) == ("incorrect", 0)


HOSTILE = {
    "an array": ("import numpy as np\ndef g():\n    return np.ones((2, 2))", "ndarray"),
    "objects": (
        "import numpy as np\ndef g():\n    return np.array([[1], 'a'], dtype=object)",
        "list",
    ),
    "a subclass": (
        "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return True\n"
        "def g():\n    return np.ones(2).view(A)",
        "ndarray",
    ),
    "__array__": (
        "class A:\n    def __array__(self, *a, **k):\n        raise SystemExit\n"
        "def g():\n    return A()",
        "str",
    ),
    "a frame": ("import pandas as pd\ndef g():\n    return pd.DataFrame({'a': [1, 2]})", "dict"),
    "a subclassed frame": (
        "import pandas as pd\nclass F(pd.DataFrame):\n    def __len__(self): return 0\n"
        "def g():\n    return F({'a': [1, 2]})",
        "dict",
    ),
    "odd keys": ("def g():\n    return {((1, 2), 3): {4: {5}}, None: 1j}", "dict"),
    "numbers": ("from fractions import Fraction\ndef g():\n    return Fraction(1, 3)", "Fraction"),
    "complex": ("def g():\n    return 1j", "complex"),
    "a text like a tag": ("def g():\n    return {'$': 'array', 'block': 7}", "dict"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_comes_back_reaches_a_check_as_plain_data(tmp_path: Path, name: str) -> None:
    """With its usual type, and never an error of the check's own."""
    source, type_ = HOSTILE[name]
    if "pandas" in source:
        pytest.importorskip("pandas")
    with_file(
        tmp_path, f"import numpy\ndef f(result):\n    return type(result).__name__ == {type_!r}"
    )
    question = {"name": "g", "check": "checks.py::f(result)", "cases": [{}]}
    assert asked(tmp_path, question, source)["status"] == "correct"


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef g():\n    return np.zeros(10**9, dtype='i1')",
        "def g():\n    return [0] * 10**7",
        "def g():\n    return range(10**9)",
        "import numpy as np\ndef g():\n    return np.broadcast_to(np.float64(1), (10**5, 10**4))",
        "def g():\n    a = []\n    a.append(a)\n    return a",
    ],
)
def test_a_result_of_any_size_is_a_mark(tmp_path: Path, source: str) -> None:
    """A thousand million elements cost the student's own marks, and nobody waits for them."""
    with_file(tmp_path, "def f(result):\n    return result == 5\n")
    question = {"name": "g", "check": "checks.py::f(result)", "cases": [{}], "seconds": 10}
    limits = {"memory_mb": 1500, "probe_seconds": 10}
    found = asked(tmp_path, question, source, limits=limits)
    assert found["status"] in ("incorrect", "missing") and found["score"] == 0


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (
            "def f(result):\n    x = 1\n    return 1 / 0\n",
            "checks.py::f raised ZeroDivisionError at line 3",
        ),
        ("def f(result):\n    pass\n", "gave nothing (None); it has to give True or False"),
        ("def f(result):\n    return 7\n", "gave '7'; it has to give"),
        ("1 / 0\ndef f(result):\n    return True\n", "at line 1: ZeroDivisionError"),
        ("def f(result):\n    import os\n    os._exit(0)\n", "checks.py ended"),
    ],
)
def test_a_check_that_fails_is_never_a_zero(tmp_path: Path, check: str, says: str) -> None:
    """Not gradable, with its line; the reference meets it first."""
    with_file(tmp_path, check)
    question = {"name": "g", "check": "checks.py::f(result)", "cases": [{}]}
    found = asked(tmp_path, question, "def g():\n    return 1")
    assert found["status"] == "not_gradable" and says in told(found)


def test_an_assertion_in_a_check_says_no(tmp_path: Path) -> None:
    """With its words, as instructors write them in tests."""
    with_file(
        tmp_path, "def f(result):\n    assert result > 2, 'it has to be large'\n    return True\n"
    )
    question = {"name": "g", "check": "checks.py::f(result)", "cases": [{}]}
    found = asked(tmp_path, question, "def g():\n    return 1")
    assert found["score"] == 0 and "Case 1: It has to be large." in told(found)
    assert asked(tmp_path, question, "def g():\n    return 3")["score"] == 4


def test_arguments_come_from_files_seeds_and_programs(tmp_path: Path) -> None:
    """A table as a frame, an array drawn at random, and what an own function makes."""
    pytest.importorskip("pandas")
    with_file(tmp_path, "a,b\n1,2.5\n3,4\n", "rows.csv")
    maker = (
        "import random\ndef rows(n, base=0):\n    return [base + random.random() for _ in range(n)]"
    )
    with_file(tmp_path, maker, "rows.py")
    drawn = {"random": "normal", "shape": [4, 3], "seed": 7}
    made = {"generated": "rows.py::rows", "arguments": [5], "keywords": {"base": 10}, "seed": 3}
    question = {
        "name": "f",
        "cases": [
            {"arguments": [{"file": "rows.csv"}], "expected": 2},
            {"arguments": [{"file": "rows.csv", "as": "array"}], "expected": 2},
            {"arguments": [drawn], "expected": 4},
            {"arguments": [made], "shape": [5]},
        ],
    }
    source = (
        "import numpy as np\n"
        "def f(x):\n"
        "    if hasattr(x, 'columns'):\n"
        "        return x.a.mean()\n"
        "    x = np.asarray(x)\n"
        "    return [v for v in x if 10 <= v < 11] if x.ndim == 1 else len(x)\n"
    )
    assert asked(tmp_path, question, source)["score"] == 4
    failing = {
        "name": "f",
        "cases": [{"arguments": [{"generated": "rows.py::rows"}], "expected": 1}],
    }
    found = asked(tmp_path, failing, source)
    assert found["status"] == "not_gradable"
    assert "rows.py::rows raised TypeError" in told(found)


def test_what_is_drawn_at_random_is_always_the_same() -> None:
    """For a seed, of the asked shape and kind, in every version of Python."""
    from grader.questions.function.data import drawn

    assert drawn({"random": "integers", "low": 2, "high": 9, "shape": [6], "seed": 1}) == {
        "array": [2, 7, 7, 3, 5, 5]
    }
    assert sorted(drawn({"random": "permutation", "shape": 5, "seed": 4})["array"]) == [
        0,
        1,
        2,
        3,
        4,
    ]
    signs = drawn({"random": "signs", "shape": [2, 2], "dtype": "int8"})
    assert signs["dtype"] == "int8" and {abs(one) for row in signs["array"] for one in row} == {1}
    assert 0 <= drawn({"random": "uniform"}) < 1


WRONG = "def variance(x):\n    return sum((v - sum(x) / len(x)) ** 2 for v in x) / len(x)\n"
SPREAD = {
    "name": "spread",
    "cases": [
        {"arguments": [[1, 2, 6]], "expected": 7},
        {
            "arguments": [[1, 3]],
            "expected": 2,
            "mistakes": [{"answer": 4, "say": "Squared twice."}],
        },
    ],
    "mistakes": [
        {"like": "wrong.py::variance", "points": 1, "id": "n", "say": "That divides by n."},
        {"answer": [7, -2], "say": "The sign is wrong."},
    ],
}


def test_wrong_ways_are_named(tmp_path: Path) -> None:
    """By what a wrong function gives, by a list of results, or by one result of a case."""
    with_file(tmp_path, WRONG, "wrong.py")
    found = asked(tmp_path, SPREAD, WRONG.replace("variance", "spread"))
    assert (found["score"], found["mistakes"]) == (1, ["n"])
    assert "That divides by n. Credited: 1 of 4." in told(found)
    found = asked(tmp_path, SPREAD, "def spread(x):\n    return 7 if len(x) == 3 else -2")
    assert (found["score"], found["mistakes"]) == (2, ["the_sign_is_wrong"])
    found = asked(tmp_path, SPREAD, "def spread(x):\n    return 7 if len(x) == 3 else 4")
    assert found["score"] == 2 and found["parts"][1]["mistakes"] == ["squared_twice"]
    assert "Case 2: Squared twice. Credited: 0 of 2." in told(found)


@pytest.mark.parametrize(
    ("more", "path", "says"),
    [
        ({"check": "checks.py"}, "check", "such as checks.py::balanced"),
        ({"check": "nowhere.py::f"}, "check", "no such file: 'nowhere.py'"),
        ({"check": "checks.py::balance"}, "check", "defines no balance; it defines balanced"),
        ({"check": "broken.py::f"}, "check", "broken.py, line 1 is no Python"),
        ({"check": "checks.py::balanced(answer)"}, "check", "takes some of result, arguments"),
        ({"check": "checks.py::balanced", "cases": [{"expected": 1}]}, "check", "nothing is left"),
        ({"cases": [{"arguments": [{"file": "no.csv"}]}]}, "cases.0.arguments.0", "no such file"),
        (
            {"cases": [{"arguments": [{"file": "ragged.csv"}], "expected": 1}]},
            "cases.0.arguments.0.file",
            "differ in length",
        ),
        (
            {"cases": [{"arguments": [{"random": "gauss"}], "expected": 1}]},
            "cases.0.arguments.0.random",
            "write one of normal",
        ),
        (
            {
                "cases": [
                    {"arguments": [{"random": "normal", "shape": [10**5, 10**5]}], "expected": 1}
                ]
            },
            "cases.0.arguments.0.random",
            "at most 1,000,000 numbers",
        ),
        (
            {"cases": [{"arguments": [{"random": "normal", "seed": "a"}], "expected": 1}]},
            "cases.0.arguments.0.seed",
            "whole number",
        ),
        (
            {"mistakes": [{"say": "x"}]},
            "mistakes.0",
            "write answer: (a list of 2 results), or like:",
        ),
        ({"mistakes": [{"say": "x", "answer": [1]}]}, "mistakes.0.answer", "a list of 2 results"),
        (
            {"check": None, "cases": [{"expected": 1}], "mistakes": [{"say": "x", "answer": [1]}]},
            "mistakes.0.answer",
            "right by the key",
        ),
        (
            {"cases": [{"expected": 1, "mistakes": [{"say": "x", "answer": 2, "points": 4}]}]},
            "cases.0.mistakes.0.points",
            "less than the 4 of its case",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_place(
    tmp_path: Path, more: dict[str, Any], path: str, says: str
) -> None:
    """Before anything is run, with what to write."""
    with_file(tmp_path, BALANCED)
    with_file(tmp_path, "def f(:\n", "broken.py")
    with_file(tmp_path, "1,2\n3\n", "ragged.csv")
    fields = {**QUESTION, **more}
    if "check" not in more and "cases" in more:
        fields.pop("check")
    if fields.get("check", 1) is None:
        fields.pop("check")
    question = {"id": "f", "kind": "function", "points": 4, **fields}
    file = (
        with_file(tmp_path, json.dumps({"title": "T", "questions": [question]}), "r.yaml")
        / "r.yaml"
    )
    with pytest.raises(RubricError) as told_:
        load_rubric(file)
    found = {one.path: one.message for one in told_.value.mistakes}
    assert says in found[f"questions.0.{path}"], found


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["normal", "integers", "permutation", "signs", "uniform"])
FIELDS = {
    "shape": SCALARS | st.lists(st.integers(-1, 4) | SCALARS, max_size=3),
    "seed": SCALARS,
    "low": SCALARS,
    "high": SCALARS,
    "mean": SCALARS,
    "dtype": SCALARS,
    "other": SCALARS,
}


@given(st.fixed_dictionaries({"random": WORDS | SCALARS}, optional=FIELDS))
@example({"random": "integers", "low": float("-inf")})
def test_whatever_is_drawn_is_made_or_named_as_a_mistake(value: dict[str, Any]) -> None:
    """Nothing that a rubric writes of data at random is an exception."""
    if not list(made.mistakes(value, "x")):
        assert made.sent(made.read(value)) is not None


@given(
    st.binary(max_size=60) | st.text("0123456789.,\n ab-", max_size=60).map(str.encode),
    st.sampled_from(["a.csv", "a.tsv", "a.json", "a.npy", "a.txt", "a"]),
    st.sampled_from(["array", "frame", "list", "text", None]),
)
@example(b"", "a.npy", "array")
@example(b",\n\x00", "a.csv", "frame")
def test_whatever_a_file_holds_is_read_or_named_as_a_mistake(
    content: bytes, name: str, way: str | None
) -> None:
    """Tables with ragged rows, texts in no coding, arrays cut short."""
    value: dict[str, Any] = {"file": Loaded(name, content)}
    if way is not None:
        value["as"] = way
    if not list(made.mistakes(value, "x")):
        made.sent(made.read(value))


def test_a_step_that_fails_before_a_check_is_named(tmp_path: Path) -> None:
    """The check is not asked, and the student reads which step raised."""
    with_file(tmp_path, "def f(result):\n    return result == [None, 1]\n")
    steps = [{"call": "put"}, {"get": "x"}]
    question = {"name": "A", "check": "checks.py::f(result)", "cases": [{"steps": steps}]}
    right = "class A:\n    def put(self): self.x = 1\n"
    assert asked(tmp_path, question, right)["score"] == 4
    found = asked(tmp_path, question, right.replace("self.x = 1", "1 / 0"))
    assert found["score"] == 0
    assert "step 1 (`put`): your function raised ZeroDivisionError at line 2" in told(found)
