"""Judgements by hand: a history that only grows; the newest one on the present answer holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Any

from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.records import Flagged, Judged
from grader.marks import Judgement

_COLUMNS = (
    "id, submission, question, answer, points, items, comment, who, why, at, by_items, second"
)


class Judgements:
    """Who gave which points by hand, when and why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[tuple[str, str], Judgement]:
        """What holds now, by (submission, question): the newest, given for the present answer."""
        return self._holding("1", ())

    def by_submission(
        self, submissions: Collection[str] | None = None
    ) -> dict[str, dict[str, Judgement]]:
        """The same, question by question for each submission (of some) that has any."""
        if submissions is None:
            holding = self.all()
        else:
            holding = {}
            for one in submissions:
                holding |= self._holding("j.submission = ?", (one,))
        found: dict[str, dict[str, Judgement]] = {}
        for (submission, question), judgement in holding.items():
            found.setdefault(submission, {})[question] = judgement
        return found

    def _holding(self, which: str, values: tuple[Any, ...]) -> dict[tuple[str, str], Judgement]:
        rows = self._database.rows(
            "SELECT j.submission, j.question, points, items, comment, who, at, by_items"
            " FROM judgements j"
            " JOIN submissions s ON s.id = j.submission"
            " JOIN outcomes o ON o.evidence = s.evidence AND o.question = j.question"
            " WHERE o.answer = j.answer AND points IS NOT NULL AND j.id ="
            " (SELECT max(id) FROM judgements"
            f"  WHERE submission = j.submission AND question = j.question) AND {which}",
            values,
        )
        return {
            (submission, question): Judgement(
                Fraction(points), tuple(from_json(items)), comment, who, at, bool(by_items)
            )
            for submission, question, points, items, comment, who, at, by_items in rows
        }

    def history(self) -> list[Judged]:
        """Every judgement ever given or taken back, oldest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM judgements ORDER BY id")
        return [_judged(row) for row in rows]

    def since(self, revision: int) -> list[Judged]:
        """What came after a revision, oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM judgements WHERE id > ? ORDER BY id", (revision,)
        )
        return [_judged(row) for row in rows]

    def newest(self, question: str, submissions: Collection[str]) -> dict[str, Judged]:
        """The last word on one question of some submissions, taken back or not."""
        found: dict[str, Judged] = {}
        for one in submissions:
            rows = self._database.rows(
                f"SELECT {_COLUMNS} FROM judgements WHERE submission = ? AND question = ?"
                " ORDER BY id DESC LIMIT 1",
                (one, question),
            )
            if rows:
                found[one] = _judged(rows[0])
        return found

    def flags(self) -> dict[tuple[str, str], Flagged]:
        """The flags that are up, by submission and question."""
        rows = self._database.rows(
            "SELECT submission, question, raised, who, why, at FROM flags WHERE id IN"
            " (SELECT max(id) FROM flags GROUP BY submission, question) AND raised"
        )
        return {(row[0], row[1]): Flagged(row[0], row[1], bool(row[2]), *row[3:]) for row in rows}

    def flag(self, flagged: Iterable[Flagged]) -> None:
        """Raise flags or take them down, all or none."""
        rows = [
            (one.submission, one.question, int(one.raised), one.who, one.why, one.at or now())
            for one in flagged
        ]
        with self._database.transaction() as do:
            do.executemany(
                "INSERT INTO flags (submission, question, raised, who, why, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

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
                int(one.by_items),
                int(one.second),
            )
            for one in judged
        ]
        with self._database.transaction() as do:
            do.executemany(
                "INSERT INTO judgements (submission, question, answer, points, items, comment,"
                " who, at, why, by_items, second) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )


def _judged(row: tuple[Any, ...]) -> Judged:
    revision, submission, question, answer, points, items, comment, who, why, at, *how = row
    given = None if points is None else Fraction(points)
    chosen = tuple(from_json(items))
    by_items, second = map(bool, how)
    return Judged(
        submission, question, answer, given, chosen, comment, who, why, at, revision, by_items,
        second,
    )  # fmt: skip
