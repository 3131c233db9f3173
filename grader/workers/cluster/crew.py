"""Shards of items over the workers of a cluster: who is admitted, who has what, what is lost.

Nothing here knows what an item is: it crosses as bytes, and comes back as bytes. Each shard is
pinned to one worker, so that it is known which one had it when a worker went away.
"""

from __future__ import annotations

import itertools
import queue
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic

from grader.errors import Failed, GraderError
from grader.workers.local import Done, Item, Result

SHARD = 16
"""Submissions that travel together: the way there and back costs a hundredth of what they do."""
AT_HAND = 2
"""Shards that a worker has: one that it works on, and the next."""
MOST_DEATHS = 2
"""Workers that may go away with a submission before it is set apart."""
LOOK_SECONDS = 0.5
FETCH_SECONDS = 5.0
NOBODY_SECONDS = 60.0
"""How long a run waits for a first worker, or for another after the last one went away."""


class ClusterLost(GraderError):
    """The scheduler is gone, or no worker is left; what was finished is kept."""


class WorkerLost(Exception):
    """A worker went away, or stopped answering, while it had a submission."""


@dataclass(frozen=True, slots=True)
class Crossing(Generic[Item, Result]):
    """How items become bytes and bytes results, and what a worker has to be."""

    parcel: bytes
    work: Callable[[bytes, bytes], bytes]
    introduce: Callable[[], bytes]
    packed: Callable[[Sequence[Item]], bytes]
    unpacked: Callable[[bytes, Sequence[Item]], Sequence[Result | Failed]]
    objection: Callable[[bytes], str]
    """Why a worker that says this of itself cannot be had; empty where it can."""
    refusal: Callable[[bytes], str]
    """Why a worker did nothing of what it was sent; empty where it did."""
    seconds: float
    """The longest that one item may take a worker."""


@dataclass(slots=True)
class Shard(Generic[Item]):
    """Some items on their way; `deaths` counts the workers that went away with them."""

    items: list[Item]
    deaths: int = 0
    future: Any = None
    sent: float = 0.0


@dataclass(slots=True)
class Worker(Generic[Item]):
    """A worker that was admitted, and its shards: the first is the one that it works on."""

    address: str
    has: deque[Shard[Item]] = field(default_factory=deque)
    since: float = 0.0
    """When it began what it works on."""


def run(
    client: Any,
    items: Iterable[Item | None],
    crossing: Crossing[Item, Result],
    stop: Any,
    say: Callable[[str], None],
) -> Generator[Done[Item, Result], None, None]:
    """Every finished item as it finishes, as `local.run` has it; after `stop` no more start."""
    crew = Crew(client, crossing, say)
    source = iter(items)
    more = True
    try:
        while True:
            crew.look()
            if stop.is_set():
                more = False
                crew.forget_waiting()
            while more and crew.has_room:
                more = crew.take(source)
                yield from crew.heard(0.0)
            if not more and crew.is_idle:
                return
            yield from crew.heard(LOOK_SECONDS)
    finally:
        crew.dismiss()


