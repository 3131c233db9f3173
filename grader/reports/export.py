"""Scores of a finished folder in the form that another system reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from grader.errors import UsageMistake
from grader.gradebook import Gradebook
from grader.reports.extras import Extras, Shows
from grader.reports.formats import FORMATS
from grader.reports.records import Results

SHEETS = ("canvas", "moodle", "brightspace", "blackboard")
"""Course sites that give out a sheet of which one column is filled."""

_CLASSROOM50 = "classroom50"
_GRADESCOPE = "gradescope-feedback"
ARCHIVES = ("canvas-feedback", "moodle-feedback", _GRADESCOPE)
"""Archives of what students read."""

EXPORTS = (
    *SHEETS,
    *(name for name in FORMATS if name not in ("json", "csv", "html")),
    _CLASSROOM50,
    *ARCHIVES,
)
"""What `--to` can name, in the order in which people are told."""

_TABLES = (".csv", ".tsv", ".txt", ".xls")

Written = list[tuple[Path, str]]
"""Files, each with a note on what is missing in it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a rubric says of its questions, by their ids; nothing where there is none."""

    shows: Mapping[str, Shows] = field(default_factory=dict)
    """How much students see."""

    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    for_staff: bool = False
    """Whether its pages are written for the instructor, with every key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller of an export says beside its name."""

    sheet: Path | None = None
    """What the course site gave out."""

    column: str = ""
    scale: bool = False
    """Convert scores to the points that the sheet's column counts out of."""

    inside: str = ""
    """Where the submission lies in its repository."""

    known: Callable[[], Known] = Known
    """What the rubric says, asked only where no sheet is filled."""


def write_export(out: Path, target: str, asked: Asked | None = None) -> Written:
    """Write under `out`/exports what `target` names.

    Raises `UsageMistake` for an unknown target or a sheet that is none.
    """
    from grader.reports.exports.results_json import read_results

    asked = asked or Asked()
    if target not in (*EXPORTS, *FORMATS):
        known = ", ".join(EXPORTS)
        raise UsageMistake(f"--to {target}: there is no such export; the exports are: {known}")
    results = read_results(out / "results.json")
    if target in SHEETS:
        return [_sheet(out, target, results, asked)]
    rubric = asked.known()
    extras = Extras(shows=rubric.shows, parts=rubric.parts, inside=asked.inside)
    if target in ARCHIVES:
        return [_archive(out, target, results, asked, extras, for_staff=rubric.for_staff)]
    if target == _CLASSROOM50:
        from grader.reports.exports.github.classroom50 import write_classroom50

        return [(path, "") for path in write_classroom50(results, out, extras)]
    return [(path, "") for path in FORMATS[target].write(results, out, extras)]


def _archive(
    out: Path, target: str, results: Results, asked: Asked, extras: Extras, *, for_staff: bool
) -> tuple[Path, str]:
    if for_staff:
        raise UsageMistake(
            f"--to {target}: the rubric says `audience: instructor`, its pages show keys and are "
            "not for students"
        )
    if target == _GRADESCOPE:
        from grader.reports.exports.gradescope_archive import write_gradescope_archive

        return write_gradescope_archive(results, out, extras, _people(out))
    from grader.reports.exports.feedback import write_feedback

    return write_feedback(out, target, results, asked.sheet)


def _sheet(out: Path, target: str, results: Results, asked: Asked) -> tuple[Path, str]:
    from grader.reports.exports.sheets.csv_bytes import read_sheet
    from grader.reports.exports.sheets.filling import fill
    from grader.reports.files import write_if_changed

    path = asked.sheet
    if path is None:
        raise UsageMistake(
            f"--to {target} fills the sheet that {target.capitalize()} gives out: download it and "
            "name it with --sheet FILE"
        )
    try:
        sheet = read_sheet(path.read_bytes())
    except OSError as error:
        raise UsageMistake(f"{path}: cannot be read: {error.strerror}") from None
    find = import_module(f"grader.reports.exports.sheets.{target}").find
    try:
        filled = fill(find(sheet, results, asked.column), results, _people(out), scale=asked.scale)
    except UsageMistake as mistake:
        raise UsageMistake(f"{path}: {mistake}") from None
    suffix = path.suffix.lower() if path.suffix.lower() in _TABLES else ".csv"
    written = out / "exports" / f"{target}{suffix}"
    write_if_changed(written, filled.data)
    note = f"{filled.filled} scores filled in"
    if filled.unmatched:
        note += f"; no row for {', '.join(filled.unmatched)}"
    if filled.undecided:
        note += f"; not decided yet: {', '.join(filled.undecided)}"
    return written, "; ".join((note, *filled.notes))


def _people(out: Path) -> dict[str, list[Mapping[str, str]]]:
    """Who handed in each submission, as the gradebook knows it."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        return {one.id: list(one.people) for one in book.submissions.present()}
