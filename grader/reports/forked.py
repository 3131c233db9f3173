"""Does the same to many things in several processes, each of which knows all that this one knows.

They are forks of this process and end with their part: nothing is sent to them, and they are no
workers of submissions, which never know a key.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

LEAST = 24
"""With fewer things for each, a process of its own costs more than it saves."""
MOST_PROCESSES = 16


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """What `work` makes of each item, in their order; what it raises is raised here."""
    count = min(_processes(), len(items) // LEAST)
    if count < 2:
        return [work(item) for item in items]
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # what is there already is looked through by no process again
    others = [_begun(work, items[n::count]) for n in range(1, count)]
    try:
        made: list[Any] = [None] * len(items)
        made[::count] = [work(item) for item in items[::count]]
        for n, (_, pipe) in enumerate(others, 1):
            made[n::count] = _told(pipe)
    except BaseException:
        for pid, _ in others:
            os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        raise
    finally:
        for pid, pipe in others:
            os.close(pipe)
            os.waitpid(pid, 0)
    return made


def _processes() -> int:
    """As many as there are cores, where a process of one thread can be forked safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _begun(work: Callable[[Item], Made], items: Sequence[Item]) -> tuple[int, int]:
    """The number of a process that works on these items, and the pipe that it will tell of them."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
        os.close(ours)
        try:
            told: Any = [work(item) for item in items]
        except Exception as error:
            told = error
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(told, pipe)
    finally:
        os._exit(0)


def _told(pipe: int) -> list[Any]:
    """What came of a process's items, from our own code, or what they raised."""
    with os.fdopen(os.dup(pipe), "rb") as file:
        data = file.read()
    if not data:
        raise ChildProcessError("a process that wrote pages was ended")
    told = pickle.loads(data)
    if isinstance(told, Exception):
        raise told
    found: list[Any] = told
    return found
