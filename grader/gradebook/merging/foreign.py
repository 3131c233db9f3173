"""Gradebooks that others made, opened as what they are: files that anybody may have changed.

Every value is looked at before any of it is taken: a gradebook that could not have come from this
grader is refused as a whole, with the place.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import GradebookError
from grader.gradebook import codec
from grader.gradebook.book import Gradebook
from grader.gradebook.connect import connect_to_read, look_for_damage, told
from grader.gradebook.database import Database, from_json
from grader.gradebook.keys import content_digest
from grader.gradebook.schema import migrate

_LONGEST = 1 << 29
_ID = re.compile(r"(?=.*[^.])[A-Za-z0-9._-]{1,90}", re.DOTALL)
_HEX = re.compile(r"[0-9a-f]{64}")
_SCORE = re.compile(r"-?\d{1,30}(/\d{1,30})?")
Check = Callable[[Any], object]
"""Raises, or is false, for a value that no gradebook of ours holds."""


def _text(value: Any, most: int = 1 << 20) -> bool:
    return isinstance(value, str) and len(value) <= most


def _word(value: Any) -> bool:
    return _text(value, 1_000)


def _id(value: Any) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def _hex(value: Any) -> bool:
    return isinstance(value, str) and bool(_HEX.fullmatch(value))


def _token(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{32}", value))


def _whole(value: Any) -> bool:
    return type(value) is int


def _flag(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


def _seconds(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value < 1e9


def _time(value: Any) -> bool:
    return _word(value) and datetime.fromisoformat(value) is not None


def _score(value: Any) -> bool:
    return isinstance(value, str) and bool(_SCORE.fullmatch(value)) and bool(str(Fraction(value)))


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _json(check: Check) -> Check:
    return lambda value: _text(value, 1 << 24) and check(from_json(value))


def _rows(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_text(x) for pair in value.items() for x in pair)


def _file(value: Any) -> bool:
    name, digest, size = value
    return _text(name) and (digest == "" or _hex(digest)) and _whole(size) and size >= 0


def _person(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_text(x) for pair in value.items() for x in pair)


def _missing(value: Any) -> bool:
    return _person(value) and {"id", "name"} <= value.keys()


def _split(value: Any) -> bool:
    if value == "":
        return True
    number, of, submissions, digest = from_json(value)
    counts = _whole(number) and _whole(of) and _whole(submissions)
    return counts and 1 <= number <= of and _hex(digest)


def _evidence_rest(value: Any) -> bool:
    found = codec.join({}, value)
    return found.usage.seconds >= 0 and all(_text(one.message) for one in found.findings)


def _mark(value: Any) -> bool:
    mark = codec.mark_from_plain(codec.unpack(value))
    said = (*mark.feedback, *mark.mistakes, *mark.staff, mark.read)
    parts = (x for part in mark.parts for x in (part.id, *part.feedback, *part.mistakes))
    return all(map(_text, (*said, *parts)))


_CHECKS: dict[str, dict[str, Check]] = {
    "rubrics": {
        "sha256": _hex, "title": _text, "path": _text, "questions": _json(_rows(_word)),
        "source": lambda value: _text(value, 1 << 26),
    },
    "runs": {
        "id": _whole, "command": _word, "started": _time, "finished": _or_none(_time),
        "ended": _or_none(_word), "seconds": _or_none(_seconds), "grader": _word, "rubric": _hex,
        "python": _word, "packages": _json(_texts), "isolation": _word, "seed": _whole,
        "missing": _json(_rows(_missing)), "token": _token, "split": _split,
    },
    "workers": {
        "run": _whole, "name": _word, "submissions": _whole, "seconds": _seconds, "said": _text,
    },
    "submissions": {
        "id": _id, "name": _text, "files": _json(_rows(_file)), "content": _hex,
        "submitted": _or_none(_time), "people": _json(_rows(_person)), "first_seen": _time,
        "last_seen": _time, "present": _flag, "evidence": _or_none(_whole),
    },
    "evidence": {
        "id": _whole, "submission": _id, "key": _hex, "run": _whole, "collected": _time,
        "seconds": _seconds, "peak_bytes": _whole, "fault": _flag, "rest": _evidence_rest,
        "surroundings": lambda value: value == "" or _hex(value),
    },
    "outcomes": {
        "evidence": _whole, "question": _word, "plan": _word,
        "digest": _hex, "body": lambda value: isinstance(value, bytes), "answer": _hex,
    },
    "marks": {
        "submission": _id, "question": _word, "status": _word, "score": _or_none(_score),
        "points": _score, "inputs": _word, "body": _mark, "run": _whole,
        "follows": _json(_rows(_word)),
    },
    "judgements": {
        "id": _whole, "submission": _id, "question": _word, "answer": _hex,
        "points": _or_none(_score), "items": _json(_rows(_text)), "comment": _text, "who": _word,
        "at": _time, "why": _text, "by_items": _flag, "second": _flag,
    },
    "flags": {
        "id": _whole, "submission": _id, "question": _word, "raised": _flag, "who": _word,
        "at": _time, "why": _text,
    },
    "transcripts": {
        "id": _whole, "question": _word, "key": _word, "state": _word, "text": _text,
        "grid": _json(_rows(_rows(_text))), "questions": _json(_rows(_word)), "who": _word,
        "at": _time, "why": _text,
    },
    "changes": {
        "id": _whole, "run": _whole, "submission": _id, "question": _word,
        "before": _or_none(_score), "after": _or_none(_score),
    },
}  # fmt: skip
"""What may stand in each column; facts and measures are made anew, so nothing of them is taken."""


@contextmanager
def examined(folder: Path) -> Iterator[Gradebook]:
    """The gradebook in `folder`, at one instant, looked through; `GradebookError` says why not."""
    path = folder / "gradebook.db"
    connection = connect_to_read(path)
    with closing(connection):
        try:
            with told(path):
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                look_for_damage(connection, path)
                _look_through(connection, path)
        except sqlite3.Error as reason:
            said = f"{path}: it cannot be read as a gradebook ({type(reason).__name__})"
            raise GradebookError(said) from reason
        yield Gradebook(Database(path, connection, None, "read"))


def _look_through(connection: sqlite3.Connection, path: Path) -> None:
    ours = _columns_of_ours()
    for table, columns in ours.items():
        if _columns(connection, table) != columns:
            raise GradebookError(
                f"{path}: its table of {table} is not that of a gradebook; nothing is taken of it"
            )
    for table, checks in _CHECKS.items():
        for row in connection.execute(f"SELECT {', '.join(checks)} FROM {table}"):
            for (column, check), value in zip(checks.items(), row, strict=True):
                _must(check, value, path, f"{table} ({column} of {str(row[0])[:40]!a})")
    _look_at_answers(connection, path)
    _look_at_contents(connection, path)
    _look_at_derived(connection, path)


def _must(check: Check, value: Any, path: Path, place: str) -> None:
    try:
        fine = check(value)
    except Exception:  # whatever a forged value makes of what reads ours
        fine = False
    if not fine:
        raise GradebookError(
            f"{path}: holds what no grader writes, in {place}; nothing is taken of it"
        )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of what is a table and no view; one that is computed counts as none of ours."""
    (kinds,) = connection.execute(
        "SELECT group_concat(type) FROM sqlite_master WHERE name = ? AND type != 'index'", (table,)
    ).fetchone()
    rows = connection.execute(f"PRAGMA table_xinfo({table})").fetchall() if kinds == "table" else []
    return [f"{row[1]} {row[6]}" for row in rows]


