"""Submissions: what there is to grade, and what was withdrawn."""

from __future__ import annotations

from typing import Any

from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.keys import content_digest
from grader.gradebook.records import SubmissionRecord


class Submissions:
    """Those of the latest folder, and all that ever were; nothing of them is deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def present(self) -> list[SubmissionRecord]:
        """The submissions of the latest folder in order of their ids."""
        return self._where("present")

    def ever(self) -> list[SubmissionRecord]:
        """Every submission there ever was, withdrawn ones among them."""
        return self._where("1")

    def not_run(self) -> list[str]:
        """The ids of present submissions that have not been run as they are now."""
        rows = self._database.rows(
            "SELECT id FROM submissions WHERE present AND evidence IS NULL ORDER BY id"
        )
        return [id_ for (id_,) in rows]

    def note(self, one: SubmissionRecord) -> None:
        """Take note of a submission that is present, as it is now."""
        content = content_digest((name, digest) for name, digest, _ in one.files)
        files, people = to_json(one.files), to_json(one.people)
        with self._database.transaction() as do:
            do.execute(
                "INSERT INTO submissions (id, name, files, content, submitted, people, first_seen,"
                " last_seen, present) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)"
                " ON CONFLICT (id) DO UPDATE SET name = ?2, files = ?3, content = ?4,"
                " submitted = ?5, people = ?6, last_seen = ?7, present = 1",
                (one.id, one.name, files, content, one.submitted, people, now()),
            )

    def bring_back(self, submission: str) -> None:
        """Let a known submission count as present, as it was."""
        with self._database.transaction() as do:
            do.execute("UPDATE submissions SET present = 1 WHERE id = ?", (submission,))

    def withdraw_all(self) -> None:
        """Let none count as present until it is noted again."""
        with self._database.transaction() as do:
            do.execute("UPDATE submissions SET present = 0 WHERE present")

    def _where(self, condition: str) -> list[SubmissionRecord]:
        rows = self._database.rows(
            "SELECT id, name, files, submitted, people FROM submissions"
            f" WHERE {condition} ORDER BY id"
        )
        return [_record(row) for row in rows]


def _record(row: tuple[Any, ...]) -> SubmissionRecord:
    id_, name, files, submitted, people = row
    read = tuple((n, d, size) for n, d, size in from_json(files))
    return SubmissionRecord(id_, name, read, submitted, tuple(from_json(people)))
