"""Marks again from stored evidence, with a rubric that has changed; no student code runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader.collect.keys import plan_digests
from grader.collect.launchers import LauncherFactory
from grader.collect.plan import plan_of, with_prompts
from grader.collect.programs import Programs
from grader.errors import UsageMistake
from grader.evidence import Evidence
from grader.gradebook import Gradebook
from grader.marking.everybody import Change, Everybody
from grader.marking.marking import Marking, marking_of
from grader.marking.runs import run_info
from grader.reports.publish import Report, report_of
from grader.reports.results import total_of
from grader.rubric import Rubric, load_rubric
from grader.sandbox.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Differing:
    """A mark that a person gave where the machine would give another."""

    submission: str
    question: str
    score: Fraction
    machine: Fraction


@dataclass(frozen=True, slots=True)
class Rescored:
    """What re-scoring found: every change, what stayed unasked, and the new report."""

    changes: tuple[Change, ...]
    totals: Mapping[str, tuple[Fraction, Fraction]]
    report: Report
    kept: bool = False
    faults: tuple[str, ...] = ()

    @property
    def submissions(self) -> int:
        """How many submissions were marked again."""
        return len(self.report.everybody.marks)

    @property
    def differing(self) -> tuple[Differing, ...]:
        """Where machine and person differ now; the person's mark holds."""
        return tuple(
            Differing(submission, question, mark.score, mark.machine)
            for submission, row in self.report.everybody.marks.items()
            for question, marked in row.items()
            if (mark := marked.mark).by_hand
            and mark.score is not None
            and mark.machine is not None
            and mark.machine != mark.score
        )

    @property
    def unasked(self) -> Mapping[str, int]:
        """By question, how many submissions keep their mark until they are asked again."""
        return self.report.everybody.unasked

    @property
    def share(self) -> Fraction:
        """The share of submissions whose score changes."""
        return Fraction(len(self.totals), self.submissions or 1)


Confirm = Callable[[Rescored], bool]


def rescore(
    out: Path, rubric_path: Path, confirm: Confirm = lambda _: True, dry_run: bool = False
) -> Rescored:
    """Mark everything in `out` again; kept unless `dry_run`, or `confirm` says no.

    Raises `RubricError` or `GradebookError` before anything changes.
    """
    rubric = with_prompts(load_rubric(rubric_path))
    with Gradebook.open(out / "gradebook.db", "read" if dry_run else "change") as book:
        return mark_again(book, rubric, confirm)


def as_marked(folder: Path, rubric: Path | None) -> Rescored:
    """The report of a folder whose marks stay as they are; UsageMistake where some would change."""
    with Gradebook.open(folder / "gradebook.db", "read") as book:
        found = mark_again(book, rubric_for(book, rubric))
    if found.changes:
        raise UsageMistake(
            f"{len(found.changes)} marks would change with this rubric; run `grader rescore` first"
        )
    return found


def mark_again(
    book: Gradebook, rubric: Rubric, confirm: Confirm = lambda _: True
) -> Rescored:
    """The same for a gradebook that is open, which changes only where it was opened to be."""
    last = book.runs.last()
    info = run_info(
        "rescore",
        rubric,
        python=last.info.python,
        isolation=last.info.isolation,
        packages=last.info.packages,
        missing=last.info.missing,
        split=last.info.split,
    )
    book.runs.refuse_another(info.rubric)
    marking = marking_for(book, rubric)
    everybody = marking.everybody(book)
    changes = tuple(change for change in everybody.changes if change.before != change.after)
    found = Rescored(
        changes,
        _totals(rubric, everybody, changes),
        report_of(book, rubric, everybody, info),
        faults=marking.faults,
    )
    if not book.is_writable or not confirm(found):
        return found
    number = book.runs.begin(info)
    marking.keep(book, number, everybody.changed())
    book.runs.finish(number)
    return replace(found, kept=True)


def rubric_for(book: Gradebook, given: Path | None) -> Rubric:
    """The rubric to mark with: the one given, or the last run's where it has not changed.

    Raises `UsageMistake` where that file has gone or is another one now.
    """
    if given is not None:
        return with_prompts(load_rubric(given))
    info = book.runs.last().info.rubric
    path = _where(book, Path(info.path))
    if not path.is_file():
        raise UsageMistake(f"{path}: the rubric of the last run is not there; add --rubric FILE")
    rubric = with_prompts(load_rubric(path))
    if rubric.sha256 != info.sha256:
        raise UsageMistake(
            f"{path}: the rubric has changed since the last run; run `grader rescore` with it, "
            "or add --rubric FILE"
        )
    return rubric


def _where(book: Gradebook, path: Path) -> Path:
    """The rubric's file, which was named from the folder that the last run was started in."""
    above = book.database.path.resolve().parents
    places = [path, *(folder / path for folder in above[:4])] if not path.is_absolute() else [path]
    return next((one for one in places if one.is_file()), path)


def marking_for(book: Gradebook, rubric: Rubric) -> Marking:
    """Marking by a rubric, as the last run of a gradebook would; nothing is started early."""
    plan, last = plan_of(rubric), book.runs.last()

    def interpreter() -> Interpreter:
        from grader.sandbox.interpreter import describe

        return describe(rubric.environment.python)

    def tier() -> str:
        from grader.sandbox import verified_tier

        return verified_tier(last.info.isolation, interpreter().path)

    def reference(questions: Sequence[str]) -> Evidence:
        filled = programs.filled_plan()
        return LauncherFactory(filled, tier(), interpreter()).reference(questions)

    programs = Programs(plan, tier, lambda: interpreter().path)
    surroundings = (last.info.python, last.info.packages)
    asked = plan_digests(plan)
    return marking_of(rubric, plan, asked, reference, surroundings, book, programs.call)


def _totals(
    rubric: Rubric, everybody: Everybody, changes: Iterable[Change]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Old and new score, lateness left out, of every submission whose score changes."""
    gained: dict[str, Fraction] = defaultdict(Fraction)
    for change in changes:
        old = change.before.score if change.before else None
        gained[change.submission] += (change.after.score or 0) - (old or 0)
    totals = {}
    for submission, points in gained.items():
        marks = {name: marked.mark for name, marked in everybody.marks[submission].items()}
        score = total_of(rubric, marks).score
        if points:
            totals[submission] = (score - points, score)
    return totals


def check_answer(found: Rescored, ask_above: Fraction, yes: bool, interactive: bool) -> bool | None:
    """Whether to keep the new marks: True, or None where a person has to be asked.

    Raises `UsageMistake` where nobody can be asked; its message names what to type.
    """
    if yes or found.share <= ask_above:
        return True
    if interactive:
        return None
    raise UsageMistake(
        f"{len(found.totals)} of {found.submissions} scores would change, more than "
        f"{float(ask_above):.0%}; nothing was changed. Look with --dry-run, then add --yes"
    )
