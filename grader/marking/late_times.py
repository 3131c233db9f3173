"""When each submission came, from where the policy says: the platform, the files, or a CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import UsageMistake
from grader.gradebook import SubmissionRecord
from grader.intake.submission import Submission
from grader.rubric.late import LatePolicy


def clock(policy: LatePolicy | None, folder: Path) -> Callable[[Submission], datetime | None]:
    """How to tell when a submission came; the CSV beside the rubric in `folder` goes first.

    Raises `UsageMistake` for a CSV that cannot be read.
    """
    listed: Mapping[str, datetime] = {}
    if policy is not None and policy.times_csv is not None:
        listed = times_of_csv(folder / policy.times_csv)
    by_file = policy is not None and policy.times == "file"

    def when(one: Submission) -> datetime | None:
        if one.id in listed:
            return listed[one.id]
        return one.submitted or (_changed(one.path) if by_file else None)

    return when


def clock_of_stored(
    policy: LatePolicy | None, folder: Path
) -> Callable[[SubmissionRecord], datetime | None]:
    """How to tell when a submission in the gradebook came, without its files."""
    listed: Mapping[str, datetime] = {}
    if policy is not None and policy.times_csv is not None:
        listed = times_of_csv(folder / policy.times_csv)

    def when(one: SubmissionRecord) -> datetime | None:
        stored = one.submitted and datetime.fromisoformat(one.submitted)
        return listed.get(one.id) or stored or None

    return when


def times_of_csv(path: Path) -> dict[str, datetime]:
    """Times by submission id, from the columns `id` and `submitted`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageMistake(f"{path}: cannot be read as CSV: {error}") from None
    if rows and not {"id", "submitted"} <= set(rows[0]):
        raise UsageMistake(f"{path}:1: the columns `id` and `submitted` are needed")
    times: dict[str, datetime] = {}
    for line, row in enumerate(rows, start=2):
        name, text = (row["id"] or "").strip(), (row["submitted"] or "").strip()
        if name in times:
            raise UsageMistake(f"{path}:{line}: {name} stands here twice; keep one line")
        try:
            times[name] = datetime.fromisoformat(text)
        except ValueError:
            raise UsageMistake(
                f"{path}:{line}: {text!r} is no time; write one such as 2025-02-21T23:59:00-05:00"
            ) from None
    return times


def _changed(path: Path | None) -> datetime | None:
    """The latest change of any file of a submission, in UTC; None where there is none to see."""
    if path is None:
        return None
    try:
        files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
        latest = max((file.lstat().st_mtime for file in files), default=None)
    except OSError:
        return None
    return None if latest is None else datetime.fromtimestamp(latest, UTC)
