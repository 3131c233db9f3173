"""The gradebook as one thing: runs, hand-ins, marks and judgements over one file."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grader.evidence import Evidence
from grader.gradebook.judgements import Judgements
from grader.gradebook.keys import EvidenceKey
from grader.gradebook.marks import Marks
from grader.gradebook.records import HandedIn, Marked
from grader.gradebook.runs import Runs
from grader.gradebook.sealed import Sealed, seal
from grader.gradebook.submissions import HandIns


class Gradebook(Runs, HandIns, Marks, Judgements):
    """All that is known of one assignment's hand-ins, in one `gradebook.db`."""

    def record(
        self,
        run: int,
        handed: HandedIn,
        key: EvidenceKey,
        evidence: Evidence | Sealed,
        marks: Mapping[str, Marked] | None = None,
        *,
        asked: Collection[str] | None = None,
    ) -> None:
        """Keep what one execution brought and what it earned, in one transaction.

        Where only some questions were `asked`, the others keep their usable earlier evidence.
        """
        if asked is not None:
            sealed = evidence if isinstance(evidence, Sealed) else seal(evidence)
            evidence = self.completed(handed, key, sealed, asked)
        with self.transaction():
            self.record_evidence(run, handed, key, evidence)
            self.keep_marks(run, {handed.id: marks or {}})
