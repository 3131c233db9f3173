"""Marks: what each question earned, with the digest of what it follows from, and every change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from grader.gradebook import codec
from grader.gradebook.database import Database, from_json, to_json
from grader.gradebook.records import Marked
from grader.marks import Mark

_MOST_PACKED = 500
_MOST_NAMED = 500


class Marks:
    """The latest mark of every question of every submission, and every change of one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._packed: dict[int, tuple[Mark, tuple[Any, ...]]] = {}
        """Marks that were kept lately, as they are written: equal answers share one object."""

    def keep(self, run: int, marks: Mapping[str, Mapping[str, Marked]]) -> None:
        """Replace the marks of some questions of some submissions, all or none, noting changes."""
        with self._database.transaction() as do:
            before = self._scores(marks)
            changes: list[tuple[Any, ...]] = []
            rows: list[tuple[Any, ...]] = []
            for submission, row in marks.items():
                for question, marked in row.items():
                    columns = self._columns(marked.mark)
                    place, score = (submission, question), columns[1]
                    if place in before and before[place] != score:
                        changes.append((run, *place, before[place], score))
                    rows.append((*place, *columns, marked.inputs, run, to_json(marked.follows)))
            do.executemany(
                "INSERT OR REPLACE INTO marks (submission, question, status, score, points, body,"
                " inputs, run, follows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            do.executemany(
                "INSERT INTO changes (run, submission, question, before, after)"
                " VALUES (?, ?, ?, ?, ?)",
                changes,
            )

    def _columns(self, mark: Mark) -> tuple[Any, ...]:
        """Status, score, points and body of a mark."""
        known = self._packed.get(id(mark))
        if known is None or known[0] is not mark:
            plain = codec.mark_to_plain(mark)
            columns = plain["status"], plain["score"], plain["points"], codec.pack(plain)
            if len(self._packed) >= _MOST_PACKED:
                self._packed.clear()
            known = self._packed[id(mark)] = mark, columns
        return known[1]

    def of(self, submission: str) -> dict[str, Marked]:
        """The marks of one submission by question."""
        return self._marks("submission = ?", (submission,)).get(submission, {})

    def all(self) -> dict[str, dict[str, Marked]]:
        """The marks of every present submission, by submission and question."""
        return self._marks("submission IN (SELECT id FROM submissions WHERE present)", ())

    def changes(self) -> list[tuple[int, str, str, Fraction | None, Fraction | None]]:
        """Every change of a score, oldest first: run, submission, question, before, after."""
        rows = self._database.rows(
            "SELECT run, submission, question, before, after FROM changes ORDER BY id"
        )
        return [(r, s, q, _score(before), _score(after)) for r, s, q, before, after in rows]

    def _scores(self, submissions: Collection[str]) -> dict[tuple[str, str], str | None]:
        which, values = "", tuple(submissions)
        if len(values) > _MOST_NAMED:
            values = ()  # one look at all of them
        else:
            which = f" WHERE submission IN ({', '.join('?' * len(values))})"
        rows = self._database.rows(f"SELECT submission, question, score FROM marks{which}", values)
        return {(submission, question): score for submission, question, score in rows}

    def _marks(self, which: str, values: tuple[Any, ...]) -> dict[str, dict[str, Marked]]:
        rows = self._database.rows(
            f"SELECT submission, question, body, inputs, follows FROM marks WHERE {which}", values
        )
        found: dict[str, dict[str, Marked]] = defaultdict(dict)
        equal: dict[tuple[bytes, str, str], Marked] = {}
        for submission, question, body, inputs, follows in rows:
            marked = equal.get((body, inputs, follows))
            if marked is None:
                mark = codec.mark_from_plain(codec.unpack(body))
                marked = Marked(mark, inputs, tuple(from_json(follows)))
                equal[body, inputs, follows] = marked
            found[submission][question] = marked
        return dict(found)


def _score(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
