"""That a model answer needs arrays is said before anything is run, and learned by running it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.check import proved, remarks
from grader.cli import cli
from grader.grade import Options
from grader.questions.function.arrays import needed
from grader.rubric import load_rubric


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f(x):\n    return x.mean(axis=0)\n", 2),
        ("def f(x, y):\n    return y @ x\n", 2),
        ("def f(x):\n    return x[:, 0]\n", 2),
        ("import numpy as np\ndef f(x: np.ndarray):\n    return 2 * x\n", 2),
        ("class N:\n    def f(self, x):\n        return x.T\n", 3),
        ("import numpy as np\ndef f(x):\n    x = np.asarray(x)\n    return x.mean()\n", None),
        ("def f(x):\n    return sum(x) / len(x)\n", None),
        ("def g(x):\n    return x.mean()\n", None),
        ("def f(:\n", None),
    ],
)
def test_a_text_tells_whether_it_needs_arrays(source: str, line: int | None) -> None:
    """By what it does to a parameter that no list can; one made an array before is none."""
    found = list(needed({"hw.py": source.encode(), "a.txt": b""}, ("N.f", "f")))
    assert found == ([] if line is None else [("hw.py", line)])


def course(folder: Path, source: str, **more: object) -> Path:
    """A rubric with lists, and its model answer."""
    (folder / "model").mkdir()
    (folder / "model" / "hw.py").write_text(source, encoding="utf-8")
    cases = [{"arguments": [[1, 2, 6]]}]
    question = {"id": "p1", "kind": "function", "points": 1, "name": "f", "cases": cases, **more}
    rubric = folder / "rubric.yaml"
    rubric.write_text(
        json.dumps({"title": "T", "reference": "model", "questions": [question]}), "utf-8"
    )
    return rubric


def test_validate_says_it_and_selftest_learns_it(tmp_path: Path) -> None:
    """Each with what to write; nothing is said where the rubric has said it."""
    rubric = course(tmp_path, "def f(x):\n    return x.mean()\n")
    said = CliRunner().invoke(cli, ["validate", str(rubric)])
    assert said.exit_code == 0
    assert "p1: the reference works on arrays (hw.py, line 2)" in said.output
    _, short, learned = proved(rubric, Options(isolation="none"))
    assert short == []
    assert learned == ["p1: the reference takes arrays and no lists: write `inputs: numpy`"]


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("def f(x):\n    return x.mean()\n", {"inputs": "numpy"}),
        ("def f(x):\n    return sum(x)\n", {}),
    ],
)
def test_nothing_is_said_where_nothing_is_to_say(
    tmp_path: Path, source: str, more: dict[str, object]
) -> None:
    """A rubric that hands over arrays, and a model answer that takes lists."""
    rubric = course(tmp_path, source, **more)
    assert remarks(load_rubric(rubric)) == []
    assert proved(rubric, Options(isolation="none"))[1:] == ([], [])
