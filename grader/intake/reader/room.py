"""Bounds what reading one file may cost: past its end that file is a person's, and no other is."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .result import Place, Result

FILE_SECONDS = 15.0
"""Of computing for one file: a hundred times what an ordinary one takes."""
ALL_SECONDS = 40.0
AGAIN = 0.5
"""Seconds until it is said again, where what ran swallowed it, as a finalizer does."""
LEAST_SECONDS = 1.0
"""What a file has left after many that took long."""


class TooLong(BaseException):
    """A file took more computing than it may; no reader catches this as a fault of its own."""


class Room:
    """The computing that the files of a submission may still take."""

    def __init__(self, seconds: float | None = None) -> None:
        self.left = ALL_SECONDS if seconds is None else seconds

    @contextmanager
    def for_a_file(self, seconds: float = FILE_SECONDS) -> Iterator[None]:
        """Raise `TooLong` within the block once it has computed for longer than it may.

        Where there are no such timers (Windows, a thread) only the reader's own limits hold.
        """
        main = threading.current_thread() is threading.main_thread()
        if not main or not hasattr(signal, "setitimer"):
            yield
            return
        begun = time.process_time()
        before = signal.signal(signal.SIGVTALRM, _ended)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(min(seconds, self.left), LEAST_SECONDS), AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)
            self.left -= time.process_time() - begun


def _ended(number: int, frame: Any) -> None:
    raise TooLong


def note_not_read(name: str, reason: BaseException, result: Result) -> None:
    """Leave a file that upset its reader, or took too long, to a person."""
    if isinstance(reason, TooLong):
        message = f"{name} takes longer to read than anything that a person wrote; it is not read."
        result.note("reading-too-long", message, name)
        result.unreadable("too-long", Place("writeup", name))
        return
    message = f"Reading {name} failed ({type(reason).__name__}); a person looks at it."
    result.note("file-unreadable", message, name)
    result.unreadable("damaged", Place("writeup", name))
