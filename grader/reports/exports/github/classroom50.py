"""What a Classroom 50 runner reads: `result.json` in whole points, and the release's text.

The runner sets who and what is graded in the environment. Scores there are whole numbers and no
score may be above its maximum: every point is a hundred, and a bonus counts up to the maximum.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
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
    """The result; `now` stands for the commit's time until the runner puts that in."""
    most = _whole(submission["points"])
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
        "score": min(_whole(submission["score"]), most),
        "max-score": most,
        "tests": [_test(question) for question in submission["questions"]],
    }
    return (json.dumps(content, allow_nan=False, indent=1) + "\n").encode("ascii")


def _whole(points: float) -> int:
    return round(points * SCALE)


def _test(question: QuestionResult) -> dict[str, Any]:
    """One question; what is not decided has not passed and earned nothing yet, and says so."""
    most = _whole(question["points"])
    return {
        "test-name": clean_line(question["title"] or question["id"], 150),
        "passed": question["status"] == "correct",
        "score": min(_whole(question["score"] or 0), most),
        "max-score": most,
        "status": question["status"],
        "output": cap(clean("\n".join(question["feedback"])), 2000),
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
    if lacking := [name for name in _NEEDED if not os.environ.get(name)]:
        raise UsageMistake(
            f"--to classroom50: {', '.join(lacking)} not set; Classroom 50's runner sets them for "
            "its autograder"
        )
    if not os.environ["SUBMISSION_TAG"].startswith("submit/"):
        raise UsageMistake("--to classroom50: SUBMISSION_TAG does not begin with submit/")
    must_be_gradable(results["submissions"][0], "classroom50")
    one = redacted(results["submissions"][0], extras.shows)
    folder = out / "exports" / "classroom50"
    files = {
        "result.json": render_result(one, os.environ, datetime.now(UTC)),
        "release-body.md": render_release(results, one).encode("utf-8", "replace"),
    }
    return [folder / name for name, data in files.items() if write_if_changed(folder / name, data)]
