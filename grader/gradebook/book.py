"""The gradebook as one thing, and what is kept in several of its tables at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.evidence import Evidence
from grader.gradebook.database import Database, Mode
from grader.gradebook.derived import Derived
from grader.gradebook.evidence import CollectedEvidence
from grader.gradebook.judgements import Judgements
from grader.gradebook.keys import EvidenceKey
from grader.gradebook.marks import Marks
from grader.gradebook.records import Marked, SubmissionRecord
from grader.gradebook.runs import Runs
from grader.gradebook.sealed import Sealed, seal
from grader.gradebook.submissions import Submissions
from grader.gradebook.transcripts import Transcripts


class Gradebook:
    """All that is known of one assignment's submissions, in one `gradebook.db`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.runs = Runs(database)
        self.submissions = Submissions(database)
        self.evidence = CollectedEvidence(database)
        self.marks = Marks(database)
        self.judgements = Judgements(database)
        self.transcripts = Transcripts(database)
        self.derived = Derived(database)

    @classmethod
    def open(cls, path: Path, mode: Mode = "write") -> Self:
        """Open, and for writing make or migrate, the gradebook; `GradebookError` says why not."""
        return cls(Database.open(path, mode))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let the next grader in."""
        self.database.close()

    @property
    def is_writable(self) -> bool:
        """Whether it was opened to be changed."""
        return self.database.is_writable

    def transaction(self) -> AbstractContextManager[object]:
        """All that is kept inside reaches the disk together, or nothing of it."""
        return self.database.transaction()

    def expect(self, coming: Iterable[SubmissionRecord], whole: bool = True) -> None:
        """Note what is there before the bytes of any file are known, in one transaction.

        A submission that is known with files of the same names and sizes stays as it is until it is
        registered; any other has no usable evidence. With `whole`, submissions of earlier runs that
        are not among them count as withdrawn; their evidence stays.
        """
        known = {one.id: one.sizes for one in self.submissions.ever()}
        with self.transaction():
            if whole:
                self.submissions.withdraw_all()
            for one in coming:
                if known.get(one.id) == one.sizes:
                    self.submissions.bring_back(one.id)
                else:
                    self.submissions.note(one)
                    self.evidence.choose_none(one.id)

    def register(
        self, present: Iterable[tuple[SubmissionRecord, EvidenceKey]], whole: bool = True
    ) -> None:
        """Note what is there to be graded, and which evidence may stand for it, in one transaction.

        With `whole`, submissions of earlier runs that are not among them count as withdrawn; their
        evidence stays. One whose key has no evidence yet is one that still has to be run.
        """
        with self.transaction():
            if whole:
                self.submissions.withdraw_all()
            for one, key in present:
                self.submissions.note(one)
                self.evidence.choose(one.id, key)

    def record(
        self,
        run: int,
        one: SubmissionRecord,
        key: EvidenceKey,
        evidence: Evidence | Sealed,
        marks: Mapping[str, Marked] | None = None,
        *,
        asked: Collection[str] | None = None,
    ) -> None:
        """Keep what one execution brought and what it earned, in one transaction.

        Where only some questions were `asked`, the others keep their usable earlier evidence.
        """
        sealed = evidence if isinstance(evidence, Sealed) else seal(evidence)
        if asked is not None:
            sealed = self.evidence.completed(one.id, key, sealed, asked)
        with self.transaction():
            self.submissions.note(one)
            self.evidence.add(run, one.id, key, sealed)
            self.derived.keep_pictures(one.id, sealed.pictures)
            if marks:
                self.marks.keep(run, {one.id: marks})
