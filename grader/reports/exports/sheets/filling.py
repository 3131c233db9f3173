"""Scores into the sheet that a course site gave out: one column filled, all else untouched.

The instructor downloads the course's own sheet, this fills it, and it is uploaded again: no
identifier, date or column is invented. Only submissions that are wholly graded are filled in, and
nobody who is excused. What the sheet says otherwise than the rubric is told.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.errors import UsageMistake
from grader.intake.names import folded, plain_name, words_of
from grader.reports.exports.sheets.csv_bytes import Sheet
from grader.reports.records import Results
from grader.reports.text import clean_line, number

_EXCUSED = ("ex", "excused", "exempt")
_COLUMNS_TOLD = 40

People = Mapping[str, Sequence[Mapping[str, Any]]]
"""Per submission id, who handed it in: mappings with `id`, `name`, `email` and `other_ids`."""


@dataclass(frozen=True, slots=True)
class Column:
    """The one column to fill, and whose each of its rows is."""

    sheet: Sheet
    place: int
    rows: Mapping[int, tuple[Sequence[str], str]]
    """Per row of the sheet, the identifiers in it and the name."""

    possible: Sequence[str] = ()
    """The points that the column counts out of, as the sheet writes them."""


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


def header_of(sheet: Sheet) -> list[str]:
    """The names of the columns."""
    return [cell.text.strip() for cell in sheet.rows[0]] if sheet.rows else []


def column_of(header: Sequence[str], fits: Callable[[str], bool], title: str) -> int:
    """The one column that fits; UsageMistake lists the columns where it cannot be told."""
    found = [index for index, name in enumerate(header) if fits(name)]
    if len(found) == 1:
        return found[0]
    problem = "no column" if not found else "more than one column"
    listed = ", ".join(repr(clean_line(name, 60)) for name in header[2:_COLUMNS_TOLD])
    raise UsageMistake(f"{problem} is named {title!r}; say which with --column: {listed}")


def title_of(results: Results, column: str) -> str:
    """What the column to fill is called: what the caller says, else the rubric's title."""
    return column or clean_line(str(results["rubric"]["title"]))


def fill(
    column: Column, results: Results, people: People | None = None, *, scale: bool = False
) -> Filled:
    """Put each graded score into the row of everybody who handed it in and is not excused.

    With `scale` scores are converted to the points that the column counts out of; raises
    UsageMistake where the sheet does not say them.
    """
    rows = _Rows.of(column.rows)
    points = float(results["rubric"]["points"])
    possible = dict.fromkeys(one for c in column.possible if (one := points_in(c)) is not None)
    factor = _factor(list(possible), points) if scale else 1.0
    changes: dict[tuple[int, int], str] = {}
    given: dict[int, str] = {}
    unmatched, undecided, excused, changed, above, twice = [], [], [], [], [], []
    for submission in results["submissions"]:
        own = str(submission["id"])
        if submission["status"] != "graded":
            undecided.append(own)
            continue
        who = (people or {}).get(own) or [{"id": own, "name": str(submission["name"])}]
        places = [place for one in who if (place := rows.row_of(one)) is not None]
        if not places:
            unmatched.append(own)
        score = number(submission["score"] * factor)
        for place in places:
            before = column.sheet.rows[place][column.place].text.strip()
            if before.casefold() in _EXCUSED:
                excused.append(own)
                continue
            there = points_in(before)
            if there is not None and there != points_in(score):
                changed.append(f"{own} ({clean_line(before, 20)} becomes {score})")
            if place in given and changes.get((place, column.place)) != score:
                twice.append(f"{given[place]} and {own}")
                changes.pop((place, column.place), None)
                continue
            given[place] = own
            changes[place, column.place] = score
        if places and len(possible) == 1 and float(score) > max(possible):
            above.append(f"{own} ({score})")
    notes = _other_points(list(possible), points, scale)
    for said, names in (
        ("excused in the sheet (EX), left so", excused),
        ("scores that were there before", changed),
        ("one row for two submissions with different scores, left as it was", twice),
        ("above what the column counts out of, which the site may cap", above),
    ):
        if names:
            notes.append(f"{said}: {', '.join(names)}")
    data = column.sheet.with_cells(changes)
    return Filled(data, len(changes), tuple(unmatched), tuple(undecided), tuple(notes))


def _factor(possible: Sequence[float], points: float) -> float:
    """What a score is multiplied with, so that the rubric's points are the column's."""
    if len(possible) != 1 or possible[0] <= 0:
        raise UsageMistake("--scale: the sheet does not say how many points this column counts")
    if points <= 0:
        raise UsageMistake("--scale: the rubric has no points that could be converted")
    return possible[0] / points


def _other_points(possible: Sequence[float], points: float, scale: bool) -> list[str]:
    """What to say where the sheet counts out of other points than the rubric."""
    others = [number(one) for one in possible if abs(one - points) >= 0.005]
    if not others:
        return []
    told = " and ".join(others)
    if scale:
        return [f"scores are converted from {number(points)} to {told} points"]
    return [
        f"the sheet counts this column out of {told} points and the rubric out of "
        f"{number(points)}: scores are filled in as they are; --scale converts them"
    ]


def points_in(cell: str) -> float | None:
    """A cell's number at two decimals, with a decimal point or comma; None where it is none."""
    text = cell.strip().replace(",", ".") if "." not in cell else cell.strip().replace(",", "")
    try:
        found = float(text)
    except ValueError:
        return None
    return round(found, 2) if math.isfinite(found) else None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows by identifier and by name; None where two rows share one, so that neither is hit."""

    by_id: Mapping[str, int | None]
    by_name: Mapping[str, int | None]
    names: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, rows: Mapping[int, tuple[Sequence[str], str]]) -> "_Rows":
        by_id: dict[str, int | None] = {}
        by_name: dict[str, int | None] = {}
        for index, (ids, name) in rows.items():
            for key in {folded(one) for one in ids} - {""}:
                by_id[key] = None if key in by_id else index
            key = plain_name(name)
            by_name[key] = None if key in by_name else index
        return cls(by_id, by_name, {index: words_of(name) for index, (_, name) in rows.items()})

    def row_of(self, person: Mapping[str, Any]) -> int | None:
        """The row of a person: by identifier, else by address, else by a name that is unique.

        A number may be another system's, and somebody else's here: where both are called by more
        than one word and share none, the row is not theirs.
        """
        name = str(person.get("name") or "")
        email = str(person.get("email") or "")
        others = person.get("other_ids") or ()
        words = words_of(name)
        for key in (str(person.get("id") or ""), email, *others, email.partition("@")[0]):
            index = self.by_id.get(folded(key)) if key else None
            if index is None:
                if key and folded(key) in self.by_id:
                    return None
                continue
            there = self.names[index]
            if min(len(words), len(there)) < 2 or _share(words, there):
                return index
        return self.by_name.get(plain_name(name)) if words else None


def _share(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names have a word in common, or one that is the beginning of another's."""
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right)
