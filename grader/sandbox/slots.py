"""Which user a server's children are: our own, or one of a few spare ones where we are root."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

FIRST_USER = 30000
COUNT = 200
INSIDE = 65534


@dataclass(frozen=True, slots=True)
class Slot:
    """A user number that no other launcher on this machine uses at the moment."""

    user: int
    group: int
    lock: int | None = None

    @classmethod
    def take(cls) -> Slot:
        """Our own user; as a real root the first spare user whose lock is free."""
        if os.geteuid() != 0 or not _has_spare_users():
            return cls(os.geteuid(), os.getegid())
        folder = _locks()
        if folder.lstat().st_uid != 0 or folder.is_symlink():
            raise PermissionError(f"{folder} belongs to somebody else; remove it")
        for number in range(FIRST_USER, FIRST_USER + COUNT):
            lock = os.open(folder / str(number), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(lock)
                continue
            return cls(number, number, lock)
        raise OSError(f"more than {COUNT} workers run at once")

    def map_user(self, pid: int) -> None:
        """Tell the kernel who the one user inside the namespaces of process `pid` is outside."""
        process = Path("/proc") / str(pid)
        (process / "setgroups").write_text("deny")
        (process / "uid_map").write_text(f"{INSIDE} {self.user} 1")
        (process / "gid_map").write_text(f"{INSIDE} {self.group} 1")

    def give(self, folder: Path) -> None:
        """Make a work folder theirs."""
        if self.lock is not None:
            os.chown(folder, self.user, self.group)

    def release(self) -> None:
        """Let another launcher be this user."""
        if self.lock is not None:
            with contextlib.suppress(OSError):
                os.close(self.lock)


def _locks() -> Path:
    """The folder of locks that every grader of this machine uses, whatever its `TMPDIR`."""
    for place in (Path("/run"), Path(tempfile.gettempdir())):
        folder = place / "grader-slots"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    raise PermissionError(f"{folder} cannot be made or written to")


def _has_spare_users() -> bool:
    """Whether this root may be others: the root of a small user namespace may not."""
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        first, _, count = (int(word) for word in line.split())
        if first <= FIRST_USER and first + count >= FIRST_USER + COUNT:
            return True
    return False
