"""When each submission came, from where the policy says: the platform, the files, or a CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import UsageMistake
from grader.gradebook import SubmissionRecord
from grader.intake.roster_file import rows_of_table, text_of_table
from grader.intake.submission import Submission
from grader.rubric.late import LatePolicy

_MOST_TOLD = 5


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
        rows = list(rows_of_table(text_of_table(path.read_bytes())))
    except (OSError, csv.Error) as error:
        raise UsageMistake(f"{path}: cannot be read as CSV: {error}") from None
    head = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    if rows and not {"id", "submitted"} <= {*head}:
        raise UsageMistake(f"{path}:1: the columns `id` and `submitted` are needed")
    times: dict[str, datetime] = {}
    for line, cells in rows[1:]:
        row = dict(zip(head, map(str.strip, cells), strict=False))
        name, text = row.get("id", ""), row.get("submitted", "")
        if name in times:
            raise UsageMistake(f"{path}:{line}: {name} stands here twice; keep one line")
        try:
            times[name] = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text))
        except ValueError:
            raise UsageMistake(
                f"{path}:{line}: {text!r} is no time; write one such as 2025-02-21T23:59:00-05:00"
            ) from None
    return times


def strangers(
    policy: LatePolicy | None, folder: Path, submissions: Sequence[Submission]
) -> list[str]:
    """One sentence for each list of the policy that names what no submission is called."""
    if policy is None or not submissions:
        return []
    listed = times_of_csv(folder / policy.times_csv) if policy.times_csv is not None else {}
    ids = {one.id for one in submissions}
    whose = {
        key: one.id
        for one in submissions
        for key in (one.name, *(k for p in one.people for k in (p.id, p.name, p.email)))
    }
    told = []
    for field, names in (
        ("extensions", policy.extensions), ("excused", policy.excused), ("times_csv", listed),
    ):  # fmt: skip
        strange = [name for name in names if name not in ids]
        said = [f"{n} (write {whose[n]})" if n in whose else n for n in strange[:_MOST_TOLD]]
        more = f" and {len(strange) - _MOST_TOLD} more" if len(strange) > _MOST_TOLD else ""
        if strange:
            told.append(f"late.{field}: no submission has the id {', '.join(said)}{more}")
    return told


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
