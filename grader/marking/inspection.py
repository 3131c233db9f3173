"""Looks into the files of a submission with the key at hand, once they are back from collecting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from grader.evidence import Evidence, Finding
from grader.questions.base import Question


def inspected(
    evidence: Evidence,
    files: Mapping[str, bytes],
    questions: Iterable[Question],
    earlier: Iterable[Finding] = (),
) -> Evidence:
    """The evidence with what its questions find in the files, after the `earlier` findings.

    What several questions find in one place is told by the first of them.
    """
    by_place: dict[tuple[object, ...], Finding] = {}
    for question in questions:
        for found in question.inspect_files(files):
            by_place.setdefault((found.kind, found.file, found.line, found.cell), found)
    noticed = sorted(by_place.values(), key=lambda finding: finding.file)
    return replace(evidence, findings=(*earlier, *noticed, *evidence.findings))
