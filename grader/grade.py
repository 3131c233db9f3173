"""The story on one page: intake, collect, mark, report."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect.keys import handed_in, plan_digests, run_info
from grader.collect.launchers import Toolbox, Tools
from grader.collect.plan import Plan, plan_of
from grader.collect.submission import evidence_of, faulty
from grader.errors import Failed, UsageMistake, did_you_mean
from grader.evidence import Evidence
from grader.gradebook import (
    EvidenceKey,
    Gradebook,
    Marked,
    SubmissionRecord,
    seal,
)
from grader.intake import Intake, Submission, discover
from grader.marking.everybody import mark_class, unasked_questions
from grader.marking.facts import facts_of
from grader.marking.kept_facts import kept_facts
from grader.marking.late_times import clock
from grader.marking.mark import Facts
from grader.marking.marker import Marker
from grader.marking.measures import Measures
from grader.marks import Mark
from grader.reports.publish import alike, keep_prints, publish
from grader.reports.records import Results
from grader.reports.results import results_of
from grader.rubric import Rubric, load_rubric
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import Interpreter, describe
from grader.workers.local import run as run_workers
from grader.workers.local import usable_cores


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
    """One submission is finished: how many of how many, which, and what it earned so far."""

    done: int
    total: int
    id: str
    marks: Mapping[str, Mark] | None
    reused: bool = False


@dataclass(slots=True)
class Run:
    """What one run works with, fixed before the first submission starts."""

    rubric: Rubric
    plan: Plan
    facts: Facts
    interpreter: Interpreter
    tier: str
    tools: Toolbox
    options: Options
    book: Gradebook | None = None
    """Where measures are kept; None where nothing is."""
    stop: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    marker: Marker = field(init=False)
    """What marks hand-ins in this run; our own faults in it are noted."""

    def __post_init__(self) -> None:
        def note(question: str, failed: Failed) -> None:
            self.faults.append(f"{question}: {failed.error!r}")

        measures = Measures(self.rubric, self.facts, self.book)
        self.marker = Marker(self.rubric, self.facts, measures, note)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run leaves behind: its results, what is left to do, and our own faults."""

    results: Results
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


Watch = Callable[[Progress], None]


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
    _writable(out)
    with Gradebook.open(out / "gradebook.db") as book:
        run = prepare(rubric, options, stop, book)
        number = book.runs.begin(run_info(run.rubric, run.interpreter, run.tier, intake, "grade"))
        chosen = _chosen(intake, options)
        came = clock(rubric.late, Path(rubric.path).parent)
        handed = {
            one.id: (
                one,
                *handed_in(one, run.rubric, run.plan, run.interpreter, run.tier, came(one)),
            )
            for one in chosen
        }
        whole = not options.only
        book.register(((seen, key) for _, seen, key in handed.values()), whole=whole)
        keep_prints(book, ((one, seen) for one, seen, _ in handed.values()))
        left = _collect(run, book, number, handed, watch)
        found = report(run, book, number, intake, out)
        book.runs.finish(number, "interrupted" if left else "finished")
    return Finished(found, tuple(left), tuple(dict.fromkeys(run.faults)))


def prepare(
    rubric: Rubric,
    options: Options,
    stop: threading.Event | None = None,
    book: Gradebook | None = None,
) -> Run:
    """Fix the interpreter, the wall, the plan and the key facts of a run."""
    interpreter = describe(options.python or rubric.environment.python)
    tier = verified_tier(options.isolation, interpreter.path)
    plan = plan_of(rubric)
    if options.questions:
        unknown = set(options.questions) - {q.id for q in rubric.questions}
        if unknown:
            close = did_you_mean(min(unknown), [q.id for q in rubric.questions])
            named = ", ".join(sorted(unknown))
            raise UsageMistake(f"--question: there is no {named} in the rubric{close}")
    tools = Toolbox(rubric, plan, tier, interpreter)
    surroundings = (interpreter.version, dict(interpreter.packages))
    facts = (
        facts_of(rubric, plan, tools.open)
        if book is None
        else kept_facts(
            book, rubric, plan, lambda: facts_of(rubric, plan, tools.open), *surroundings
        )
    )
    stop = stop or threading.Event()
    return Run(rubric, plan, facts, interpreter, tier, tools, options, book, stop)