class Crew(Generic[Item, Result]):
    """The workers of a cluster as the caller sees them."""

    def __init__(
        self, client: Any, crossing: Crossing[Item, Result], say: Callable[[str], None]
    ) -> None:
        self.client, self.crossing, self.say = client, crossing, say
        self.workers: dict[str, Worker[Item]] = {}
        self.refused: dict[str, str] = {}
        self._asked: dict[str, Any] = {}
        self._waiting: deque[Shard[Item]] = deque()
        self._heard: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._set_apart: list[Done[Item, Result]] = []
        self._numbers = itertools.count()
        self._looked = self._alone_since = time.monotonic()
        self._look_now = True

    @property
    def has_room(self) -> bool:
        """Whether somebody could begin something more."""
        return not self._waiting and any(len(one.has) < AT_HAND for one in self.workers.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nobody has anything."""
        busy = any(one.has for one in self.workers.values())
        return not (self._waiting or busy or self._set_apart)

    def take(self, source: Iterator[Item | None]) -> bool:
        """Send the next few items; whether there may be more of them."""
        some: list[Item] = []
        for item in itertools.islice(source, SHARD):
            if item is None:  # nothing to do, but what has finished wants through
                break
            some.append(item)
        else:
            if not some:
                return False
        if some:
            self._waiting.append(Shard(some))
            self._send()
        return True

    def look(self) -> None:
        """See who came and who went; raises `ClusterLost` where nobody is left to wait for."""
        now = time.monotonic()
        if not self._look_now and now - self._looked < LOOK_SECONDS:
            return
        self._looked, self._look_now = now, False
        if self.client.status != "running":
            raise ClusterLost("the scheduler of the cluster is gone; what was finished is kept")
        there = set(self.client.scheduler_info(n_workers=-1)["workers"])
        for address in there - self.workers.keys() - self.refused.keys() - self._asked.keys():
            self._ask(address)
        for address in self._asked.keys() - there:
            del self._asked[address]
        for address in self.workers.keys() - there:
            self._gone(address, "went away")
        for address, one in list(self.workers.items()):
            if one.has and now - one.since > self._patience(one.has[0]):
                self._gone(address, "stopped answering")
                self.refused[address] = "it stopped answering"
        if self.workers or self._asked:
            self._alone_since = now
        elif now - self._alone_since > NOBODY_SECONDS or (there and there <= self.refused.keys()):
            raise ClusterLost(self._nobody())
        self._send()

    def _nobody(self) -> str:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in self.refused.items())
        return f"the cluster has no worker that can be had ({reasons or 'none came'})"

    def _patience(self, shard: Shard[Item]) -> float:
        return 120.0 + self.crossing.seconds * len(shard.items)

    def _ask(self, address: str) -> None:
        future = self.client.submit(
            self.crossing.introduce,
            key=f"introduce-{next(self._numbers)}",
            workers=[address],
            allow_other_workers=False,
            pure=False,
        )
        self._asked[address] = future
        future.add_done_callback(lambda done: self._heard.put((address, done)))

    def _send(self) -> None:
        """Give what waits to whoever has least; a suspect goes alone to one that is idle."""
        while self._waiting:
            shard = self._waiting[0]
            room = 1 if shard.deaths else AT_HAND
            free = [
                one
                for one in self.workers.values()
                if len(one.has) < room and not any(other.deaths for other in one.has)
            ]
            if not free:
                return
            self._waiting.popleft()
            self._give(min(free, key=lambda one: len(one.has)), shard)

    def _give(self, worker: Worker[Item], shard: Shard[Item]) -> None:
        future = self.client.submit(
            self.crossing.work,
            self.crossing.parcel,
            self.crossing.packed(shard.items),
            key=f"shard-{next(self._numbers)}",
            workers=[worker.address],
            allow_other_workers=False,
            pure=False,
        )
        shard.future, shard.sent = future, time.monotonic()
        if not worker.has:
            worker.since = shard.sent
        worker.has.append(shard)
        address = worker.address
        future.add_done_callback(lambda done: self._heard.put((address, done)))

    def heard(self, seconds: float) -> Iterator[Done[Item, Result]]:
        """What has come back, if anything does in this time."""
        while True:
            while self._set_apart:
                yield self._set_apart.pop()
            try:
                address, future = self._heard.get(seconds > 0, seconds or None)
            except queue.Empty:
                return
            seconds = 0.0
            if self._asked.get(address) is future:
                del self._asked[address]
                self._admit(address, future)
            elif (worker := self.workers.get(address)) is not None:
                yield from self._back(worker, future)
            self._send()

    def _admit(self, address: str, future: Any) -> None:
        """Let a worker work, or say why it cannot be had."""
        said = self._fetched(address, future)
        if said is None:
            self._look_now = True  # it went away meanwhile
            return
        if objection := self.crossing.objection(said):
            self.refused[address] = objection
            self.say(f"worker {address} is refused: {objection}")
            return
        self.workers[address] = Worker(address)

    def _back(self, worker: Worker[Item], future: Any) -> Iterator[Done[Item, Result]]:
        shard = next((one for one in worker.has if one.future is future), None)
        if shard is None:
            return  # it was given up, and is somebody else's by now
        data = self._fetched(worker.address, future)
        if data is None:
            self._lost(worker, shard, f"failed ({future.status})")
            return
        worker.has.remove(shard)
        worker.since = time.monotonic()
        future.release()
        if refusal := self.crossing.refusal(data):
            self.refused[worker.address] = refusal
            self.say(f"worker {worker.address} is refused: {refusal}")
            self._waiting.appendleft(Shard(shard.items, shard.deaths))
            self._gone(worker.address, "")
            return
        try:
            results = self.crossing.unpacked(data, shard.items)
        except ValueError as reason:
            self._lost(worker, shard, f"sent what is no answer ({reason})")
            return
        for item, result in zip(shard.items, results, strict=True):
            yield Done(item, result)

    def _fetched(self, address: str, future: Any) -> bytes | None:
        """What a future holds; None where it failed, or its worker went away before it was fetched.

        A future that waits for a worker that is gone would be waited for without end.
        """
        while future.status == "finished":
            try:
                data: bytes = future.result(timeout=FETCH_SECONDS)
                return data
            except TimeoutError:
                if address not in self.client.scheduler_info(n_workers=-1)["workers"]:
                    return None
            except Exception:  # whatever became of it: it is not here
                return None
        return None

    def _gone(self, address: str, how: str) -> None:
        """A worker is no more: what it worked on is suspect, what it had besides is not."""
        worker = self.workers.pop(address)
        first = True
        for shard in list(worker.has):
            if first and how:
                self._lost(worker, shard, how)
            else:
                self._take_back(worker, shard)
                self._waiting.append(Shard(shard.items, shard.deaths))
            first = False

    def _take_back(self, worker: Worker[Item], shard: Shard[Item]) -> None:
        with suppress(ValueError):
            worker.has.remove(shard)
        with suppress(Exception):
            shard.future.cancel()

    def _lost(self, worker: Worker[Item], shard: Shard[Item], how: str) -> None:
        """Try the items of a lost shard one by one, and set apart what has lost too many."""
        self._take_back(worker, shard)
        deaths = shard.deaths + 1
        if len(shard.items) == 1 and deaths >= MOST_DEATHS:
            error = WorkerLost(f"{deaths} workers were lost with it: the last one {how}")
            self._set_apart.append(Done(shard.items[0], Failed("running it on a cluster", error)))
            return
        self.say(f"worker {worker.address} {how}; what it had goes to others")
        single = len(shard.items) == 1
        self._waiting.extendleft(
            Shard([item], deaths if single else 1) for item in reversed(shard.items)
        )

    def forget_waiting(self) -> None:
        """Begin nothing more of what waits."""
        self._waiting.clear()

    def dismiss(self) -> None:
        """Let go of everything that is still on its way."""
        for worker in self.workers.values():
            for shard in list(worker.has):
                self._take_back(worker, shard)
        for future in self._asked.values():
            with suppress(Exception):
                future.cancel()
