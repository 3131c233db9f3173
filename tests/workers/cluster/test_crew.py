"""Shards over workers that come, go, refuse and lie: each item comes back once, or is set apart."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import Failed
from grader.workers.cluster import crew, relief
from grader.workers.cluster.admission import differences
from grader.workers.cluster.shard import (
    AT_HAND,
    SHARD,
    ClusterLost,
    Crossing,
    Entry,
    Shard,
    Worker,
    WorkerLost,
)  # fmt: skip

LOST, HELD = b"lost with its worker", b"held by a worker that was stopped"
Behaviour = Callable[[list[int]], bytes | None]
"""What a worker answers to some items; None where it goes away with them."""


class Promise:
    """As much of a future as a crew looks at."""

    def __init__(self) -> None:
        self.status = "pending"
        self.value: bytes = b""
        self.cancelled = False
        self._then: list[Callable[[Any], None]] = []

    def keep(self, value: bytes | None) -> None:
        """Finish, with a value or in error."""
        if self.cancelled:
            return
        self.status, self.value = ("error", b"") if value is None else ("finished", value)
        for then in self._then:
            then(self)

    def add_done_callback(self, then: Callable[[Any], None]) -> None:
        """Call `then` once this is kept."""
        self._then.append(then)
        if self.status != "pending":
            then(self)

    def result(self, timeout: float) -> bytes:
        """What came back; what its worker lost, or does not hand out, is waited for in vain."""
        if self.value in (LOST, HELD):
            raise TimeoutError
        return self.value

    def cancel(self) -> None:
        """Nobody wants it any more."""
        self.cancelled = True

    def release(self) -> None:
        """Nobody looks at it any more."""


class Scheduler:
    """A cluster in which everything happens at once; whoever goes away is followed by another."""

    def __init__(self, count: int, work: Behaviour, who: bytes = b"same", *, again: bool = True):
        self.status = "running"
        self.work, self.who, self.again = work, who, again
        self.there = {f"worker-{n}": who for n in range(count)}
        self.next = count
        self.pending: dict[str, list[tuple[Promise, list[int]]]] = {}
        self.began: list[int] = []
        self.hung: dict[str, int] = {}
        """Workers that do nothing for so many steps; for ever where that is negative."""
        self.scheduler = self

    def sync(self, ask: Callable[..., Any], callback_timeout: float, **more: Any) -> Any:
        """What the scheduler says."""
        return ask(**more)

    def identity(self, n_workers: int) -> dict[str, Any]:
        """The workers, and by the way everything that they do in one step."""
        for name in list(self.there):
            if self.hung.get(name) and self.pending.get(name):
                self.hung[name] -= 1
            elif self.pending.get(name):
                promise, items = self.pending[name].pop(0)
                self.began += items
                answer = self.work(items)
                if answer is not None:
                    promise.keep(answer)
                if answer not in (None, LOST):
                    continue
                del self.there[name]
                if self.again:
                    self.there[f"worker-{self.next}"] = self.who
                    self.next += 1
        return {"workers": dict.fromkeys(self.there)}

    def submit(self, function: Any, *given: Any, workers: list[str], **more: Any) -> Promise:
        """One call for one worker."""
        promise = Promise()
        if not given:
            promise.keep(self.there.get(workers[0]))
            return promise
        _, data = given
        self.pending.setdefault(workers[0], []).append((promise, json.loads(data)))
        return promise


def answered(items: list[int]) -> bytes:
    """Twice each item."""
    return json.dumps([2 * item for item in items]).encode()


def unpacked(data: bytes, items: Sequence[int]) -> list[int | Failed]:
    """The answers, or a complaint."""
    found = json.loads(data)
    if len(found) != len(items):
        raise ValueError("too few")
    return list(found)


CROSSING: Crossing[int, int] = Crossing(
    b"parcel",
    lambda parcel, tasks: b"",
    lambda: b"",
    lambda items: json.dumps(list(items)).encode(),
    unpacked,
    lambda said: "" if said == b"same" else f"it is {said.decode()}",
    lambda data: data[1:].decode() if data.startswith(b"!") else "",
    1.0,
)


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(crew, "NOBODY_SECONDS", 0.05)


def run(
    scheduler: Scheduler, items: Iterable[int | None], stop: threading.Event | None = None
) -> tuple[dict[int, Any], list[str]]:
    """What came back by item, each once, and what was said."""
    said: list[str] = []
    found: dict[int, Any] = {}
    stop = stop or threading.Event()

    def say(*told: str) -> None:
        said.append(" ".join(told))

    for done in crew.run(scheduler, items, CROSSING, stop, say):
        assert done.item not in found
        found[done.item] = done.result
    return found, said


@given(
    count=st.integers(1, 4),
    items=st.integers(0, 90),
    killers=st.sets(st.integers(0, 89), max_size=4),
    lucky=st.sets(st.integers(0, 89), max_size=4),
)
@settings(deadline=None, max_examples=60)
def test_each_item_comes_back_once_whoever_goes_away(
    count: int, items: int, killers: set[int], lucky: set[int]
) -> None:
    """Who is lost with two workers is set apart and named; who is lost with one is not."""
    crew.LOOK_SECONDS = 0.0
    seen: dict[int, int] = {}

    def work(some: list[int]) -> bytes | None:
        for item in some:
            seen[item] = seen.get(item, 0) + 1
        if killers.intersection(some) or any(one in lucky and seen[one] == 1 for one in some):
            return None
        return answered(some)

    found, _ = run(Scheduler(count, work), [*range(items), None])
    assert found.keys() == set(range(items))
    for item, result in found.items():
        if item in killers:
            assert isinstance(result, Failed) and isinstance(result.error, WorkerLost)
        else:
            assert result == 2 * item


@given(
    count=st.integers(2, 5),
    items=st.integers(1, 120),
    hung=st.dictionaries(st.integers(1, 4), st.sampled_from([-1, 1, 3, 10])),
    killers=st.sets(st.integers(0, 119), max_size=2),
)
@settings(deadline=None, max_examples=80)
def test_nobody_waits_for_a_worker_that_hangs_or_is_slow(
    count: int, items: int, hung: dict[int, int], killers: set[int]
) -> None:
    """Others take what it has not begun, do what it is late with, and are heard first."""
    scheduler = Scheduler(count, lambda some: None if killers & set(some) else answered(some))
    endless = 10 if killers else -1  # what two hold that hang for ever is waited for, for minutes
    scheduler.hung = {
        f"worker-{one}": endless if steps < 0 else steps
        for one, steps in hung.items()
        if one < count
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "LOOK_SECONDS", 0.0)
        patch.setattr(relief, "LATE_SECONDS", 0.0)
        patch.setattr(relief, "LATE_TIMES", 0.0)
        patch.setattr(relief, "UNKNOWN_SECONDS", 0.0)
        found, _ = run(scheduler, range(items))
    assert found.keys() == set(range(items))
    for item, result in found.items():
        assert isinstance(result, Failed) if item in killers else result == 2 * item


@pytest.mark.parametrize("withdrawn", [False, True])
def test_nobody_is_set_apart_for_what_was_withdrawn(withdrawn: bool) -> None:
    """A worker may be lost with what it had begun before it was told to leave it be."""
    made = crew.Crew(Scheduler(0, answered), CROSSING, lambda *told: None)
    worker = made.workers["a"] = Worker("a", "a")
    other, suspect = Shard([Entry(1)]), Shard([Entry(2, deaths=1)])
    if withdrawn:
        made._give(worker, other)
        made._withdraw(worker, other)
    made._give(worker, suspect)
    made._gone("a", "went away")
    assert suspect.entries[0].done is not withdrawn


def test_what_a_shard_usually_takes_says_when_one_is_late() -> None:
    """Three times the usual, ten seconds at least; most of a minute where nothing is known."""
    pace = relief.Pace()
    assert pace.late_after(16) == relief.UNKNOWN_SECONDS
    for _ in range(5):
        pace.note(160.0, 16)
    pace.note(16_000.0, 16)  # one that hung says little
    assert pace.late_after(16) == 3 * 160
    assert pace.late_after(1) == 30
    for _ in range(201):
        pace.note(0.1, 16)
    assert pace.late_after(16) == relief.LATE_SECONDS


def test_a_worker_that_is_behind_gets_nothing_more_until_it_answers() -> None:
    """And what it answers late is not heard twice."""
    scheduler = Scheduler(2, answered)
    scheduler.hung = {"worker-1": -1}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LATE_SECONDS", "LATE_TIMES", "UNKNOWN_SECONDS"):
            patch.setattr(relief, name, 0.0)
        found, _ = run(scheduler, range(200))
    assert len(found) == 200
    assert len(scheduler.pending["worker-1"]) <= AT_HAND
    assert not set(found) - set(scheduler.began)


def test_who_did_what_and_how_long_it_took_is_told() -> None:
    """For each item the worker and its seconds."""
    rows = list(crew.run(Scheduler(2, answered), range(64), CROSSING, threading.Event(), print))
    assert {done.worker for done in rows} == {"worker-0", "worker-1"}
    assert all(0 <= done.seconds < 60 for done in rows)


def test_a_worker_that_differs_gets_nothing() -> None:
    """It is named with its reason, and the run goes on without it."""
    scheduler = Scheduler(2, answered, b"same")
    scheduler.there["worker-1"] = b"another version"
    found, said = run(scheduler, range(40))
    assert len(found) == 40
    assert said == ["worker-1 is refused: it is another version"]


def test_a_cluster_of_others_alone_is_no_cluster() -> None:
    """Nothing is run, and the message says of each worker why."""
    with pytest.raises(ClusterLost, match="worker-0: it is another version"):
        run(Scheduler(1, answered, b"another version"), range(4))


def test_a_worker_whose_sandbox_does_not_hold_gives_back_what_it_had() -> None:
    """Nothing of it is suspect; others do it."""
    turns = iter([b"!no sandbox"])
    found, said = run(Scheduler(2, lambda some: next(turns, answered(some))), range(20))
    assert found == {item: 2 * item for item in range(20)}
    assert any("no sandbox" in line for line in said)


def test_what_is_no_answer_is_asked_again_and_then_set_apart() -> None:
    """A worker that lies about one item costs that item, and says so."""

    def work(some: list[int]) -> bytes | None:
        return b"[]" if 3 in some else answered(some)

    found, _ = run(Scheduler(2, work), range(10))
    assert isinstance(found.pop(3), Failed)
    assert found == {item: 2 * item for item in range(10) if item != 3}


def test_an_answer_that_is_lost_with_its_worker_is_asked_for_again() -> None:
    """It was finished, and its worker went away before anybody had fetched it."""
    turns = iter([LOST])
    found, _ = run(Scheduler(2, lambda some: next(turns, answered(some))), range(40))
    assert found == {item: 2 * item for item in range(40)}


def test_a_lost_scheduler_ends_the_run_in_one_message() -> None:
    """What was finished is kept, and the rest is for another run."""
    scheduler = Scheduler(1, answered)

    def gone(some: list[int]) -> bytes:
        scheduler.status = "closed"
        return answered(some)

    scheduler.work = gone
    with pytest.raises(ClusterLost, match="scheduler"):
        run(scheduler, range(100))


def test_nobody_left_ends_the_run_in_one_message() -> None:
    """The last worker goes away and no other comes."""
    with pytest.raises(ClusterLost, match="no worker"):
        run(Scheduler(1, lambda some: None, again=False), range(4))


def test_after_a_stop_nothing_more_begins() -> None:
    """What was sent is finished; of what waits nothing is."""
    stop = threading.Event()
    scheduler = Scheduler(1, answered)

    def items() -> Iterable[int]:
        for item in range(1_000):
            if item == 100:
                stop.set()
            yield item

    found, _ = run(scheduler, items(), stop)
    assert len(found) < 200
    assert sorted(found) == sorted(scheduler.began)


def test_memory_stays_flat_however_many_there_are() -> None:
    """No more than a few shards per worker are ever at hand."""
    most = made = back = 0

    def items() -> Iterable[int]:
        nonlocal made
        while made < 2_000:
            made += 1
            yield made

    for _ in crew.run(Scheduler(2, answered), items(), CROSSING, threading.Event(), print):
        back += 1
        most = max(most, made - back)
    assert back == 2_000
    assert most <= (2 * AT_HAND + 2) * SHARD


SAME = {
    "grader": "1", "code": "c", "python": "3.11.7", "tier": "namespaces", "packages": {"a": "1"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (SAME, ""),
        ({}, "does not say what it is"),
        ({**SAME, "grader": "0.9"}, "its grader is 0.9, not 1"),
        ({**SAME, "code": "d"}, "another one"),
        ({**SAME, "python": "3.12.1"}, "its python is 3.12.1"),
        ({**SAME, "tier": "landlock"}, "its tier is landlock"),
        ({**SAME, "packages": {"a": "2"}}, "a 2 instead of 1"),
        ({**SAME, "packages": {"a": "1", "b": "3"}}, "b 3 instead of none"),
        ({**SAME, "packages": {}}, "a absent instead of 1"),
        ({**SAME, "packages": ["a"]}, "does not say which packages"),
        ({**SAME, "refusal": "no sandbox here"}, "no sandbox here"),
    ],
)
def test_what_differs_is_said_in_one_line(other: dict[str, Any], said: str) -> None:
    """A worker is the same in all that evidence depends on, or it is told why not."""
    found = differences(SAME, other)
    assert (said in found) if said else (found == "")


@pytest.mark.parametrize("workers", [2, 3])
def test_nobody_waits_for_an_answer_that_its_worker_does_not_hand_out(workers: int) -> None:
    """It was stopped between finishing and handing out: others do what it had, and it is told."""
    turns = iter([HELD])
    scheduler = Scheduler(workers, lambda some: next(turns, None) or answered(some))
    found, said = run(scheduler, range(40))
    assert found == {item: 2 * item for item in range(40)}
    assert [line.partition("; ")[0].partition(" ")[2] for line in said] == ["stopped answering"]


def test_nobody_waits_for_a_worker_that_is_stopped_while_it_says_what_it_is() -> None:
    """The others begin without it."""
    scheduler = Scheduler(2, answered)
    scheduler.there["worker-0"] = HELD
    found, _ = run(scheduler, range(20))
    assert found == {item: 2 * item for item in range(20)}
