"""Shards of items over the workers of a cluster: who is admitted, who has what, what is lost.

Nothing here knows what an item is: it crosses as bytes, and comes back as bytes. Each shard is
pinned to one worker, so that it is known which one had it when a worker went away.
"""

from __future__ import annotations

import itertools
import queue
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any, Generic

from grader.errors import Failed
from grader.workers.cluster import relief
from grader.workers.cluster.members import members, nobody
from grader.workers.cluster.shard import (
    MOST_DEATHS,
    SHARD,
    Crossing,
    Entry,
    Shard,
    Worker,
    WorkerLost,
    pieces,
)
from grader.workers.local import Done, Item, Result

LOOK_SECONDS = 0.5
FETCH_SECONDS, MOST_FETCHES = 5.0, 3
NOBODY_SECONDS = 60.0
"""How long a run waits for a first worker, or for another after the last one went away."""


def run(
    client: Any,
    items: Iterable[Item | None],
    crossing: Crossing[Item, Result],
    stop: Any,
    say: Callable[[str, str], None],
) -> Generator[Done[Item, Result], None, None]:
    """Every finished item as it finishes, as `local.run` has it; after `stop` no more start.

    `say` is told which worker is given nothing more, or has lost something, and why.
    """
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
            if not more:
                if crew.is_idle:
                    return
                crew.relieve()
            yield from crew.heard(LOOK_SECONDS)
    finally:
        crew.dismiss()


