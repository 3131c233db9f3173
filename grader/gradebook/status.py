"""How far grading is: what has been run, what waits for a person, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.gradebook import Gradebook, Run, WorkerFigures
from grader.gradebook.lock import writes
from grader.gradebook.pace import about
from grader.marks import Status as Ending
from grader.marks import counted


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one gradebook; `waiting` and `failed` go by question."""

    submissions: int
    left: tuple[str, ...]
    executions: int
    waiting: dict[str, tuple[str, ...]]
    failed: dict[tuple[str, str], tuple[str, ...]]
    judgements: int
    changes: int
    runs: tuple[Run, ...]
    workers: tuple[WorkerFigures, ...] = ()
    """What each worker of the last run did."""
    seconds: float = 0.0
    """From the beginning of the last run to the last submission that it ran."""
    running: bool | None = None
    """Whether the last run goes on, where that can be told."""

    @property
    def graded(self) -> int:
        """Submissions with nothing open."""
        open_ids = {one for row in (*self.waiting.values(), *self.failed.values()) for one in row}
        return self.submissions - len(open_ids | set(self.left))


def status_of(out: Path) -> Status:
    """The state of the gradebook in `out`, also while a grader writes it; `GradebookError`."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        ids = [one.id for one in book.submissions.present()]
        marks = book.marks.all()
        waiting: dict[str, list[str]] = {}
        failed: dict[tuple[str, str], list[str]] = {}
        for submission in ids:
            for question, marked in marks.get(submission, {}).items():
                if marked.mark.status is Ending.AWAITING:
                    waiting.setdefault(question, []).append(submission)
                elif marked.mark.status is Ending.NOT_GRADABLE:
                    why = " ".join(marked.mark.feedback)
                    failed.setdefault((question, why), []).append(submission)
        runs = book.runs.all()
        last = runs[-1].id if runs else 0
        return Status(
            len(ids),
            tuple(book.submissions.not_run()),
            len(book.evidence.executions()),
            {question: tuple(who) for question, who in waiting.items()},
            {place: tuple(who) for place, who in failed.items()},
            len(book.judgements.all()),
            len(book.marks.changes()),
            tuple(runs),
            tuple(book.runs.workers(last)),
            book.runs.busy(last),
            writes(out / "gradebook.db", runs[-1].started) if runs else None,
        )


def lines(status: Status) -> list[str]:
    """The state as plain lines for a terminal."""
    told = [
        f"{counted(status.submissions, 'submission')}: {status.graded} graded, "
        f"{len(status.left)} still to be run, {counted(status.judgements, 'answer')} judged by hand"
    ]
    if status.left:
        told.append(f"to run: {_some(status.left)}")
    for question, who in status.waiting.items():
        told.append(f"waits for a person: {question} of {len(who)} ({_some(who)})")
    for (question, why), who in status.failed.items():
        told.append(f"failed: {question} of {len(who)} ({_some(who)}): {why}")
    if status.changes:
        told.append(f"scores changed after the fact: {status.changes}")
    goes_on = [False] * (len(status.runs) - 1) + [status.running]
    told += [_run(*row) for row in list(zip(status.runs, goes_on, strict=True))[-5:]]
    told += [_worker(one) for one in status.workers]
    if (left := _left(status)) is not None:
        told.append(left)
    return told


def _worker(one: WorkerFigures) -> str:
    each = f", {one.seconds / one.submissions:.2f} s each" if one.submissions else ""
    said = f"; {one.said}" if one.said else ""
    count = "submission" if one.submissions == 1 else "submissions"
    return f"worker {one.name}: {one.submissions} {count} in {one.seconds:.1f} s{each}{said}"


def _left(status: Status) -> str | None:
    """How long the rest takes of a run that goes on, if it does."""
    done = sum(one.submissions for one in status.workers)
    if not (status.runs and status.runs[-1].ended is None and status.left and done):
        return None
    if status.running is False:
        return f"run {status.runs[-1].id} was cut off: grade again, and only what is left is run"
    rest = about(status.seconds * len(status.left) / done)
    return f"run {status.runs[-1].id} has run {done}; the other {len(status.left)} take {rest} more"


def _some(who: tuple[str, ...], most: int = 5) -> str:
    rest = len(who) - most
    return ", ".join(who[:most]) + (f" and {rest} more" if rest > 0 else "")


_TOLD = ("numpy", "scikit-learn", "scipy", "torch")
"""Packages whose versions a line names; the reports list all of them."""


_GOES_ON = {True: "running", False: "cut off", None: "running, or cut off"}


def _run(run: Run, goes_on: bool | None) -> str:
    info = run.info
    ended = run.ended or _GOES_ON[goes_on]
    took = "" if run.seconds is None else f" in {run.seconds:.1f} s"
    known = info.packages
    packages = ", ".join(f"{name} {known[name]}" for name in _TOLD if name in known)
    rest = len(known) - sum(name in known for name in _TOLD)
    packages += f"{', ' if packages else ''}{rest} more packages" if rest else ""
    return (
        f"run {run.id}: {info.command} at {run.started}, {ended}{took}; grader {info.grader}, "
        f"rubric {info.rubric.path} {info.rubric.sha256[:12]}, seed {info.seed}, "
        f"sandbox {info.isolation}, python {info.python}" + (f", {packages}" if packages else "")
    )
