"""Archives inside a submission, unpacked in memory: nothing is ever written, so nothing escapes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from .names import (
    copied,
    is_clutter,
    is_startup,
    safe_name,
    said_of_copy,
    unsafe,
    without_copies,
)
from .result import Result

MAX_MEMBERS = 2_000
MAX_BYTES = 200 << 20
MAX_RATIO = 200
RATIO_FROM = 4 << 20
MAX_DEPTH = 3
_CHUNK = 1 << 16
WHOLE = (
    ".npz", ".pt", ".pth", ".ckpt", ".keras", ".docx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods",
    ".pages", ".numbers", ".key",
)  # fmt: skip
"""Suffixes of files that are zips inside and are never unpacked."""
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError,
    NotImplementedError, ValueError, RuntimeError, IndexError, KeyError, OverflowError,
)  # fmt: skip


class Refused(Exception):
    """Unpacking stops here; the message is fit for a finding."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(slots=True)
class Budget:
    """What all archives of one submission may unpack to, together."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_BYTES


def sniff(data: bytes) -> str | None:
    """The kind of archive by its first bytes: zip, tar, packed (gz, bz2, xz), rar, 7z, or None."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if data[257:262] == b"ustar":
        return "tar"
    if data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")):
        return "packed"
    if data.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if data.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    return None


def expand(files: Mapping[str, bytes], result: Result) -> dict[str, bytes]:
    """The files with every archive replaced by its members; what is refused is a finding."""
    budget = Budget()
    found: dict[str, bytes] = {}
    taken: set[str] = set()
    pending = [(name, data, 0) for name, data in reversed(list(files.items()))]
    while pending:
        name, data, depth = pending.pop()
        kind = sniff(data)
        if kind is None or _is_document(name, data):
            if name.casefold() in taken:
                result.note("name-clash", f"Two files are named {name}; the first is used.", name)
                continue
            taken.add(name.casefold())
            found[name] = data
        elif kind in ("rar", "7z"):
            message = f"{name} is a {kind} archive, which is not read; hand in a zip."
            result.note("archive-unsupported", message, name)
        elif depth >= MAX_DEPTH:
            message = f"{name}: archives are nested more than {MAX_DEPTH} deep; unpack them."
            result.note("archive-too-deep", message, name)
        else:
            inner = _unpack(name, kind, data, budget, result)
            pending += [(member, body, depth + 1) for member, body in reversed(inner)]
    return found


def _is_document(name: str, data: bytes) -> bool:
    """Whether a zip is an office document, a saved model or an array, which stay whole."""
    if name.lower().endswith(WHOLE):
        return True
    first = data[30 : 30 + int.from_bytes(data[26:28], "little")]
    office = first.startswith((b"[Content_Types].xml", b"_rels/", b"mimetype"))
    saved = first.endswith((b"/data.pkl", b"/.format_version", b"/byteorder", b"/version", b".npy"))
    return (office or saved) and not name.lower().endswith(".zip")


def _unpack(
    name: str, kind: str, data: bytes, budget: Budget, result: Result
) -> list[tuple[str, bytes]]:
    """The members of one archive that are safe to have, under the archive's own folder."""
    members: list[tuple[str, bytes]] = []
    folder = name.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    try:
        rows = (
            _zip(data, name, budget, result) if kind == "zip" else _tar(name, data, budget, result)
        )
        for member, body in rows:
            members.append((member, body))
    except Refused as refusal:
        result.note(refusal.kind, f"{name}: {refusal}", name)
    except MemoryError:
        result.note("archive-bomb", f"{name}: it unpacks to far too much.", name)
    except _DAMAGE as reason:
        said = str(reason)[:120] or type(reason).__name__
        kept = f"; {len(members)} file(s) could be saved" if members else ""
        result.note("archive-damaged", f"{name} is damaged ({said}){kept}.", name)
    return [(prefix + own, body) for own, body in _named(name, members, prefix, result)]


