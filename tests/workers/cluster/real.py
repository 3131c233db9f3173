"""A class, and real clusters to grade it on: what the tests of clusters share."""

from __future__ import annotations

import importlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.errors import SandboxRefusal
from grader.grade import Options, grade
from grader.sandbox import verified_tier
from grader.workers.cluster import certificates, places

psutil: Any = None
with suppress(ImportError):  # the tests that need it are skipped then
    psutil = importlib.import_module("psutil")

REPOSITORY = Path(__file__).resolve().parents[3]
RUBRIC = """
title: Words
limits: {seconds: 20}
questions:
  - {id: word, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
  - {id: list, kind: true_false, name: LIST, points: 2, items: [{key: true}, {key: false}]}
"""
COUNT = 60
MOST_SECONDS = 240
WORKER = "spawn_main|dask worker"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of right, wrong, broken and written work, and its results on this machine."""
    try:
        verified_tier("auto")
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal))
    root = tmp_path_factory.mktemp("course")
    (root / "rubric.yaml").write_text(RUBRIC)
    for number in range(COUNT):
        folder = root / "in" / f"s{number:02}"
        folder.mkdir(parents=True)
        word = "yes" if number % 3 else "no"
        text = f"import time\nWORD = {word!r}\nLIST = [True, {number % 2 == 0}]\ntime.sleep(0.05)\n"
        text += "raise ValueError(WORD)\n" if number % 7 == 0 else ""
        (folder / "hw.py").write_text(f"# {number}\n{text}")
        if number % 5 == 0:
            (folder / "notes.md").write_text(f"# List\n\n1. True\n2. False\n\n{number}\n")
    grade([root / "in"], root / "rubric.yaml", root / "local", Options(jobs=2))
    return root


def graded(
    course: Path, out: Path, *more: str, first: str = "", before: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    """The command, started; with something done first in its process, or before it."""
    script = f"{first}\nfrom grader.__main__ import main\nmain()"
    start = [sys.executable, "-P", *(("-c", script) if first else ("-m", "grader"))]
    command = [*before, *start, "grade", str(course / "in"), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--rubric", str(course / "rubric.yaml"), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        start_new_session=True,
    )


def results(out: Path) -> bytes:
    """The bytes that have to be equal."""
    return (out / "results.json").read_bytes()


def workers_of(pid: int) -> list[Any]:
    """The worker processes below a process, which rename themselves where they can."""
    with suppress(psutil.NoSuchProcess):
        processes = psutil.Process(pid).children(recursive=True)
        return [one for one in processes if re.search(WORKER, " ".join(_line(one)))]
    return []


def below(process: Any) -> list[Any]:
    """Every process below one, which may end while it is looked at."""
    with suppress(psutil.NoSuchProcess):
        found: list[Any] = process.children(recursive=True)
        return found
    return []


def at_work(pid: int) -> list[Any]:
    """The worker processes that have started to run submissions, by their sandbox servers.

    One that is still being loaded may have other processes below it for a moment.
    """
    servers = str(Path("sandbox", "server"))
    return [
        worker
        for worker in workers_of(pid)
        if any(servers in part for one in below(worker) for part in _line(one))
    ]


def alive(process: Any) -> bool:
    """Whether a process still does something; whoever adopted it may not have buried it yet."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _line(process: Any) -> list[str]:
    try:
        found: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return found


def executions(out: Path) -> list[str]:
    """The submissions whose evidence the gradebook holds, once for each time that it was run."""
    try:
        with closing(sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True)) as book:
            return [row[0] for row in book.execute("SELECT submission FROM evidence")]
    except sqlite3.Error:
        return []


def wait_until(true: Callable[[], Any], seconds: float = MOST_SECONDS) -> Any:
    """Wait for something, and fail where it does not come."""
    ends = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < ends, "it did not come"
        time.sleep(0.05)
    return found


class Running(NamedTuple):
    """A scheduler: its address, what ends with it, the flags of a worker, and its process."""

    address: str
    stack: ExitStack
    flags: list[str]
    process: subprocess.Popen[bytes]

    def worker(self, *more: str, **how: Any) -> subprocess.Popen[bytes]:
        """Start a worker of one thread on loopback."""
        given = [self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", *self.flags]
        return start(self.stack, "dask_worker", *given, *more, **how)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Certificates of a cluster of its own."""
    certificates.write(tmp_path / "certificates", 1)
    return tmp_path / "certificates"


@pytest.fixture
def scheduler(folder: Path, tmp_path: Path) -> Iterator[Running]:
    """A scheduler with certificates."""
    flags = ["--no-dashboard"]
    for name, file in (("ca-file", places.CA), ("cert", places.CERTIFICATE), ("key", places.KEY)):
        flags += [f"--tls-{name}", str(folder / file)]
    with ExitStack() as stack:
        known = tmp_path / "scheduler.json"
        process = start(
            stack, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", "tls",
            "--scheduler-file", str(known), *flags,
        )  # fmt: skip
        wait_until(lambda: known.exists() and known.read_text().endswith("}"))
        yield Running(json.loads(known.read_text())["address"], stack, flags, process)


def start(
    stack: ExitStack,
    what: str,
    *given: str,
    python: str = sys.executable,
    before: tuple[str, ...] = (),
    **environment: str,
) -> subprocess.Popen[bytes]:
    """A program of the library, ended with the block."""
    process = subprocess.Popen(
        [*before, python, "-P", "-m", f"distributed.cli.{what}", *given],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait, 30)
    stack.callback(process.kill)
    return process
