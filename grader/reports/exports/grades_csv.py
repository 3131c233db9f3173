"""`grades.csv`: one row per student, one column per question, safe to open in a spreadsheet."""

import csv
import io
import re
from pathlib import Path
from typing import Any

from grader.reports.exports.results_json import short
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import Results, SubmissionResult
from grader.reports.text import clean_line

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_AFTER_SEMICOLON = re.compile(r";([\s\"]*)(?=[=+\-@＝＋－＠])")
COLUMNS = ("id", "name", "status", "score", "points", "decided_points", "late_deduction")


def defused(text: object) -> str:
    """A text cell that no spreadsheet takes for a formula, nor what it is cut into.

    Where the decimal point is a comma, Excel cuts a file of commas at its semicolons, and takes
    quotes there for its own.
    """
    raw = "" if text is None else str(text)
    cell = _AFTER_SEMICOLON.sub(r";\1'", clean_line(raw, 500))
    return (
        f"'{cell}" if raw.startswith(_STARTS_FORMULA) or cell.startswith(_STARTS_FORMULA) else cell
    )


def _score(value: Any) -> int | float | str:
    """A number, or a blank where there is none yet."""
    return "" if value is None else short(value)


def _row(submission: SubmissionResult) -> list[object]:
    late = submission["late"]
    return [
        defused(submission["id"]),
        defused(submission["name"]),
        submission["status"],
        _score(submission["score"]),
        _score(submission["points"]),
        _score(submission["decided_points"]),
        _score(late["deduction"]) if late else "",
    ]


def render_csv(results: Results) -> bytes:
    """The bytes of `grades.csv`: UTF-8 with a mark that Excel understands, CRLF line ends."""
    submissions = results["submissions"]
    ids = [question["id"] for question in submissions[0]["questions"]] if submissions else []
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow([*COLUMNS, *(defused(name) for name in ids)])
    for submission in submissions:
        scores = {question["id"]: question["score"] for question in submission["questions"]}
        sheet.writerow([*_row(submission), *(_score(scores.get(name)) for name in ids)])
    for absent in results["missing"]:
        blanks = [""] * (len(COLUMNS) - 3 + len(ids))
        sheet.writerow([defused(absent["id"]), defused(absent["name"]), "missing", *blanks])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def write_csv(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `grades.csv` under `out`; the files that changed."""
    path = out / "grades.csv"
    return [path] if write_if_changed(path, render_csv(results)) else []
