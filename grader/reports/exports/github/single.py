"""Where a file per submission goes: beside the others, or in a folder where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.errors import GraderError
from grader.reports.records import Results, SubmissionResult
from grader.reports.words import safe_name


def must_be_gradable(submission: SubmissionResult, target: str) -> None:
    """Raise `GraderError` where a classroom would take what we could not grade for a zero."""
    if submission["status"] == "not_gradable":
        named = ", ".join(
            question["id"]
            for question in submission["questions"]
            if question["status"] == "not_gradable"
        )
        raise GraderError(
            f"--to {target}: {submission['id']} could not be graded ({named}), which is no fault "
            "of the student's; nothing is written, so that no score is published"
        )


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
