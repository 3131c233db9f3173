"""`results.json`: the pinned structure, byte for byte the same for the same marks.

Plain ASCII, so that no terminal or log is ever at a student's mercy; one line a submission, so
that two runs can be compared by eye and by `diff`.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from grader.errors import UsageMistake
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import Results

SCHEMA = "grader.results/1"
_KEYS = {"grader", "rubric", "isolation", "python", "seed", "missing", "submissions"}


def short(value: float | Fraction) -> int | float:
    """A number at most six places long, whole ones without a point."""
    rounded = round(float(value), 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _dump(value: object) -> str:
    return json.dumps(value, allow_nan=False)


def render_json(results: Results) -> bytes:
    """The text of `results.json`; raises ValueError for NaN or infinity, which no mark may hold."""
    head = [
        f"{_dump(key)}: {_dump(value)}" for key, value in results.items() if key != "submissions"
    ]
    lines = ",\n".join(f"  {_dump(submission)}" for submission in results["submissions"])
    tail = f'"submissions": [\n{lines}\n]' if lines else '"submissions": []'
    return ("{" + ",\n ".join([*head, tail]) + "}\n").encode("ascii")


def read_results(path: Path) -> Results:
    """The structure of a `results.json` that a run wrote, for `export`.

    Raises UsageMistake for a file that is missing, damaged or of another structure.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageMistake(f"{path}: is not there; run `grader grade` first") from None
    except OSError as problem:
        raise UsageMistake(f"{path}: cannot be read: {problem.strerror}") from None
    except (ValueError, RecursionError):
        raise UsageMistake(f"{path}: is damaged; write it again with `grader report`") from None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or not set(found) >= _KEYS:
        raise UsageMistake(f"{path}: this is no {SCHEMA} file; grade again with this version")
    return _completed(found)


def _completed(found: dict[str, Any]) -> Results:
    """Results of a grader that did not yet write every field, with those filled in."""
    for submission in found["submissions"]:
        for question in submission["questions"]:
            question.setdefault("reason", None)
            question.setdefault("by_hand", False)
            question.setdefault("candidates", [])
            if question["source"] is not None:
                question["source"].setdefault("page", None)
    return cast(Results, found)


def write_json(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `results.json` under `out`; the files that changed."""
    path = out / "results.json"
    return [path] if write_if_changed(path, render_json(results)) else []
