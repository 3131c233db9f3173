"""The gradebook: what was handed in, what it did, what it earned; written one hand-in at a time.

Every public method that writes is one transaction, on disk before it returns: a kill or a power
cut at any instant loses what was in flight and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from grader.errors import GradebookError
from grader.evidence import Evidence
from grader.gradebook import codec
from grader.gradebook.connect import connect_to_read, connect_to_write, told
from grader.gradebook.keys import EvidenceKey, content_digest
from grader.gradebook.lock import Lock
from grader.gradebook.records import HandedIn, Marked, RubricInfo, Run, RunInfo

Ended = Literal["finished", "interrupted", "failed"]


class Gradebook:
    """One `gradebook.db`, open to one writer and any number of readers."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()

    @classmethod
    def open(cls, path: Path, mode: Literal["read", "write"] = "write") -> Self:
        """Open, and for writing make or migrate, the gradebook; `GradebookError` says why not."""
        if mode == "read":
            return cls(path, connect_to_read(path), None)
        lock = Lock(path)
        lock.take()
        try:
            return cls(path, connect_to_write(path), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file and let the next grader in."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Runs

    def begin_run(self, info: RunInfo) -> int:
        """Note a run before it does anything; refuses a rubric of another assignment."""
        with self._transaction() as do:
            self._refuse_another(info.rubric)
            rubric = info.rubric
            do.execute(
                "INSERT OR IGNORE INTO rubrics VALUES (?, ?, ?, ?, ?)",
                (rubric.sha256, rubric.title, rubric.path, _json(rubric.questions), rubric.source),
            )
            row = do.execute(
                "INSERT INTO runs (command, started, grader, rubric, python, packages, isolation,"
                " seed, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    info.command,
                    _now(),
                    info.grader,
                    rubric.sha256,
                    info.python,
                    _json(dict(info.packages)),
                    info.isolation,
                    info.seed,
                    _json(info.missing),
                ),
            )
            return int(row.lastrowid or 0)

    def finish_run(self, run: int, ended: Ended = "finished") -> None:
        """Note how a run ended; one that was killed never gets here and stays open for ever."""
        with self._transaction() as do:
            do.execute(
                "UPDATE runs SET finished = ?1, ended = ?2,"
                " seconds = (julianday(?1) - julianday(started)) * 86400 WHERE id = ?3",
                (_now(), ended, run),
            )

    def runs(self) -> list[Run]:
        """Every run, first to last."""
        rows = self._all(
            "SELECT runs.id, command, started, finished, ended, seconds, grader, python, packages,"
            " isolation, seed, missing, sha256, title, path, questions, source"
            " FROM runs JOIN rubrics ON rubric = sha256 ORDER BY runs.id"
        )
        return [_run(row) for row in rows]

    def _refuse_another(self, rubric: RubricInfo) -> None:
        """A gradebook belongs to one assignment; its rubric may change, but not for another's."""
        latest = self._all(
            "SELECT title, path, questions FROM rubrics JOIN runs ON rubric = sha256"
            " ORDER BY runs.id DESC LIMIT 1"
        )
        if not latest:
            return
        title, path, questions = latest[0]
        known = set(json.loads(questions))
        if title == rubric.title or 2 * len(known & set(rubric.questions)) >= len(known):
            return
        raise GradebookError(
            f'{self.path}: holds the marks of "{title}" ({path}), not of "{rubric.title}"; '
            "choose another --out, or that rubric"
        )

    # Hand-ins

    def register(self, handed: Iterable[tuple[HandedIn, EvidenceKey]], whole: bool = True) -> None:
        """Note what is there to be graded, before grading starts, in one transaction.

        With `whole`, hand-ins of earlier runs that are not among them count as withdrawn; their
        evidence stays. A hand-in whose key has no evidence yet is one that still has to be run.
        """
        with self._transaction() as do:
            if whole:
                do.execute("UPDATE submissions SET present = 0 WHERE present")
            for one, key in handed:
                self._see(do, one)
                do.execute(
                    "UPDATE submissions SET evidence = ? WHERE id = ?",
                    (self._usable(one.id, key), one.id),
                )

    def submissions(self, withdrawn: bool = False) -> list[HandedIn]:
        """The hand-ins of the latest folder in order of their ids; with `withdrawn`, all ever."""
        rows = self._all(
            "SELECT id, name, files, submitted, people FROM submissions"
            " WHERE present OR ? ORDER BY id",
            (int(withdrawn),),
        )
        return [_handed_in(row) for row in rows]

    def _see(self, do: sqlite3.Connection, one: HandedIn) -> None:
        content = content_digest((name, digest) for name, digest, _ in one.files)
        do.execute(
            "INSERT INTO submissions (id, name, files, content, submitted, people, first_seen,"
            " last_seen, present) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)"
            " ON CONFLICT (id) DO UPDATE SET name = ?2, files = ?3, content = ?4, submitted = ?5,"
            " people = ?6, last_seen = ?7, present = 1",
            (one.id, one.name, _json(one.files), content, one.submitted, _json(one.people), _now()),
        )

    # Evidence

    def stored_evidence(self, submission: str, key: EvidenceKey) -> Evidence | None:
        """Evidence that may stand for running the hand-in again; never our own fault's."""
        return self._evidence(self._usable(submission, key))

    def current_evidence(self, submission: str) -> Evidence | None:
        """The evidence that the hand-in's marks follow from; None until it has been run."""
        found = self._all("SELECT evidence FROM submissions WHERE id = ?", (submission,))
        return self._evidence(found[0][0] if found else None)

    def record(
        self,
        run: int,
        handed: HandedIn,
        key: EvidenceKey,
        evidence: Evidence,
        marks: Mapping[str, Marked] | None = None,
    ) -> None:
        """Keep what one execution brought, and what it earned, in one transaction."""
        usage = evidence.usage
        with self._transaction() as do:
            self._see(do, handed)
            number = do.execute(
                "INSERT INTO evidence (submission, key, run, collected, seconds, peak_bytes,"
                " fault, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    handed.id,
                    key.whole,
                    run,
                    _now(),
                    usage.seconds,
                    usage.peak_bytes,
                    int(evidence.has_fault),
                    codec.pack(codec.rest_of(evidence)),
                ),
            ).lastrowid
            for question, group in codec.split(evidence).items():
                body = codec.ordered(group)
                do.execute(
                    "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)",
                    (
                        number,
                        question,
                        key.plans.get(question, ""),
                        codec.digest(body),
                        codec.squeeze(body),
                    ),
                )
            do.execute("UPDATE submissions SET evidence = ? WHERE id = ?", (number, handed.id))
            self._keep_marks(do, run, handed.id, marks or {})

    def _usable(self, submission: str, key: EvidenceKey) -> int | None:
        found = self._all(
            "SELECT id FROM evidence WHERE submission = ? AND key = ? AND NOT fault"
            " ORDER BY id DESC LIMIT 1",
            (submission, key.whole),
        )
        return found[0][0] if found else None

    def _evidence(self, number: int | None) -> Evidence | None:
        found = self._all("SELECT rest FROM evidence WHERE id = ?", (number,))
        if not found:
            return None
        rows = self._all("SELECT question, body FROM outcomes WHERE evidence = ?", (number,))
        return codec.join(dict(rows), found[0][0])

    # Marks

    def keep_marks(self, run: int, marks: Mapping[str, Mapping[str, Marked]]) -> None:
        """Replace the marks of some questions of some hand-ins, all or none."""
        with self._transaction() as do:
            for submission, row in marks.items():
                self._keep_marks(do, run, submission, row)

    def marks(self, submission: str) -> dict[str, Marked]:
        """The marks of one hand-in by question."""
        rows = self._all(
            "SELECT question, body, inputs FROM marks WHERE submission = ?", (submission,)
        )
        return {q: Marked(codec.mark_from_plain(codec.unpack(b)), i) for q, b, i in rows}

    def _keep_marks(
        self, do: sqlite3.Connection, run: int, submission: str, marks: Mapping[str, Marked]
    ) -> None:
        for question, marked in marks.items():
            plain = codec.mark_to_plain(marked.mark)
            do.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    submission,
                    question,
                    plain["status"],
                    plain["score"],
                    plain["points"],
                    marked.inputs,
                    codec.pack(plain),
                    run,
                ),
            )

    # The connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one thread at a time."""
        with self._turn, told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _all(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._turn, told(self.path):
            return self._connection.execute(query, values).fetchall()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _json(value: Any) -> str:
    return codec.ordered(value).decode()


def _handed_in(row: tuple[Any, ...]) -> HandedIn:
    id_, name, files, submitted, people = row
    loads = json.loads
    read = tuple((n, d, size) for n, d, size in loads(files))
    return HandedIn(id_, name, read, submitted, tuple(loads(people)))


def _run(row: tuple[Any, ...]) -> Run:
    id_, command, started, finished, ended, seconds, grader, python, packages, *rest = row
    isolation, seed, missing, sha256, title, path, questions, source = rest
    loads = json.loads
    rubric = RubricInfo(sha256, title, path, tuple(loads(questions)), source)
    info = RunInfo(
        command,
        rubric,
        grader,
        python,
        isolation,
        seed,
        loads(packages),
        tuple(loads(missing)),
    )
    return Run(id_, info, started, finished, ended, seconds)
