"""Runs submissions on this machine: one worker thread a core, each with its own tools."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from grader.errors import Failed, guarded

Item = TypeVar("Item")
Result = TypeVar("Result")


class Tools(Protocol):
    """What a worker holds open between submissions, such as a fork server."""

    def close(self) -> None:
        """Give it back."""


Held = TypeVar("Held", bound=Tools)


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """One submission finished, or an internal error with it."""

    item: Item
    result: Result | Failed


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    items: Sequence[Item],
    work: Callable[[Item, Held], Result],
    open_tools: Callable[[], Held],
    jobs: int,
    stop: threading.Event,
) -> Iterator[Done[Item, Result]]:
    """Every finished item as it finishes; after `stop` is set, what runs finishes, no more starts.

    A worker whose tools cannot be opened raises that error here.
    """
    waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
    for item in items:
        waiting.put(item)
    finished: queue.SimpleQueue[Done[Item, Result] | BaseException | None] = queue.SimpleQueue()

    def serve() -> None:
        """Work until nothing waits; the last word of a worker is None, or what stopped it."""
        try:
            with closing(open_tools()) as tools:
                while not stop.is_set():
                    try:
                        item = waiting.get_nowait()
                    except queue.Empty:
                        break
                    result = guarded("running it", partial(work, item, tools))
                    finished.put(Done(item, result))
        except BaseException as error:
            finished.put(error)
        else:
            finished.put(None)

    count = max(1, min(jobs, len(items)))
    threads = [threading.Thread(target=serve, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    yield from _gather(finished, count, stop)
    for thread in threads:
        thread.join()


def _gather(
    finished: queue.SimpleQueue[Done[Item, Result] | BaseException | None],
    count: int,
    stop: threading.Event,
) -> Iterator[Done[Item, Result]]:
    while count:
        try:
            done = finished.get(timeout=0.5)  # wakes up, so that Ctrl-C is heard
        except queue.Empty:
            continue
        if isinstance(done, Done):
            yield done
            continue
        count -= 1
        if isinstance(done, BaseException):
            stop.set()
            raise done
