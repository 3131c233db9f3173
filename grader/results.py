"""The results of a run as plain data, in the pinned shape of `results.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader import __version__
from grader.evidence import Finding, Source
from grader.intake.submission import Person
from grader.marks import Mark, Part, number, tally
from grader.rubric.model import Rubric

SCHEMA = "grader.results/1"


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission with everything that its report shows."""

    id: str
    name: str
    files: tuple[str, ...]
    marks: Mapping[str, Mark]
    findings: tuple[Finding, ...] = ()
    late: Mapping[str, Any] | None = None


def results(
    rubric: Rubric,
    graded: Iterable[Graded],
    *,
    isolation: str,
    python: str,
    missing: Sequence[Person] = (),
) -> dict[str, Any]:
    """The whole of `results.json`; the same input gives the same bytes."""
    return {
        "schema": SCHEMA,
        "grader": __version__,
        "rubric": {
            "title": rubric.title,
            "path": rubric.path,
            "sha256": rubric.sha256,
            "points": number(rubric.points),
        },
        "isolation": isolation,
        "python": python,
        "seed": rubric.seed,
        "missing": [{"id": person.id, "name": person.name} for person in missing],
        "submissions": [_submission(rubric, one) for one in graded],
    }


def _submission(rubric: Rubric, one: Graded) -> dict[str, Any]:
    total = tally([(one.marks[q.id], q.bonus) for q in rubric.questions])
    score = total.score
    if one.late is not None:
        score = max(score - one.late["deduction"], type(score)(0))
    late = None if one.late is None else {**one.late, "deduction": number(one.late["deduction"])}
    return {
        "id": one.id,
        "name": one.name,
        "files": list(one.files),
        "status": total.status,
        "score": number(score),
        "points": number(total.points),
        "decided_points": number(total.decided),
        "late": late,
        "findings": [_finding(finding) for finding in one.findings],
        "questions": [
            {
                "id": question.id,
                "title": question.title,
                "kind": question.kind,
                "bonus": question.bonus,
                **_mark(one.marks[question.id]),
            }
            for question in rubric.questions
        ],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "score": number(mark.score),
        "points": number(mark.points),
        "status": str(mark.status),
        "feedback": list(mark.feedback),
        "mistakes": list(mark.mistakes),
        "read": mark.read,
        "source": _source(mark.source),
        "parts": [_part(part) for part in mark.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "score": number(part.score),
        "points": number(part.points),
        "status": str(part.status),
        "feedback": list(part.feedback),
        "mistakes": list(part.mistakes),
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None or not (source.file or source.form):
        return None
    return {"file": source.file or source.form, "line": source.line, "cell": source.cell}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "message": _told(finding),
        "file": finding.file,
        "line": finding.line,
        "cell": finding.cell,
    }


def _told(finding: Finding) -> str:
    """A finding's message; of code that stopped it says what that means for the answers."""
    if finding.kind != "load-error":
        return finding.message
    if finding.cell is not None:
        return f"This cell stopped with {finding.message}; the rest of it was not run."
    return f"Your code stopped here with {finding.message}; nothing below was run."
