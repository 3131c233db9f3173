"""Everything the pages show beyond marks, put together the same way after every command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.gradebook import Gradebook, HandedIn, content_digest
from grader.intake.similarity import VERSION, Prints, prints_of, similar
from grader.intake.submission import Submission
from grader.marking.everybody import Class
from grader.reports import Extras, write_reports
from grader.reports.extras import shows_of
from grader.reports.formats import USUAL
from grader.reports.statistics import class_statistics
from grader.rubric import Rubric

_PRINTS = "fingerprints"


def publish(
    out: Path,
    rubric: Rubric,
    results: Mapping[str, Any],
    everybody: Class,
    *,
    packages: Mapping[str, str],
    alike: Sequence[Mapping[str, Any]] = (),
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


class PrintKeeper:
    """Fingerprints submissions that are new or changed, while their bytes are at hand."""

    def __init__(self, book: Gradebook) -> None:
        self._book = book
        self._known = set(book.derived_keys(_PRINTS))
        self._fresh: dict[str, list[Any]] = {}

    def take(self, one: HandedIn, loaded: Submission) -> None:
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
            self._book.keep_derived(_PRINTS, self._fresh)
            self._fresh = {}


def alike(book: Gradebook) -> list[dict[str, Any]]:
    """The present hand-ins that are identical or nearly so, from their kept fingerprints."""
    everybody = {}
    for one in book.submissions():
        found = book.derived(_key(one))
        if found is not None:
            everybody[one.id] = Prints(found[0], frozenset(found[1]))
    files = {one.id: [name for name, _, size in one.files if size] for one in book.submissions()}
    return [{**row, "files": files[row["ids"][0]]} for row in similar(everybody)]


def _key(one: HandedIn) -> str:
    content = content_digest((name, digest) for name, digest, _ in one.files)
    return f"{_PRINTS}/{VERSION}/{content}"


def _readable(submission: Submission) -> Iterable[tuple[str, bytes]]:
    for file in submission.files:
        try:
            yield file.name, file.read()
        except OSError:
            continue
