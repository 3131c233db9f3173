"""Work in several processes comes to the same as in one, and its errors come through."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.reports import Extras, forked, write_reports
from tests.reports.example_results import big_class

TWO = pytest.mark.skipif(forked._processes() < 2, reason="one core, or no fork, or threads")


@pytest.fixture
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "_processes", lambda: 2)


@pytest.fixture
def both() -> Iterator[Callable[[], None]]:
    """Called by each process with each item, it waits until both have one in hand."""
    here, there = os.pipe(), os.pipe()
    parent, met = os.getpid(), set[int]()

    def meet() -> None:
        if os.getpid() in met:
            return
        met.add(os.getpid())
        mine, other = (here, there) if os.getpid() == parent else (there, here)
        os.write(mine[1], b".")
        assert os.read(other[0], 1) == b"."

    yield meet
    for end in (*here, *there):
        os.close(end)


@TWO
@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize("count", [101, 5000])
def test_results_come_in_the_order_of_the_items(both: Callable[[], None], count: int) -> None:
    """Whoever made them: this process and another both did."""

    def work(n: int) -> tuple[int, int]:
        both()
        return n * n, os.getpid()

    found = forked.each(work, range(count))
    assert [square for square, _ in found] == [n * n for n in range(count)]
    assert len({pid for _, pid in found}) == 2


@TWO
@pytest.mark.usefixtures("_two")
def test_a_process_that_is_held_up_leaves_the_others_to_go_on(tmp_path: Path) -> None:
    """What one takes long for costs no other process's items their turn."""
    parent, gate = os.getpid(), tmp_path / "gate"
    os.mkfifo(gate)

    def work(n: int) -> int:
        if n == 0:
            gate.read_text()  # until the last one is made, by the other process
        elif n == 99:
            gate.write_text(".")
        return os.getpid()

    found = forked.each(work, range(100))
    assert len(set(found[1:])) == 1 and found[0] != found[1] and parent in found


@TWO
@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize("here", [True, False], ids=["here", "there"])
def test_an_error_comes_through_and_leaves_no_process(
    here: bool, both: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written to is told as if one process had met it."""
    begun: list[int] = []
    begin = forked._begun

    def noted(work: Callable[[int], int], items: Sequence[int], heap: int) -> tuple[int, int]:
        pid, pipe = begin(work, items, heap)
        begun.append(pid)
        return pid, pipe

    monkeypatch.setattr(forked, "_begun", noted)

    parent = os.getpid()

    def work(n: int) -> int:
        both()
        if (os.getpid() == parent) == here:
            raise UsageMistake("no room")
        return n

    with pytest.raises(UsageMistake, match="no room"):
        forked.each(work, range(100))
    (pid,) = begun
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # not -1: a fixture may keep a process of its own


def test_a_process_with_threads_is_not_forked() -> None:
    """What another thread holds at that moment would be held for ever in the fork."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert {pid for pid in forked.each(lambda _: os.getpid(), range(200))} == {os.getpid()}
    finally:
        stop.set()
        thread.join()


@TWO
def test_pages_are_the_same_in_one_process_and_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, and the same files are told to have changed."""
    results = big_class(60)
    rows = []
    for count in (1, 2):
        monkeypatch.setattr(forked, "_processes", lambda count=count: count)
        out = tmp_path / str(count)
        changed = write_reports(results, out, ("html",), Extras())
        pages = {p.relative_to(out): p.read_bytes() for p in out.rglob("reports/*.html")}
        rows.append(([path.relative_to(out) for path in changed], pages))
    assert rows[0] == rows[1] and len(rows[0][1]) == 60
