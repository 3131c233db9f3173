"""Scores of a finished folder in the form that another system reads."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageMistake
from grader.gradebook import Gradebook
from grader.reports.records import Results

_SHEETS = ("canvas", "moodle")


def write_export(
    out: Path, target: str, sheet: Path | None = None, column: str = ""
) -> list[tuple[Path, str]]:
    """Write under `out`/exports what `target` names; each file with a note on what is missing.

    Raises `UsageMistake` for an unknown target or a sheet that is none.
    """
    from grader.reports import FORMATS, write_reports
    from grader.reports.exports.results_json import read_results

    results = read_results(out / "results.json")
    if target in _SHEETS:
        return [_sheet(out, target, results, sheet, column)]
    if target == "statistics":
        return [_statistics(out, results)]
    if target not in FORMATS:
        known = ", ".join((*_SHEETS, "statistics", *FORMATS))
        raise UsageMistake(f"--to {target}: there is no such export; the exports are: {known}")
    return [(path, "") for path in write_reports(results, out, (target,))]


def _sheet(
    out: Path, target: str, results: Results, sheet: Path | None, column: str
) -> tuple[Path, str]:
    from grader.reports.exports.lms import fill_canvas, fill_moodle
    from grader.reports.files import write_if_changed

    if sheet is None:
        raise UsageMistake(
            f"--to {target} fills the sheet that {target.capitalize()} gives out: download it and "
            "name it with --sheet FILE"
        )
    try:
        data = sheet.read_bytes()
    except OSError as error:
        raise UsageMistake(f"{sheet}: cannot be read: {error.strerror}") from None
    with Gradebook.open(out / "gradebook.db", "read") as book:
        people = {one.id: one.people for one in book.submissions.present()}
    more = {"column": column} if column else {}
    fill = fill_canvas if target == "canvas" else fill_moodle
    try:
        filled = fill(data, results, people=people, **more)
    except UsageMistake as mistake:
        raise UsageMistake(f"{sheet}: {mistake}") from None
    path = out / "exports" / f"{target}.csv"
    write_if_changed(path, filled.data)
    note = f"{filled.filled} scores filled in"
    if filled.unmatched:
        note += f"; no row for {', '.join(filled.unmatched)}"
    if filled.undecided:
        note += f"; not decided yet: {', '.join(filled.undecided)}"
    return path, "; ".join((note, *filled.notes))


def _statistics(out: Path, results: Results) -> tuple[Path, str]:
    from grader.reports.files import write_if_changed
    from grader.reports.statistics import class_statistics, statistics_csv

    path = out / "exports" / "statistics.csv"
    write_if_changed(path, statistics_csv(class_statistics(results)).encode("utf-8"))
    return path, ""
