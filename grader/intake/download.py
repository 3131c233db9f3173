"""A class's download as the platform packed it: members listed by name, bytes read when asked for.

Only the archive an instructor downloaded is opened here, and nothing of it is ever written to
disk. Archives that students handed in are opened in the sandbox, by the reader.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import SubmissionError
from grader.evidence import Finding
from grader.intake.pieces import Entry
from grader.intake.reader.names import (
    copied,
    is_clutter,
    safe_name,
    said_of_copy,
    unsafe,
    without_copies,
)
from grader.intake.submission import MAX_FILE, FileBytes

MAX_MEMBERS = 200_000
MAX_TAR = 512 << 20
_DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError)
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a download, and why it must not be used, if so."""

    name: str
    size: int
    load: Callable[[], bytes]
    problem: str | None


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar by its name."""
    return path.name.lower().endswith((".zip", *_TARS)) and path.is_file()


def archive_entries(path: Path) -> list[Entry]:
    """The top-level files and folders of an archive, one wrapping folder taken off.

    A zip's members are read when asked for; a tar's, which can only be read from its start, are
    read at once, up to `MAX_TAR` bytes.
    """
    if path.name.lower().endswith(_TARS):
        return _tar_entries(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return []  # a damaged zip is one submission, and the reader says what is wrong with it
    if len(infos) > MAX_MEMBERS:
        raise SubmissionError(f"{path}: it holds more than {MAX_MEMBERS} files; unpack it first.")
    rows = [
        (info.filename.replace("\\", "/"), info)
        for info in infos
        if not info.is_dir() and _is_taken(info.filename)
    ]
    return _grouped(
        [
            Member(name, info.file_size, _loader(path, info.filename), _zip_problem(info))
            for name, info in rows
        ]
    )


def _is_taken(name: str) -> bool:
    """Whether a member is somebody's work, or may be the only copy of it."""
    return not is_clutter(name.replace("\\", "/")) or bool(copied(name))


def _zip_problem(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 1:
        return "it is encrypted"
    return "it is a link" if (info.external_attr >> 16) & 0o170000 == 0o120000 else None


def _tar_entries(path: Path) -> list[Entry]:
    members: list[Member] = []
    total = 0
    try:
        with tarfile.open(path, "r|*") as archive:
            for info in archive:
                total = info.offset_data + info.size
                if total > MAX_TAR or len(members) > MAX_MEMBERS:
                    return []  # one submission, whose size the reader will name
                if info.isdir() or not _is_taken(info.name):
                    continue
                stream = archive.extractfile(info) if info.isreg() else None
                data = stream.read() if stream is not None else b""
                problem = None if stream is not None else "it is a link or no regular file"
                members.append(
                    Member(info.name.removeprefix("./"), len(data), _given(data), problem)
                )
    except (tarfile.TarError, OSError, *_DAMAGED):
        return []  # a damaged tar is one submission, and the reader says what is wrong with it
    return _grouped(members)


def _given(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _grouped(members: list[Member]) -> list[Entry]:
    """Members by the file or folder at the top that they belong to, in the order of names."""
    wrapper = _common_folder([member.name for member in members])
    tops: dict[str, list[Member]] = {}
    for member in members:
        inner = member.name.removeprefix(wrapper)
        top, slash, _ = (copied(inner) or inner).partition("/")
        own = replace(member, name=inner.removeprefix(top + slash) if slash else inner)
        tops.setdefault(top + slash, []).append(own)
    return [_entry(top, found) for top, found in sorted(tops.items())]


def _entry(top: str, members: list[Member]) -> Entry:
    files: list[FileBytes] = []
    findings: list[Finding] = []
    own = without_copies(member.name for member in members)
    for member in (one for one in members if one.name in own):
        if own[member.name] != member.name:
            member = replace(member, name=own[member.name])
            said = said_of_copy(member.name)
            findings.append(Finding("only-a-copy", said, safe_name(member.name)))
        reason = unsafe(member.name) or member.problem
        if reason:
            safe = safe_name(member.name)
            message = f"{safe} in the download is left out: {reason}."
            findings.append(Finding("archive-unsafe-member", message, safe))
            continue
        files.append(FileBytes(member.name, member.size, member.load))
    return Entry(top.rstrip("/"), top.endswith("/"), None, tuple(files), tuple(findings))


def _loader(path: Path, member: str) -> Callable[[], bytes]:
    def load() -> bytes:
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
                chunks, total = [], 0
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    if total > MAX_FILE:
                        raise OSError(f"{member} unpacks to more than {MAX_FILE >> 20} MB")
                    chunks.append(chunk)
        except (*_DAMAGED, RuntimeError, NotImplementedError) as reason:
            raise OSError(f"{member} in {path.name} is damaged") from reason
        return b"".join(chunks)

    return load


def _common_folder(names: list[str]) -> str:
    """The one folder everything lies in, with its slash, or an empty text."""
    tops = {name.partition("/")[0] for name in names}
    inside = all("/" in name for name in names)
    return f"{tops.pop()}/" if len(tops) == 1 and inside else ""
