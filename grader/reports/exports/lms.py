"""Scores into the file that Canvas or Moodle gave out, one column filled, all else untouched.

The instructor downloads the course's own sheet, this fills it, and it is uploaded again: no
identifier, date or column is invented. Only submissions that are wholly graded are filled in, and
nobody who is excused. What the sheet says otherwise than the rubric is told.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageMistake
from grader.reports.exports.csv_bytes import Cell, Sheet, read_sheet
from grader.reports.records import Results
from grader.reports.text import clean_line, number

_EXCUSED = ("ex", "excused")

People = Mapping[str, Sequence[Mapping[str, str]]]
"""Per submission id, who handed it in: mappings with `id`, `name` and `email`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet, and what could not be filled."""

    data: bytes
    filled: int
    unmatched: tuple[str, ...]
    """Ids of graded submissions that no row belongs to."""

    undecided: tuple[str, ...]
    """Ids of submissions that wait for a person or for us; their cells were left alone."""

    notes: tuple[str, ...] = ()
    """What the instructor has to know before the sheet is uploaded."""


def fill_canvas(
    data: bytes, results: Results, *, column: str = "", people: People | None = None
) -> Filled:
    """Fill a gradebook exported from Canvas.

    `column` names the assignment's column; without it the one is taken that bears the rubric's
    title. Raises UsageMistake where the sheet is none or the column cannot be told.
    """
    sheet = read_sheet(data)
    header = _header(sheet)
    if len(header) < 3 or "Student" not in header[0] or "ID" not in header[1:3]:
        raise UsageMistake("this is no gradebook exported from Canvas: its first columns differ")
    title = column or clean_line(str(results["rubric"]["title"]))
    target = _column(header, lambda name: _bare(name) == _bare(title) or name == column, title)
    if "(read only)" in header[target]:
        raise UsageMistake(f"{clean_line(header[target], 60)!r}: Canvas does not read this column")
    names = [header.index(n) for n in ("ID", "SIS User ID", "SIS Login ID") if n in header]
    rows = {
        index: ([row[place].text for place in names if place < len(row)], row[0].text)
        for index, row in enumerate(sheet.rows[1:], 1)
        if len(row) > target and not _is_heading(row)
    }
    possible = [
        row[target].text
        for row in sheet.rows[1:3]
        if len(row) > target and row[0].text.strip().startswith("Points Possible")
    ]
    return _fill(sheet, target, rows, results, people or {}, possible)


def fill_moodle(
    data: bytes, results: Results, *, column: str = "Grade", people: People | None = None
) -> Filled:
    """Fill a grading worksheet downloaded from Moodle; `column` is its word for the grade.

    The sheet's dates stay as they are, since Moodle compares them.
    """
    sheet = read_sheet(data)
    header = _header(sheet)
    if len(header) < 3:
        raise UsageMistake("this is no grading worksheet from Moodle: it has too few columns")
    target = _column(header, lambda name: name == column, column)
    email = next((i for i, name in enumerate(header) if "mail" in name.lower()), None)
    most = header.index("Maximum grade") if "Maximum grade" in header else None
    rows, possible = {}, []
    for index, row in enumerate(sheet.rows[1:], 1):
        if len(row) > target:
            possible += [row[most].text] if most is not None and len(row) > most else []
            found = re.search(r"(\d+)\s*$", row[0].text)
            ids = [found[1]] if found else []
            ids += [row[email].text] if email is not None else []
            rows[index] = (ids, row[1].text)
    return _fill(sheet, target, rows, results, people or {}, possible)


def _header(sheet: Sheet) -> list[str]:
    return [cell.text.strip() for cell in sheet.rows[0]] if sheet.rows else []


def _bare(name: str) -> str:
    """A column's name without the number that Canvas adds."""
    return re.sub(r"\s*\(\d+\)\s*$", "", name).strip().casefold()


