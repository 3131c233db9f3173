"""Does the same to many things in several processes, each of which knows all that this one knows.

They are forks of this process and end with their part: nothing is sent to them, and they are no
workers of submissions, which never know a key.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

LEAST = 24
"""With fewer things for each, a process of its own costs more than it saves."""
MOST_PROCESSES = 16
_NUMBER = struct.Struct("=I")
_MOST_SHARES = 900
"""Their numbers take less than a page, which is the least that a pipe holds."""


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """What `work` makes of each item, in their order; what it raises is raised here."""
    count = min(_processes(), len(items) // LEAST)
    if count < 2:
        return [work(item) for item in items]
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # what is there already is looked through by no process again
    heap = _heap(len(items))
    others = [_begun(work, items, heap) for _ in range(1, count)]
    try:
        made = dict(_taken(work, items, heap))
        for _, pipe in others:
            made |= _told(pipe)
    except BaseException:
        for pid, _ in others:
            os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        raise
    finally:
        os.close(heap)
        for pid, pipe in others:
            os.close(pipe)
            os.waitpid(pid, 0)
    return [made[number] for number in range(len(items))]


def _processes() -> int:
    """As many as there are cores, where a process of one thread can be forked safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _heap(count: int) -> int:
    """A pipe of numbers of shares, from which each process takes the next one as it comes free."""
    heap, numbers = os.pipe()
    with os.fdopen(numbers, "wb") as pipe:  # all of them fit into it, so that this never waits
        pipe.write(b"".join(map(_NUMBER.pack, range(0, count, _share(count)))))
    return heap


def _share(count: int) -> int:
    return 1 + count // _MOST_SHARES


def _taken(
    work: Callable[[Item], Made], items: Sequence[Item], heap: int
) -> Iterator[tuple[int, Made]]:
    """What this process makes of the items that it takes, with their numbers."""
    while taken := os.read(heap, _NUMBER.size):
        (first,) = _NUMBER.unpack(taken)
        for number in range(first, min(first + _share(len(items)), len(items))):
            yield number, work(items[number])


def _begun(work: Callable[[Item], Made], items: Sequence[Item], heap: int) -> tuple[int, int]:
    """The number of a process that takes items too, and the pipe that it will tell of them."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
        os.close(ours)
        try:
            told: Any = dict(_taken(work, items, heap))
        except Exception as error:
            told = error
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(told, pipe)
    finally:
        os._exit(0)


def _told(pipe: int) -> dict[int, Any]:
    """What came of a process's items, from our own code, or what they raised."""
    with os.fdopen(os.dup(pipe), "rb") as file:
        data = file.read()
    if not data:
        raise ChildProcessError("a process that wrote pages was ended")
    told = pickle.loads(data)
    if isinstance(told, Exception):
        raise told
    found: dict[int, Any] = told
    return found