def _named(
    archive: str, members: list[tuple[str, bytes]], prefix: str, result: Result
) -> Iterator[tuple[str, bytes]]:
    """The members by the safe names that they are read under, copies only where nothing else is."""
    names = without_copies(member for member, _ in members)
    for old, body in members:
        if old not in names:
            continue
        member = names[old]
        if member != old:
            result.note("only-a-copy", said_of_copy(member), prefix + member)
        safe = safe_name(member)
        if safe != member.replace("\\", "/").removeprefix("./"):
            result.note("odd-name", f"{member!r} in {archive} was changed to {safe!r}.", safe)
        yield safe, body


def _wanted(name: str, archive: str, result: Result) -> bool:
    """Whether a member is taken at all; says why not."""
    reason = unsafe(name)
    shown = safe_name(name)
    if reason:
        result.note("archive-unsafe-path", f"{archive}: {shown} is left out: {reason}.", shown)
        return False
    plain = name.replace("\\", "/")
    if is_clutter(plain):
        return bool(copied(plain))
    if is_startup(plain):
        message = f"{shown} in {archive} is left out: nothing may load itself."
        result.note("ignored-file", message, shown)
        return False
    return True


def _zip(data: bytes, name: str, budget: Budget, result: Result) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            _count(budget)
            member = info.orig_filename.replace("\0", "\x01") if "\0" in info.orig_filename else ""
            member = member or info.filename
            if info.is_dir() or not _wanted(member, name, result):
                continue
            mode = (info.external_attr >> 16) & 0o170000
            if mode not in (0, 0o100000):
                what = "a link" if mode == 0o120000 else "no regular file"
                message = f"{name}: {safe_name(member)} is {what} and is left out."
                result.note("archive-link", message, safe_name(member))
                continue
            if info.flag_bits & 0x41:
                message = f"{name}: {safe_name(member)} is encrypted; hand in without a password."
                result.note("archive-encrypted", message, safe_name(member))
                continue
            body = _member(archive, info, name, budget, result)
            if body is not None:
                yield member, body


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget, result: Result
) -> bytes | None:
    """One member's bytes, or None with a finding where only it is damaged."""
    try:
        with archive.open(info) as stream:
            return _stream(stream, max(info.compress_size, 1), budget)
    except _DAMAGE as reason:
        shown = safe_name(info.filename)
        said = str(reason)[:100] or type(reason).__name__
        result.note("archive-damaged", f"{name}: {shown} is damaged ({said}).", shown)
        return None


def _tar(name: str, data: bytes, budget: Budget, result: Result) -> Iterator[tuple[str, bytes]]:
    plain = data
    if sniff(data) == "packed":
        with _opened(data) as stream:
            plain = _stream(stream, len(data), Budget(1, budget.bytes))
        if sniff(plain) != "tar":
            _count(budget)
            stem = name.rpartition("/")[2].rpartition(".")[0] or "unpacked"
            budget.bytes -= len(plain)
            yield stem, plain
            return
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        while (info := archive.next()) is not None:
            _count(budget)
            if info.isdir() or not _wanted(info.name, name, result):
                continue
            shown = safe_name(info.name)
            if not info.isreg():
                what = "a link" if info.issym() or info.islnk() else "a device or pipe"
                message = f"{name}: {shown} is {what} and is left out."
                result.note("archive-link", message, shown)
                continue
            source = archive.extractfile(info)
            if source is not None:
                body = _stream(source, len(data), budget)
                if len(body) < info.size:
                    raise EOFError(f"{shown} is cut off")
                yield info.name, body


def _opened(data: bytes) -> IO[bytes]:
    raw = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if data.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    return lzma.LZMAFile(raw)


def _count(budget: Budget) -> None:
    budget.members -= 1
    if budget.members < 0:
        raise Refused("archive-too-many", f"it holds more than {MAX_MEMBERS} files.")


def _stream(stream: Any, packed: int, budget: Budget) -> bytes:
    """Everything in a stream, counted while it is unpacked, never after."""
    pieces, total = [], 0
    while piece := stream.read(_CHUNK):
        total += len(piece)
        budget.bytes -= len(piece)
        if budget.bytes < 0:
            raise Refused("archive-bomb", f"it unpacks to more than {MAX_BYTES >> 20} MB.")
        if total > RATIO_FROM and total > MAX_RATIO * packed:
            raise Refused("archive-bomb", f"a member grows more than {MAX_RATIO} times.")
        pieces.append(piece)
    return b"".join(pieces)
