"""Joining the gradebooks of shards: one class again, marked and reported as if it never was cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from grader import __version__
from grader.errors import GradebookError, UsageMistake
from grader.gradebook import Gradebook, Split
from grader.gradebook.merging.agreement import disagreements, gaps, judged_twice
from grader.gradebook.merging.foreign import examine_all
from grader.gradebook.merging.joining import Joining, missing_of
from grader.marking.runs import rubric_info
from grader.reports.files import make_writable
from grader.reports.publish import Report, report_of
from grader.rescore import marking_for, rubric_for
from grader.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Merged:
    """What joining left behind; `changed` is false where everything was here already."""

    report: Report
    changed: bool
    notes: tuple[str, ...] = ()
    """What is still to come, and what was judged in two ways."""
    faults: tuple[str, ...] = ()


def merge(
    folders: Sequence[Path], out: Path, rubric_path: Path | None = None, incomplete: bool = False
) -> Merged:
    """Join the gradebooks in `folders` into that of `out`, and mark everybody there.

    All of it is one transaction. Raises `GradebookError` with everything that keeps them apart, or
    with what is still to come unless that may be `incomplete`; `out` is as it was then.
    """
    place = out.resolve()
    distinct = {path: folder for folder in folders if (path := folder.resolve()) != place}
    if not distinct:
        raise UsageMistake("name the folders of the shards, and --out for the class")
    with ExitStack() as stack:
        books = examine_all(distinct.values(), stack)
        _refuse(disagreements(books), "these gradebooks cannot be joined")
        there = (out / "gradebook.db").is_file()
        if not there:  # so that a refusal leaves nothing
            open_ = _open(books, (), incomplete)
            rubric = rubric_for(books[0], rubric_path)
            make_writable(out)
        into = stack.enter_context(Gradebook.open(out / "gradebook.db"))
        if there:
            _refuse(disagreements(books, into), "these gradebooks cannot be joined")
            runs = into.runs.all()
            splits = [run.info.split for run in runs if run.info.split is not None]
            open_ = _open(books, splits, incomplete)
            rubric = rubric_for(into if runs else books[0], rubric_path)
        report, changed, faults = _joined(into, books, rubric)
        notes = (*open_, *judged_twice(books))
    return Merged(report, changed, notes, faults)


def _open(
    books: Sequence[Gradebook], already: Sequence[Split], incomplete: bool
) -> tuple[str, ...]:
    found = tuple(gaps(books, already))
    if not incomplete:
        _refuse(found, "not all of the class is there (--incomplete joins what is)")
    return found


def _refuse(reasons: Iterable[str], why: str) -> None:
    if lines := list(reasons):
        raise GradebookError("\n".join((f"{why}; nothing was changed:", *lines)))


def _joined(
    into: Gradebook, books: Sequence[Gradebook], rubric: Rubric
) -> tuple[Report, bool, tuple[str, ...]]:
    """Take everything and mark it, or nothing at all."""
    earlier = [run.info for run in into.runs.all()[-1:]]
    infos = [*earlier, *(book.runs.last().info for book in books)]
    with into.database.transaction() as do:
        is_new = Joining(into, do).take(books)
        missing = missing_of(into, infos)
        info = replace(
            infos[-1],
            command="merge",
            grader=__version__,
            rubric=rubric_info(rubric),
            missing=missing,
            split=None,
        )
        marking = marking_for(into, rubric)
        everybody = marking.everybody(into)
        changed = everybody.changed()
        is_new = is_new or bool(changed) or not earlier or missing != earlier[-1].missing
        if is_new:
            number = into.runs.begin(info)
            marking.keep(into, number, changed)
            into.runs.finish(number)
    return report_of(into, rubric, everybody, info), is_new, marking.faults
