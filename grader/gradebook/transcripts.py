"""What people typed of pictures: a history that only grows; the newest on equal pictures holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.records import Transcribed

_COLUMNS = "id, question, key, state, text, grid, questions, who, why, at"


class Transcripts:
    """Who typed what, of which pictures, for which question, when and why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> dict[tuple[str, str], Transcribed]:
        """What holds now, by (question, key); what was withdrawn is not among it."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM transcripts WHERE id IN"
            " (SELECT max(id) FROM transcripts GROUP BY question, key) AND state != 'withdrawn'"
        )
        return {(one.question, one.key): one for one in map(_transcribed, rows)}

    def newest(self) -> dict[tuple[str, str], int]:
        """The revision of the newest word on each, what was withdrawn among it."""
        rows = self._database.rows(
            "SELECT question, key, max(id) FROM transcripts GROUP BY question, key"
        )
        return {(question, key): revision for question, key, revision in rows}

    def history(self) -> list[Transcribed]:
        """Everything ever typed or taken back, oldest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM transcripts ORDER BY id")
        return [_transcribed(row) for row in rows]

    def add(self, transcribed: Iterable[Transcribed]) -> None:
        """Add to the history, all or none; nothing is ever overwritten."""
        at = now()
        rows = [
            (
                one.question,
                one.key,
                one.state,
                one.text,
                to_json(one.grid),
                to_json(one.questions),
                one.who,
                one.at or at,
                one.why,
            )
            for one in transcribed
        ]
        with self._database.transaction() as do:
            do.executemany(
                "INSERT INTO transcripts (question, key, state, text, grid, questions, who, at,"
                " why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )


def _transcribed(row: tuple[Any, ...]) -> Transcribed:
    revision, question, key, state, text, grid, questions, who, why, at = row
    cells = tuple(tuple(line) for line in from_json(grid))
    of = tuple(from_json(questions))
    return Transcribed(question, key, state, text, cells, of, who, why, at, revision)
