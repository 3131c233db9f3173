"""`exports/gradebook.xlsx`: the class as a workbook to sort, filter and hand on.

Written with XlsxWriter: it takes less than half of the time of openpyxl, and a text that looks like
a formula is a text by the call that writes it. openpyxl reads it back in the tests.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import Results, Statistics, SubmissionResult
from grader.reports.statistics import class_statistics
from grader.reports.text import clean_line
from grader.reports.words import STATUS_WORDS, SUBMISSION_WORDS

_MOST_WIDE = 40
_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HEAD = ("Id", "Name", "Status", "Score", "Out of", "Decided", "Late")
_FILLS = {"awaiting": "#e8e4f5", "missing": "#f0f0f0", "not_gradable": "#fbe3ea"}
_HEAD_OF_QUESTIONS = (
    *("Question", "Title", "Points", "Answers", "Earned", "Discrimination"),
    *(STATUS_WORDS[name] for name in STATUS_WORDS),
    *("Common wrong answer", "Given by"),
)


class _Table:
    """A sheet that is filled row by row, and as wide in each column as what stands there."""

    def __init__(self, book: Any, name: str, head: Sequence[str]) -> None:
        self._sheet = book.add_worksheet(name)
        self._bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._quoted = book.add_format({"quote_prefix": True})
        self._widths = [0] * len(head)
        self._row = 0
        self.write([(text, self._bold) for text in head])

    def write(self, cells: Sequence[tuple[object, Any]]) -> None:
        """One row: numbers as numbers, everything else as text, None as an empty cell."""
        for column, (value, look) in enumerate(cells):
            if value is None or value == "":
                self._sheet.write_blank(self._row, column, None, look)
                continue
            if isinstance(value, int | float):
                self._sheet.write_number(self._row, column, value, look)
            else:
                text = clean_line(str(value), 500)
                quoted = self._quoted if text.startswith(_STARTS_FORMULA) else look
                self._sheet.write_string(self._row, column, text, quoted)
            self._widths[column] = max(self._widths[column], len(str(value)))
        self._row += 1

    def finish(self, columns: int) -> None:
        """The heading and so many columns stay in sight; every column can be filtered."""
        self._sheet.freeze_panes(1, columns)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width + 2, _MOST_WIDE))
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._widths) - 1)


def render_workbook(results: Results, statistics: Statistics) -> bytes:
    """The bytes of the workbook; the same for the same results."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True})
    book.set_properties(
        {"title": clean_line(results["rubric"]["title"]), "created": datetime(2000, 1, 1)}
    )
    _grades(book, results)
    _questions(book, statistics)
    book.close()
    return made.getvalue()


def _grades(book: Any, results: Results) -> None:
    """A row per student, a column per question; what has no number yet is tinted."""
    submissions = results["submissions"]
    questions = submissions[0]["questions"] if submissions else []
    table = _Table(book, "Grades", [*_HEAD, *(clean_line(q["id"], 100) for q in questions)])
    points = book.add_format({"num_format": "0.00"})
    tints = {
        name: book.add_format({"bg_color": fill, "num_format": "0.00"})
        for name, fill in _FILLS.items()
    }
    for submission in submissions:
        marks = [(q["score"], tints.get(q["status"], points)) for q in submission["questions"]]
        table.write([*_who(submission, points), *marks])
    for absent in results["missing"]:
        table.write([(absent["id"], None), (absent["name"], None), ("Nothing handed in", None)])
    worth = [(q["points"], points) for q in questions]
    if questions:
        total = results["rubric"]["points"]
        named: list[tuple[object, Any]] = [("", None), ("Points possible", None), ("", None)]
        table.write([*named, (total, points), ("", None), ("", None), ("", None), *worth])
    table.finish(2)


def _who(submission: SubmissionResult, points: Any) -> list[tuple[object, Any]]:
    late = submission["late"]
    return [
        (submission["id"], None),
        (submission["name"], None),
        (SUBMISSION_WORDS.get(submission["status"], submission["status"]), None),
        (submission["score"], points),
        (submission["points"], points),
        (submission["decided_points"], points),
        (late["deduction"] if late else None, points),
    ]


def _questions(book: Any, statistics: Statistics) -> None:
    """A row per question: how much was earned, how answers ended, which wrong one repeats."""
    table = _Table(book, "Questions", _HEAD_OF_QUESTIONS)
    points = book.add_format({"num_format": "0.00"})
    share = book.add_format({"num_format": "0 %"})
    for name, item in statistics["questions"].items():
        most = item["clusters"][0] if item["clusters"] else None
        table.write(
            [
                (name, None),
                (item["title"], None),
                (item["points"], points),
                (item["answers"], None),
                (item["difficulty"], share),
                (item["discrimination"], points),
                *((item["statuses"].get(status, 0), None) for status in STATUS_WORDS),
                (most["answer"] if most else None, None),
                (most["count"] if most else None, None),
            ]
        )
    table.finish(1)


def write_workbook(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `exports/gradebook.xlsx` under `out`; the files that changed."""
    path = out / "exports" / "gradebook.xlsx"
    statistics = extras.statistics or class_statistics(results)
    return [path] if write_if_changed(path, render_workbook(results, statistics)) else []
