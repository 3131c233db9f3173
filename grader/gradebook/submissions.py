"""Hand-ins and their evidence: what there is to grade, what has been run, what may stand for it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from grader.evidence import Evidence
from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.keys import EvidenceKey, content_digest
from grader.gradebook.records import HandedIn
from grader.gradebook.sealed import NOTHING, Sealed, seal


class HandIns(Database):
    """The latest folder, and all evidence ever collected; nothing of it is deleted."""

    def expect(self, coming: Iterable[HandedIn], whole: bool = True) -> None:
        """Note who handed in, before the bytes of any file are known, in one transaction.

        A submission that is known with files of the same names and sizes stays as it is until it is
        registered; any other has no usable evidence. With `whole`, submissions of earlier runs that
        are not among them count as withdrawn; their evidence stays.
        """
        known = {one.id: _sizes(one) for one in self.submissions(withdrawn=True)}
        with self.transaction() as do:
            if whole:
                do.execute("UPDATE submissions SET present = 0 WHERE present")
            for one in coming:
                if known.get(one.id) == _sizes(one):
                    do.execute("UPDATE submissions SET present = 1 WHERE id = ?", (one.id,))
                else:
                    self._see(do, one)
                    do.execute("UPDATE submissions SET evidence = NULL WHERE id = ?", (one.id,))

    def register(self, handed: Iterable[tuple[HandedIn, EvidenceKey]], whole: bool = True) -> None:
        """Note what is there to be graded, and which evidence may stand for it, in one transaction.

        With `whole`, hand-ins of earlier runs that are not among them count as withdrawn; their
        evidence stays. A hand-in whose key has no evidence yet is one that still has to be run.
        """
        with self.transaction() as do:
            if whole:
                do.execute("UPDATE submissions SET present = 0 WHERE present")
            for one, key in handed:
                self._see(do, one)
                number, covered = self._latest(one.id, key)
                usable = number if set(key.plans) <= covered else None
                do.execute("UPDATE submissions SET evidence = ? WHERE id = ?", (usable, one.id))

    def submissions(self, withdrawn: bool = False) -> list[HandedIn]:
        """The hand-ins of the latest folder in order of their ids; with `withdrawn`, all ever."""
        rows = self.rows(
            "SELECT id, name, files, submitted, people FROM submissions"
            " WHERE present OR ? ORDER BY id",
            (int(withdrawn),),
        )
        return [_handed_in(row) for row in rows]

    def left(self) -> list[str]:
        """The present hand-ins that have not been run as they are now."""
        rows = self.rows(
            "SELECT id FROM submissions WHERE present AND evidence IS NULL ORDER BY id"
        )
        return [id_ for (id_,) in rows]

    def covered(self, submission: str, key: EvidenceKey) -> set[str]:
        """The questions whose stored evidence may stand for asking them again."""
        return self._latest(submission, key)[1]

    def sealed(self, submission: str | None = None) -> dict[str, Sealed]:
        """The current evidence of one hand-in, or of all that are present, by submission id."""
        if submission is not None:
            return self._sealed("submissions.id = ?", (submission,), current=True)
        return self._sealed("submissions.present", (), current=True)

    def sealed_in_batches(self, size: int = 250) -> Iterator[dict[str, Sealed]]:
        """The current evidence of every present hand-in that has some, a few at a time."""
        found = self.rows(
            "SELECT id FROM submissions WHERE present AND evidence IS NOT NULL ORDER BY id"
        )
        ids = [id_ for (id_,) in found]
        for start in range(0, len(ids), size):
            some = ids[start : start + size]
            marks = ", ".join("?" * len(some))
            yield self._sealed(f"submissions.id IN ({marks})", tuple(some), current=True)

    def plans(self) -> dict[str, dict[str, str]]:
        """What each present hand-in was asked: the plan's digest by submission and question."""
        rows = self.rows(
            "SELECT submissions.id, question, plan FROM submissions"
            " JOIN outcomes ON outcomes.evidence = submissions.evidence WHERE present"
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for submission, question, plan in rows:
            found[submission][question] = plan
        return dict(found)

    def completed(
        self, handed: HandedIn, key: EvidenceKey, sealed: Sealed, asked: Collection[str]
    ) -> Sealed:
        """New evidence of the questions that were asked, with usable earlier one of the others."""
        others = set(key.plans) - set(asked)
        if not others:
            return sealed
        number, covered = self._latest(handed.id, key)
        before = self._sealed("evidence.id = ?", (number,)).get(handed.id)
        return sealed.completed(before, covered & others, others)

    def record_evidence(
        self, run: int, handed: HandedIn, key: EvidenceKey, evidence: Evidence | Sealed
    ) -> None:
        """Keep what one execution brought, in one transaction."""
        sealed = evidence if isinstance(evidence, Sealed) else seal(evidence)
        usage = sealed.evidence.usage
        with self.transaction() as do:
            self._see(do, handed)
            number = do.execute(
                "INSERT INTO evidence (submission, key, run, collected, seconds, peak_bytes,"
                " fault, rest, surroundings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    handed.id,
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
            do.execute("UPDATE submissions SET evidence = ? WHERE id = ?", (number, handed.id))

    def executions(self) -> list[tuple[str, int, bool]]:
        """Every execution ever kept, as (submission, run, whether our own fault spoilt it)."""
        rows = self.rows("SELECT submission, run, fault FROM evidence ORDER BY id")
        return [(submission, run, bool(fault)) for submission, run, fault in rows]

    def _see(self, do: sqlite3.Connection, one: HandedIn) -> None:
        content = content_digest((name, digest) for name, digest, _ in one.files)
        files, people = to_json(one.files), to_json(one.people)
        do.execute(
            "INSERT INTO submissions (id, name, files, content, submitted, people, first_seen,"
            " last_seen, present) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)"
            " ON CONFLICT (id) DO UPDATE SET name = ?2, files = ?3, content = ?4, submitted = ?5,"
            " people = ?6, last_seen = ?7, present = 1",
            (one.id, one.name, files, content, one.submitted, people, now()),
        )

    def _latest(self, submission: str, key: EvidenceKey) -> tuple[int | None, set[str]]:
        """The newest faultless evidence from the same surroundings, and what of it still holds."""
        rows = self.rows(
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
        rows = self.rows(
            f"SELECT submissions.id, question, body, digest, answer {from_}"
            f" JOIN outcomes ON outcomes.evidence = evidence.id WHERE {which}",
            values,
        )
        for submission, question, body, digest, answer in rows:
            bodies[submission][question] = body
            digests[submission][question] = digest
            answers[submission][question] = answer
        rest = self.rows(f"SELECT submissions.id, rest {from_} WHERE {which}", values)
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


def _sizes(one: HandedIn) -> list[tuple[str, int]]:
    return [(name, size) for name, _, size in one.files]


def _handed_in(row: tuple[Any, ...]) -> HandedIn:
    id_, name, files, submitted, people = row
    read = tuple((n, d, size) for n, d, size in from_json(files))
    return HandedIn(id_, name, read, submitted, tuple(from_json(people)))
