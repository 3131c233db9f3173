"""Submissions of nothing but data, which nobody read, and of nothing but empty files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from grader.evidence import Finding, Source, Unread
from grader.intake.reader.names import is_data, is_setting
from grader.intake.reply import Reading

_MOST_TOLD = 5


def with_data_unread(
    reading: Reading, files: Mapping[str, bytes], course: Collection[str]
) -> Reading:
    """The reading, with its files unread where they are data alone and not the `course`'s own.

    That every file is empty is said: it happens where an upload failed.
    """
    if files and not any(data.strip() for data in files.values()) and not reading.findings:
        told = Finding("empty-file", f"Nothing stands in what was handed in: {_told(list(files))}.")
        return replace(reading, findings=(told,))
    own = {name.rpartition("/")[2] for name in course}
    left = [name for name, data in files.items() if data.strip() and not is_setting(name)]
    left = [name for name in left if name.rpartition("/")[2] not in own]
    if not left or reading.sections or reading.unread or not all(map(is_data, left)):
        return reading
    message = f"Nothing but data was handed in, which is not read: {_told(left)}."
    told = Finding("unread-file", message)
    return replace(
        reading,
        findings=(*reading.findings, told),
        unread=tuple(Unread("document", Source(file=name)) for name in left[:_MOST_TOLD]),
    )


def _told(names: list[str]) -> str:
    return ", ".join(names[:_MOST_TOLD]) + (", …" if len(names) > _MOST_TOLD else "")
