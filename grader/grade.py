"""The story on one page: intake, collect, mark, report."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from grader.collect.keys import handed_in, plan_digests
from grader.collect.launchers import Toolbox, Tools
from grader.collect.plan import Plan, plan_of
from grader.collect.submission import evidence_of, faulty
from grader.errors import Failed, UsageMistake, did_you_mean
from grader.evidence import Evidence
from grader.gradebook import EvidenceKey, Gradebook, RunInfo, SubmissionRecord, seal
from grader.intake import Intake, Person, Submission, discover
from grader.marking.late_times import clock
from grader.marking.marking import Marking, marking_of
from grader.marking.runs import run_info
from grader.reports.files import make_writable
from grader.reports.publish import keep_prints, report_of
from grader.reports.records import Results
from grader.rubric import Rubric, load_rubric
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import Interpreter, describe
from grader.workers import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that may be chosen for a run, as the command line names it."""

    jobs: int = 0
    isolation: str = "auto"
    python: str | None = None
    roster: Path | None = None
    formats: tuple[str, ...] = ()
    fresh: bool = False
    only: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many submissions are finished, of how many, and which was finished just now."""

    done: int
    total: int
    id: str = ""
    reused: bool = False


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run leaves behind: its results, what is left to do, and internal errors."""

    results: Results
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Present(NamedTuple):
    """A submission, how the gradebook knows it, and what its evidence depends on."""

    submission: Submission
    record: SubmissionRecord
    key: EvidenceKey


@dataclass(frozen=True, slots=True)
class Run:
    """What one run works with, fixed before the first submission starts."""

    rubric: Rubric
    plan: Plan
    interpreter: Interpreter
    tier: str
    tools: Toolbox
    options: Options
    marking: Marking
    stop: threading.Event

    def info(self, command: str, missing: Iterable[Person] = ()) -> RunInfo:
        """All that the results of this run must name to be reproduced."""
        return run_info(
            command,
            self.rubric,
            python=self.interpreter.version,
            isolation=self.tier,
            packages=self.interpreter.packages,
            missing=tuple({"id": person.id, "name": person.name} for person in missing),
        )


def grade(
    paths: Sequence[Path],
    rubric_path: Path,
    out: Path,
    options: Options,
    watch: Watch = lambda _: None,
    stop: threading.Event | None = None,
) -> Finished:
    """Grade a folder: run what is new, mark everything, write every report.

    Raises `UsageMistake`, `RubricError` or `SandboxRefusal` before anything is run.
    """
    rubric = load_rubric(rubric_path)
    intake = discover(paths, options.roster)
    make_writable(out)
    with Gradebook.open(out / "gradebook.db") as book:
        run = prepare(rubric, options, stop, book)
        info = run.info("grade", intake.missing)
        number = book.runs.begin(info)
        present = _register(run, book, _chosen(intake, options))
        left = _collect(run, book, number, present, watch)
        everybody = run.marking.everybody(book)
        run.marking.keep(book, number, everybody.changed())
        report = report_of(book, rubric, everybody, info)
        report.write(out, options.formats)
        book.runs.finish(number, "interrupted" if left else "finished")
    return Finished(report.results, tuple(left), run.marking.faults)


def prepare(
    rubric: Rubric,
    options: Options,
    stop: threading.Event | None = None,
    book: Gradebook | None = None,
) -> Run:
    """Fix the interpreter, the sandbox, the plan and the key facts of a run."""
    interpreter = describe(options.python or rubric.environment.python)
    tier = verified_tier(options.isolation, interpreter.path)
    _check_names("--question", "question", options.questions, [q.id for q in rubric.questions])
    plan = plan_of(rubric)
    tools = Toolbox(rubric, plan, tier, interpreter)
    asked, surroundings = plan_digests(rubric, plan), (interpreter.version, interpreter.packages)
    marking = marking_of(rubric, plan, asked, tools.reference, surroundings, book)
    return Run(rubric, plan, interpreter, tier, tools, options, marking, stop or threading.Event())


def _chosen(intake: Intake, options: Options) -> tuple[Submission, ...]:
    _check_names("--only", "submission", options.only, [one.id for one in intake.submissions])
    wanted = set(options.only)
    return tuple(one for one in intake.submissions if not wanted or one.id in wanted)


def _check_names(flag: str, what: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [name for name in wanted if name not in known]:
        close = did_you_mean(unknown[0], known)
        raise UsageMistake(f"{flag}: there is no {what} {', '.join(unknown)}{close}")


def _register(run: Run, book: Gradebook, chosen: Iterable[Submission]) -> list[Present]:
    """Note in the gradebook what is there to be graded, and as what it counts."""
    came = clock(run.rubric.late, Path(run.rubric.path).parent)
    surroundings = (run.rubric, run.plan, run.interpreter, run.tier)
    present = [Present(one, *handed_in(one, *surroundings, came(one))) for one in chosen]
    book.register([(one.record, one.key) for one in present], whole=not run.options.only)
    keep_prints(book, ((one.submission, one.record) for one in present))
    return present


def _collect(
    run: Run, book: Gradebook, number: int, present: Sequence[Present], watch: Watch
) -> list[str]:
    """Run what has no usable evidence yet; the ids of what was left when the user stopped."""
    by_id = {one.submission.id: one for one in present}
    asked = {}
    for id_, one in by_id.items():
        wanted = set(run.options.questions) or set(one.key.plans)
        asked[id_] = wanted if run.options.fresh else wanted - book.evidence.covered(id_, one.key)
    todo = [one.submission for id_, one in by_id.items() if asked[id_]]
    done, left = len(present) - len(todo), {one.id for one in todo}
    if done:
        watch(Progress(done, len(present), reused=True))

    def work(one: Submission, tools: Tools) -> Evidence:
        return evidence_of(one, run.rubric, run.plan.only(asked[one.id]), tools)

    judgements = book.judgements.by_submission()
    jobs = run.options.jobs or local.usable_cores()
    for finished in local.run(todo, work, run.tools.open, jobs, run.stop):
        id_, one, evidence = finished.item.id, by_id[finished.item.id], finished.result
        if isinstance(evidence, Failed):
            run.marking.note(id_, evidence)
            evidence = faulty(run.plan, evidence.reason)
        sealed = book.evidence.completed(id_, one.key, seal(evidence), asked[id_])
        marks = run.marking.one(sealed, judgements.get(id_)).marks()
        with book.transaction():  # evidence and marks reach the disk together
            book.record(number, one.record, one.key, sealed)
            run.marking.keep(book, number, {id_: marks})
        left.discard(id_)
        done += 1
        watch(Progress(done, len(present), id_))
    return sorted(left)
