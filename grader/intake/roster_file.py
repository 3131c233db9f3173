"""Reading a class list: a table of any school's, or the gradebook that Canvas gives out."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake.names import folded, words_of
from grader.intake.submission import Person

_SPELLINGS = {
    "id": """
        id sid studentid orgdefinedid sisuserid username login sisloginid integrationid identifier
        idnumber matrikelnummer githubusername netid uniqueid uniqname userid loginid accountname
        studentnumber studentno studentidnumber registrationnumber rollno rollnumber uid upi
        enrolmentnumber enrollmentnumber universityid kerberos matrikelnr matnr matrikel idnummer
        kennung benutzername numerodidentification numeroetudiant nomdutilisateur numerodeid
        numerodeidentificacion matricula nombredeusuario matricola 学号 学籍番号 학번
    """,
    "name": """
        name fullname studentname displayname student vollstandigername nomcomplet nombrecompleto
        nomecompleto фио 姓名 氏名 이름
    """,
    "email": """
        email emailaddress mail emailadresse mailadresse universityemail schoolemail emailid
        courriel adressedecourriel adresseemail adressemail correo correoelectronico
        direcciondecorreo direcciondeemail indirizzoemail
    """,
    "first": "firstname first givenname vorname prenom nombre nombres nome",
    "last": "lastname last surname familyname nachname nom apellido apellidos cognome sobrenome",
    "section": """
        section sections sectionname tutorial tutorialgroup recitation ubungsgruppe gruppe groupe
        grupo
    """,
}
"""Heads of columns without accents, blanks and signs; those that say it most surely first."""
_COLUMNS = {column: tuple(words.split()) for column, words in _SPELLINGS.items()}
_TITLE = re.compile(r"(?:[JS]r|II|III|IV|Ph\.? ?D|[BM]\.? ?Sc|Esq)\.?")
_TEST_STUDENT = ("Student, Test", "Test Student")
_MOST_TOLD = 5
_MOST_ABOVE = 12
"""Lines of a title, above the head or with it, in which the head and the separator are sought."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who should have handed in."""

    people: tuple[Person, ...] = ()


def read_roster(path: Path) -> Roster:
    """A CSV or workbook with a header that has an id, a name or an e-mail column, in any usual
    spelling, below whatever title.

    Raises `SubmissionError` where it cannot be read, or gives one id to two people.
    """
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise SubmissionError(f"{path}: the roster cannot be read ({reason.strerror}).") from reason
    try:
        is_book = raw.startswith(_WORKBOOKS)
        rows = _of_workbook(path, raw) if is_book else list(rows_of_table(text_of_table(raw)))
    except csv.Error as reason:
        raise SubmissionError(f"{path}: the roster cannot be read as CSV ({reason}).") from None
    head, columns = 0, _columns([row for _, row in rows])
    for place in range(1, min(len(rows), _MOST_ABOVE)):
        if not columns.keys() - {"section"}:
            head, columns = place, _columns([row for _, row in rows[place:]])
    if not columns.keys() - {"section"}:
        raise SubmissionError(f"{path}: line 1 must name the columns, such as id,name,email.")
    canvas = "student" in map(_plain, rows[head][1]) and "id" in columns
    people: dict[Person, int] = {}
    for line, row in rows[head + 1 :]:
        person = _person(row, columns)
        if person != Person() and not (canvas and _is_canvas_own(row, columns)):
            people.setdefault(person, line)
    return Roster(_numbered(_each_once(path, people)))


def _of_workbook(path: Path, raw: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a workbook's first sheet with anything in it, with their numbers."""
    try:
        from grader.intake.reader.documents.document import Unreadable
        from grader.intake.reader.documents.sheets import read_sheets

        sheets = read_sheets("roster.xlsx", raw)  # by its content
    except ImportError:
        told = "install homework-grader[grade], or save it as CSV"
        raise SubmissionError(f"{path}: the roster is a workbook; {told}.") from None
    except Unreadable as reason:
        raise SubmissionError(f"{path}: the roster cannot be read: {reason.message}") from None
    rows = next((sheet for sheet in sheets if sheet.rows), None)
    if rows is None:
        return []
    return [
        (line, ["" if cell is None else str(cell) for cell in row])
        for line, row in enumerate(rows.rows, rows.first_row)
    ]


def text_of_table(raw: bytes) -> str:
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


def rows_of_table(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line at which each ends; the first is the header."""
    text = unicodedata.normalize("NFC", text.replace("\0", ""))
    lines = text.splitlines()
    told = re.match(r"sep=([,;\t|])$", lines[0].strip(" ")) if lines else None
    front = re.sub(r'"[^"\n]*"', "", "\n".join(lines[:_MOST_ABOVE]))
    delimiter = told[1] if told else max(",;\t|", key=front.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    for row in reader:
        if any(cell.strip() for cell in row) and not (told and reader.line_num == 1):
            yield reader.line_num, row


def _plain(cell: str) -> str:
    """A head without accents, blanks, digits and signs; `Apellido(s)` is apellidos."""
    text = unicodedata.normalize("NFKD", cell.casefold())
    return re.sub(r"[\W\d_]", "", "".join(c for c in text if not unicodedata.combining(c)))


_WORD_AND_NUMBER = re.compile(r"([^\W\d_].*?)\s?(\d+)")


def _numbered(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Everybody, by the number alone too where one long word stands before all: Participant 12."""
    found = [_WORD_AND_NUMBER.fullmatch(person.id) for person in people]
    words = {match[1] if match else "" for match in found}
    if len(words) != 1 or len(min(words)) < 8:
        return people
    pairs = zip(people, found, strict=True)
    return tuple(replace(one, other_ids=(*one.other_ids, m[2])) for one, m in pairs if m)


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
    if first and name and not last and not re.search(r"[\s,]", name):
        last, name = name, ""  # a column of names beside one of first names
    name = _turned(name) or f"{first} {last}".strip()
    known = list(dict.fromkeys(filter(None, map(_bare_id, cells.get("id", ())))))
    id_ = next(iter(known), "") or email or name
    return Person(id_, name or id_, email, tuple(known[1:]), section) if id_ else Person()


def _bare_id(cell: str) -> str:
    """An id without the sign that Brightspace puts before it, and the `.0` of a workbook's."""
    return re.sub(r"^(\d+)\.0$", r"\1", cell.lstrip("#").strip())


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
