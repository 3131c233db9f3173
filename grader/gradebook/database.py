"""The file itself: opened, locked, and changed only in whole transactions.

Every public method of a table that writes is one transaction, on disk before it returns: a kill or
a power cut at any instant loses what was in flight and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

from grader.gradebook import codec
from grader.gradebook.connect import connect_to_read, connect_to_write, require, told
from grader.gradebook.lock import Lock

Mode = Literal["read", "change", "write", "beside"]
"""`change` writes into a gradebook that is there, `write` makes one where there is none, and
`beside` adds to one that others may be writing: what it adds is one transaction each, checked
within it against what the others did."""


class Database:
    """One `gradebook.db`, open to one grader, and to any number who read it or add beside."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock | None, mode: Mode
    ) -> None:
        self.path = path
        self.is_writable = mode != "read"
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()

    @classmethod
    def open(cls, path: Path, mode: Mode = "write") -> Self:
        """Open, and for writing make or migrate, the gradebook; `GradebookError` says why not."""
        if mode == "read":
            return cls(path, connect_to_read(path), None, mode)
        if mode != "write":
            require(path)
        if mode == "beside":
            return cls(path, connect_to_write(path), None, mode)
        lock = Lock(path)
        lock.take()
        try:
            return cls(path, connect_to_write(path), lock, mode)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file and let the next grader in, once whoever reads at the moment has read."""
        with self._turn:  # SQLite crashes where a statement that runs loses its connection
            self._connection.close()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one thread at a time."""
        with self._turn, told(self.path):
            if self._connection.in_transaction:
                yield self._connection  # part of a larger whole
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @property
    def version(self) -> int:
        """A number that changes whenever another connection has written."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Everything a query finds."""
        with self._turn, told(self.path):
            return self._connection.execute(query, values).fetchall()


def now() -> str:
    """The present in UTC to the millisecond, as text that sorts."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def to_json(value: Any) -> str:
    """JSON-able data as text."""
    return codec.ordered(value).decode()


def from_json(value: str) -> Any:
    """Read back what `to_json` wrote."""
    return json.loads(value)
