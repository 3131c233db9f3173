"""Programs of the instructor's own through a whole run: marked again without any student's code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grader.check import selftest
from grader.grade import Options, grade
from grader.rescore import rescore

NONE = Options(isolation="none", jobs=1)
CHECK = "def close(result, arguments):\n    return abs(result - arguments[0]) < {}\n"


def course(folder: Path) -> Path:
    """Two submissions, a check and a wrong function; the path of the rubric."""
    for name, source in {"ann": "x + 1", "bob": "x + 3"}.items():
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "hw.py").write_text(f"def f(x):\n    return {source}\n", "utf-8")
    (folder / "model").mkdir()
    (folder / "model" / "hw.py").write_text("def f(x):\n    return x\n", "utf-8")
    (folder / "checks.py").write_text(CHECK.format(2), "utf-8")
    (folder / "wrong.py").write_text("def f(x):\n    return x + 3\n", "utf-8")
    question = {
        "id": "f",
        "kind": "function",
        "points": 2,
        "name": "f",
        "check": "checks.py::close",
        "cases": [{"arguments": [5]}],
        "mistakes": [{"like": "wrong.py::f", "points": 1, "id": "three", "say": "Three too many."}],
    }
    rubric = {"title": "T", "reference": "model", "questions": [question]}
    (folder / "rubric.yaml").write_text(json.dumps(rubric), "utf-8")
    return folder / "rubric.yaml"


def marks(results: Any) -> dict[str, Any]:
    """Score and mistakes of each submission's one question."""
    rows = {one["id"]: one["questions"][0] for one in results["submissions"]}
    return {name: (row["score"], row["mistakes"]) for name, row in rows.items()}


def test_a_changed_check_is_asked_again_and_no_submission_is(tmp_path: Path) -> None:
    """What was collected stays; the new check and the new points apply to it."""
    rubric = course(tmp_path)
    out = tmp_path / "out"
    found = grade([tmp_path / "in"], rubric, out, NONE)
    assert marks(found.results) == {"ann": (2, []), "bob": (1, ["three"])}
    for name in ("ann", "bob"):
        (tmp_path / "in" / name / "hw.py").unlink()
    (tmp_path / "checks.py").write_text(CHECK.format(1), "utf-8")
    again = rescore(out, rubric)
    assert marks(again.report.results) == {"ann": (0, []), "bob": (1, ["three"])}
    (tmp_path / "wrong.py").write_text("def f(x):\n    return x + 1\n", "utf-8")
    again = rescore(out, rubric)
    assert marks(again.report.results) == {"ann": (1, ["three"]), "bob": (0, [])}


def test_selftest_meets_a_check_that_fails_first(tmp_path: Path) -> None:
    """The reference is not gradable then, with the check's line."""
    rubric = course(tmp_path)
    assert selftest(rubric, NONE)[1] == []
    failing = "def close(result, arguments):\n    return 1 / 0\n"
    (tmp_path / "checks.py").write_text(failing, "utf-8")
    found, short = selftest(rubric, NONE)
    assert short == ["f"]
    assert "ZeroDivisionError at line 2" in found["submissions"][0]["questions"][0]["feedback"][0]
