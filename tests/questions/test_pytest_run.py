"""Questions of tests by the instructor, run: points by test, what is lost, what is not believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.check import check
from grader.errors import RubricError
from grader.grade import Options
from grader.rubric import load_rubric

TESTS = '''
import pytest
from hw import mean, spread
import hw


@pytest.fixture
def numbers():
    return [1, 2, 6]


def test_mean(numbers):
    """The mean of three numbers."""
    assert mean(numbers) == 3


@pytest.mark.points(2)
@pytest.mark.parametrize(("values", "wanted"), [([1, 3], 1), ([2, 2], 0)])
def test_spread(values, wanted):
    assert spread(values) == pytest.approx(wanted)


class TestEdges:
    def test_empty(self):
        with pytest.raises(ValueError):
            hw.mean([])
'''
RIGHT = """
def mean(values):
    if not values:
        raise ValueError("nothing")
    return sum(values) / len(values)

def spread(values):
    return sum((v - mean(values)) ** 2 for v in values) / len(values)
"""


def asked(
    folder: Path, source: str, tests: str = TESTS, isolation: str = "none", **more: Any
) -> dict[str, Any]:
    """The question's entry in the results of a submission of this source."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "solution.py").write_text(source, encoding="utf-8")
    (folder / "test_hw.py").write_text(tests, encoding="utf-8")
    rubric: dict[str, Any] = {"title": "Tests"}
    if reference := more.pop("reference", None):
        (folder / "model").mkdir(exist_ok=True)
        (folder / "model" / "hw.py").write_text(reference, encoding="utf-8")
        rubric["reference"] = "model"
    if limits := more.pop("limits", None):
        rubric["limits"] = limits
    question = {"id": "t", "kind": "pytest", "points": 4, "file": "test_hw.py", **more}
    (folder / "rubric.yaml").write_text(json.dumps({**rubric, "questions": [question]}), "utf-8")
    found = check(folder / "in", folder / "rubric.yaml", Options(isolation=isolation))
    return found["submissions"][0]["questions"][0]  # type: ignore[return-value]


def told(found: dict[str, Any]) -> str:
    """All that a student reads of it."""
    return " ".join([*found["feedback"], *(t for p in found["parts"] for t in p["feedback"])])


def test_right_work_passes_whatever_its_file_is_called(tmp_path: Path) -> None:
    """The tests import hw; the submission is solution.py."""
    for reference in (None, RIGHT):
        found = asked(tmp_path, RIGHT, reference=reference)
        assert (found["score"], found["status"]) == (4, "correct"), told(found)
        assert [part["points"] for part in found["parts"]] == [1, 1, 1, 1]
    assert "which could see them" in told(found)


@pytest.mark.parametrize(
    ("old", "new", "score", "says"),
    [
        ("/ len(values)\n\n", "/ 2\n\n", 3, "test_mean (The mean of three numbers): it failed."),
        ("** 2", "", 3, "test_spread[values0-1]: it failed."),
        (
            "if not values",
            "if False",
            3,
            "TestEdges::test_empty: your code raised ZeroDivisionError at",
        ),
        ("def spread", "def other", 2, "there is no spread in what was handed in."),
        ("    return sum((", "    import os; os._exit(0); return sum((", 2, "your code ended"),
        (
            "    return sum((",
            "    raise SystemExit\n    return sum((",
            2,
            "your code raised SystemExit",
        ),
        (
            "    return sum((",
            "    while True: pass\n    return sum((",
            2,
            "your code was stopped after 2 s",
        ),
    ],
)
def test_wrong_work_loses_the_tests_it_fails(
    tmp_path: Path, old: str, new: str, score: int, says: str
) -> None:
    """And no other, also where it ends its process or never comes back."""
    limits = {"probe_seconds": 2}
    found = asked(tmp_path, RIGHT.replace(old, new), reference=RIGHT, limits=limits)
    assert found["score"] == score, told(found)
    assert says in told(found)


def test_nothing_and_stubs_are_missing(tmp_path: Path) -> None:
    """No such function, and functions that nobody filled in."""
    stubs = "def mean(v):\n    raise NotImplementedError\nspread = mean\n"
    for source in ("x = 1\n", stubs):
        folder = tmp_path / str(len(source))
        folder.mkdir()
        found = asked(folder, source, reference=RIGHT)
        assert (found["status"], found["score"]) == ("missing", 0), told(found)


def test_points_of_single_tests_are_named_in_the_rubric(tmp_path: Path) -> None:
    """By function, by parameter; the others share what is left."""
    points = {"test_mean": 1, "test_spread[values1-0]": "1/2"}
    found = asked(tmp_path, RIGHT, reference=RIGHT, points_of=points)
    assert [part["points"] for part in found["parts"]] == [1, 1.5, 0.5, 1]


def test_a_reference_that_fails_is_never_a_zero(tmp_path: Path) -> None:
    """Not gradable, with the test's name."""
    found = asked(tmp_path, RIGHT, reference=RIGHT.replace("** 2", ""))
    assert found["status"] == "not_gradable" and "test_spread[values0-1]" in told(found)


