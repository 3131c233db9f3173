"""Where a file per submission goes: beside the others, or in a folder where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.reports.records import Results, SubmissionResult
from grader.reports.words import safe_name


def place_of_each(
    results: Results, folder: Path, name: str, suffix: str
) -> Iterator[tuple[Path, SubmissionResult]]:
    """`name.json` for the only submission, so that a workflow need not know its id.

    `name/<id>.json` for each of several.
    """
    submissions = results["submissions"]
    if len(submissions) == 1:
        yield folder / f"{name}{suffix}", submissions[0]
        return
    for one in submissions:
        yield folder / name / f"{safe_name(one['id'])}{suffix}", one
