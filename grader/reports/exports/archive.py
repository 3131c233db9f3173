"""A zip that is written whole or not at all, member by member, and the same for the same files."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageMistake
from grader.reports.text import clean_line

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LONGEST = 240
"""Bytes of a name that every file system takes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name there, and its bytes or the file that holds them."""

    name: str
    content: bytes | Path
    mode: int = 0o644
    folder: str = ""
    """The folder it lies in, of our own choice and never a student's."""

    @property
    def place(self) -> str:
        """Its path in the archive; the name holds no folder, drive or what no file system takes."""
        text = clean_line(self.name[:_LONGEST], 8 * _LONGEST)
        plain = "".join("-" if character in '/\\:*?"<>|' else character for character in text)
        short = plain.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
        return self.folder + (short.lstrip(".~ ") or "-")


def write_archive(path: Path, members: Iterable[Member]) -> None:
    """Put the archive at `path` in one step; of members with the same name the first is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".archive-", dir=path.parent)
    partial = Path(name)
    taken: set[str] = set()
    try:
        with (
            os.fdopen(descriptor, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for member in members:
                if member.place.casefold() in taken:
                    continue
                taken.add(member.place.casefold())
                info = zipfile.ZipInfo(member.place, _EARLIEST)
                info.external_attr = (0o100000 | member.mode) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                data = member.content
                archive.writestr(info, data if isinstance(data, bytes) else data.read_bytes())
        partial.chmod(0o644)
        partial.replace(path)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise UsageMistake(f"{path}: cannot write: {problem.strerror or problem}") from problem
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
