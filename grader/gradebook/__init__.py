"""The gradebook: evidence, marks and judgements in one SQLite file, safe at every instant.

A package and not one file, because the lock, the tables, the keys of evidence and its encoding
are ideas of their own.
"""

from grader.gradebook.book import Gradebook
from grader.gradebook.keys import (
    EvidenceKey,
    collect_version,
    content_digest,
    evidence_key,
    fingerprint,
    plan_digest,
)
from grader.gradebook.records import (
    Flagged,
    Judged,
    Marked,
    RubricInfo,
    Run,
    RunInfo,
    Split,
    SubmissionRecord,
    Transcribed,
    WorkerFigures,
)
from grader.gradebook.sealed import Sealed, seal
from grader.gradebook.sources import code_digest

__all__ = [
    "EvidenceKey",
    "Flagged",
    "Gradebook",
    "Judged",
    "Marked",
    "RubricInfo",
    "Run",
    "RunInfo",
    "Sealed",
    "Split",
    "SubmissionRecord",
    "Transcribed",
    "WorkerFigures",
    "code_digest",
    "collect_version",
    "content_digest",
    "evidence_key",
    "fingerprint",
    "plan_digest",
    "seal",
]
