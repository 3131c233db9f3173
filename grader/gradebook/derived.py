"""What is computed on the way to marks and kept: key facts, measures, fingerprints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.gradebook import codec
from grader.gradebook.database import Database


class Derived:
    """Plain data by the digest of everything that it was computed from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Any:
        """Plain data computed earlier from what `key` is the digest of, or None."""
        found = self._database.rows("SELECT body FROM derived WHERE key = ?", (key,))
        return codec.unpack(found[0][0]) if found else None

    def keys(self, what: str) -> list[str]:
        """The keys of everything of one sort."""
        rows = self._database.rows("SELECT key FROM derived WHERE what = ?", (what,))
        return [key for (key,) in rows]

    def keep(self, what: str, values: Mapping[str, Any]) -> None:
        """Keep facts or measures by the digest of what they were computed from."""
        rows = [(key, what, codec.pack(value)) for key, value in values.items()]
        with self._database.transaction() as do:
            do.executemany("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)", rows)
