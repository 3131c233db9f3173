"""Real schedulers and worker processes over TLS: the same results, whoever is killed or foreign."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageMistake
from grader.workers.cluster import certificates, places
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
    workers_of,
)

psutil: Any = pytest.importorskip("psutil")
distributed: Any = pytest.importorskip("distributed")

pytestmark = pytest.mark.sandbox


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


def test_an_interrupt_while_workers_start_is_an_interrupt(course: Path, tmp_path: Path) -> None:
    """Whatever a worker is at when Ctrl-C reaches it, as it reaches all of them."""
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", "local:2")
    started = wait_until(lambda: workers_of(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    wait_until(lambda: not any(map(alive, started)), 30)


def test_a_scheduler_elsewhere_with_a_worker_of_another_version(
    course: Path, folder: Path, scheduler: Running, tmp_path: Path
) -> None:
    """The one that differs is refused with its reason; the other does all of the work."""
    older = tmp_path / "older.py"
    older.write_text("import grader\ngrader.__version__ = '0.0.1'\n")
    scheduler.worker()
    scheduler.worker("--preload", str(older))
    out = tmp_path / "out"
    process = graded(course, out, "--cluster", scheduler.address, "--certificates", str(folder))
    _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == 0, told
    assert "refused: its grader is 0.0.1" in told
    assert results(out) == results(course / "local")


def test_nobody_without_a_certificate_is_let_in(
    scheduler: Running, tmp_path: Path
) -> None:
    """Neither with another certificate, nor with that of another cluster, nor without any."""
    address = scheduler.address
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
