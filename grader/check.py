"""One hand-in, marked without a gradebook: a student's own check, and the rubric's self-test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.collect.plan import reference_of
from grader.collect.submission import evidence_of
from grader.grade import Options, mark_one, prepare
from grader.intake import Submission, single
from grader.marking.inspection import inspected
from grader.reports.results import Graded, results
from grader.rubric import Rubric, load_rubric

if TYPE_CHECKING:
    from grader.rubric.second_opinion import Opinion, Trial


def check(path: Path, rubric_path: Path, options: Options) -> dict[str, Any]:
    """The results of the one hand-in at `path`; nothing is written anywhere."""
    rubric = load_rubric(rubric_path)
    return _results(rubric, single(path), options)


def selftest(rubric_path: Path, options: Options) -> tuple[dict[str, Any], list[str]]:
    """The reference's own results, and the questions where it falls short of full marks.

    Raises `UsageMistake` where the rubric names no reference.
    """
    from grader.errors import UsageMistake

    rubric = load_rubric(rubric_path)
    reference = reference_of(rubric)
    if reference is None:
        raise UsageMistake(f"{rubric_path}: names no reference; add `reference: FOLDER`")
    found = _results(rubric, reference, options)
    questions = found["submissions"][0]["questions"]
    short = [q["id"] for q in questions if q["status"] not in ("correct", "awaiting")]
    return found, short


def prove(rubric_path: Path) -> tuple[Opinion, Trial]:
    """SymPy's opinion on the keys, and what became of wrong ones; raises `RubricError`."""
    from grader.rubric.second_opinion import derive_again, try_wrong_keys

    rubric = load_rubric(rubric_path)
    return derive_again(rubric, rubric_path), try_wrong_keys(rubric)


def _results(rubric: Rubric, submission: Submission, options: Options) -> dict[str, Any]:
    run = prepare(rubric, options)
    launchers = run.launchers.open()
    try:
        collected = evidence_of(submission.loaded(), run.plan, launchers)
    finally:
        launchers.close()
    evidence = inspected(collected.evidence, collected.files, rubric.questions, submission.findings)
    files = tuple(sorted(file.name for file in submission.files))
    marks = mark_one(run, evidence)
    graded = Graded(submission.id, submission.name, files, marks, evidence.findings)
    return results(run.rubric, [graded], isolation=run.tier, python=run.interpreter.version)
