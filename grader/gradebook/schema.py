"""The tables of a gradebook and how an older gradebook becomes a present one.

`PRAGMA user_version` counts the migrations applied; a migration, once released, never changes.
Times are ISO 8601 in UTC, digests are SHA-256 in hexadecimal, scores are exact fractions as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from grader.gradebook import codec

APPLICATION_ID = 0x6772_6462  # "grdb": tells a gradebook from any other SQLite file

_FIRST = (
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,              -- NULL while running, and for ever if it was killed
        ended TEXT,                 -- finished | interrupted | failed
        seconds REAL,
        grader TEXT NOT NULL,
        rubric TEXT NOT NULL REFERENCES rubrics(sha256),
        python TEXT NOT NULL,
        packages TEXT NOT NULL,     -- JSON object: name to version
        isolation TEXT NOT NULL,
        seed INTEGER NOT NULL,
        missing TEXT NOT NULL       -- JSON: who is on the roster and handed nothing in
    ) STRICT""",
    """CREATE TABLE rubrics (
        sha256 TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        path TEXT NOT NULL,
        questions TEXT NOT NULL,    -- JSON list of question ids in order
        source TEXT NOT NULL        -- the file as it was, so that old marks stay explainable
    ) STRICT""",
    """CREATE TABLE submissions (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        files TEXT NOT NULL,        -- JSON list of [name, sha256, bytes]
        content TEXT NOT NULL,      -- digest over names and bytes of all files read
        submitted TEXT,
        people TEXT NOT NULL,       -- JSON, as the platform's export said
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        present INTEGER NOT NULL CHECK (present IN (0, 1)),
        evidence INTEGER REFERENCES evidence(id)
    ) STRICT""",
    """CREATE TABLE evidence (
        id INTEGER PRIMARY KEY,
        submission TEXT NOT NULL REFERENCES submissions(id),
        key TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES runs(id),
        collected TEXT NOT NULL,
        seconds REAL NOT NULL,
        peak_bytes INTEGER NOT NULL,
        fault INTEGER NOT NULL CHECK (fault IN (0, 1)),
        rest BLOB NOT NULL          -- findings, printed text, usage
    ) STRICT""",
    "CREATE INDEX evidence_by_key ON evidence(submission, key)",
    """CREATE TABLE outcomes (
        evidence INTEGER NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        plan TEXT NOT NULL,         -- digest of what was asked
        digest TEXT NOT NULL,       -- digest of all that came back
        body BLOB NOT NULL,
        PRIMARY KEY (evidence, question)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE marks (
        submission TEXT NOT NULL REFERENCES submissions(id),
        question TEXT NOT NULL,
        status TEXT NOT NULL,
        score TEXT,
        points TEXT NOT NULL,
        inputs TEXT NOT NULL,       -- digest of all that the mark follows from
        body BLOB NOT NULL,
        run INTEGER NOT NULL REFERENCES runs(id),
        PRIMARY KEY (submission, question)
    ) STRICT, WITHOUT ROWID""",
)

_JUDGED_BY_HAND = (
    """CREATE TABLE judgements (
        id INTEGER PRIMARY KEY,     -- grows with time: the revision that an export carries
        submission TEXT NOT NULL REFERENCES submissions(id),
        question TEXT NOT NULL,
        answer TEXT NOT NULL,       -- digest of the answer that was judged
        points TEXT,                -- NULL takes the judgement back
        items TEXT NOT NULL,
        comment TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        why TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX judgements_by_question ON judgements(submission, question)",
    """CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements
        BEGIN SELECT RAISE(ABORT, 'judgements are never changed, only followed'); END""",
    """CREATE TRIGGER judgements_are_kept BEFORE DELETE ON judgements
        BEGIN SELECT RAISE(ABORT, 'judgements are never deleted, only followed'); END""",
    """CREATE TABLE derived (
        key TEXT PRIMARY KEY,       -- digest of everything it was computed from
        what TEXT NOT NULL,         -- facts | measures
        body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs(id),
        submission TEXT NOT NULL REFERENCES submissions(id),
        question TEXT NOT NULL,
        before TEXT,                -- score, NULL where there was none
        after TEXT
    ) STRICT""",
    "ALTER TABLE marks ADD COLUMN follows TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE outcomes ADD COLUMN answer TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN surroundings TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX evidence_by_surroundings ON evidence(submission, surroundings)",
)

_TYPED_IN = (
    """CREATE TABLE transcripts (
        id INTEGER PRIMARY KEY,     -- grows with time: the revision that an export carries
        question TEXT NOT NULL,     -- '' for a whole page, whatever it answers
        key TEXT NOT NULL,          -- digest of the pixels that were looked at
        state TEXT NOT NULL,        -- typed | absent | illegible | placed | withdrawn
        text TEXT NOT NULL,
        grid TEXT NOT NULL,         -- JSON rows of cells, [] where it was typed as a text
        questions TEXT NOT NULL,    -- JSON: the questions that a whole page answers
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        why TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX transcripts_by_key ON transcripts(question, key)",
    """CREATE TRIGGER transcripts_stay BEFORE UPDATE ON transcripts
        BEGIN SELECT RAISE(ABORT, 'transcripts are never changed, only followed'); END""",
    """CREATE TRIGGER transcripts_are_kept BEFORE DELETE ON transcripts
        BEGIN SELECT RAISE(ABORT, 'transcripts are never deleted, only followed'); END""",
)

_MARKED_IN_A_PAGE = (
    "ALTER TABLE judgements ADD COLUMN by_items INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE judgements ADD COLUMN second INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE flags (
        id INTEGER PRIMARY KEY,
        submission TEXT NOT NULL REFERENCES submissions(id),
        question TEXT NOT NULL,
        raised INTEGER NOT NULL,    -- 0 takes the flag down
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        why TEXT NOT NULL
    ) STRICT""",
)


_ON_MANY_MACHINES = (
    "ALTER TABLE runs ADD COLUMN token TEXT NOT NULL DEFAULT ''",
    "UPDATE runs SET token = lower(hex(randomblob(16)))",  # which run it is, in whatever gradebook
    "ALTER TABLE runs ADD COLUMN split TEXT NOT NULL DEFAULT ''",  # JSON, '' of a whole class
    """CREATE TABLE workers (
        run INTEGER NOT NULL REFERENCES runs(id),
        name TEXT NOT NULL,
        submissions INTEGER NOT NULL,
        seconds REAL NOT NULL,
        said TEXT NOT NULL,         -- why it was given nothing more
        PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID""",
)


def _digest_answers(connection: sqlite3.Connection) -> None:
    """Give the outcomes of the first format the digest of their answers."""
    rows = connection.execute("SELECT evidence, question, body FROM outcomes").fetchall()
    for evidence, question, body in rows:
        connection.execute(
            "UPDATE outcomes SET answer = ? WHERE evidence = ? AND question = ?",
            (codec.answer_digest(codec.unpack(body)), evidence, question),
        )


Step = str | Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[tuple[Step, ...], ...] = (
    _FIRST,
    (*_JUDGED_BY_HAND, _digest_answers),
    _TYPED_IN,
    _MARKED_IN_A_PAGE,
    _ON_MANY_MACHINES,
)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to `VERSION` in one transaction, from whatever version they have."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        for migration in MIGRATIONS[found:]:
            for step in migration:
                if isinstance(step, str):
                    connection.execute(step)
                else:
                    step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
