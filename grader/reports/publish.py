"""Everything the pages show beyond marks, put together the same way after every command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.gradebook import Gradebook, SubmissionRecord, content_digest
from grader.intake.similarity import VERSION, Prints, prints_of, similar
from grader.intake.submission import Submission
from grader.marking.everybody import Class
from grader.reports import Extras, write_reports
from grader.reports.extras import shows_of
from grader.reports.formats import USUAL
from grader.reports.records import Alike, Results
from grader.reports.statistics import class_statistics
from grader.rubric import Rubric

_PRINTS = "fingerprints"


def publish(
    out: Path,
    rubric: Rubric,
    results: Results,
    everybody: Class,
    *,
    packages: Mapping[str, str],
    alike: Sequence[Alike] = (),
    formats: Iterable[str] = (),
) -> list[Path]:
    """Write results in these formats (the usual ones if none); the files that changed."""
    past_due = rubric.late is not None and datetime.now(UTC) >= rubric.late.aware(rubric.late.due)
    extras = Extras(
        plots=everybody.plots,
        staff=everybody.staff,
        statistics=class_statistics(results, alike),
        shows=shows_of(rubric, past_due=past_due),
        packages=dict(packages),
    )
    return write_reports(results, out, tuple(formats) or USUAL, extras)


def keep_prints(book: Gradebook, hand_ins: Iterable[tuple[Submission, SubmissionRecord]]) -> None:
    """Fingerprint the hand-ins that are new or changed, while their files are at hand."""
    known = set(book.derived.keys(_PRINTS))
    fresh: dict[str, list[Any]] = {}
    for submission, one in hand_ins:
        key = _key(one)
        if key in known or key in fresh:
            continue
        prints = prints_of(_readable(submission))
        fresh[key] = [prints.content, sorted(prints.hashes)]
        if len(fresh) >= 500:
            book.derived.keep(_PRINTS, fresh)
            known |= set(fresh)
            fresh = {}
    if fresh:
        book.derived.keep(_PRINTS, fresh)


def alike(book: Gradebook) -> list[Alike]:
    """The present hand-ins that are identical or nearly so, from their kept fingerprints."""
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
