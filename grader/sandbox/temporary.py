"""The folder of this process for temporary files, and the sweeping up of what killed ones left."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

PREFIX = "grader-run-"
LOCK = "lock"

_folders: dict[tuple[int, str], Path] = {}
_making = threading.Lock()
_ending: set[int] = set()
"""This process, once it ends: a thread that goes on meanwhile gets no other folder."""


def place() -> Path:
    """The folder for all temporary files of this process, made at the first call.

    It holds a lock for as long as the process lives, whatever ends it: a folder whose lock is free
    belongs to nobody, and goes when the next one is made in the same `TMPDIR`.
    """
    key = os.getpid(), tempfile.gettempdir()
    with _making:
        if os.getpid() in _ending:
            raise OSError("this process is ending")
        if key not in _folders or not _folders[key].is_dir():
            _sweep(Path(key[1]))
            _folders[key] = _made()
        return _folders[key]


def _made() -> Path:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        folder.chmod(0o711)  # the sandbox may be another user, who has to get at what is in it
        if _is_held(folder):
            atexit.register(_remove, folder, os.getpid())
            return folder


def _is_held(folder: Path) -> bool:
    """Take the lock of a folder just made; False where somebody swept it up in between."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return os.fstat(lock).st_nlink > 0
    except FileNotFoundError:
        return False


def _sweep(where: Path) -> None:
    """Remove the folders of this user whose process is gone; another user's are left alone."""
    if sys.platform == "win32":
        return
    import fcntl

    for folder in where.glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.lstat().st_uid != os.geteuid():
                continue
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() != owner:  # a process that was forked from it
        return
    with _making:
        _ending.add(owner)
    for _ in range(5):  # a thread may be about to put something into it
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)
