"""The class list: ties hand-ins to people by id, e-mail or name, and tells who is missing."""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import SubmissionError
from grader.evidence import Finding
from grader.intake.submission import Person, Submission

_COLUMNS = {
    "id": ("id", "sid", "studentid", "student", "orgdefinedid", "sisuserid", "username", "login",
           "sisloginid", "identifier", "idnumber", "matrikelnummer", "githubusername"),
    "name": ("name", "fullname", "studentname", "displayname"),
    "email": ("email", "emailaddress", "mail"),
    "first": ("firstname", "first", "givenname", "vorname"),
    "last": ("lastname", "last", "surname", "familyname", "nachname"),
}  # fmt: skip
_MAX_COMPARED = 100_000


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who should have handed in."""

    people: tuple[Person, ...] = ()


def read_roster(path: Path) -> Roster:
    """A CSV with a header that has an id, a name or an e-mail column, in any usual spelling."""
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise SubmissionError(f"{path}: the roster cannot be read ({reason.strerror}).") from reason
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    columns = _columns(rows[0]) if rows else {}
    if not columns:
        raise SubmissionError(f"{path}: line 1 must name the columns, such as id,name,email.")
    people = [person for row in rows[1:] if (person := _person(row, columns)) != Person()]
    return Roster(tuple(dict.fromkeys(people)))


def tie(
    submissions: Sequence[Submission], roster: Roster
) -> tuple[list[Submission], tuple[Person, ...], list[Finding]]:
    """Submissions with the roster's people, who handed in nothing, and findings on the class."""
    if not roster.people:
        return list(submissions), (), []
    index = _index(roster)
    tied: list[Submission] = []
    seen: dict[Person, list[str]] = {}
    loose: list[int] = []
    for place, submission in enumerate(submissions):
        found = _people_of(submission, index)
        if not found:
            loose.append(place)
        for person in found:
            seen.setdefault(person, []).append(submission.id)
        tied.append(_with(submission, found))
    missing = tuple(person for person in roster.people if person not in seen)
    suggested = _MAX_COMPARED // max(len(missing), 1)
    for count, place in enumerate(loose):
        tied[place] = _suggest(tied[place], missing if count < suggested else ())
    doubles = [
        Finding(
            "several-hand-ins",
            f"{person.name or person.id} appears in {len(ids)} hand-ins: {', '.join(ids)}.",
            staff=True,
        )
        for person, ids in seen.items()
        if len(ids) > 1
    ]
    return tied, missing, doubles


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [re.sub(r"[^a-z]", "", cell.lower()) for cell in header]
    for column, spellings in _COLUMNS.items():
        for spelling in spellings:
            if spelling in plain and plain.index(spelling) not in found.values():
                found.setdefault(column, plain.index(spelling))
    return found


def _person(row: list[str], columns: dict[str, int]) -> Person:
    cells = {column: row[place].strip() for column, place in columns.items() if place < len(row)}
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    id_ = cells.get("id") or cells.get("email") or name
    return Person(id_, name or id_, cells.get("email", "")) if id_ else Person()


def plain_name(name: str) -> str:
    """A name for comparing: no accents, no case, no punctuation, its words sorted."""
    return "".join(sorted(_words(name)))


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", text)


def _index(roster: Roster) -> dict[str, Person | None]:
    """Every key a person goes by; a key that two people share is worth nothing (None)."""
    index: dict[str, Person | None] = {}
    for person in roster.people:
        keys = {
            f"id:{person.id.casefold()}",
            f"id:{person.email.casefold()}",
            f"id:{person.email.partition('@')[0].casefold()}",
            f"name:{plain_name(person.name)}",
            *(f"run:{run}" for run in _runs(person.name)),
        } - {"id:", "name:", "run:"}
        for key in keys:
            index[key] = None if key in index and index[key] != person else person
    return index


def _runs(name: str) -> set[str]:
    """The name run together, starting with each of its words, as Canvas writes names."""
    tight = ["".join(_words(part)) for part in name.split()]
    return {
        "".join(words[n:] + words[:n])
        for words in (_words(name), tight)
        for n in range(min(len(words), 6))
    }


def _people_of(submission: Submission, index: dict[str, Person | None]) -> list[Person]:
    found: dict[Person, None] = {}
    for person in submission.people:
        for key in _keys_of(person.id, person.name, person.email):
            match = index.get(key)
            if match is not None:
                found[match] = None
                break
    if found:
        return list(found)
    for key in _keys_of(submission.name, submission.name, submission.id):
        match = index.get(key)
        if match is not None:
            return [match]
    tokens = [token for token in re.split(r"[\s_,;()]+", submission.name) if token]
    matches = {m for token in tokens if (m := index.get(f"id:{token.casefold()}")) is not None}
    return list(matches) if len(matches) == 1 else []


def _keys_of(id_: str, name: str, email: str) -> list[str]:
    words = _words(name)
    return [
        f"id:{id_.casefold()}",
        f"id:{email.casefold()}",
        f"id:{email.partition('@')[0].casefold()}",
        f"name:{plain_name(name)}",
        f"run:{''.join(words)}",
    ]


def _with(submission: Submission, found: list[Person]) -> Submission:
    if not found:
        return submission
    name = ", ".join(person.name for person in found)
    return replace(submission, people=tuple(found), name=name)


def _suggest(submission: Submission, missing: Sequence[Person]) -> Submission:
    """The submission with a finding that it is tied to nobody, and who it might belong to."""
    wanted = " ".join(_words(submission.name))
    names = {" ".join(_words(person.name)): person for person in missing}
    names |= {person.id.casefold(): person for person in missing}
    close = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.6)
    people = list(dict.fromkeys(names[match] for match in close))
    hint = " or ".join(f"{person.name} ({person.id})" for person in people)
    message = f"{submission.name} is nobody on the roster."
    if hint:
        message += f" Is it {hint}? Rename the hand-in to the id to tie it."
    finding = Finding("roster-unmatched", message, staff=True)
    return replace(submission, findings=(*submission.findings, finding))
