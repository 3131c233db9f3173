"""What GitHub Classroom's runners hand to its reporter: the base64 of one JSON object.

The reporter adds the scores of the tests up: what lateness takes off is a test of its own.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from grader.reports.exports.github.single import must_be_gradable, place_of_each
from grader.reports.exports.results_json import short
from grader.reports.extras import Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.records import QuestionResult, Results, SubmissionResult
from grader.reports.text import cap, clean, clean_line
from grader.reports.words import KEPT_FROM_RUNNING, STATUS_WORDS

_VERSION = 3
_LONGEST = 500
_STATUS = {"correct": "pass", "awaiting": "error", "not_gradable": "error"}


def render_classroom(submission: SubmissionResult) -> bytes:
    """The object, as compact ASCII; `max_score` leaves bonus out, the tests hold it."""
    tests = [_test(question) for question in submission["questions"]]
    rest = short(submission["score"] - sum(test["score"] for test in tests))
    if rest:
        late = _named("Late", "fail", rest)
        tests.append({**late, "message": "Points taken off for handing in late."})
    statuses = {test["status"] for test in tests}
    content: dict[str, Any] = {
        "version": _VERSION,
        "status": next((one for one in ("error", "fail") if one in statuses), "pass"),
        "max_score": short(submission["points"]),
        "tests": tests,
    }
    stopped = [one for one in submission["findings"] if one["kind"] in KEPT_FROM_RUNNING]
    if stopped:
        content |= {"status": "error", "message": clean_line(stopped[0]["message"], _LONGEST)}
    return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def _named(name: str, status: str, score: float) -> dict[str, Any]:
    return {
        "name": name, "status": status, "score": score, "test_code": "", "task_id": 0,
        "filename": "", "line_no": 0, "duration": 0,
    }  # fmt: skip


def _test(question: QuestionResult) -> dict[str, Any]:
    """One question: its points count as they are, in part too."""
    title = clean_line(question["title"] or question["id"], 150)
    status = _STATUS.get(question["status"], "fail")
    test = _named(title, status, short(question["score"] or 0))
    told = clean("\n".join((STATUS_WORDS[question["status"]] + ".", *question["feedback"])))
    if status != "pass":
        test["message"] = cap(told, _LONGEST)
    if (source := question["source"]) is not None:
        test["filename"] = clean_line(source["file"], 200)
        test["line_no"] = source["line"] or 0 if source["cell"] is None else 0
    test["output"] = told[:_LONGEST]
    return test


def write_classroom(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write the object, and the line that a step appends to `$GITHUB_OUTPUT`.

    The reporter knows no open score: where something could not be graded there is no file, and
    GraderError is raised where that was the only submission.
    """
    changed = []
    for path, one in place_of_each(results, out / "exports", "classroom", ".json"):
        if len(results["submissions"]) == 1:
            must_be_gradable(one, "classroom")
        elif one["status"] == "not_gradable":
            continue
        data = render_classroom(redacted(one, extras.shows))
        line = b"result=" + base64.b64encode(data) + b"\n"
        files = {path: data + b"\n", path.with_suffix(".output"): line}
        changed += [place for place, content in files.items() if write_if_changed(place, content)]
    return changed
