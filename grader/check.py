"""One hand-in, marked without a gradebook: a student's own check, and the rubric's self-test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.collect.launchers import reference_of
from grader.collect.submission import evidence_of
from grader.grade import Options, Run, mark_one, prepare
from grader.intake import Submission, single
from grader.reports.records import Results
from grader.reports.results import Graded, results
from grader.rubric import Rubric, load_rubric


def check(path: Path, rubric_path: Path, options: Options) -> Results:
    """The results of the one hand-in at `path`; nothing is written anywhere."""
    rubric = load_rubric(rubric_path)
    return _results(rubric, single(path), options)


def selftest(rubric_path: Path, options: Options) -> tuple[Results, list[str]]:
    """The reference's own results, and the questions where it falls short of full marks.

    Raises `UsageMistake` where the rubric names no reference.
    """
    from grader.errors import UsageMistake

    rubric = load_rubric(rubric_path)
    if rubric.reference is None:
        raise UsageMistake(f"{rubric_path}: names no reference; add `reference: FOLDER`")
    found = _results(rubric, reference_of(rubric), options)
    questions = found["submissions"][0]["questions"]
    short = [q["id"] for q in questions if q["status"] not in ("correct", "awaiting")]
    return found, short


def _results(rubric: Rubric, submission: Submission, options: Options) -> Results:
    run = prepare(rubric, options)
    tools = run.tools.open()
    try:
        evidence = evidence_of(submission, rubric, run.plan, tools)
    finally:
        tools.close()
    return _one(run, submission, evidence)


def _one(run: Run, submission: Submission, evidence: Any) -> Results:
    files = tuple(sorted(file.name for file in submission.files))
    marks = mark_one(run, evidence)
    graded = Graded(submission.id, submission.name, files, marks, evidence.findings)
    return results(run.rubric, [graded], isolation=run.tier, python=run.interpreter.version)
