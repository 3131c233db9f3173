"""What is made on the way to marks and kept: key facts, measures, fingerprints, pictures."""

from __future__ import annotations

import base64
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

    def keep_pictures(self, submission: str, pictures: Mapping[str, bytes]) -> None:
        """Keep PNGs of a submission that somebody may have to look at, by their digests.

        What is read in the sandbox says the digest, so it counts within its submission alone.
        """
        texts = {
            _picture(submission, digest): base64.b64encode(png).decode()
            for digest, png in pictures.items()
        }
        if texts:
            self.keep("pictures", texts)

    def picture(self, submission: str, digest: str) -> bytes | None:
        """The PNG that a submission's evidence names by this digest, or None."""
        text = self.get(_picture(submission, digest))
        return None if text is None else base64.b64decode(text)


def _picture(submission: str, digest: str) -> str:
    return f"pictures/{submission}/{digest}"
