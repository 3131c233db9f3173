"""Marks again from stored evidence, with a rubric that has changed; no student code runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import __version__
from grader.collect.keys import plan_digests, rubric_info
from grader.collect.plan import Plan, plan_of
from grader.errors import UsageMistake
from grader.gradebook import Gradebook, Run, RunInfo
from grader.intake.submission import Person
from grader.marking.everybody import (
    Change,
    Class,
    mark_class,
    unasked_questions,
)
from grader.marking.facts import facts_of
from grader.marking.kept_facts import kept_facts
from grader.marking.late_times import clock_of_stored
from grader.marking.marker import Marker
from grader.marking.measures import Measures
from grader.reports.publish import alike
from grader.reports.records import Alike, Results
from grader.reports.results import results_of, total_of
from grader.rubric import Rubric, load_rubric


@dataclass(frozen=True, slots=True)
class Rescored:
    """What re-scoring found: every change, what stayed unasked, and the new results."""

    changes: tuple[Change, ...]
    totals: Mapping[str, tuple[Fraction, Fraction]]
    unasked: Mapping[str, int]
    hand_ins: int
    results: Results
    everybody: Class = field(repr=False)
    rubric: Rubric = field(repr=False)
    packages: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[Alike, ...] = ()
    kept: bool = False
    faults: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share of hand-ins whose score changes."""
        return Fraction(len(self.totals), self.hand_ins) if self.hand_ins else Fraction(0)


Confirm = Callable[[Rescored], bool]


def rescore(
    out: Path, rubric_path: Path, confirm: Confirm = lambda _: True, dry_run: bool = False
) -> Rescored:
    """Mark everything in `out` again; kept unless `dry_run`, or `confirm` says no.

    Raises `RubricError` or `GradebookError` before anything changes.
    """
    rubric = load_rubric(rubric_path)
    with Gradebook.open(out / "gradebook.db", "read" if dry_run else "write") as book:
        last = book.runs.last()
        book.runs.refuse_another(rubric_info(rubric))
        found = _remark(book, rubric, last)
        if dry_run or not confirm(found):
            return found
        number = book.runs.begin(_run_info(rubric, last))
        book.marks.keep(number, found.everybody.changed())
        book.runs.finish(number)
    return replace(found, kept=True)


def rubric_of(out: Path, given: Path | None = None) -> Path:
    """The rubric file to mark with: the one given, or the last run's where it has not changed.

    Raises `UsageMistake` where that file has gone or is another one now.
    """
    if given is not None:
        return given
    with Gradebook.open(out / "gradebook.db", "read") as book:
        info = book.runs.last().info.rubric
    path = Path(info.path)
    if not path.is_file():
        raise UsageMistake(f"{path}: the rubric of the last run is not there; add --rubric FILE")
    if load_rubric(path).sha256 != info.sha256:
        raise UsageMistake(
            f"{path}: the rubric has changed since the last run; run `grader rescore` with it, "
            "or add --rubric FILE"
        )
    return path


def _remark(book: Gradebook, rubric: Rubric, last: Run) -> Rescored:
    faults: list[str] = []
    plan = plan_of(rubric)
    surroundings = (last.info.python, dict(last.info.packages))
    facts = kept_facts(book, rubric, plan, lambda: _built(rubric, plan, last), *surroundings)
    measures = Measures(rubric, facts, book)
    marker = Marker(
        rubric, facts, measures, lambda name, failed: faults.append(f"{name}: {failed.error!r}")
    )
    unasked = unasked_questions(book, plan_digests(rubric, plan))
    everybody = mark_class(book, marker, unasked)
    if book.is_writable:
        measures.keep()
    changes = tuple(change for change in everybody.changes if change.before != change.after)
    missing = [Person(one["id"], one["name"]) for one in last.info.missing]
    found = results_of(
        book,
        rubric,
        everybody,
        isolation=last.info.isolation,
        python=last.info.python,
        missing=missing,
        when=clock_of_stored(rubric.late, Path(rubric.path).parent),
    )
    counts: dict[str, int] = {}
    for questions in unasked.values():
        for name in questions:
            counts[name] = counts.get(name, 0) + 1
    return Rescored(
        changes,
        _totals(rubric, everybody, changes),
        counts,
        len(everybody.marks),
        found,
        everybody,
        rubric,
        last.info.packages,
        tuple(alike(book)),
        faults=tuple(dict.fromkeys(faults)),
    )


def _built(rubric: Rubric, plan: Plan, last: Run) -> Any:
    """Facts that were never built for this rubric; a reference is run behind the same wall."""
    from grader.collect.launchers import Toolbox
    from grader.sandbox import verified_tier
    from grader.sandbox.interpreter import describe

    interpreter = describe(rubric.environment.python)
    needed = any(question.needs_reference for question in rubric.questions)
    tier = verified_tier(last.info.isolation, interpreter.path) if needed else "none"
    return facts_of(rubric, plan, Toolbox(rubric, plan, tier, interpreter).open)


def _totals(
    rubric: Rubric, everybody: Class, changes: Iterable[Change]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Old and new score, lateness left out, of every hand-in whose score changes."""
    before: dict[str, dict[str, Fraction]] = {}
    for change in changes:
        old = change.before.score if change.before else None
        new = change.after.score
        before.setdefault(change.submission, {})[change.question] = (new or 0) - (
            old or Fraction(0)
        )
    totals = {}
    for submission, gained in before.items():
        marks = {name: marked.mark for name, marked in everybody.marks[submission].items()}
        score = total_of(rubric, marks).score
        if sum(gained.values()):
            totals[submission] = (score - sum(gained.values()), score)
    return totals


def _run_info(rubric: Rubric, last: Run) -> RunInfo:
    """The run that re-scoring is: a new rubric on what the last run's surroundings collected."""
    info = last.info
    return RunInfo(
        "rescore",
        rubric_info(rubric),
        __version__,
        info.python,
        info.isolation,
        rubric.seed,
        info.packages,
        info.missing,
    )


def check_answer(found: Rescored, ask_above: Fraction, yes: bool, interactive: bool) -> bool | None:
    """Whether to keep the new marks: True, or None where a person has to be asked.

    Raises `UsageMistake` where nobody can be asked; its message names what to type.
    """
    if yes or found.share <= ask_above:
        return True
    if interactive:
        return None
    raise UsageMistake(
        f"{len(found.totals)} of {found.hand_ins} scores would change, more than "
        f"{float(ask_above):.0%}; nothing was changed. Look with --dry-run, then add --yes"
    )
