"""Work in several processes comes to the same as in one, and its errors come through."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.reports import Extras, forked, write_reports
from tests.reports.example_results import big_class

TWO = pytest.mark.skipif(forked._processes() < 2, reason="one core, or no fork, or threads")


@pytest.fixture
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "_processes", lambda: 2)


@TWO
@pytest.mark.usefixtures("_two")
def test_results_come_in_the_order_of_the_items() -> None:
    """Whoever made them: this process and another both did."""
    found = forked.each(lambda n: (n * n, os.getpid()), range(101))
    assert [square for square, _ in found] == [n * n for n in range(101)]
    assert len({pid for _, pid in found}) == 2


@TWO
@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize("where", [40, 41], ids=["here", "there"])
def test_an_error_comes_through_and_leaves_no_process(
    where: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written to is told as if one process had met it."""
    begun: list[int] = []
    begin = forked._begun

    def noted(work: Callable[[int], int], items: Sequence[int]) -> tuple[int, int]:
        pid, pipe = begin(work, items)
        begun.append(pid)
        return pid, pipe

    monkeypatch.setattr(forked, "_begun", noted)

    def work(n: int) -> int:
        if n == where:
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
