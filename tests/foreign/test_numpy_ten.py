"""A numpy assignment of ten functions: eight right and eight wrong submissions, all as stated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.check import check, selftest
from grader.grade import Options, grade

HERE = Path(__file__).parent / "numpy_ten"
RUBRIC = HERE / "rubric.yaml"
NAMES = {
    "p1": "standardise", "p2": "distances", "p3": "softmax", "p4": "one_hot", "p5": "rotation",
    "p6": "basis", "p7": "moving_average", "p8": "clip", "p9": "RunningMean", "p10": "flip",
}  # fmt: skip

RIGHT: Mapping[str, Sequence[str]] = yaml.safe_load((HERE / "right.yaml").read_text("utf-8"))
WRONG: Mapping[str, Sequence[Any]] = yaml.safe_load((HERE / "wrong.yaml").read_text("utf-8"))


def module(pieces: Sequence[str]) -> str:
    """A module of these functions."""
    return "import numpy as np\n\n\n" + "\n\n\n".join(pieces) + "\n"


def notebook(pieces: Sequence[str]) -> str:
    """The same as a notebook, a cell for each."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": piece,
            "outputs": [],
            "execution_count": None,
        }
        for piece in ("import numpy as np", *pieces)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def right(number: int) -> list[str]:
    """The pieces of one right submission: no two are written alike."""
    return [one[(number + place) % len(one)] for place, one in enumerate(RIGHT.values())]


def wrong(number: int) -> list[Any]:
    """The pieces of one wrong submission, each with its score and what is said."""
    return [one[(number + place) % len(one)] for place, one in enumerate(WRONG.values())]


def test_the_reference_is_full() -> None:
    """`selftest` is green."""
    found, short = selftest(RUBRIC, Options(isolation="none"))
    assert short == [] and found["submissions"][0]["score"] == 20


def test_right_and_wrong_submissions_are_marked_as_stated(tmp_path: Path) -> None:
    """Eight of each, half of them notebooks, in one run; every mark and every word as stated."""
    for number in range(8):
        mistaken = [one["code"] for one in wrong(number)]
        for kind, pieces in (("right", right(number)), ("wrong", mistaken)):
            folder = tmp_path / "in" / f"{kind}{number}"
            folder.mkdir(parents=True)
            name, text = ("hw.ipynb", notebook(pieces)) if number % 2 else ("hw.py", module(pieces))
            (folder / name).write_text(text, encoding="utf-8")
    options = Options(isolation="none", jobs=2)
    found = grade([tmp_path / "in"], RUBRIC, tmp_path / "out", options).results
    rows = {one["id"]: {q["id"]: q for q in one["questions"]} for one in found["submissions"]}
    assert len(rows) == 16
    for number in range(8):
        for id_, question in rows[f"right{number}"].items():
            assert question["status"] == "correct", (number, id_, told(question))
        stated = dict(zip(NAMES, wrong(number), strict=True))
        for id_, question in rows[f"wrong{number}"].items():
            one = stated[id_]
            assert question["score"] == one["score"], (one["code"], told(question))
            assert one["says"] in told(question), (one["code"], told(question))


def told(question: Any) -> str:
    """All that a student reads of it."""
    parts = [line for part in question["parts"] for line in part["feedback"]]
    return " ".join([*question["feedback"], *parts])


@pytest.mark.parametrize("id_", NAMES)
def test_stubs_are_missing(tmp_path: Path, id_: str) -> None:
    """An untouched starter earns nothing anywhere, as missing."""
    stub = f"def {NAMES[id_]}(*a, **k):\n    raise NotImplementedError\n"
    if id_ == "p9":
        stub = "class RunningMean:\n    def add(self, v):\n        raise NotImplementedError\n"
    (tmp_path / "hw.py").write_text(stub, encoding="utf-8")
    found = check(tmp_path, RUBRIC, Options(isolation="none"))
    scores = {q["id"]: (q["score"], q["status"]) for q in found["submissions"][0]["questions"]}
    expected = (0, "incorrect" if id_ == "p9" else "missing")
    assert scores[id_] == expected and all(not score for score, _ in scores.values())
