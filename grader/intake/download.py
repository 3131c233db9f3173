"""A class's download as the platform packed it: members listed by name, bytes read when asked for.

Only the archive an instructor downloaded is opened here, and nothing of it is ever written to
disk. Archives that students handed in are opened behind the wall, by the reader.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from grader.errors import SubmissionError
from grader.evidence import Finding
from grader.intake.pieces import Entry
from grader.intake.reader.names import is_clutter, safe_name, unsafe
from grader.intake.submission import MAX_FILE, FileBytes

MAX_MEMBERS = 200_000
_CHUNK = 1 << 20


def is_archive(path: Path) -> bool:
    """Whether a file is a zip by its name; platforms pack nothing else."""
    return path.suffix.lower() == ".zip" and path.is_file()


def archive_entries(path: Path) -> list[Entry]:
    """The top-level files and folders of a zip, one wrapping folder taken off."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return []  # a damaged zip is one hand-in, and the reader says what is wrong with it
    if len(infos) > MAX_MEMBERS:
        raise SubmissionError(f"{path}: it holds more than {MAX_MEMBERS} files; unpack it first.")
    rows = [
        (info.filename.replace("\\", "/"), info)
        for info in infos
        if not info.is_dir() and not is_clutter(info.filename.replace("\\", "/"))
    ]
    wrapper = _common_folder([name for name, _ in rows])
    tops: dict[str, list[tuple[str, zipfile.ZipInfo]]] = {}
    for name, info in rows:
        top, slash, rest = name.removeprefix(wrapper).partition("/")
        tops.setdefault(top + slash, []).append((rest if slash else top, info))
    return [_entry(path, top, members) for top, members in sorted(tops.items())]


def _entry(path: Path, top: str, members: list[tuple[str, zipfile.ZipInfo]]) -> Entry:
    files: list[FileBytes] = []
    findings: list[Finding] = []
    for name, info in members:
        reason = unsafe(name) or ("it is encrypted" if info.flag_bits & 1 else None)
        if reason is None and (info.external_attr >> 16) & 0o170000 == 0o120000:
            reason = "it is a link"
        if reason:
            message = f"{safe_name(name)} in the download is left out: {reason}."
            findings.append(Finding("archive-unsafe-member", message, safe_name(name)))
            continue
        files.append(FileBytes(name, info.file_size, _loader(path, info.filename)))
    return Entry(top.rstrip("/"), top.endswith("/"), None, tuple(files), tuple(findings))


def _loader(path: Path, member: str):  # type: ignore[no-untyped-def]
    def load() -> bytes:
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
                chunks, total = [], 0
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    if total > MAX_FILE:
                        raise OSError(f"{member} unpacks to more than {MAX_FILE >> 20} MB")
                    chunks.append(chunk)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as reason:
            raise OSError(f"{member} in {path.name} is damaged") from reason
        return b"".join(chunks)

    return load


def _common_folder(names: list[str]) -> str:
    """The one folder everything lies in, with its slash, or an empty text."""
    tops = {name.partition("/")[0] for name in names}
    inside = all("/" in name for name in names)
    return f"{tops.pop()}/" if len(tops) == 1 and inside else ""
