"""One grader at a time on one gradebook: an advisory lock of the operating system beside it.

The lock belongs to the process, so a grader that was killed leaves none behind, and the file it
leaves is not an error. Record locks (not `flock`) because a child that outlives a killed grader
must not keep the gradebook shut.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from grader.errors import GradebookError, OutOfSpace, is_full

_held: set[Path] = set()
"""Record locks do not exclude the same process, so what it holds is remembered here."""


class Lock:
    """The right to write one gradebook, taken at once or refused with who has it."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock; `GradebookError` when another grader has it or it cannot be written."""
        name = self.path.resolve()
        if name in _held:
            raise GradebookError(f"{self.path.parent}: this process has its gradebook open already")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            if is_full(error):
                raise OutOfSpace(self.path) from error
            raise GradebookError(
                f"{self.path}: cannot be written ({error.strerror}); "
                "choose another --out, or make this folder writable"
            ) from error
        if not _try_lock(file):
            holder = _describe(file)
            file.close()
            raise GradebookError(
                f"{self.path.parent}: another grader is writing here{holder}; "
                "wait for it to end, or choose another --out"
            )
        _held.add(name)
        self._file = file
        self._sign(file)

    def _sign(self, file: IO[str]) -> None:
        """Leave a note of who holds the lock; a full disk must not make that an error."""
        with suppress(OSError):
            file.seek(0)
            file.truncate()
            note = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            file.write(json.dumps(note))
            file.flush()

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._file is None:
            return
        with suppress(OSError):
            self._file.close()
        self._file = None
        _held.discard(self.path.resolve())


def writes(database: Path, begun: str) -> bool | None:
    """Whether whoever began to write at `begun` (in UTC) still does; None where that is not told.

    It only asks: a grader that starts at the same moment is not kept out.
    """
    path = database.with_name(database.name + ".lock")
    if path.resolve() in _held:
        return True
    try:
        with path.open("r+", encoding="utf-8") as file:
            is_held = _is_held(file)
            since = datetime.fromisoformat(json.loads(file.read())["since"]) if is_held else None
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # the lock comes before the run; both are cut to what is written of them
    return is_held and (since is None or since <= datetime.fromisoformat(begun))


def _describe(file: IO[str]) -> str:
    """The holder in words, or nothing when its note is unreadable."""
    try:
        file.seek(0)
        note = json.loads(file.read())
        return f" (process {int(note['pid'])} on {note['host']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        """Lock a byte far behind the note, so that the note stays readable."""
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _is_held(file: IO[str]) -> bool | None:
        """Nothing here asks without taking."""
        return None

else:
    import fcntl
    import struct

    def _try_lock(file: IO[str]) -> bool:
        """Lock the whole file, or say that somebody else has."""
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _is_held(file: IO[str]) -> bool | None:
        """Whether another process has the lock; None on a system whose answer is not known here."""
        if sys.platform != "linux":
            return None
        layout = "hhqqi"  # of Linux's struct flock: type, whence, start, length, process
        asked = struct.pack(layout, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        answer = fcntl.fcntl(file, fcntl.F_GETLK, asked)
        return bool(struct.unpack(layout, answer)[0] != fcntl.F_UNLCK)