class Crew(Generic[Item, Result]):
    """The workers of a cluster as the caller sees them."""

    def __init__(
        self, client: Any, crossing: Crossing[Item, Result], say: Callable[[str, str], None]
    ) -> None:
        self.client, self.crossing, self.say = client, crossing, say
        self.workers: dict[str, Worker[Item]] = {}
        self.refused: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._pace = relief.Pace()
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
        return not self._waiting and any(one.room(False) for one in self.workers.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nobody has anything that others have not done."""
        on_their_way = (shard for one in self.workers.values() for shard in one.has)
        unfinished = any(not shard.is_over for shard in (*self._waiting, *on_their_way))
        return not (unfinished or self._set_apart)

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
            self._waiting.append(Shard([Entry(item) for item in some]))
            self._send()
        return True

    def look(self) -> None:
        """See who came and who went; raises `ClusterLost` where nobody is left to wait for."""
        now = time.monotonic()
        if not self._look_now and now - self._looked < LOOK_SECONDS:
            return
        self._looked, self._look_now = now, False
        self._names |= (now_there := members(self.client))
        there = now_there.keys()
        for address in there - self.workers.keys() - self.refused.keys() - self._asked.keys():
            self._ask(address)
        for address in self._asked.keys() - there:
            del self._asked[address]
        for address in self.workers.keys() - there:
            self._gone(address, "went away")
        for address, one in list(self.workers.items()):
            if one.has and now - one.since > self._patience(one.has[0]):
                self._hung(address)
        if self.workers or self._asked:
            self._alone_since = now
        elif now - self._alone_since > NOBODY_SECONDS or (there and there <= self.refused.keys()):
            raise nobody(self.refused, self._names)
        self._send()

    def _patience(self, shard: Shard[Item]) -> float:
        return 120.0 + self.crossing.seconds * len(shard.entries)

    def relieve(self) -> None:
        """Let idle workers do what others have not begun, or are late with."""
        idle = [one for one in self.workers.values() if not one.has]
        if self._waiting or not idle:
            return
        busy = [one for one in self.workers.values() if one.has]
        if (found := relief.unbegun(busy)) is not None:
            worker, shard = found
            self._withdraw(worker, shard)
            entries = shard.let_go()
        elif (slow := relief.late(busy, time.monotonic(), self._pace)) is not None:
            entries = [entry for entry in slow.entries if not entry.done and entry.copies == 1]
        else:
            return
        parts = pieces(entries, len(idle))
        self._waiting.extend(Shard(part) for part in parts)
        self._send()

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
            free = [one for one in self.workers.values() if one.room(shard.is_suspect)]
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
        shard.future, shard.given = future, time.monotonic()
        if not worker.has:
            worker.since = shard.given
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
        if said is None and future.status != "error":
            self._look_now = True  # it went away meanwhile
            return
        objection = "it cannot say what it is" if said is None else self.crossing.objection(said)
        if objection:
            self.refused[address] = objection
            self.say(self._names.get(address, address), f"is refused: {objection}")
            return
        self.workers[address] = Worker(address, self._names.get(address, address))

    def _back(self, worker: Worker[Item], future: Any) -> Iterator[Done[Item, Result]]:
        shard = next((one for one in worker.has if one.future is future), None)
        if shard is None:
            return  # it was given up, and is somebody else's by now
        data = self._fetched(worker.address, future)
        if data is None:
            self._look_now = True
            if future.status == "finished" and worker.address in members(self.client):
                self._hung(worker.address)
            elif future.status == "cancelled":  # by nobody here: the scheduler knows it no longer
                self._give_back(worker, shard)
            else:
                self._lost(worker, shard, f"failed ({future.status})")
            return
        if refusal := self.crossing.refusal(data):
            self.refused[worker.address] = refusal
            self.say(worker.name, f"is refused: {refusal}")
            self._give_back(worker, shard)
            self._gone(worker.address, "")
            return
        try:
            results = self.crossing.unpacked(data, shard.items)
        except ValueError as reason:
            self._lost(worker, shard, f"sent what is no answer ({reason})")
            return
        now = time.monotonic()
        seconds, worker.since = (now - worker.since) / len(results), now
        worker.has.remove(shard)
        if worker.withdrawn is not None and shard.given > worker.withdrawn:
            worker.withdrawn = None  # it begins things in their order: it is past those
        future.release()
        self._pace.note(seconds * len(results), len(results))
        shard.let_go()
        rows = zip(shard.entries, results, strict=True)
        fresh = [(entry, result) for entry, result in rows if not entry.done]
        for place, (entry, result) in enumerate(fresh, 1):
            entry.done = True
            yield Done(entry.item, result, worker.name, seconds, more=place < len(fresh))
        self._withdraw_done()

    def _withdraw_done(self) -> None:
        """What others have answered need not be begun any more."""
        self._waiting = deque(shard for shard in self._waiting if not shard.is_over)
        for worker in self.workers.values():
            for shard in list(worker.has)[1:]:
                if shard.is_over:
                    self._withdraw(worker, shard)
                    shard.let_go()

    def _fetched(self, address: str, future: Any) -> bytes | None:
        """What a future holds; None where it failed, or a worker gone or stopped has it."""
        for _ in range(MOST_FETCHES if future.status == "finished" else 0):
            try:
                data: bytes = future.result(timeout=FETCH_SECONDS)
                return data
            except TimeoutError:
                if address not in members(self.client):
                    return None
            except Exception:  # whatever became of it: it is not here
                return None
        return None

    def _gone(self, address: str, how: str) -> None:
        """A worker is no more: what it worked on is suspect, what it had besides is not."""
        worker = self.workers.pop(address)
        for number, shard in enumerate(list(worker.has)):
            if number == 0 and how:
                self._lost(worker, shard, how, surely=worker.withdrawn is None)
            else:
                self._give_back(worker, shard)

    def _hung(self, address: str) -> None:
        self.refused[address] = "it stopped answering"
        self._gone(address, "stopped answering")

    def _withdraw(self, worker: Worker[Item], shard: Shard[Item]) -> None:
        """Take back what a worker should not have begun; it may have done so all the same."""
        self._take_back(worker, shard)
        worker.withdrawn = time.monotonic()

    def _take_back(self, worker: Worker[Item], shard: Shard[Item]) -> None:
        with suppress(ValueError):
            worker.has.remove(shard)
        with suppress(Exception):
            shard.future.cancel()

    def _give_back(self, worker: Worker[Item], shard: Shard[Item]) -> None:
        """Let others do what a worker has, of which nothing is suspect."""
        self._take_back(worker, shard)
        if entries := shard.let_go():
            self._waiting.append(Shard(entries))

    def _lost(
        self, worker: Worker[Item], shard: Shard[Item], how: str, *, surely: bool = True
    ) -> None:
        """Try the items of a lost shard one by one, and set apart what has lost too many.

        Not `surely` where the worker may have been at something else that was withdrawn.
        """
        self._take_back(worker, shard)
        alone = surely and len(shard.entries) == 1
        for entry in shard.entries:
            entry.deaths = entry.deaths + 1 if alone else max(entry.deaths, 1)
            if entry.deaths >= MOST_DEATHS and not entry.done:
                error = WorkerLost(f"{entry.deaths} workers were lost with it: the last one {how}")
                failed = Failed("running it on a cluster", error)
                self._set_apart.append(Done(entry.item, failed, worker.name))
                entry.done = True
        self.say(worker.name, f"{how}; what it had goes to others")
        self._waiting.extendleft(Shard([entry]) for entry in reversed(shard.let_go()))

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
