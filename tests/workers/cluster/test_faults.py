"""Workers that hang, crawl or have no disk, schedulers that go: nobody waits, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from grader.gradebook import Gradebook
from tests.workers.cluster.real import (
    COUNT,
    MOST_SECONDS,
    Running,
    alive,
    at_work,
    below,
    executions,
    graded,
    results,
    wait_until,
)

psutil: Any = pytest.importorskip("psutil")
pytest.importorskip("distributed")

pytestmark = pytest.mark.sandbox

EVERYBODY = [f"s{number:02}" for number in range(COUNT)]
TINY_DISK = (
    *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"),
    'mount -t tmpfs -o size=$1 tiny "$0" && shift && exec "$@"',
)
"""A command for which a folder is a disk of a size: `*TINY_DISK, folder, size, program...`."""


def told_by(process: subprocess.Popen[str], code: int = 0) -> str:
    """What a run said on stderr, which ended with this code."""
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == code, told
    return told


def done_by_workers(out: Path) -> dict[str, int]:
    """How many submissions each worker did in the last run."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        last = book.runs.last().id
        return {one.name: one.submissions for one in book.runs.workers(last)}


def test_a_worker_that_hangs_costs_nobody_else(course: Path, tmp_path: Path) -> None:
    """It is stopped in the middle and never goes on: others do what it had, and it is ended."""
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", "local:2")
    hung = wait_until(lambda: at_work(process.pid))[0]
    family = below(psutil.Process(process.pid))
    hung.suspend()
    told_by(process)
    assert results(out) == results(course / "local")
    assert sorted(executions(out)) == EVERYBODY
    wait_until(lambda: not any(map(alive, family)), 60)


@contextmanager
def crawling(pid: int) -> Iterator[None]:
    """A process, and all that it starts, that runs for a twentieth of the time."""
    over = threading.Event()

    def crawl() -> None:
        while not over.wait(0.05):
            for number, seconds in ((signal.SIGSTOP, 0.95), (signal.SIGCONT, 0.0)):
                for one in (pid, *(child.pid for child in below(psutil.Process(pid)))):
                    with suppress(ProcessLookupError):
                        os.kill(one, number)
                over.wait(seconds)

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_slow_worker_keeps_nobody_waiting(
    course: Path, folder: Path, scheduler: Running, tmp_path: Path
) -> None:
    """Others take what it has not begun, and do what it is late with; everybody is done once."""
    quick, slow = (scheduler.worker("--name", name) for name in ("quick", "slow"))
    out = tmp_path / "out"
    where = ("--cluster", scheduler.address, "--certificates", str(folder))
    process = graded(course, out, *where)
    wait_until(lambda: below(psutil.Process(slow.pid)) and below(psutil.Process(quick.pid)))
    with crawling(slow.pid):
        told_by(process)
    assert results(out) == results(course / "local")
    assert sorted(executions(out)) == EVERYBODY
    assert sum(done_by_workers(out).values()) == COUNT


PAUSED = """
import time
from pathlib import Path
from grader.workers.cluster import crew, members

original = crew.run

def run(*given):
    for done in original(*given):
        yield done
        while not done.more and not Path({go!r}).exists():
            time.sleep(0.05)
        members.HUNG_SECONDS = 4

crew.run = run
"""
"""After the first answers it is waited for a file, so that the rest is not done before."""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_scheduler_that_goes_ends_the_run_and_loses_nothing(
    course: Path, folder: Path, scheduler: Running, tmp_path: Path, how: signal.Signals
) -> None:
    """One message, whether it is gone or hangs; the next run does what is missing, and no more."""
    scheduler.worker()
    out = tmp_path / "out"
    where = ("--cluster", scheduler.address, "--certificates", str(folder))
    process = graded(course, out, *where, first=PAUSED.format(go=str(tmp_path / "go")))
    wait_until(lambda: executions(out) or process.poll() is not None)
    scheduler.process.send_signal(how)
    (tmp_path / "go").touch()
    told = told_by(process, 3)
    if how == signal.SIGSTOP:
        scheduler.process.send_signal(signal.SIGCONT)
    said = "does not answer" if how == signal.SIGSTOP else "is gone"
    assert f"the scheduler of the cluster {said}; what was finished is kept" in told
    assert "Traceback" not in told
    before = executions(out)
    assert 0 < len(before) == len(set(before)) < COUNT
    told_by(graded(course, out))
    assert sorted(executions(out)) == EVERYBODY
    assert results(out) == results(course / "local")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder to be made a small disk of its own; skipped where that is not allowed."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    if subprocess.run([*TINY_DISK, folder, "64k", "true"], capture_output=True).returncode:
        pytest.skip("a file system of one's own cannot be mounted here")
    return folder


FILL = """
import tempfile
from pathlib import Path

place = Path(tempfile.gettempdir())
try:
    for number in range(1_000):
        (place / str(number)).write_bytes(bytes(4_096))
except OSError:
    for number in range(number + 1, 1_000):
        try:
            (place / str(number)).touch()
        except OSError:
            break
"""
"""A disk that fills up once the worker has chosen it for its temporary files."""


def test_a_worker_without_disk_is_refused_with_its_reason(
    course: Path, folder: Path, scheduler: Running, tiny: Path, tmp_path: Path
) -> None:
    """Its work goes elsewhere, and nothing is held against what it had; without others, the end."""
    place = tmp_path / "space"
    place.mkdir()
    (tmp_path / "fill.py").write_text(FILL)
    scheduler.worker(
        "--name", "full", "--local-directory", str(place), "--preload", str(tmp_path / "fill.py"),
        before=(*TINY_DISK, str(tiny), "64k,nr_inodes=40"), TMPDIR=str(tiny),
    )  # fmt: skip
    where = ("--cluster", scheduler.address, "--certificates", str(folder))
    alone = told_by(graded(course, tmp_path / "alone", *where), 3)
    assert "no worker that can be had (full: its disk is full)" in alone
    scheduler.worker("--name", "roomy")
    told = told_by(graded(course, tmp_path / "out", *where))
    assert "worker full is refused: its disk is full" in told
    assert results(tmp_path / "out") == results(course / "local")
    assert done_by_workers(tmp_path / "out") == {"full": 0, "roomy": COUNT}


def test_a_worker_with_other_packages_is_refused(
    course: Path, folder: Path, scheduler: Running, tmp_path: Path
) -> None:
    """An environment of its own with one package more; the other worker does everything."""
    venv.create(tmp_path / "other", with_pip=False)
    (site,) = (tmp_path / "other").glob("lib/python*/site-packages")
    known = [path for path in sys.path if path.endswith("site-packages")]
    (site / "ours.pth").write_text("\n".join(known))
    more = site / "homework_extra-1.0.dist-info"
    more.mkdir()
    (more / "METADATA").write_text("Metadata-Version: 2.1\nName: homework-extra\nVersion: 1.0\n")
    scheduler.worker("--name", "other", python=str(tmp_path / "other" / "bin" / "python"))
    scheduler.worker("--name", "same")
    where = ("--cluster", scheduler.address, "--certificates", str(folder))
    told = told_by(graded(course, tmp_path / "out", *where))
    assert "worker other is refused: its packages differ: homework-extra 1.0 instead" in told
    assert results(tmp_path / "out") == results(course / "local")
    assert done_by_workers(tmp_path / "out") == {"other": 0, "same": COUNT}
