"""The story on one page: intake, collect, mark, report."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from grader.collect.elsewhere.crossing import heard, unpacked
from grader.collect.elsewhere.remote import Parcel, identity, introduce, refusal_in, work
from grader.collect.imported import libraries_of, read_with
from grader.collect.keys import Keys, plan_digests
from grader.collect.launchers import LauncherFactory
from grader.collect.plan import Plan, plan_of, with_prompts
from grader.collect.programs import Programs
from grader.collect.submission import Collected, Task, collect_task, faulty
from grader.collect.turns import Turns, Watch
from grader.errors import (
    Failed,
    OutOfSpace,
    UsageMistake,
    did_you_mean,
    guarded,
    is_full,
)
from grader.evidence import Evidence
from grader.gradebook import Gradebook, RunInfo, Split, content_digest, seal
from grader.intake import Intake, Person, Submission, discover
from grader.marking.inspection import inspected
from grader.marking.late_times import clock, strangers
from grader.marking.marking import Marking, marking_of
from grader.marking.runs import run_info
from grader.marking.transcribing import TypedIn
from grader.reports.files import make_writable
from grader.reports.publish import PrintKeeper, report_of
from grader.reports.records import Results
from grader.rubric import Rubric, load_rubric
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import Interpreter, describe
from grader.workers import local
from grader.workers.shards import Shard


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that may be chosen for a run, as the command line names it."""

    jobs: int = 0
    isolation: str = "auto"
    python: str | None = None
    roster: Path | None = None
    one: bool = False
    formats: tuple[str, ...] = ()
    fresh: bool = False
    only: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    shard: str = ""
    cluster: str = ""
    certificates: Path | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run leaves behind: its results, what is left to do, and internal errors.

    `noted` says how the submissions were told apart, and what concerns the class as a whole.
    """

    results: Results
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What one run works with, fixed before the first submission starts."""

    rubric: Rubric
    plan: Plan
    interpreter: Interpreter
    tier: str
    launchers: LauncherFactory
    options: Options
    marking: Marking
    stop: threading.Event
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Workers of a cluster, and what happened to them, for whoever started the run."""

    def info(
        self, command: str, missing: Iterable[Person] = (), split: Split | None = None
    ) -> RunInfo:
        """All that the results of this run must name to be reproduced."""
        return run_info(
            command,
            self.rubric,
            python=self.interpreter.version,
            isolation=self.tier,
            packages=self.interpreter.packages,
            missing=tuple({"id": person.id, "name": person.name} for person in missing),
            split=split,
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
    rubric = with_prompts(load_rubric(rubric_path))
    shard = Shard.parse(options.shard) if options.shard else None
    intake = discover(paths, options.roster, one=options.one)
    everyone = [one.id for one in intake.submissions]
    part = frozenset(everyone) if shard is None else shard.share(everyone)
    make_writable(out)
    with Gradebook.open(out / "gradebook.db") as book:
        run = prepare(rubric, options, stop, book)
        info = run.info("grade", intake.missing, _split(shard, everyone))
        number = book.runs.begin(info)
        chosen = _chosen(intake, options, part)
        run.launchers.imported = partial(libraries_of, chosen)
        run.launchers.reading = read_with(chosen)
        left = _collect(run, book, number, chosen, watch)
        everybody = run.marking.everybody(book)
        run.marking.keep(book, number, everybody.changed())
        report = report_of(book, rubric, everybody, info)
        report.write(out, options.formats)
        book.runs.finish(number, "interrupted" if left else "finished")
    found = (finding.message for finding in intake.findings)
    taken = () if shard is None else (shard.took(sorted(part), len(everyone)),)
    late = strangers(rubric.late, Path(rubric.path).parent, intake.submissions)
    workers = (f"worker {one} {what}" for one, what in run.notes)
    noted = (*intake.rules, *taken, *late, *found, *workers)
    return Finished(report.results, tuple(left), run.marking.faults, noted)


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
    programs = Programs(plan, lambda: tier, lambda: interpreter.path)
    filled = programs.filled_plan()
    launchers = LauncherFactory(filled, tier, interpreter)
    asked, surroundings = plan_digests(plan), (interpreter.version, interpreter.packages)
    marking = marking_of(
        rubric, plan, asked, launchers.reference, surroundings, book, programs.call
    )
    stop = stop or threading.Event()
    return Run(rubric, filled, interpreter, tier, launchers, options, marking, stop)


def _split(shard: Shard | None, everyone: Sequence[str]) -> Split | None:
    """The part of the class that is graded here, as the gradebook keeps it."""
    if shard is None:
        return None
    digest = content_digest((one, "") for one in everyone)
    return Split(shard.number, shard.of, len(everyone), digest)


def _chosen(intake: Intake, options: Options, part: frozenset[str]) -> tuple[Submission, ...]:
    _check_names("--only", "submission", options.only, [one.id for one in intake.submissions])
    if elsewhere := [one for one in options.only if one not in part]:
        raise UsageMistake(f"--only: {', '.join(elsewhere)} is not in shard {options.shard}")
    wanted = part & set(options.only) if options.only else part
    return tuple(one for one in intake.submissions if one.id in wanted)


def _check_names(flag: str, what: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [name for name in wanted if name not in known]:
        close = did_you_mean(unknown[0], known)
        raise UsageMistake(f"{flag}: there is no {what} {', '.join(unknown)}{close}")


def _collect(
    run: Run, book: Gradebook, number: int, chosen: Sequence[Submission], watch: Watch
) -> list[str]:
    """Run what has no usable evidence yet; the ids of what was left when the user stopped."""
    keys = Keys.of(run.plan, run.interpreter, run.tier)
    came = clock(run.rubric.late, Path(run.rubric.path).parent)
    prints = PrintKeeper(book)
    turns = Turns(book, keys, chosen, came, prints.take, watch)
    book.expect((record for _, record in turns.expected), whole=not run.options.only)
    judgements, typed = book.judgements.by_submission(), TypedIn.of(book, run.rubric)
    tasks = turns.tasks(run.options.questions, run.options.fresh)

    def lost(worker: str, what: str) -> None:
        run.notes.append((worker, what))
        book.runs.dropped(number, worker, what)

    for finished in _together(_worked_on(run, tasks, lost)):
        rows = []
        try:
            for done in finished:
                if isinstance(done.result, Failed) and is_full(done.result.error):
                    raise OutOfSpace(gettempdir()) from done.result.error
                id_ = done.item.submission.id
                turn = turns.back(id_)
                evidence = _evidence(run, turn.submission, done.result)
                sealed = book.evidence.completed(id_, turn.key, seal(evidence), turn.asked)
                marks = run.marking.one(typed.into(id_, sealed), judgements.get(id_)).marks()
                rows.append((done, turn, sealed, marks))
        finally:
            with book.transaction():  # evidence and marks reach the disk together
                for done, turn, sealed, _ in rows:
                    book.record(number, turn.record, turn.key, sealed)
                    book.runs.add_work(number, done.worker, 1, done.seconds)
                marks_of = {turn.submission.id: marks for _, turn, _, marks in rows}
                run.marking.keep(book, number, marks_of)
        for done, turn, _, _ in rows:
            turns.end(turn.submission.id, seconds=done.seconds)
    turns.write()
    prints.write()
    return sorted(turns.left)


def _together(
    worked_on: Iterable[local.Done[Task, Collected]],
) -> Iterator[list[local.Done[Task, Collected]]]:
    """What has finished by now, to be kept in one transaction: the disk takes longer than we do."""
    finished = []
    for done in worked_on:
        finished.append(done)
        if not done.more:
            yield finished
            finished = []


def _worked_on(
    run: Run, tasks: Iterator[Task | None], lost: Callable[[str, str], None]
) -> Generator[local.Done[Task, Collected], None, None]:
    """Each task as some worker finishes it: on this machine, or on those of a cluster."""
    if not run.options.cluster:
        work_here = partial(collect_task, run.plan)
        jobs = run.options.jobs or local.usable_cores()
        yield from local.run(tasks, work_here, run.launchers.open, jobs, run.stop)
        return
    from grader.workers.cluster import crew, places
    from grader.workers.cluster.admission import differences
    from grader.workers.cluster.shard import Crossing

    python = run.options.python or run.rubric.environment.python
    path = None if python is None else run.interpreter.path
    own = identity(path, run.tier)
    parcel = Parcel(run.plan, path, run.tier, run.launchers.preload(), run.launchers.reading)
    crossing = Crossing(
        parcel.packed(),
        work,
        partial(introduce, None if path is None else str(path), run.tier),
        pickle.dumps,
        unpacked,
        lambda said: differences(own, heard(said)),
        refusal_in,
        run.plan.limits.seconds,
    )
    with places.connected(run.options.cluster, run.options.certificates) as client:
        yield from crew.run(client, tasks, crossing, run.stop, lost)


def _evidence(run: Run, one: Submission, collected: Collected | Failed) -> Evidence:
    """What came back, looked into with the key at hand; an internal error is noted on the run."""
    found: Evidence | Failed = (
        collected
        if isinstance(collected, Failed)
        else guarded("looking into its files", partial(look_into, run.rubric, one, collected))
    )
    if isinstance(found, Failed):
        run.marking.note(one.id, found)
        return faulty(run.plan, found.reason)
    return found


def look_into(rubric: Rubric, one: Submission, collected: Collected) -> Evidence:
    """The evidence with what intake noticed of the submission, and what questions see in it."""
    return inspected(collected.evidence, collected.files, rubric.questions, one.findings)
