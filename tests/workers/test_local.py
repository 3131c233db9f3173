"""Worker threads: every item once, each worker its own tools, and an orderly end."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from grader.errors import Failed, SandboxRefusal
from grader.workers.local import Done, run, usable_cores


class Tools:
    """Tools that know whether they were given back, and by whom they are used."""

    def __init__(self) -> None:
        self.closed = False
        self.users: set[int] = set()

    def close(self) -> None:
        """Given back once."""
        assert not self.closed
        self.closed = True


class Shed:
    """Where workers open their tools."""

    def __init__(self) -> None:
        self.opened: list[Tools] = []

    def open(self) -> Tools:
        """A set of tools for one worker."""
        tools = Tools()
        self.opened.append(tools)
        return tools


def square(item: int, tools: Tools) -> int:
    """The work: only with tools that are open, always from the same thread."""
    assert not tools.closed
    tools.users.add(threading.get_ident())
    return item * item


@pytest.mark.parametrize("jobs", [1, 3, 50])
def test_every_item_is_done_once(jobs: int) -> None:
    """Whatever the number of workers, each item comes back with its own result."""
    shed = Shed()
    done = list(run(range(20), square, shed.open, jobs, threading.Event()))
    assert Counter(one.item for one in done) == Counter(range(20))
    assert all(one.result == one.item**2 for one in done)
    assert 1 <= len(shed.opened) <= min(jobs, 20)
    assert all(tools.closed and len(tools.users) <= 1 for tools in shed.opened)


def test_no_items_are_no_results() -> None:
    """Where nothing is to be run, nothing is opened; a None is nothing to run."""
    shed = Shed()
    nothing: list[int | None] = [None, None]
    assert list(run([], square, shed.open, 4, threading.Event())) == []
    assert list(run(nothing, square, shed.open, 4, threading.Event())) == []
    assert shed.opened == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_items_are_made_as_workers_come_free(jobs: int) -> None:
    """At most two per worker are in hand and as many are told, however many are to come."""
    made = 0

    def items() -> Iterator[int]:
        nonlocal made
        while made < 100:
            made += 1
            yield made

    for finished, _ in enumerate(run(items(), square, Shed().open, jobs, threading.Event()), 1):
        assert made - finished < 4 * jobs
    assert made == 100


def test_what_has_finished_meanwhile_comes_together() -> None:
    """Whoever takes long to keep one thing is handed all that finished meanwhile, and told so."""
    shed, told = Shed(), list[tuple[int, bool]]()
    for one in run(range(4), square, shed.open, 2, threading.Event()):
        told.append((one.item, one.more))
        wait_until(lambda: all(tools.closed for tools in shed.opened))  # nothing more comes then
    assert sorted(item for item, _ in told) == list(range(4))
    assert sum(more for _, more in told) in (2, 3)  # in two parts, or all at once
    assert not told[-1][1]


def test_what_has_finished_is_told_before_what_ends_the_run() -> None:
    """An item that cannot be made, or tools that cannot be given back, lose nothing."""
    both = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        yield 2
        assert both.wait(60)
        raise OSError("the disk is gone")

    def work(item: int, tools: Tools) -> int:
        if item == 2:
            both.set()
        return item

    told = []
    with pytest.raises(OSError, match="the disk is gone"):
        for one in run(items(), work, Shed().open, 1, threading.Event()):
            told.append(one.item)
    assert told == [1]


def test_what_finished_is_told_while_nothing_else_is_to_be_run() -> None:
    """Results are not kept back until the next item that has to be run."""
    told = threading.Event()

    def items() -> Iterator[int | None]:
        yield 1
        while not told.is_set():
            yield None
        yield 2

    order = []
    for one in run(items(), square, Shed().open, 1, threading.Event()):
        order.append(one.item)
        told.set()
    assert order == [1, 2]


def test_an_error_in_making_items_ends_the_run() -> None:
    """It is raised to whoever listens, and every worker gives back its tools."""
    shed = Shed()

    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(run(items(), square, shed.open, 2, threading.Event()))
    wait_until(lambda: all(tools.closed for tools in shed.opened))


def test_nothing_more_is_begun_when_nobody_listens() -> None:
    """Whoever goes away in the middle leaves no worker behind."""
    shed, begun = Shed(), []

    def work(item: int, tools: Tools) -> int:
        begun.append(item)
        return item

    results = run(range(100), work, shed.open, 2, threading.Event())
    next(results)
    results.close()
    wait_until(lambda: all(tools.closed for tools in shed.opened))
    assert len(begun) <= 1 + 2 * 2


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for other threads, and fail where what is waited for does not come."""
    give_up = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_a_failing_item_is_told_and_others_go_on() -> None:
    """Our own failure with one submission comes back as such and stops nothing."""

    def work(item: int, tools: Tools) -> int:
        if item == 2:
            raise SandboxRefusal("the sandbox fell")
        return square(item, tools)

    done = {one.item: one for one in run(range(5), work, Shed().open, 2, threading.Event())}
    assert sorted(done) == [0, 1, 2, 3, 4]
    failed = done[2].result
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, SandboxRefusal)
    assert failed.reason == "running it failed (SandboxRefusal)"
    assert [done[i].result for i in (0, 1, 3, 4)] == [0, 1, 9, 16]


def test_stopping_finishes_what_runs_and_starts_no_more() -> None:
    """After the stop, the item at hand still comes back and the rest is left for another run."""
    stop, shed = threading.Event(), Shed()

    def work(item: int, tools: Tools) -> int:
        if item == 3:
            stop.set()
        return square(item, tools)

    done = list(run(range(100), work, shed.open, 1, stop))
    assert [one.item for one in done] == [0, 1, 2, 3]
    assert all(tools.closed for tools in shed.opened)


def test_a_stop_before_the_start_does_nothing() -> None:
    """Nothing is begun that would have to be thrown away."""
    stop = threading.Event()
    stop.set()
    assert list(run(range(5), square, Shed().open, 2, stop)) == []


@pytest.mark.parametrize("jobs", [1, 4])
def test_tools_that_cannot_be_opened_are_told(jobs: int) -> None:
    """Where no sandbox can be had, the run ends with that error, not with empty results."""

    def refuse() -> Tools:
        raise SandboxRefusal("no user namespaces here")

    stop = threading.Event()
    with pytest.raises(SandboxRefusal, match="no user namespaces"):
        list(run(range(5), square, refuse, jobs, stop))
    assert stop.is_set()


def test_results_come_as_they_finish() -> None:
    """A slow item does not hold back a quick one."""
    quick_came = threading.Event()

    def work(item: str, tools: Tools) -> str:
        if item == "slow":
            assert quick_came.wait(60)
        return item

    order = []
    for one in run(["slow", "quick"], work, Shed().open, 2, threading.Event()):
        assert isinstance(one, Done)
        order.append(one.result)
        if one.item == "quick":
            quick_came.set()
    assert order == ["quick", "slow"]


def test_there_is_a_core() -> None:
    """At least the core that this runs on may be used."""
    assert usable_cores() >= 1
