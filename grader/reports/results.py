"""The results of a run as plain data, in the pinned shape of `results.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.evidence import Finding, Source
from grader.gradebook import Gradebook, RunInfo, SubmissionRecord
from grader.marking.everybody import Everybody
from grader.marking.late import Late, arithmetic, lateness
from grader.marking.late_times import clock_of_stored
from grader.marks import Mark, MarkedCandidate, Part, Tally, number, tally
from grader.questions.base import Question
from grader.reports.records import (
    CandidateResult,
    FindingResult,
    LateResult,
    MarkResult,
    PartResult,
    Place,
    QuestionResult,
    Results,
    SubmissionResult,
)
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
    late: Late | None = None


def results(rubric: Rubric, graded: Iterable[Graded], info: RunInfo) -> Results:
    """The whole of `results.json`; the same input gives the same bytes.

    Equal marks, which many submissions share, are written out once and must not be changed.
    """
    known: dict[tuple[str, int], tuple[Mark, QuestionResult]] = {}
    return {
        "schema": SCHEMA,
        "grader": info.grader,
        "rubric": {
            "title": rubric.title,
            "path": rubric.path,
            "sha256": rubric.sha256,
            "points": number(rubric.points),
        },
        "isolation": info.isolation,
        "python": info.python,
        "seed": rubric.seed,
        "missing": [{"id": one["id"], "name": one["name"]} for one in info.missing],
        "submissions": [_submission(rubric, one, known) for one in graded],
    }


def _submission(
    rubric: Rubric, one: Graded, known: dict[tuple[str, int], tuple[Mark, QuestionResult]]
) -> SubmissionResult:
    total = tally([(one.marks[q.id], q.bonus) for q in rubric.questions])
    score = total.score
    if one.late is not None:
        score = max(score - one.late["deduction"], Fraction(0))
    return {
        "id": one.id,
        "name": one.name,
        "files": list(one.files),
        "status": total.status,
        "score": number(score),
        "points": number(total.points),
        "decided_points": number(total.decided),
        "late": None if one.late is None else _late(one.late),
        "findings": [_finding(finding) for finding in one.findings],
        "questions": [_question(question, one.marks[question.id], known) for question in
                      rubric.questions],
    }  # fmt: skip


def _question(
    question: Question, mark: Mark, known: dict[tuple[str, int], tuple[Mark, QuestionResult]]
) -> QuestionResult:
    """What became of one question; `known` holds each mark, so that its number stays its own."""
    key = (question.id, id(mark))
    if key not in known:
        made: QuestionResult = {
            "id": question.id,
            "title": question.title,
            "kind": question.kind,
            "bonus": question.bonus,
            **_mark(mark),
        }
        known[key] = mark, made
    return known[key][1]


def _late(late: Late) -> LateResult:
    return {
        "submitted": late["submitted"],
        "due": late["due"],
        "seconds": late["seconds"],
        "deduction": number(late["deduction"]),
        "excused": late["excused"],
    }


def _mark(mark: Mark) -> MarkResult:
    made: MarkResult = {
        "score": None if mark.score is None else number(mark.score),
        "points": number(mark.points),
        "status": str(mark.status),
        "feedback": list(mark.feedback),
        "mistakes": list(mark.mistakes),
        "read": mark.read,
        "source": _place(mark.source),
        "reason": mark.reason,
        "by_hand": mark.by_hand,
        "candidates": [_candidate(one) for one in mark.candidates],
        "parts": [_part(part) for part in mark.parts],
    }
    if (person := mark.read_by_person) is not None:
        made["read_by_person"] = {"state": person.state, "text": person.text}
    return made


def _candidate(one: MarkedCandidate) -> CandidateResult:
    return {
        "read": one.read,
        "score": None if one.score is None else number(one.score),
        "source": _place(one.source),
    }


def _part(part: Part) -> PartResult:
    return {
        "id": part.id,
        "score": None if part.score is None else number(part.score),
        "points": number(part.points),
        "status": str(part.status),
        "feedback": list(part.feedback),
        "mistakes": list(part.mistakes),
    }


def _place(source: Source | None) -> Place | None:
    if source is None or not (source.file or source.form):
        return None
    file = source.file or source.form
    return {"file": file, "line": source.line, "cell": source.cell, "page": source.page}


def _finding(finding: Finding) -> FindingResult:
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


def results_of(book: Gradebook, rubric: Rubric, everybody: Everybody, info: RunInfo) -> Results:
    """The whole of `results.json` from what the gradebook holds and how everybody was marked."""
    came = clock_of_stored(rubric.late, Path(rubric.path).parent)
    graded = [
        _graded(rubric, one, everybody, came(one))
        for one in book.submissions.present()
        if one.id in everybody.marks
    ]
    return results(rubric, graded, info)


def _graded(
    rubric: Rubric, one: SubmissionRecord, everybody: Everybody, came: datetime | None
) -> Graded:
    marks = {name: marked.mark for name, marked in everybody.marks[one.id].items()}
    total = total_of(rubric, marks)
    late = lateness(rubric.late, one.id, came, total)
    findings = everybody.findings[one.id]
    if rubric.late is not None and late is not None:
        sentence = arithmetic(rubric.late, one.id, late, total)
        findings += (Finding("late", sentence),) if sentence else ()
    files = tuple(sorted(name for name, _, _ in one.files))
    return Graded(one.id, one.name, files, marks, findings, late)


def total_of(rubric: Rubric, marks: Mapping[str, Mark]) -> Tally:
    """The sum of one submission's marks before lateness."""
    return tally([(marks[q.id], q.bonus) for q in rubric.questions])


def percent(submission: SubmissionResult) -> float:
    """A submission's percentage of the points decided so far, as `--fail-under` reads it."""
    decided = submission["decided_points"]
    score = submission["score"] or 0
    return 100.0 if not decided else 100.0 * score / decided


def below(found: Results, limit: float) -> Iterable[str]:
    """Ids of submissions below `limit` percent; what could not be graded counts as below."""
    return [
        one["id"]
        for one in found["submissions"]
        if one["status"] == "not_gradable" or percent(one) < limit
    ]
