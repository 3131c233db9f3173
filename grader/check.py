"""One submission, marked without a gradebook: a student's own check, and the rubric's self-test."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from grader.collect.launchers import LauncherFactory
from grader.collect.plan import plan_of, reference_of, with_prompts
from grader.collect.programs import Programs
from grader.collect.submission import evidence_of
from grader.errors import UsageMistake
from grader.evidence import Evidence
from grader.grade import Options, Run, look_into, prepare
from grader.intake import Submission, single
from grader.questions.telling.remarks import Remarked
from grader.reports.read import Read, read_of
from grader.reports.records import Results
from grader.reports.results import Graded, results
from grader.rubric import Rubric, load_rubric
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import describe


def check(path: Path, rubric_path: Path, options: Options) -> Results:
    """The results of the one submission at `path`; nothing is written anywhere."""
    rubric = with_prompts(load_rubric(rubric_path))
    return _results(rubric, single(path), prepare(rubric, options))


def only(found: Results, questions: Sequence[str]) -> Results:
    """Results of some questions alone, all of them where none is named; points are theirs then."""
    if not questions:
        return found
    one = found["submissions"][0]
    rows = [row for row in one["questions"] if row["id"] in questions]
    scored = [row for row in rows if row["score"] is not None]
    required = [row for row in rows if not row["bonus"]]
    decided = sum(row["points"] for row in required if row["score"] is not None)
    changed: Any = {
        **one,
        "questions": rows,
        "score": sum(row["score"] or 0 for row in scored),
        "points": sum(row["points"] for row in required),
        "decided_points": decided,
    }
    return {**found, "submissions": [changed]}


def selftest(rubric_path: Path, options: Options) -> tuple[Results, list[str]]:
    """The reference's own results, and the questions where it falls short of full marks.

    Raises `UsageMistake` where the rubric names no reference.
    """
    found, short, _ = proved(rubric_path, options)
    return found, short


def remarks(rubric: Rubric) -> list[str]:
    """What is worth saying of a rubric in which nothing is wrong; nothing is run."""
    one = reference_of(rubric)
    files = {} if one is None else {file.name: file.read() for file in one.files}
    asked = [question for question in rubric.questions if isinstance(question, Remarked)]
    by_id = [
        f"{one.id}: only a sheet or file of answers that calls it {one.id!r} can answer this; "
        "write `name:` or `writeup:` where code or a text may"
        for one in rubric.questions
        if not one.is_reached and set(one.sources or rubric.sources) != {"data"}
    ]
    return by_id + [said for question in asked for said in question.remarks(files)]


def proved(rubric_path: Path, options: Options) -> tuple[Results, list[str], list[str]]:
    """As `selftest`, and what was learned from running the reference."""
    rubric = load_rubric(rubric_path)
    reference = reference_of(rubric)
    if reference is None:
        raise UsageMistake(f"{rubric_path}: names no reference; add `reference: FOLDER`")
    run = prepare(rubric, options)
    found = _results(rubric, reference, run)
    questions = found["submissions"][0]["questions"]
    short = [q["id"] for q in questions if q["status"] not in ("correct", "awaiting")]
    return found, short, remarked(rubric, run)


def remarked(rubric: Rubric, run: Run) -> list[str]:
    """What was learned from running the reference."""
    return [
        said
        for question in rubric.questions
        if isinstance(question, Remarked)
        for said in question.learned(run.marking.marker.facts.get(question.id, {}))
    ]


def read(path: Path, rubric_path: Path, options: Options) -> Read:
    """What stands where in the submission at `path`, and how surely; nothing is marked."""
    rubric = with_prompts(load_rubric(rubric_path))
    one = single(path)
    interpreter = describe(options.python or rubric.environment.python)
    tier = verified_tier(options.isolation, interpreter.path)
    plan = Programs(plan_of(rubric), lambda: tier, lambda: interpreter.path).filled_plan()
    with closing(LauncherFactory(plan, tier, interpreter).open()) as launchers:
        collected = evidence_of(one.loaded(), plan, launchers)
    return read_of(one, plan, collected, {q.id: q.prompt for q in rubric.questions})


def _results(rubric: Rubric, one: Submission, run: Run) -> Results:
    with closing(run.launchers.open()) as launchers:
        collected = evidence_of(one.loaded(), run.plan, launchers)
    return results_of_one(rubric, one, run, look_into(rubric, one, collected))


def results_of_one(rubric: Rubric, one: Submission, run: Run, evidence: Evidence) -> Results:
    """The results of a submission of which everything is collected."""
    marking = run.marking.one(evidence)
    marks = {name: marked.mark for name, marked in marking.marks().items()}
    findings = (*evidence.findings, *run.marking.noticed(one.id, marking))
    files = tuple(sorted(file.name for file in one.files))
    graded = Graded(one.id, one.name, files, marks, findings)
    return results(rubric, [graded], run.info("check"))
