"""`exports/statistics.csv` and `exports/items.csv`: how a class did in each question and part."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from grader.marks import Status
from grader.reports.exports.grades_csv import defused
from grader.reports.exports.results_json import short
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import PartResult, Results
from grader.reports.statistics import class_statistics, statistics_csv

_STATUSES = tuple(map(str, Status))
COLUMNS = ("question", "part", "points", "answers", "earned", *_STATUSES, "mistake", "made_by")


def render_items(results: Results) -> bytes:
    """One row per part of each question, in the rubric's order: who answers what, how well.

    `answers` are the decided ones and `earned` their mean share of the points; submissions without
    an answer to the question have no parts and are counted nowhere.
    """
    parts: dict[tuple[str, str], list[PartResult]] = {}
    order: dict[str, None] = {}
    for submission in results["submissions"]:
        for question in submission["questions"]:
            order[question["id"]] = None
            for part in question["parts"]:
                parts.setdefault((question["id"], part["id"]), []).append(part)
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for name in order:
        for (question_id, part_id), answers in parts.items():
            if question_id == name:
                sheet.writerow([defused(name), defused(part_id), *_figures(answers)])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _figures(answers: list[PartResult]) -> list[object]:
    """Points, decided answers, the share earned, counts of statuses, the commonest mistake."""
    points = max(one["points"] for one in answers)
    shares = [
        one["score"] / one["points"]
        for one in answers
        if one["score"] is not None and one["points"]
    ]
    earned = short(sum(shares) / len(shares)) if shares else ""
    statuses = Counter(str(one["status"]) for one in answers)
    mistakes = Counter(mistake for one in answers for mistake in set(one["mistakes"]))
    most = min(mistakes.items(), key=lambda item: (-item[1], item[0]), default=("", ""))
    counts = [statuses.get(status, 0) for status in _STATUSES]
    return [short(points), len(shares), earned, *counts, defused(most[0]), most[1]]


def write_statistics(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write both files under `out`/exports; the files that changed."""
    statistics = extras.statistics or class_statistics(results)
    files = {
        "statistics.csv": statistics_csv(statistics).encode("utf-8", "replace"),
        "items.csv": render_items(results),
    }
    folder = out / "exports"
    return [folder / name for name, data in files.items() if write_if_changed(folder / name, data)]
