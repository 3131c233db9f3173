"""Runs submissions on this machine: one worker thread per core, each with its own launchers."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, Protocol, TypeVar

from grader.errors import Failed, guarded

Item = TypeVar("Item")
Result = TypeVar("Result")


class Closable(Protocol):
    """What a worker holds open between submissions, such as a fork server."""

    def close(self) -> None:
        """Give it back."""


Held = TypeVar("Held", bound=Closable)


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """One submission finished, or an internal error with it."""

    item: Item
    result: Result | Failed
    worker: str = ""
    """Who did it, and how long that took."""
    seconds: float = 0.0
    more: bool = False
    """Whether another that has finished by now comes right after it."""


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    items: Iterable[Item | None],
    work: Callable[[Item, Held], Result],
    open_held: Callable[[], Held],
    jobs: int,
    stop: threading.Event,
) -> Generator[Done[Item, Result], None, None]:
    """Every finished item as it finishes; after `stop` is set, what runs finishes, no more starts.

    Items are made as workers come free, so at most two per worker wait or are worked on at a time
    and memory stays flat; a None among them only lets what has finished through. An error in making
    them ends the run here, and so does a worker that cannot open or give back what it holds.
    """
    crew = _Crew(work, open_held, jobs, stop)
    source = iter(items)
    try:
        while True:
            if stop.is_set():
                crew.dismiss()
            crew.fill(source)
            if crew.has_left and crew.failure is None:
                return
            finished = crew.heard(0.0 if crew.has_room else 0.5)  # wakes up, so Ctrl-C is heard
            if finished:
                crew.fill(source)  # before whoever listens takes their time
            for place, done in enumerate(finished, 1):
                yield replace(done, more=place < len(finished))
            if crew.failure is not None:
                raise crew.failure
    finally:
        crew.is_over = True
        crew.dismiss()


class _Crew(Generic[Item, Result, Held]):
    """Worker threads and the two queues between them and the thread that runs them."""

    def __init__(
        self,
        work: Callable[[Item, Held], Result],
        open_held: Callable[[], Held],
        jobs: int,
        stop: threading.Event,
    ) -> None:
        self.work, self.open_held, self.jobs, self.stop = work, open_held, jobs, stop
        self.in_hand = 0
        """Items that were taken and did not come back yet."""
        self.dismissed = False
        self.is_over = False
        """Nobody listens any more, so nothing more is begun."""
        self.failure: BaseException | None = None
        """What kept a worker away, or the next item."""
        self._waiting: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._finished: queue.SimpleQueue[Done[Item, Result] | BaseException | None]
        self._finished = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._gone = 0

    @property
    def has_room(self) -> bool:
        """Whether another item can be put before the workers."""
        return not self.dismissed and self.in_hand < 2 * self.jobs

    def fill(self, source: Iterator[Item | None]) -> None:
        """Put as many items before the workers as they have room for, up to the next None."""
        while self.has_room and not self.stop.is_set():
            try:
                item = next(source)
            except StopIteration:
                self.dismiss()
                return
            except Exception as error:  # raised once what has finished is told
                self.failure = error
                self.dismiss()
                return
            if item is None:
                return
            self.take(item)

    def take(self, item: Item) -> None:
        """Put an item before the workers; one more is called while some are still at home."""
        self.in_hand += 1
        self._waiting.put(item)
        if len(self._threads) < min(self.jobs, self.in_hand):
            name = str(len(self._threads) + 1)
            self._threads.append(threading.Thread(target=self._serve, args=(name,), daemon=True))
            self._threads[-1].start()

    def dismiss(self) -> None:
        """Take nothing more, and let every worker go once it is idle."""
        if not self.dismissed:
            self.dismissed = True
            for _ in self._threads:
                self._waiting.put(None)

    @property
    def has_left(self) -> bool:
        """Whether all workers were dismissed and have given back what they held."""
        return self.dismissed and self._gone == len(self._threads)

    def heard(self, seconds: float) -> list[Done[Item, Result]]:
        """All that has finished by now; the next that does, if one does in this time."""
        finished: list[Done[Item, Result]] = []
        with suppress(queue.Empty):
            while True:
                done = self._finished.get(seconds > 0, seconds)
                seconds = 0.0
                if isinstance(done, Done):
                    self.in_hand -= 1
                    finished.append(done)
                    continue
                self._gone += 1
                if done is not None:
                    self.stop.set()
                    self.failure = self.failure or done
        return finished

    def _serve(self, name: str) -> None:
        """Work until dismissed; the last word of a worker is None, or what kept it away."""
        try:
            with closing(self.open_held()) as held:
                while (item := self._waiting.get()) is not None:
                    if self.stop.is_set() or self.is_over:
                        break
                    begun = time.monotonic()
                    result = guarded("running it", partial(self.work, item, held))
                    taken = time.monotonic() - begun
                    self._finished.put(Done(item, result, name, taken))
        except BaseException as error:
            self._finished.put(error)
        else:
            self._finished.put(None)
