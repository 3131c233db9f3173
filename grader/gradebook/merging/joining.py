"""The rows of several gradebooks put into one: each once, the newest on top, nothing overwritten.

Whoever calls has opened a transaction, so that all of it is kept or nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.gradebook.book import Gradebook
from grader.gradebook.merging.foreign import TAKEN
from grader.gradebook.records import RunInfo

_RUN = (
    "command, started, finished, ended, seconds, grader, rubric, python, packages, isolation, seed,"
    " missing, token, split"
)
_SUBMISSION = "id, name, files, content, submitted, people, first_seen, last_seen, present"
_EVIDENCE = "submission, key, collected, seconds, peak_bytes, fault, rest, surroundings"
_OUTCOME = "question, plan, digest, body, answer"
_HISTORIES = {
    "judgements": (
        "submission, question, answer, points, items, comment, who, at, why, by_items, second",
        "submission, question",
    ),
    "flags": ("submission, question, raised, who, at, why", "submission, question"),
    "transcripts": (
        "question, key, state, text, grid, questions, who, at, why",
        "question, key",
    ),
}
"""Histories that only grow: their columns, and what their newest row is the last word on."""


@dataclass
class Joining:
    """One gradebook that takes what others hold."""

    into: Gradebook
    do: sqlite3.Connection
    _runs: dict[tuple[int, int], int] = field(default_factory=dict)
    """By (which gradebook, its number there): a run's number here."""
    _evidence: dict[tuple[int, int], int] = field(default_factory=dict)

    def take(self, books: Sequence[Gradebook]) -> bool:
        """Take what is not here yet of each; whether that was anything."""
        before = self.do.total_changes
        self._take_runs(books)
        self._take_submissions(books)
        for number, book in enumerate(books):
            self._take_evidence(number, book)
        self._point(books)
        for table in _HISTORIES:
            self._take_history(books, table)
        for number, book in enumerate(books):
            self._take_rest(number, book)
        return self.do.total_changes != before

    def _take_runs(self, books: Sequence[Gradebook]) -> None:
        rows = []
        for number, book in enumerate(books):
            for rubric in book.database.rows(
                "SELECT sha256, title, path, questions, source FROM rubrics"
            ):
                self.do.execute("INSERT OR IGNORE INTO rubrics VALUES (?, ?, ?, ?, ?)", rubric)
            found = book.database.rows(f"SELECT id, {_RUN} FROM runs")
            rows += [(row[2], number, row[0], row[1:]) for row in found]
        known = dict(self.do.execute("SELECT token, id FROM runs"))
        for _, number, old, row in sorted(rows, key=lambda row: row[:3]):
            token, ended = row[12], row[2:5]
            if token not in known:
                marks = ", ".join("?" * len(row))
                inserted = self.do.execute(f"INSERT INTO runs ({_RUN}) VALUES ({marks})", row)
                known[token] = int(inserted.lastrowid or 0)
            else:  # it may have gone on since it was taken
                self.do.execute(
                    "UPDATE runs SET finished = ?, ended = ?, seconds = ? WHERE id = ?"
                    " AND finished IS NULL AND ? IS NOT NULL",
                    (*ended, known[token], ended[0]),
                )
            self._runs[number, old] = known[token]

    def _take_submissions(self, books: Sequence[Gradebook]) -> None:
        """Each as whoever saw it last knows it, and present where it is so anywhere."""
        best: dict[str, tuple[Any, ...]] = {}
        here = {row[0]: row for row in self.do.execute(f"SELECT {_SUBMISSION} FROM submissions")}
        first: dict[str, str] = {}
        query = f"SELECT {_SUBMISSION} FROM submissions"
        rows = (row for book in books for row in book.database.rows(query))
        for row in (*here.values(), *rows):
            old = best.get(row[0])
            if old is None or (row[8], row[7]) > (old[8], old[7]):
                best[row[0]] = row
            first[row[0]] = min(row[6], first.get(row[0], row[6]))
        for id_, row in best.items():
            wanted = (*row[:6], first[id_], *row[7:])
            if here.get(id_) != wanted:
                self.do.execute(
                    f"INSERT INTO submissions ({_SUBMISSION}) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)"
                    " ON CONFLICT (id) DO UPDATE SET name = ?2, files = ?3, content = ?4,"
                    " submitted = ?5, people = ?6, first_seen = ?7, last_seen = ?8, present = ?9",
                    wanted,
                )

    def _take_evidence(self, number: int, book: Gradebook) -> None:
        known = {
            (one, run): id_
            for id_, one, run in self.do.execute("SELECT id, submission, run FROM evidence")
        }
        rows = book.database.rows("SELECT id, submission, run FROM evidence ORDER BY id")
        for old, submission, run in rows:
            place = (submission, self._runs[number, run])
            if place not in known:
                query = f"SELECT {_EVIDENCE} FROM evidence WHERE id = ?"
                (row,) = book.database.rows(query, (old,))
                added = self.do.execute(
                    f"INSERT INTO evidence ({_EVIDENCE}, run) VALUES (?,?,?,?,?,?,?,?,?)",
                    (*row, place[1]),
                ).lastrowid
                known[place] = int(added or 0)
                self.do.executemany(
                    f"INSERT INTO outcomes (evidence, {_OUTCOME}) VALUES (?,?,?,?,?,?)",
                    [
                        (added, *outcome)
                        for outcome in book.database.rows(
                            f"SELECT {_OUTCOME} FROM outcomes WHERE evidence = ?", (old,)
                        )
                    ],
                )
            self._evidence[number, old] = known[place]

    def _point(self, books: Sequence[Gradebook]) -> None:
        """Let the newest evidence count of what some gradebook counts for these very files."""
        of = "SELECT s.id, s.content, e.id, e.collected FROM submissions s JOIN evidence e"
        of += " ON e.id = s.evidence WHERE s.present"
        contents = dict(self.do.execute("SELECT id, content FROM submissions WHERE present"))
        counted = {
            one: (collected, evidence)
            for one, content, evidence, collected in self.do.execute(of)
            if content == contents[one]
        }
        before = {row[0]: row[1] for row in self.do.execute("SELECT id, evidence FROM submissions")}
        for number, book in enumerate(books):
            for one, content, old, collected in book.database.rows(of):
                mine = (collected, self._evidence[number, old])
                if content == contents.get(one) and mine > counted.get(one, ("", 0)):
                    counted[one] = mine
        for one in contents:
            evidence = counted.get(one, ("", None))[1]
            if before[one] != evidence:
                self.do.execute(
                    "UPDATE submissions SET evidence = ? WHERE id = ?", (evidence, one)
                )

    def _take_history(self, books: Sequence[Gradebook], table: str) -> None:
        """Add what is new in the order of time; what was said last stays the last word."""
        columns, about = _HISTORIES[table]
        at = columns.split(", ").index("at")
        marks = ", ".join("?" * len(columns.split(", ")))
        insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        here = [tuple(row) for row in self.do.execute(f"SELECT {columns} FROM {table} ORDER BY id")]
        fresh = dict.fromkeys(
            tuple(row)
            for book in books
            for row in book.database.rows(f"SELECT {columns} FROM {table} ORDER BY id")
        )
        for row in here:
            fresh.pop(row, None)
        added = sorted(fresh, key=lambda row: row[at])  # stable: equal times stay in their order
        self.do.executemany(insert, added)
        named = [columns.split(", ").index(name) for name in about.split(", ")]
        latest: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for row in here:
            latest[tuple(row[i] for i in named)] = row
        last = dict(latest)
        for row in added:
            place = tuple(row[i] for i in named)
            last[place] = row
            if place not in latest or row[at] >= latest[place][at]:
                latest[place] = row
        self.do.executemany(insert, [latest[one] for one in last if last[one] != latest[one]])

    def _take_rest(self, number: int, book: Gradebook) -> None:
        """Marks of what is no longer asked, their changes, workers' figures, pictures."""
        rows = book.database.rows(
            "SELECT submission, question, status, score, points, body, run, follows FROM marks"
        )
        self.do.executemany(
            "INSERT OR IGNORE INTO marks (submission, question, status, score, points, body, run,"
            " follows, inputs) VALUES (?,?,?,?,?,?,?,?,'')",  # '': marked again wherever it can be
            [(*row[:6], self._runs[number, row[6]], row[7]) for row in rows],
        )
        self._take_changes(number, book)
        for run, *figures in book.database.rows("SELECT * FROM workers"):
            place = (self._runs[number, run], *figures)
            self.do.execute(
                "INSERT INTO workers VALUES (?1,?2,?3,?4,?5) ON CONFLICT (run, name) DO UPDATE SET"
                " submissions = ?3, seconds = ?4, said = ?5 WHERE submissions < ?3 OR said != ?5",
                place,
            )
        for what in TAKEN:
            known = set(self.into.derived.keys(what))
            for key in set(book.derived.keys(what)) - known:
                (row,) = book.database.rows("SELECT * FROM derived WHERE key = ?", (key,))
                self.do.execute("INSERT INTO derived (key, what, body) VALUES (?,?,?)", row)

    def _take_changes(self, number: int, book: Gradebook) -> None:
        query = "SELECT run, submission, question, before, after FROM changes ORDER BY id"
        known = Counter(tuple(row) for row in self.do.execute(query))
        for run, *change in book.database.rows(query):
            row = (self._runs[number, run], *change)
            if known[row]:
                known[row] -= 1
                continue
            self.do.execute(
                "INSERT INTO changes (run, submission, question, before, after)"
                " VALUES (?,?,?,?,?)",
                row,
            )


def missing_of(
    into: Gradebook, infos: Sequence[RunInfo]
) -> tuple[Mapping[str, str], ...]:
    """Those whom some run misses and who are nobody's submission in what was joined."""
    there = {person.get("id") for one in into.submissions.present() for person in one.people}
    found = {one["id"]: one for info in reversed(infos) for one in reversed(info.missing)}
    return tuple(one for id_, one in reversed(found.items()) if id_ not in there)
