"""Judgements by hand: a history that only grows; the newest one on the present answer holds."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.records import Judged
from grader.marks import Judgement

_COLUMNS = "id, submission, question, answer, points, items, comment, who, why, at"


class Judgements:
    """Who gave which points by hand, when and why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[tuple[str, str], Judgement]:
        """What holds now, by (submission, question): the newest, given for the present answer."""
        rows = self._database.rows(
            "SELECT j.submission, j.question, points, items, comment, who, at FROM judgements j"
            " JOIN submissions s ON s.id = j.submission"
            " JOIN outcomes o ON o.evidence = s.evidence AND o.question = j.question"
            " WHERE o.answer = j.answer AND points IS NOT NULL AND j.id ="
            " (SELECT max(id) FROM judgements"
            "  WHERE submission = j.submission AND question = j.question)"
        )
        return {
            (submission, question): Judgement(
                Fraction(points), tuple(from_json(items)), comment, who, at
            )
            for submission, question, points, items, comment, who, at in rows
        }

    def by_submission(self) -> dict[str, dict[str, Judgement]]:
        """The same, question by question for each submission that has any."""
        found: dict[str, dict[str, Judgement]] = {}
        for (submission, question), judgement in self.all().items():
            found.setdefault(submission, {})[question] = judgement
        return found

    def history(self) -> list[Judged]:
        """Every judgement ever given or taken back, oldest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM judgements ORDER BY id")
        return [_judged(row) for row in rows]

    def add(self, judged: Iterable[Judged]) -> None:
        """Add judgements to the history, all or none; nothing is ever overwritten."""
        at = now()
        rows = [
            (
                one.submission,
                one.question,
                one.answer,
                None if one.points is None else str(one.points),
                to_json(one.items),
                one.comment,
                one.who,
                one.at or at,
                one.why,
            )
            for one in judged
        ]
        with self._database.transaction() as do:
            do.executemany(
                "INSERT INTO judgements (submission, question, answer, points, items, comment,"
                " who, at, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )


def _judged(row: tuple[Any, ...]) -> Judged:
    revision, submission, question, answer, points, items, comment, who, why, at = row
    given = None if points is None else Fraction(points)
    chosen = tuple(from_json(items))
    return Judged(submission, question, answer, given, chosen, comment, who, why, at, revision)
