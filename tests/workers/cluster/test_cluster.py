"""Real schedulers and worker processes over TLS: the same results, whoever is killed or foreign."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxRefusal, UsageMistake
from grader.grade import Options, grade
from grader.sandbox import verified_tier
from grader.workers.cluster import certificates, places

psutil: Any = pytest.importorskip("psutil")
distributed: Any = pytest.importorskip("distributed")

pytestmark = pytest.mark.sandbox

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


def graded(course: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """The command, started."""
    command = [sys.executable, "-P", "-m", "grader", "grade", str(course / "in"), "--out", str(out)]
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
    """The worker processes that have started to run submissions."""
    return [worker for worker in workers_of(pid) if below(worker)]


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
    import sqlite3
    from contextlib import closing

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


def test_three_workers_of_which_one_is_killed_give_the_same_results(
    course: Path, tmp_path: Path
) -> None:
    """Over TLS on loopback; nothing is lost, run twice into the gradebook, open or left behind."""
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", "local:3")
    first = wait_until(lambda: at_work(process.pid))[0]
    workers = workers_of(process.pid)
    family = {process.pid, *(one.pid for one in workers)}
    listening = [
        row.laddr.ip
        for row in psutil.net_connections("inet")
        if row.status == psutil.CONN_LISTEN and row.pid in family
    ]
    started = [one for worker in workers for one in below(worker)]
    first.send_signal(signal.SIGKILL)
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == 0, told
    assert len(workers) == 3
    assert results(out) == results(course / "local")
    assert sorted(executions(out)) == [f"s{number:02}" for number in range(COUNT)]
    assert set(listening) == {"127.0.0.1"}
    wait_until(lambda: not any(map(alive, [*workers, *started])), 30)


def test_after_an_interrupt_no_process_is_left_and_only_the_rest_is_run(
    course: Path, tmp_path: Path
) -> None:
    """Ctrl-C at the keyboard reaches every process; what was finished is kept and not run again."""
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", "local:2")
    wait_until(lambda: at_work(process.pid))
    family = below(psutil.Process(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode in (0, 130), told
    wait_until(lambda: not any(map(alive, family)), 30)
    before = executions(out)
    assert len(before) == len(set(before))
    again = graded(course, out)
    _, told = again.communicate(timeout=MOST_SECONDS)
    assert again.returncode == 0, told
    assert sorted(executions(out)) == [f"s{number:02}" for number in range(COUNT)]
    assert results(out) == results(course / "local")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Certificates of a cluster of its own."""
    certificates.write(tmp_path / "certificates", 1)
    return tmp_path / "certificates"


@pytest.fixture
def scheduler(folder: Path, tmp_path: Path) -> Iterator[tuple[str, ExitStack, list[str]]]:
    """A scheduler with certificates: its address, what ends with it, and the flags of a worker."""
    flags = ["--no-dashboard"]
    for name, file in (("ca-file", places.CA), ("cert", places.CERTIFICATE), ("key", places.KEY)):
        flags += [f"--tls-{name}", str(folder / file)]
    with ExitStack() as stack:
        known = tmp_path / "scheduler.json"
        start(
            stack, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", "tls",
            "--scheduler-file", str(known), *flags,
        )  # fmt: skip
        wait_until(lambda: known.exists() and known.read_text().endswith("}"))
        yield json.loads(known.read_text())["address"], stack, flags


def start(stack: ExitStack, what: str, *given: str) -> None:
    """A program of the library, ended with the block."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", f"distributed.cli.{what}", *given],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait, 30)
    stack.callback(process.kill)


def test_a_scheduler_elsewhere_with_a_worker_of_another_version(
    course: Path, folder: Path, scheduler: tuple[str, ExitStack, list[str]], tmp_path: Path
) -> None:
    """The one that differs is refused with its reason; the other does all of the work."""
    address, stack, flags = scheduler
    older = tmp_path / "older.py"
    older.write_text("import grader\ngrader.__version__ = '0.0.1'\n")
    worker = [address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", *flags]
    start(stack, "dask_worker", *worker)
    start(stack, "dask_worker", *worker, "--preload", str(older))
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", address, "--certificates", str(folder))
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == 0, told
    assert "refused: its grader is 0.0.1" in told
    assert results(out) == results(course / "local")


def test_nobody_without_a_certificate_is_let_in(
    scheduler: tuple[str, ExitStack, list[str]], tmp_path: Path
) -> None:
    """Neither with another certificate, nor with that of another cluster, nor without any."""
    address = scheduler[0]
    certificates.write(tmp_path / "others", 1)
    stranger = places.connected(address, tmp_path / "others", seconds=6)
    with pytest.raises(UsageMistake, match="no scheduler answers"), stranger:
        pytest.fail("a stranger was let in")
    with pytest.raises(OSError):
        distributed.Client(
            address, security=distributed.Security.temporary(), timeout="6s", set_as_default=False
        )
    host, _, port = address.removeprefix("tls://").rpartition(":")
    with socket.create_connection((host, int(port)), 10) as line:
        line.sendall(b"\0" * 64)
        with suppress(ConnectionError):
            assert len(line.recv(1_000)) < 100  # an alert at most, and then the end
            assert line.recv(1_000) == b""


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("tcp://10.0.0.1:8786", "stays on this machine"),
        ("tcp://example.org:8786", "stays on this machine"),
        ("tls://scheduler:8786", "--certificates"),
        ("local:0", "write local:4"),
        ("local:x", "write local:4"),
        ("http://scheduler:8786", "write local:4"),
        ("tls://scheduler", "write local:4"),
        ("tls://scheduler:x", "write local:4"),
        ("tcp://127.0.0.1:9", "no scheduler answers"),
    ],
)
def test_the_callers_mistakes_are_told(where: str, said: str) -> None:
    """One message each, before anything is sent."""
    with pytest.raises(UsageMistake, match=said), places.connected(where, seconds=2):
        pytest.fail("it was taken for a cluster")


def test_certificates_hold_for_days_and_are_written_once(tmp_path: Path) -> None:
    """The key is its owner's alone, nobody can issue another, and none are overwritten."""
    from cryptography import x509

    until = certificates.write(tmp_path, 3)
    read = x509.load_pem_x509_certificate((tmp_path / places.CERTIFICATE).read_bytes())
    assert abs((read.not_valid_after_utc - until).total_seconds()) < 2
    assert (tmp_path / places.KEY).stat().st_mode & 0o077 == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {places.CA, places.CERTIFICATE, places.KEY}
    with pytest.raises(UsageMistake, match="has certificates"):
        certificates.write(tmp_path)
