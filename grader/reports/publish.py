"""Everything the pages show beyond marks, put together the same way after every command."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.gradebook import Gradebook, RunInfo, SubmissionRecord, content_digest
from grader.intake.similarity import VERSION, Prints, prints_of, similar
from grader.intake.submission import Submission
from grader.marking.everybody import Everybody
from grader.reports import Extras, write_reports
from grader.reports.asked import Changed, HandedIn, asked_of, keys_of, snippets_of, told_of
from grader.reports.extras import Shows, Where, parts_of, shows_of
from grader.reports.formats import USUAL
from grader.reports.records import Alike, Results
from grader.reports.results import results_of
from grader.reports.statistics import class_statistics
from grader.rubric import Rubric

_PRINTS = "fingerprints"


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be shown of a class, ready to be written in any format."""

    rubric: Rubric
    results: Results
    everybody: Everybody = field(repr=False)
    packages: Mapping[str, str]
    alike: Sequence[Alike]
    gradebook: Path
    changed: Sequence[Changed] = ()
    handed_in: Mapping[str, HandedIn] = field(default_factory=dict)

    def write(self, out: Path, formats: Iterable[str] = ()) -> list[Path]:
        """Write these formats under `out` (the usual ones if none); the files that changed."""
        photos = _Photos(self.gradebook)
        formats = tuple(formats) or USUAL
        statistics = class_statistics(self.results, self.alike)
        extras = Extras(
            plots=self.everybody.plots,
            staff=self.everybody.staff,
            statistics=statistics,
            keys=keys_of(self.rubric),
            snippets=snippets_of(self.rubric, statistics),
            changed=self.changed,
            handed_in=self.handed_in,
            shows=shows_now(self.rubric),
            parts=parts_of(self.rubric) if "junit" in formats else {},
            packages=dict(self.packages),
            photos=self.everybody.photos,
            photo=photos.find,
            asked=asked_of(self.rubric),
            told=told_of(self.rubric, self.everybody),
            lines=_lines(self.everybody),
        )
        try:
            return write_reports(self.results, out, formats, extras)
        finally:
            photos.close()


def shows_now(rubric: Rubric) -> dict[str, Shows]:
    """How much students see of each question at this moment."""
    late = rubric.late
    past_due = late is not None and datetime.now(UTC) >= late.aware(late.due)
    return shows_of(rubric, past_due=past_due)


class _Photos:
    """The pictures in a gradebook, which is opened when the first page wants one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book: Gradebook | None = None
        self._owner = 0
        """The process that opened it: a connection holds in no other."""
        self._others: list[Gradebook | None] = []

    def find(self, submission: str, digest: str) -> bytes | None:
        """The PNG of a submission by its digest, or None."""
        if self._book is None or self._owner != os.getpid():
            self._others.append(self._book)
            self._book, self._owner = Gradebook.open(self._path, "read"), os.getpid()
        return self._book.derived.picture(submission, digest)

    def close(self) -> None:
        """Let go of the gradebook."""
        if self._book is not None:
            self._book.close()


def _lines(everybody: Everybody) -> dict[str, dict[Where, str]]:
    """By submission, the lines of code that its findings are about."""
    return {
        submission: {(one.file, one.line, one.cell): one.lines for one in findings if one.lines}
        for submission, findings in everybody.findings.items()
        if any(one.lines for one in findings)
    }


def report_of(book: Gradebook, rubric: Rubric, everybody: Everybody, info: RunInfo) -> Report:
    """The report on everybody, as the gradebook knows them."""
    results = results_of(book, rubric, everybody, info)
    path = book.database.path
    changed = _changed(book, everybody)
    handed_in = {
        one.id: HandedIn(
            ", ".join(dict.fromkeys(str(p["section"]) for p in one.people if p.get("section"))),
            one.submitted or "",
        )
        for one in book.submissions.present()
    }
    return Report(
        rubric, results, everybody, info.packages, alike(book), path, changed, handed_in
    )


def _changed(book: Gradebook, everybody: Everybody) -> list[Changed]:
    """The scores that change now, or else those that the last run changed."""
    rows = [
        (one.submission, one.question, one.before.score, one.after.score)
        for one in everybody.changes
        if one.before is not None and one.before.score != one.after.score
    ]
    if not rows:
        last = book.runs.last().id
        rows = [tuple(row) for run, *row in book.marks.changes() if run == last]  # type: ignore[misc]
    return [
        Changed(submission, question, *(None if x is None else float(x) for x in scores))
        for submission, question, *scores in rows
    ]


class PrintKeeper:
    """Fingerprints submissions that are new or changed, while their bytes are at hand."""

    def __init__(self, book: Gradebook) -> None:
        self._book = book
        self._known = set(book.derived.keys(_PRINTS))
        self._fresh: dict[str, list[Any]] = {}

    def take(self, one: SubmissionRecord, loaded: Submission) -> None:
        """Keep the fingerprints of a submission's files, unless they are known."""
        key = _key(one)
        if key in self._known:
            return
        self._known.add(key)
        prints = prints_of(_readable(loaded))
        self._fresh[key] = [prints.content, sorted(prints.hashes)]
        if len(self._fresh) >= 500:
            self.write()

    def write(self) -> None:
        """Write down what is new."""
        if self._fresh:
            self._book.derived.keep(_PRINTS, self._fresh)
            self._fresh = {}


def alike(book: Gradebook) -> list[Alike]:
    """The present submissions that are identical or nearly so, from their kept fingerprints."""
    everybody = {}
    present = book.submissions.present()
    for one in present:
        found = book.derived.get(_key(one))
        if found is not None:
            everybody[one.id] = Prints(found[0], frozenset(found[1]))
    files = {one.id: [name for name, _, size in one.files if size] for one in present}
    return [{**row, "files": files[row["ids"][0]]} for row in similar(everybody)]


def _key(one: SubmissionRecord) -> str:
    content = content_digest((name, digest) for name, digest, _ in one.files)
    return f"{_PRINTS}/{VERSION}/{content}"


def _readable(submission: Submission) -> Iterable[tuple[str, bytes]]:
    for file in submission.files:
        try:
            yield file.name, file.read()
        except OSError:
            continue
