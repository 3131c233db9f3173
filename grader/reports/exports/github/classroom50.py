"""What a Classroom 50 runner reads: `result.json` in whole points, and the release's text.

The runner sets who and what is graded in the environment. Scores there are whole numbers and no
score may be above its maximum: every point is a hundred, and a bonus counts up to the maximum.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.errors import UsageMistake
from grader.reports.exports.github.markdown import literal
from grader.reports.exports.github.single import must_be_gradable
from grader.reports.exports.github.summary import render_summary
from grader.reports.extras import Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.records import QuestionResult, Results, SubmissionResult
from grader.reports.text import cap, clean, clean_line
from grader.reports.words import STATUS_WORDS

SCALE = 100
_NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "USERNAME")


def render_result(submission: SubmissionResult, env: Mapping[str, str], now: datetime) -> bytes:
    """The result of a graded submission."""
    most = _whole(submission["points"])
    tests = [_test(question) for question in submission["questions"]]
    return record(env, now, min(_whole(submission["score"]), most), most, tests)


def record(
    env: Mapping[str, str], now: datetime, score: int, most: int, tests: Sequence[Mapping[str, Any]]
) -> bytes:
    """`result.json`; `now` stands for the commit's time until the runner puts that in."""
    content = {
        "schema": "classroom50/result/v1",
        "classroom": env["CLASSROOM"],
        "assignment": env["ASSIGNMENT"],
        "assignment_type": env.get("MODE") or "individual",
        "owner": env["USERNAME"],
        "submission": env["SUBMISSION_TAG"],
        "commit": env["COMMIT_URL"],
        "release": env["RELEASE_URL"],
        "review": env.get("REVIEW_URL") or env["COMMIT_URL"],
        "datetime": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": score,
        "max-score": most,
        "tests": list(tests),
    }
    return (json.dumps(content, allow_nan=False, indent=1) + "\n").encode("ascii")


def runner(env: Mapping[str, str], asked_by: str) -> Mapping[str, str]:
    """The environment of its runner; raises `UsageMistake` where this is none."""
    if lacking := [name for name in _NEEDED if not env.get(name)]:
        raise UsageMistake(
            f"{asked_by}: {', '.join(lacking)} not set; Classroom 50's runner sets them for its "
            "autograder"
        )
    if not env["SUBMISSION_TAG"].startswith("submit/"):
        raise UsageMistake(f"{asked_by}: SUBMISSION_TAG does not begin with submit/")
    return env


def _whole(points: float) -> int:
    return round(points * SCALE)


def _test(question: QuestionResult) -> dict[str, Any]:
    """One question; what is not decided has not passed and earned nothing yet, and says so."""
    most = _whole(question["points"])
    scored = min(_whole(question["score"] or 0), most)
    name, status = question["title"] or question["id"], question["status"]
    return row(name, status, scored, most, question["feedback"], passed=status == "correct")


def row(
    name: str, status: str, score: int, most: int, told: Sequence[str], *, passed: bool
) -> dict[str, Any]:
    """A test as its runner shows it."""
    return {
        "test-name": clean_line(name, 150),
        "passed": passed,
        "score": score,
        "max-score": most,
        "status": status,
        "output": cap(clean("\n".join(told)), 2000),
    }


def render_release(results: Results, submission: SubmissionResult) -> str:
    """The text of the release: the true points, and that the result counts in hundredths."""
    summary = render_summary({**results, "submissions": [submission]})
    note = f"Classroom 50 counts in whole numbers: a point is {SCALE} there."
    if submission["score"] > submission["points"]:
        note += " A bonus counts there up to the maximum."
    open_ = [q for q in submission["questions"] if q["status"] in ("awaiting", "not_gradable")]
    if open_:
        named = ", ".join(literal(q["title"] or q["id"], 60) for q in open_[:10])
        more = f" and {len(open_) - 10} more" if len(open_) > 10 else ""
        word = STATUS_WORDS["awaiting"].lower()
        note += f" Nothing is counted yet for what is {word}: {named}{more}."
    return f"{summary}\n{note}\n"


def write_classroom50(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write both files under `out`/exports/classroom50.

    Raises UsageMistake where the runner's variables are not set, or for more than one submission,
    and GraderError where something could not be graded: its runner takes that for our failure.
    """
    if len(results["submissions"]) != 1:
        raise UsageMistake("--to classroom50 is for the one submission of a student's repository")
    env = runner(os.environ, "--to classroom50")
    must_be_gradable(results["submissions"][0], "classroom50")
    one = redacted(results["submissions"][0], extras.shows)
    folder = out / "exports" / "classroom50"
    files = {
        "result.json": render_result(one, env, datetime.now(UTC)),
        "release-body.md": render_release(results, one).encode("utf-8", "replace"),
    }
    return [folder / name for name, data in files.items() if write_if_changed(folder / name, data)]