def _column(header: Sequence[str], fits: Callable[[str], bool], title: str) -> int:
    """The one column that fits; UsageMistake lists the columns where it cannot be told."""
    found = [index for index, name in enumerate(header) if fits(name)]
    if len(found) == 1:
        return found[0]
    problem = "no column" if not found else "more than one column"
    listed = ", ".join(repr(clean_line(name, 60)) for name in header[2:40])
    raise UsageMistake(f"{problem} is named {title!r}; say which with --column: {listed}")


def _is_heading(row: Sequence[Cell]) -> bool:
    """Canvas's second rows: the points possible, and which columns are posted by hand."""
    first = row[0].text.strip()
    posted = {cell.text.strip() for cell in row} <= {"", "Manual Posting"}
    return first.startswith("Points Possible") or posted


def _fill(
    sheet: Sheet,
    target: int,
    rows: Mapping[int, tuple[list[str], str]],
    results: Results,
    people: People,
    possible: Sequence[str],
) -> Filled:
    """Put each graded score into the row of everybody who handed it in and is not excused."""
    by_id, by_name = _index(rows)
    changes: dict[tuple[int, int], str] = {}
    unmatched, undecided = [], []
    excused, changed = [], []
    for submission in results["submissions"]:
        own = str(submission["id"])
        if submission["status"] != "graded":
            undecided.append(own)
            continue
        who = people.get(own) or [{"id": own, "name": str(submission["name"])}]
        places = [place for one in who if (place := _row(one, by_id, by_name)) is not None]
        if not places:
            unmatched.append(own)
        for place in places:
            score, before = number(submission["score"]), sheet.rows[place][target].text.strip()
            if before.casefold() in _EXCUSED:
                excused.append(own)
                continue
            if before and _points(before) is not None and _points(before) != _points(score):
                changed.append(f"{own} ({clean_line(before, 20)} becomes {score})")
            changes[place, target] = score
    notes = _other_points(possible, float(results["rubric"]["points"]))
    if excused:
        notes.append(f"excused in the sheet (EX), left so: {', '.join(excused)}")
    if changed:
        notes.append(f"scores that were there before: {', '.join(changed)}")
    data = sheet.with_cells(changes)
    return Filled(data, len(changes), tuple(unmatched), tuple(undecided), tuple(notes))


def _other_points(possible: Sequence[str], points: float) -> list[str]:
    """What to say where the sheet counts out of other points than the rubric."""
    found = dict.fromkeys(one for cell in possible if (one := _points(cell)) is not None)
    others = [number(one) for one in found if abs(one - points) >= 0.005]
    if not others:
        return []
    told = " and ".join(others)
    return [
        f"the sheet counts this column out of {told} points and the rubric out of "
        f"{number(points)}: scores are filled in as they are"
    ]


def _points(cell: str) -> float | None:
    """A cell's number at two decimals, with a decimal point or comma; None where it is none."""
    text = cell.strip().replace(",", ".") if "." not in cell else cell.strip().replace(",", "")
    try:
        found = float(text)
    except ValueError:
        return None
    return round(found, 2) if math.isfinite(found) else None


def _index(
    rows: Mapping[int, tuple[list[str], str]],
) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Rows by identifier and by name; None where two rows share one, so that neither is hit."""
    by_id: dict[str, int | None] = {}
    by_name: dict[str, int | None] = {}
    for index, (ids, name) in rows.items():
        for key in {one.strip().casefold() for one in ids} - {""}:
            by_id[key] = None if key in by_id else index
        key = _name(name)
        by_name[key] = None if key in by_name else index
    return by_id, by_name


def _name(name: str) -> str:
    """A name as its sorted words, so that `Kim, Pat` and `Pat Kim` are the same."""
    words: Iterable[str] = re.findall(r"[^\W_]+", name.casefold())
    return " ".join(sorted(words))


def _row(
    person: Mapping[str, str], by_id: Mapping[str, int | None], by_name: Mapping[str, int | None]
) -> int | None:
    """The row of a person: by identifier, else by address, else by a name that is unique."""
    for key in (person.get("id", ""), person.get("email", "")):
        if key.strip().casefold() in by_id:
            return by_id[key.strip().casefold()]
    name = _name(person.get("name", ""))
    return by_name.get(name) if name else None
