"""Reading a folder of a submission: regular files only, links and devices named and left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.evidence import Finding
from grader.intake.ids import shown
from grader.intake.reader.names import (
    COPIES,
    copied,
    is_clutter,
    is_startup,
    safe_name,
    said_of_copy,
)
from grader.intake.submission import MAX_FILE, MAX_FILES, MAX_TOTAL, FileBytes

MAX_DEPTH = 12


@dataclass(slots=True)
class Gathered:
    """The files of one submission on their way in, with what was noticed about them."""

    files: list[FileBytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    total: int = 0
    names: set[str] = field(default_factory=set)

    def note(self, kind: str, message: str, file: str = "") -> None:
        """Add a finding, once."""
        finding = Finding(kind, shown(message), safe_name(file) if file else "")
        if finding not in self.findings:
            self.findings.append(finding)

    def add(self, name: str, file: FileBytes) -> None:
        """Take a file in under a safe name, unless a limit or a rule keeps it out."""
        if is_clutter(name):
            return
        if is_startup(name):
            self.note("ignored-file", f"{_last(name)} is left out: nothing may load itself.", name)
            return
        safe = safe_name(name)
        if safe != name.replace("\\", "/"):
            self.note("odd-name", f"The file name {name!r} was changed to {safe!r}.", safe)
        if safe.casefold() in self.names:
            self.note("name-clash", f"There is another file named {safe}; the first is used.", safe)
            return
        if file.size > MAX_FILE:
            self.note("file-too-large", f"{safe} is larger than {MAX_FILE >> 20} MB.", safe)
            return
        if len(self.files) >= MAX_FILES or self.total + file.size > MAX_TOTAL:
            limit = f"{MAX_FILES} files or {MAX_TOTAL >> 20} MB"
            self.note("too-many-files", f"Only the first {limit} of this submission are read.")
            return
        self.names.add(safe.casefold())
        self.total += file.size
        self.files.append(FileBytes(safe, file.size, file.load))


def gather(path: Path) -> Gathered:
    """The files of a submission that is one file or one folder, in the order of their names."""
    found = Gathered()
    if path.is_symlink():
        found.note("link-ignored", f"{path.name} is a link; hand in the file itself.", path.name)
    elif path.is_dir():
        for name, entry in _walk(path, "", 0, found):
            _take(found, name, entry)
        if not found.files:
            _take_copies(path, found)
    else:
        _take(found, path.name, path)
    return found


def _take_copies(path: Path, found: Gathered) -> None:
    """Take the copies that Jupyter keeps, where nothing else was handed in: they hold the work."""
    for name, entry in _walk(path, "", 0, Gathered(), copies=True):
        if own := copied(name):
            found.note("only-a-copy", said_of_copy(own), own)
            _take(found, own, entry)


def _walk(
    folder: Path, prefix: str, depth: int, found: Gathered, *, copies: bool = False
) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as reason:
        found.note("unreadable", f"The folder cannot be read: {reason.strerror}.", prefix)
        return
    for entry in entries:
        name = prefix + entry.name
        if is_clutter(name.replace(COPIES, "") if copies else name):
            continue
        if entry.is_symlink():
            found.note("link-ignored", f"{entry.name} is a link and is left out.", name)
        elif not entry.is_dir(follow_symlinks=False):
            yield name, Path(entry.path)
        elif is_startup(name):
            found.note("ignored-file", f"{entry.name} is left out: nothing may load itself.", name)
        elif depth >= MAX_DEPTH:
            found.note("too-deep", f"Folders below {entry.name} are nested too deeply.", name)
        else:
            yield from _walk(Path(entry.path), name + "/", depth + 1, found, copies=copies)


def _take(found: Gathered, name: str, path: Path) -> None:
    try:
        status = path.stat(follow_symlinks=False)
    except OSError as reason:
        found.note("unreadable", f"{_last(name)} cannot be read: {reason.strerror}.", name)
        return
    if not path.is_file():
        found.note("not-a-file", f"{_last(name)} is no regular file and is left out.", name)
    elif not os.access(path, os.R_OK):
        found.note("unreadable", f"{_last(name)} cannot be read: permission denied.", name)
    else:
        found.add(name, FileBytes.of_path(name, path, status.st_size))


def _last(name: str) -> str:
    return safe_name(name.rpartition("/")[2])