def _writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except FileExistsError:
        raise UsageMistake(f"{out}: a file; --out names a folder for what is written") from None
    except OSError as error:
        said = f"{out}: cannot be written to: {error.strerror}; choose another --out"
        raise UsageMistake(said) from None


def _chosen(intake: Intake, options: Options) -> tuple[Submission, ...]:
    if not options.only:
        return intake.submissions
    known = {one.id for one in intake.submissions}
    unknown = [name for name in options.only if name not in known]
    if unknown:
        close = did_you_mean(unknown[0], known)
        raise UsageMistake(f"--only: there is no submission {', '.join(unknown)}{close}")
    return tuple(one for one in intake.submissions if one.id in options.only)


def _collect(
    run: Run,
    book: Gradebook,
    number: int,
    handed: Mapping[str, tuple[Submission, SubmissionRecord, EvidenceKey]],
    watch: Watch,
) -> list[str]:
    """Run what has no usable evidence yet; the ids of what was left when the user stopped."""
    asked = {
        one.id: questions
        for one, seen, key in handed.values()
        if (questions := _to_ask(run, book, seen, key))
    }
    todo = [one for one, _, _ in handed.values() if one.id in asked]
    done = len(handed) - len(todo)
    if done:
        watch(Progress(done, len(handed), "", None, reused=True))
    judgements, left = book.judgements.all(), set(asked)

    def work(one: Submission, tools: Tools) -> Evidence:
        whole = len(asked[one.id]) == len(run.rubric.questions)
        plan = run.plan if whole else run.plan.only(asked[one.id])
        return evidence_of(one, run.rubric, plan, tools)

    jobs = run.options.jobs or usable_cores()
    for finished in run_workers(todo, work, run.tools.open, jobs, run.stop):
        one, seen, key = handed[finished.item.id]
        evidence = finished.result
        if isinstance(evidence, Failed):
            run.faults.append(f"{one.id}: {evidence.error!r}")
            evidence = faulty(run.plan, evidence.reason)
        own = {q: judgement for (id_, q), judgement in judgements.items() if id_ == one.id}
        sealed = book.evidence.completed(one.id, key, seal(evidence), asked[one.id])
        marks = run.marker.marks(sealed, own)
        with book.transaction():  # evidence and marks reach the disk together
            book.record(number, seen, key, sealed)
            _keep(run, book, number, {one.id: marks})
        left.discard(one.id)
        done += 1
        watch(Progress(done, len(handed), one.id, {q: m.mark for q, m in marks.items()}))
    return sorted(left)


def _to_ask(run: Run, book: Gradebook, seen: SubmissionRecord, key: EvidenceKey) -> set[str]:
    """The questions of a hand-in that have to be asked: new or changed ones, or all afresh."""
    wanted = set(run.options.questions) or set(key.plans)
    return wanted if run.options.fresh else wanted - book.evidence.covered(seen.id, key)


def mark_one(run: Run, evidence: Evidence) -> dict[str, Mark]:
    """The marks of one submission without a gradebook; our own faults are noted on the run."""
    found = run.marker.marks(seal(evidence))
    return {name: marked.mark for name, marked in found.items()}


def report(run: Run, book: Gradebook, number: int, intake: Intake, out: Path) -> Results:
    """Mark every submission from what the gradebook holds and write all reports."""
    unasked = unasked_questions(book, plan_digests(run.rubric, run.plan))
    everybody = mark_class(book, run.marker, unasked)
    _keep(run, book, number, everybody.changed())
    found = results_of(
        book,
        run.rubric,
        everybody,
        isolation=run.tier,
        python=run.interpreter.version,
        missing=intake.missing,
    )
    publish(
        out,
        run.rubric,
        found,
        everybody,
        packages=run.interpreter.packages,
        alike=alike(book),
        formats=run.options.formats,
    )
    return found


def _keep(
    run: Run, book: Gradebook, number: int, marks: Mapping[str, Mapping[str, Marked]]
) -> None:
    run.marker.measures.keep()
    run.marker.measures.forget()
    book.marks.keep(number, marks)


__all__ = ["Finished", "Options", "Progress", "grade", "prepare"]
