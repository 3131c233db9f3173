"""Reading a class list: a CSV of any school's, or the gradebook that Canvas gives out."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake.names import folded, words_of
from grader.intake.submission import Person

_COLUMNS = {
    "id": ("id", "sid", "studentid", "orgdefinedid", "sisuserid", "username", "login",
           "sisloginid", "integrationid", "identifier", "idnumber", "matrikelnummer",
           "githubusername"),
    "name": ("name", "fullname", "studentname", "displayname", "student"),
    "email": ("email", "emailaddress", "mail"),
    "first": ("firstname", "first", "givenname", "vorname"),
    "last": ("lastname", "last", "surname", "familyname", "nachname"),
    "section": ("section", "sections", "sectionname", "tutorial", "tutorialgroup", "recitation"),
}  # fmt: skip
_TITLE = re.compile(r"(?:[JS]r|II|III|IV|Ph\.? ?D|[BM]\.? ?Sc|Esq)\.?")
_TEST_STUDENT = ("Student, Test", "Test Student")
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who should have handed in."""

    people: tuple[Person, ...] = ()


def read_roster(path: Path) -> Roster:
    """A CSV with a header that has an id, a name or an e-mail column, in any usual spelling.

    Raises `SubmissionError` where it cannot be read, or gives one id to two people.
    """
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise SubmissionError(f"{path}: the roster cannot be read ({reason.strerror}).") from reason
    if raw.startswith(b"PK\x03\x04"):
        raise SubmissionError(f"{path}: the roster is a workbook; save it as CSV.")
    try:
        text = _text(raw)
        rows = list(_rows(text))
    except csv.Error as reason:
        raise SubmissionError(f"{path}: the roster cannot be read as CSV ({reason}).") from None
    columns = _columns([row for _, row in rows])
    if not columns.keys() - {"section"}:
        raise SubmissionError(f"{path}: line 1 must name the columns, such as id,name,email.")
    canvas = "student" in map(_plain, rows[0][1]) and "id" in columns
    people: dict[Person, int] = {}
    for line, row in rows[1:]:
        person = _person(row, columns)
        if person != Person() and not (canvas and _is_canvas_own(row, columns)):
            people.setdefault(person, line)
    return Roster(_each_once(path, people))


def _text(raw: bytes) -> str:
    """The text in its own encoding: UTF-8, UTF-16 as Excel writes it, else Windows' own."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    start = raw[:200]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[offset::2].count(0) > len(start) // 3:
            return raw.decode(name, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line at which each ends; the first is the header."""
    text = unicodedata.normalize("NFC", text.replace("\0", ""))
    lines = text.splitlines()
    told = re.match(r"sep=([,;\t|])$", lines[0].strip(" ")) if lines else None
    first = next((line for line in lines[bool(told) :] if line.strip()), "")
    delimiter = told[1] if told else max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    for row in reader:
        if any(cell.strip() for cell in row) and not (told and reader.line_num == 1):
            yield reader.line_num, row


def _plain(cell: str) -> str:
    return re.sub(r"[^a-z]", "", cell.lower())


def _columns(rows: list[list[str]]) -> dict[str, list[int]]:
    """Where each kind of column stands, the best first; a column is of one kind only.

    A column `Student` holds names, or ids where there are no others and none has a blank in it.
    """
    found: dict[str, list[int]] = {}
    plain = [_plain(cell) for cell in rows[0]] if rows else []
    for column, spellings in _COLUMNS.items():
        places = [plain.index(spelling) for spelling in spellings if spelling in plain]
        if places:
            found[column] = places
    if "id" not in found and "student" in plain:
        place = plain.index("student")
        if not any(re.search(r"[\s,]", "".join(row[place : place + 1])) for row in rows[1:]):
            found["id"] = [place]
    return found


def _person(row: list[str], columns: dict[str, list[int]]) -> Person:
    cells = {
        column: [row[place].strip() for place in places if place < len(row)]
        for column, places in columns.items()
    }
    first, last, name, email, section = (
        next(iter(cells.get(column, ())), "")
        for column in ("first", "last", "name", "email", "section")
    )
    name = _turned(name) or f"{first} {last}".strip()
    known = list(dict.fromkeys(filter(None, cells.get("id", ()))))
    id_ = next(iter(known), "") or email or name
    return Person(id_, name or id_, email, tuple(known[1:]), section) if id_ else Person()


def _turned(name: str) -> str:
    """`Doe, Jane Mary` as `Jane Mary Doe`; titles behind a comma stay where they are."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or "," in first or not first or _TITLE.fullmatch(first):
        return " ".join(name.split())
    return " ".join(f"{first} {last}".split())


def _is_canvas_own(row: list[str], columns: dict[str, list[int]]) -> bool:
    """The rows that Canvas puts between students: the points possible, and its test student."""
    cells = [row[place].strip() for place in columns.get("name", ()) if place < len(row)]
    return any(
        cell.casefold().startswith("points possible") or cell in _TEST_STUDENT for cell in cells
    )


def _each_once(path: Path, people: dict[Person, int]) -> tuple[Person, ...]:
    """Everybody once; an id that two people have is one message with both lines."""
    known: dict[str, Person] = {}
    clashes: list[str] = []
    for person, line in people.items():
        before = known.setdefault(folded(person.id), person)
        if before is not person and sorted(words_of(before.name)) != sorted(words_of(person.name)):
            where = f"lines {people[before]} and {line}"
            clashes.append(f"{person.id} ({before.name} and {person.name}, {where})")
    if clashes:
        more = f" and {len(clashes) - _MOST_TOLD} more" if len(clashes) > _MOST_TOLD else ""
        told = "; ".join(clashes[:_MOST_TOLD]) + more
        said = "one id stands for two people" if len(clashes) == 1 else "ids stand for two people"
        raise SubmissionError(f"{path}: {said}: {told}. Give each an id of their own.")
    return tuple(known.values())
