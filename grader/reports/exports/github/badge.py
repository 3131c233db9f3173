"""A badge for a README, as the endpoint of shields.io reads it."""

from __future__ import annotations

import json
from pathlib import Path

from grader.reports.exports.github.single import place_of_each
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import Results, SubmissionResult
from grader.reports.text import clean_line, number

_COLOURS = ((90, "brightgreen"), (75, "green"), (60, "yellowgreen"), (45, "yellow"), (30, "orange"))


def render_badge(results: Results, submission: SubmissionResult) -> bytes:
    """One submission's badge: the score, and that some of it is open while it is."""
    score, points = submission["score"], submission["points"]
    message = f"{number(score)} of {number(points)}"
    share = 100 * score / points if points else 100.0
    colour = next((name for least, name in _COLOURS if share >= least), "red")
    if submission["status"] == "not_gradable":
        message, colour = "not graded", "lightgrey"
    elif submission["status"] == "awaiting":
        message, colour = f"{message}, in part", "blue"
    badge = {
        "schemaVersion": 1,
        "label": clean_line(results["rubric"]["title"], 40) or "grade",
        "message": message,
        "color": colour,
    }
    return (json.dumps(badge, allow_nan=False) + "\n").encode("ascii")


def write_badge(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write each submission's badge; the files that changed."""
    return [
        path
        for path, one in place_of_each(results, out / "exports", "badge", ".json")
        if write_if_changed(path, render_badge(results, one))
    ]