def _columns_of_ours() -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        return {table: _columns(fresh, table) for table in (*_CHECKS, "derived")}


def _look_at_answers(connection: sqlite3.Connection, path: Path) -> None:
    """What came back has to be readable, and to be what its digest says."""
    for number, body, digest in connection.execute("SELECT evidence, body, digest FROM outcomes"):

        def readable(blob: Any, said: str = digest) -> bool:
            codec.outcomes_in(blob)
            list(codec.StoredOthers({"": blob}))
            return codec.digest(codec.stretch(blob)) == said

        _must(readable, body, path, f"the evidence {number}")


def _look_at_contents(connection: sqlite3.Connection, path: Path) -> None:
    """A submission's digest has to be that of its files, and its evidence to be its own."""
    for one, files, content in connection.execute("SELECT id, files, content FROM submissions"):
        digest = content_digest((name, of) for name, of, _ in from_json(files))
        _must(digest.__eq__, content, path, f"submissions ({one})")
    strangers = connection.execute(
        "SELECT s.id FROM submissions s LEFT JOIN evidence e ON e.id = s.evidence"
        " WHERE s.evidence IS NOT NULL AND e.submission IS NOT s.id UNION ALL"
        " SELECT command FROM runs WHERE rubric NOT IN (SELECT sha256 FROM rubrics)"
        + "".join(
            f" UNION ALL SELECT submission FROM {table}"
            " WHERE submission NOT IN (SELECT id FROM submissions)"
            for table in ("evidence", "marks", "judgements", "flags", "changes")
        )
        + "".join(
            f" UNION ALL SELECT run FROM {table} WHERE run NOT IN (SELECT id FROM runs)"
            for table in ("evidence", "marks", "changes", "workers")
        )
        + " LIMIT 1"
    ).fetchall()
    _must(lambda rows: not rows, strangers, path, "what belongs together")


def _look_at_derived(connection: sqlite3.Connection, path: Path) -> None:
    """Pictures and fingerprints; the rest is not taken."""
    for what, check in TAKEN.items():
        rows = connection.execute("SELECT key, body FROM derived WHERE what = ?", (what,))
        for key, body in rows:
            _must(_text, key, path, what)
            _must(check, body, path, f"{what} ({key[:60]!a})")


def _picture(value: Any) -> bool:
    text = codec.unpack(value)
    return isinstance(text, str) and base64.b64decode(text, validate=True).startswith(b"\x89PNG")


def _prints(value: Any) -> bool:
    content, hashes = codec.unpack(value)
    return _text(content) and isinstance(hashes, list) and all(map(_whole, hashes))


TAKEN: dict[str, Check] = {"pictures": _picture, "fingerprints": _prints}
"""What is made of a submission's bytes and cannot be made again without them."""


def examine_all(folders: Iterable[Path], stack: ExitStack) -> list[Gradebook]:
    """Every gradebook, open as long as `stack`; or one error with a line for each that is unfit."""
    books, refused = [], []
    for folder in folders:
        try:
            books.append(stack.enter_context(examined(folder)))
        except GradebookError as reason:
            refused.append(str(reason))
    if refused:
        raise GradebookError("\n".join(refused))
    return books