FORGED = {
    "prints": "print('4 passed')\n" + RIGHT.replace("** 2", ""),
    "exits": "import sys\nsys.exit(0)\n",
    "ends": "import os\nos._exit(0)\n",
    "ends pytest": "import pytest\ndef mean(v):\n    pytest.exit('done')\nspread = mean\n",
    "skips": "import pytest\ndef mean(v):\n    pytest.skip('not today')\nspread = mean\n",
    "expects to fail": "import pytest\ndef mean(v):\n    pytest.xfail('so')\nspread = mean\n",
    "runs nothing": "import _pytest.python as p\np.Function.runtest = lambda self: None\n"
    + RIGHT.replace("** 2", ""),
    "changes approx": "import pytest\npytest.approx = lambda *a, **k: type('A', (), "
    "{'__eq__': lambda s, o: True})()\n" + RIGHT.replace("** 2", ""),
    "changes raises": "import contextlib, pytest\npytest.raises = lambda *a: contextlib.suppress("
    "Exception)\n" + RIGHT.replace("if not values", "if False"),
    "changes while running": "import _pytest.python as p\ndef mean(v):\n"
    "    p.Function.runtest = lambda self: None\n    return 1\nspread = mean\n",
    "equals anything": "class Yes:\n    def __eq__(self, o): return True\n"
    "def mean(v):\n    return Yes()\nspread = mean\n",
    "has hooks": RIGHT.replace("** 2", ""),
}


@pytest.mark.parametrize("name", FORGED)
def test_wrong_work_does_not_pass_by_tricks(tmp_path: Path, name: str) -> None:
    """Full marks are never decided: the tests fail, or a person is told what was changed."""
    (tmp_path / "in").mkdir()
    hooks = (
        "import pytest\n@pytest.hookimpl(tryfirst=True)\ndef pytest_pyfunc_call(): return True\n"
    )
    (tmp_path / "in" / "conftest.py").write_text(hooks, "utf-8")
    (tmp_path / "in" / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n", "utf-8")
    found = asked(tmp_path, FORGED[name], reference=RIGHT)
    assert found["status"] != "correct", told(found)
    assert (found["score"] or 0) < 4
    if name.startswith("changes") or name == "runs nothing":
        assert found["status"] == "awaiting"
        assert "Your code changed what tests rest on" in told(found)
    if name == "equals anything":
        assert "passed by your own __eq__; a person decides" in told(found)


def test_a_comparison_of_its_own_may_be_what_is_asked(tmp_path: Path) -> None:
    """Where the rubric says so, a class with an order of its own passes."""
    source = (
        "class V:\n    def __init__(self, x): self.x = x\n"
        "    def __eq__(self, o): return self.x == o.x\n"
    )
    tests = "from hw import V\ndef test_it():\n    assert V(1) == V(1) and not V(1) == V(2)\n"
    assert asked(tmp_path, source, tests)["status"] == "awaiting"
    assert asked(tmp_path, source, tests, own_comparison=True)["status"] == "correct"


@pytest.mark.parametrize(
    ("more", "tests", "path", "says"),
    [
        ({"file": "no.py"}, TESTS, "file", "no such file: 'no.py'"),
        ({}, "def test_a(:\n", "file", "test_hw.py, line 1:"),
        ({}, "def helper():\n    pass\n", "file", "has no test"),
        ({"points_of": {"test_men": 1}}, TESTS, "points_of.test_men", "did you mean test_mean?"),
        ({"points_of": {"test_mean": 9}}, TESTS, "points", "the tests have 11 points"),
        ({"points_of": {"test_mean": 2}}, TESTS, "points", "no points are left"),
        ({"points": 1}, "def test_a():\n    pass\n", None, ""),
        (
            {"points_of": {"test_a": 1}},
            "def test_a():\n    pass\n",
            "points",
            "the tests have 1 points together",
        ),
        ({"file": "hidden/test_hw.py"}, TESTS, "file", "write visible: accepted"),
        ({"file": "hidden/test_hw.py", "visible": "accepted"}, TESTS, None, ""),
        ({"mistakes": [{"answer": ["test_x"], "say": "x"}]}, TESTS, "mistakes.0.answer", "no test"),
        ({"mistakes": [{"answer": ["test_mean"], "say": "x"}]}, TESTS, None, ""),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_place(
    tmp_path: Path, more: dict[str, Any], tests: str, path: str | None, says: str
) -> None:
    """Before anything is run, with what to write."""
    (tmp_path / "hidden").mkdir()
    for place in (tmp_path, tmp_path / "hidden"):
        (place / "test_hw.py").write_text(tests, encoding="utf-8")
    question = {"id": "t", "kind": "pytest", "points": 4, "file": "test_hw.py", **more}
    file = tmp_path / "rubric.yaml"
    file.write_text(json.dumps({"title": "T", "questions": [question]}), encoding="utf-8")
    if path is None:
        load_rubric(file)
        return
    with pytest.raises(RubricError) as raised:
        load_rubric(file)
    found = {one.path: one.message for one in raised.value.mistakes}
    assert says in found[f"questions.0.{path}"], found


def test_a_mistake_is_named_by_the_tests_it_fails(tmp_path: Path) -> None:
    """These and no others."""
    mistakes = [{"answer": ["test_spread"], "id": "no_square", "points": 1, "say": "Square them."}]
    found = asked(tmp_path, RIGHT.replace("** 2", "* 9 + 7"), reference=RIGHT, mistakes=mistakes)
    assert found["mistakes"] == ["no_square"] and found["score"] == 1, told(found)
    found = asked(tmp_path, RIGHT.replace("/ len(values)\n\n", "/ 2\n\n"), mistakes=mistakes)
    assert found["mistakes"] == []
