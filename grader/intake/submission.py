"""What was handed in: people, files as opaque bytes, and one record a submission."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader.evidence import Finding

MAX_FILE = 256 << 20
MAX_TOTAL = 512 << 20
MAX_FILES = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the class, by whatever the platform or the roster tells.

    `other_ids` are what other systems of the school call them, such as a login.
    """

    id: str = ""
    name: str = ""
    email: str = ""
    other_ids: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class FileBytes:
    """One handed-in file: a safe relative name, and its bytes read only when asked for."""

    name: str
    size: int
    load: Callable[[], bytes] = field(repr=False, compare=False)

    def read(self) -> bytes:
        """The bytes, at most `MAX_FILE` of them; raises OSError where the file has gone."""
        return self.load()

    def loaded(self) -> FileBytes:
        """The same with its bytes at hand, or with the reason why there are none; opened once."""
        try:
            content: Callable[[], bytes] = Content(self.load())
        except OSError as reason:
            content = Unreadable(reason.strerror or str(reason))
        return replace(self, load=content)

    @classmethod
    def of_path(cls, name: str, path: Path, size: int) -> FileBytes:
        """A file on disk, opened without following a link."""
        return cls(name, size, lambda: read_regular(path))


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that were loaded already."""

    data: bytes = field(repr=False)

    def __call__(self) -> bytes:
        """The bytes."""
        return self.data


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands for the bytes of a file that could not be read."""

    reason: str

    def __call__(self) -> bytes:
        """Raise the same again."""
        raise OSError(self.reason)


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission of one student or group; `files` are opaque and never parsed here."""

    id: str
    name: str
    files: tuple[FileBytes, ...] = ()
    findings: tuple[Finding, ...] = ()
    submitted: datetime | None = None
    late: bool | None = None
    people: tuple[Person, ...] = ()
    path: Path | None = None

    def loaded(self) -> Submission:
        """What travels to a worker: each file opened once, its bytes at hand, and no name."""
        return Submission(self.id, "", tuple(file.loaded() for file in self.files))


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything handed in, who handed in nothing, and what concerns the class as a whole.

    `rules` say in words how each path was taken, where another way was possible.
    """

    submissions: tuple[Submission, ...] = ()
    missing: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file; a link, device or pipe raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"not a regular file: {path.name}")
        return file.read(min(found.st_size, MAX_FILE))  # room for all it may hold would be mapped
