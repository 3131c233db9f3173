"""The story on one page: intake, collect, mark, report."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.collect.keys import Keys, coming, handed_in, plan_digests
from grader.collect.launchers import LauncherFactory
from grader.collect.plan import Plan, plan_of
from grader.collect.submission import Collected, Task, collect_task, faulty
from grader.errors import UsageMistake, did_you_mean
from grader.evidence import Evidence
from grader.gradebook import (
    EvidenceKey,
    Gradebook,
    HandedIn,
    Marked,
    seal,
)
from grader.intake import Intake, Submission, discover
from grader.marking.everybody import mark_class, unasked_questions
from grader.marking.facts import facts_of, kept_facts
from grader.marking.inspection import inspected
from grader.marking.late_times import clock
from grader.marking.mark import Facts
from grader.marking.marker import Marker
from grader.marking.measures import Measures
from grader.marking.runs import run_info
from grader.marks import Mark
from grader.reports.publish import PrintKeeper, alike, publish
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
    one: bool = False
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
    launchers: LauncherFactory
    options: Options
    book: Gradebook | None = None
    """Where measures are kept; None where nothing is."""
    stop: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    marker: Marker = field(init=False)
    """What marks hand-ins in this run; our own faults in it are noted."""

    def __post_init__(self) -> None:
        def note(question: str, error: Exception) -> None:
            self.faults.append(f"{question}: {error!r}")

        measures = Measures(self.rubric, self.facts, self.book)
        self.marker = Marker(self.rubric, self.facts, measures, note)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run leaves behind: its results, what is left to do, and our own faults.

    `noted` says how the submissions were told apart, and what concerns the class as a whole.
    """

    results: dict[str, Any]
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


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
    intake = discover(paths, options.roster, one=options.one)
    _writable(out)
    with Gradebook.open(out / "gradebook.db") as book:
        run = prepare(rubric, options, stop, book)
        number = book.begin_run(
            run_info(
                "grade",
                rubric,
                python=run.interpreter.version,
                isolation=run.tier,
                packages=run.interpreter.packages,
                missing=({"id": person.id, "name": person.name} for person in intake.missing),
            )
        )
        chosen = _chosen(intake, options)
        left = _collect(run, book, number, chosen, watch)
        found = report(run, book, number, intake, out)
        book.finish_run(number, "interrupted" if left else "finished")
    noted = (*intake.rules, *(finding.message for finding in intake.findings))
    return Finished(found, tuple(left), tuple(dict.fromkeys(run.faults)), noted)


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
    launchers = LauncherFactory(plan, tier, interpreter)
    surroundings = (interpreter.version, dict(interpreter.packages))
    facts = (
        facts_of(rubric, plan, launchers.open)
        if book is None
        else kept_facts(
            book, rubric, plan, lambda: facts_of(rubric, plan, launchers.open), *surroundings
        )
    )
    stop = stop or threading.Event()
    return Run(rubric, plan, facts, interpreter, tier, launchers, options, book, stop)


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
    run: Run, book: Gradebook, number: int, chosen: Sequence[Submission], watch: Watch
) -> list[str]:
    """Run what has no usable evidence yet; the ids of what was left when the user stopped."""
    turns = Turns(run, book, chosen, watch)
    judgements = book.judgements()
    jobs = run.options.jobs or usable_cores()
    work = functools.partial(collect_task, run.plan)
    for done in run_workers(turns.tasks(), work, run.launchers.open, jobs, run.stop):
        one, seen, key, asked = turns.in_hand.pop(done.item.submission.id)
        evidence = _evidence(run, one, done.result, done.failure)
        own = {q: judgement for (id_, q), judgement in judgements.items() if id_ == one.id}
        sealed = book.completed(seen, key, seal(evidence), asked)
        marks = run.marker.marks(sealed, own)
        with book.transaction():  # evidence and marks reach the disk together
            book.record(number, seen, key, sealed)
            _keep(run, book, number, {one.id: marks})
        turns.end(one.id, {q: m.mark for q, m in marks.items()})
    turns.write()
    return sorted(turns.left)


class Turns:
    """Each submission in its turn: its files are loaded once, and let go when it is finished.

    From the same bytes come its digests, its fingerprints and, where it has to be asked anything,
    the task of a worker.
    """

    def __init__(
        self, run: Run, book: Gradebook, chosen: Sequence[Submission], watch: Watch
    ) -> None:
        came = clock(run.rubric.late, Path(run.rubric.path).parent)
        self.left = {one.id for one in chosen}
        self.in_hand: dict[str, tuple[Submission, HandedIn, EvidenceKey, set[str]]] = {}
        self._run, self._book, self._watch, self._total = run, book, watch, len(chosen)
        self._coming = [(one, coming(one, came(one))) for one in chosen]
        self._keys = Keys.of(run.plan, run.interpreter, run.tier)
        self._prints = PrintKeeper(book)
        self._unchanged: list[tuple[HandedIn, EvidenceKey]] = []
        book.expect((one for _, one in self._coming), whole=not run.options.only)

    def tasks(self) -> Iterator[Task | None]:
        """What workers have to do, made as they come free; None for each that is unchanged."""
        for one, known in self._coming:
            loaded = one.loaded()
            seen = handed_in(known, loaded)
            key = self._keys.key(seen)
            self._prints.take(seen, loaded)
            asked = _to_ask(self._run, self._book, seen, key)
            if asked:
                self.in_hand[one.id] = one, seen, key, asked
                yield Task(loaded, frozenset(asked))
                continue
            self._unchanged.append((seen, key))
            if len(self._unchanged) >= 500:
                self.write()
            self.end(one.id)
            yield None

    def end(self, id_: str, marks: Mapping[str, Mark] | None = None) -> None:
        """A submission is finished: it has new marks, or it is unchanged."""
        self.left.discard(id_)
        done = self._total - len(self.left)
        self._watch(Progress(done, self._total, id_, marks, reused=marks is None))

    def write(self) -> None:
        """Write down which submissions are unchanged, and the new fingerprints."""
        self._book.register(self._unchanged, whole=False)
        self._unchanged = []
        self._prints.write()


def _evidence(
    run: Run, one: Submission, collected: Collected | None, failure: BaseException | None
) -> Evidence:
    """What came back, looked into with the key at hand; our own failure is noted on the run."""
    if collected is not None:
        try:
            return inspected(
                collected.evidence, collected.files, run.rubric.questions, one.findings
            )
        except Exception as error:
            failure = error
    run.faults.append(f"{one.id}: {failure!r}")
    return faulty(run.plan, f"running it failed ({type(failure).__name__})")


def _to_ask(run: Run, book: Gradebook, seen: HandedIn, key: EvidenceKey) -> set[str]:
    """The questions of a hand-in that have to be asked: new or changed ones, or all afresh."""
    wanted = set(run.options.questions) or set(key.plans)
    return wanted if run.options.fresh else wanted - book.covered(seen.id, key)


def mark_one(run: Run, evidence: Evidence) -> dict[str, Mark]:
    """The marks of one submission without a gradebook; our own faults are noted on the run."""
    found = run.marker.marks(seal(evidence))
    return {name: marked.mark for name, marked in found.items()}


def report(run: Run, book: Gradebook, number: int, intake: Intake, out: Path) -> dict[str, Any]:
    """Mark every submission from what the gradebook holds and write all reports."""
    unasked = unasked_questions(book, plan_digests(run.plan))
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
    book.keep_marks(number, marks)


__all__ = ["Finished", "Options", "Progress", "grade", "prepare"]
