"""Opening the database file, and every way in which it can be unusable as one clear message."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import GradebookError, OutOfSpace
from grader.gradebook.schema import APPLICATION_ID, VERSION, migrate

_ADVICE = {
    sqlite3.SQLITE_READONLY: "it cannot be written; make it writable or choose another --out",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the path and its permissions",
    sqlite3.SQLITE_NOTADB: "it is not a gradebook; move it away and grade again",
    sqlite3.SQLITE_CORRUPT: "it is damaged; bring back a copy, or move it away and grade again",
    sqlite3.SQLITE_IOERR: "the disk reports an error while reading or writing it",
    sqlite3.SQLITE_BUSY: "another program keeps it locked; close that and run again",
    sqlite3.SQLITE_PERM: "this user may not use it; check its permissions",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file at `path` into a `GradebookError`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or (code in _PERHAPS_FULL and _no_room(path)):
            raise OutOfSpace(path) from error
        if code not in _ADVICE:
            raise
        raise GradebookError(f"{path}: {_ADVICE[code]} ({_line(error)})") from error
    except UnicodeDecodeError as error:  # of names of tables, as `sqlite3` meets them
        said = _ADVICE[sqlite3.SQLITE_CORRUPT]
        raise GradebookError(f"{path}: {said} (a name in it is no text)") from error


_PERHAPS_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _no_room(path: Path) -> bool:
    """Whether the disk has no room for a page: files beside the gradebook fail in other words."""
    try:
        return shutil.disk_usage(path.parent).free < 1 << 16
    except OSError:
        return False


def _line(said: object) -> str:
    """What SQLite says, which may quote the file, as one harmless line."""
    return " ".join(str(said).split()).encode("ascii", "backslashreplace").decode()[:300]


def connect_to_write(path: Path) -> sqlite3.Connection:
    """A connection that may write; makes the file, or migrates it, where that is needed."""
    with told(path):
        connection = _connect(f"{path.resolve().as_uri()}?mode=rwc")
        try:
            if _version(connection, path) < VERSION:
                migrate(connection)
            look_for_damage(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def require(path: Path) -> None:
    """Raise `GradebookError` where there is no file."""
    if not path.is_file():
        raise GradebookError(
            f"{path}: there is no gradebook here; name a folder that `grader grade --out` wrote"
        )


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also while another process writes."""
    require(path)
    with told(path):
        connection = _connect(f"{path.resolve().as_uri()}?mode=ro{_frozen(path)}")
        try:
            found = _version(connection, path)
        except BaseException:
            connection.close()
            raise
        if found < VERSION:
            connection.close()
            raise GradebookError(
                f"{path}: written by an older grader (format {found}, this one reads {VERSION}); "
                "run `grader rescore` here once to bring it up to date"
            )
    return connection


def _connect(uri: str) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < (3, 37):
        raise GradebookError(
            f"this Python has SQLite {sqlite3.sqlite_version}; a gradebook needs 3.37 or newer"
        )
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=10.0, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _frozen(path: Path) -> str:
    """WAL needs a writable folder even to read; where there is none, nobody writes either."""
    journal = path.with_name(path.name + "-wal")
    writable = os.access(path.parent, os.W_OK)
    return "" if writable or journal.exists() else "&immutable=1"


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The format of the file (0 for a new one); refuses strangers and newer formats."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise GradebookError(
            f"{path}: this is a database, but not a gradebook; nothing was changed"
        )
    if found > VERSION:
        raise GradebookError(
            f"{path}: written by a newer grader (format {found}, this one knows {VERSION}); "
            "update grader, nothing was changed"
        )
    return int(found)


def look_for_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Look for damage before anything is added to it."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise GradebookError(
            f"{path}: it is damaged ({_line(verdict)}); bring back a copy, or move it away and "
            "grade again"
        )
