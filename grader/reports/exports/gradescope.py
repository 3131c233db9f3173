"""`exports/gradescope/<id>.json`: what Gradescope's autograder reads as `results.json`."""

import json
from pathlib import Path
from typing import Any

from grader.reports.exports.results_json import short
from grader.reports.extras import Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.records import QuestionResult, Results, SubmissionResult
from grader.reports.text import cap, clean, clean_line, sourced
from grader.reports.words import STATUS_WORDS, safe_name

_LONGEST = 10_000


def _told(question: QuestionResult) -> str:
    """A question's feedback and what was read, as plain text."""
    lines = [STATUS_WORDS[question["status"]] + "."]
    lines += question["feedback"]
    for part in question["parts"]:
        lines += [f"{part['id']}: {sentence}" for sentence in part["feedback"]]
    if question["read"]:
        place = sourced(question["source"])
        lines.append(f"Read{f' at {place}' if place else ''}: {cap(question['read'], 2000)}")
    return cap(clean("\n".join(lines)), _LONGEST)


def _test(question: QuestionResult, index: int) -> dict[str, Any]:
    """One question as a Gradescope test; an awaiting one carries no score."""
    test: dict[str, Any] = {
        "name": clean_line(f"{question['id']} {question['title']}"),
        "name_format": "text",
        "number": str(index),
        "output": _told(question),
        "output_format": "text",
        "visibility": "visible",
        "extra_data": {"status": question["status"], "mistakes": question["mistakes"]},
    }
    if question["score"] is not None:
        test["score"] = short(question["score"])
        test["max_score"] = 0 if question["bonus"] else short(question["points"])
        test["status"] = "passed" if question["status"] == "correct" else "failed"
    return test


def render_gradescope(results: Results, submission: SubmissionResult) -> bytes:
    """One student's file; the total stands at the top, so that late deductions count."""
    waiting = [question["id"] for question in submission["questions"] if question["score"] is None]
    note = f"Graded by grader {results['grader']}."
    if waiting:
        note += f" Not in the total yet: {', '.join(waiting)}."
    content = {
        "score": short(submission["score"] or 0),
        "output": clean(note),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(q, i) for i, q in enumerate(submission["questions"], 1)],
        "extra_data": {
            "id": submission["id"],
            "status": submission["status"],
            "rubric_sha256": results["rubric"]["sha256"],
        },
    }
    return (json.dumps(content, allow_nan=False, indent=1) + "\n").encode("ascii")


def write_gradescope(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write one file a student under `exports/gradescope`; the files that changed."""
    folder = out / "exports" / "gradescope"
    changed = []
    for one in results["submissions"]:
        submission = redacted(one, extras.shows)
        path = folder / f"{safe_name(submission['id'])}.json"
        if write_if_changed(path, render_gradescope(results, submission)):
            changed.append(path)
    return changed
