"""Evidence as it was collected: nothing of it is ever deleted, and some may stand for a new run."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from grader.gradebook.database import Database, now
from grader.gradebook.keys import EvidenceKey
from grader.gradebook.sealed import NOTHING, Sealed


class CollectedEvidence:
    """All evidence there ever was, and which of it holds for each present submission."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, submission: str) -> Sealed | None:
        """The current evidence of one submission, or None where it has not been run."""
        return self._sealed("submissions.id = ?", (submission,), current=True).get(submission)

    def batches(self, size: int = 250) -> Iterator[dict[str, Sealed]]:
        """The current evidence of every present submission that has some, a few at a time."""
        found = self._database.rows(
            "SELECT id FROM submissions WHERE present AND evidence IS NOT NULL ORDER BY id"
        )
        ids = [id_ for (id_,) in found]
        for start in range(0, len(ids), size):
            some = ids[start : start + size]
            marks = ", ".join("?" * len(some))
            yield self._sealed(f"submissions.id IN ({marks})", tuple(some), current=True)

    def plans(self) -> dict[str, dict[str, str]]:
        """What each present submission was asked: the plan's digest by submission and question."""
        rows = self._database.rows(
            "SELECT submissions.id, question, plan FROM submissions"
            " JOIN outcomes ON outcomes.evidence = submissions.evidence WHERE present"
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for submission, question, plan in rows:
            found[submission][question] = plan
        return dict(found)

    def answers(self, submission: str = "") -> dict[str, dict[str, str]]:
        """The digest of each present answer, by submission and question; of one alone if named."""
        rows = self._database.rows(
            "SELECT submissions.id, question, answer FROM submissions"
            " JOIN outcomes ON outcomes.evidence = submissions.evidence"
            " WHERE present AND (?1 = '' OR submissions.id = ?1)",
            (submission,),
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for id_, question, answer in rows:
            found[id_][question] = answer
        return dict(found)

    def covered(self, submission: str, key: EvidenceKey) -> set[str]:
        """The questions whose stored evidence may stand for asking them again."""
        return self._latest(submission, key)[1]

    def choose(self, submission: str, key: EvidenceKey) -> None:
        """Let earlier evidence count for a submission where all of it is usable, else none."""
        number, covered = self._latest(submission, key)
        usable = number if set(key.plans) <= covered else None
        self._point(submission, usable)

    def choose_none(self, submission: str) -> None:
        """Let no earlier evidence count for a submission."""
        self._point(submission, None)

    def completed(
        self, submission: str, key: EvidenceKey, sealed: Sealed, asked: Collection[str]
    ) -> Sealed:
        """New evidence of the questions that were asked, with usable earlier one of the others."""
        others = set(key.plans) - set(asked)
        if not others:
            return sealed
        number, covered = self._latest(submission, key)
        before = self._sealed("evidence.id = ?", (number,)).get(submission)
        return sealed.completed(before, covered & others, others)

    def add(self, run: int, submission: str, key: EvidenceKey, sealed: Sealed) -> None:
        """Keep what one execution brought, in one transaction; from now on it is the current one.

        The submission is known already.
        """
        usage = sealed.evidence.usage
        with self._database.transaction() as do:
            number = do.execute(
                "INSERT INTO evidence (submission, key, run, collected, seconds, peak_bytes,"
                " fault, rest, surroundings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    submission,
                    key.whole,
                    run,
                    now(),
                    usage.seconds,
                    usage.peak_bytes,
                    int(sealed.fault),
                    sealed.rest,
                    key.surroundings,
                ),
            ).lastrowid
            _add_outcomes(do, number, key, sealed)
            self._point(submission, number)

    def executions(self) -> list[tuple[str, int, bool]]:
        """Every execution ever kept, as (submission, run, whether an internal error spoilt it)."""
        rows = self._database.rows("SELECT submission, run, fault FROM evidence ORDER BY id")
        return [(submission, run, bool(fault)) for submission, run, fault in rows]

    def _point(self, submission: str, number: int | None) -> None:
        with self._database.transaction() as do:
            do.execute("UPDATE submissions SET evidence = ? WHERE id = ?", (number, submission))

    def _latest(self, submission: str, key: EvidenceKey) -> tuple[int | None, set[str]]:
        """The newest faultless evidence from the same surroundings, and what of it still holds."""
        rows = self._database.rows(
            "SELECT outcomes.evidence, question, plan FROM outcomes WHERE evidence ="
            " (SELECT max(id) FROM evidence WHERE submission = ? AND surroundings = ?"
            " AND NOT fault)",
            (submission, key.surroundings),
        )
        if not rows:
            return None, set()
        return rows[0][0], {q for _, q, plan in rows if key.plans.get(q) == plan}

    def _sealed(
        self, which: str, values: tuple[Any, ...], current: bool = False
    ) -> dict[str, Sealed]:
        on = "evidence.id = submissions.evidence" if current else "submission = submissions.id"
        from_ = f"FROM submissions JOIN evidence ON {on}"
        bodies: dict[str, dict[str, bytes]] = defaultdict(dict)
        digests: dict[str, dict[str, str]] = defaultdict(dict)
        answers: dict[str, dict[str, str]] = defaultdict(dict)
        rows = self._database.rows(
            f"SELECT submissions.id, question, body, digest, answer {from_}"
            f" JOIN outcomes ON outcomes.evidence = evidence.id WHERE {which}",
            values,
        )
        for submission, question, body, digest, answer in rows:
            bodies[submission][question] = body
            digests[submission][question] = digest
            answers[submission][question] = answer
        rest = self._database.rows(f"SELECT submissions.id, rest {from_} WHERE {which}", values)
        return {id_: Sealed(bodies[id_], digests[id_], answers[id_], blob) for id_, blob in rest}


def _add_outcomes(
    do: sqlite3.Connection, number: int | None, key: EvidenceKey, sealed: Sealed
) -> None:
    rows = []
    for question in {**key.plans, **sealed.bodies}:
        if question in sealed.unasked:
            continue
        body, digest, answer = NOTHING
        if question in sealed.bodies:
            body = sealed.bodies[question]
            digest, answer = sealed.digests[question], sealed.answers[question]
        rows.append((number, question, key.plans.get(question, ""), digest, body, answer))
    do.executemany(
        "INSERT INTO outcomes (evidence, question, plan, digest, body, answer)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        rows,
    )
