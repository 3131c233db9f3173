"""A plain process without a sandbox, for a student's own work and machines that have none."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from grader.sandbox import temporary
from grader.sandbox.child import GRACE_SECONDS, Exit, Limits

NOWHERE = os.path.abspath(os.sep)  # noqa: PTH100 - Path has no name for it
"""The working folder of every helper process: the user's own may be a student's."""
RUNNER = Path(__file__).resolve().parent.parent / "collect" / "runner"


def clean_environment() -> dict[str, str]:
    """The whole environment of a child: nothing of ours, one thread, a fixed hash seed."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    return {
        **kept,
        **threads,
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOKY_MAX_CPU_COUNT": "1",
        "HF_HUB_OFFLINE": "1",  # there is no network: what asks for it is told so at once
    }


class ProcessChild:
    """A Python process whose pipes are bridged to sockets, so that any system can wait on them."""

    def __init__(self, program: Path, python: Path, limits: Limits) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="work-", dir=temporary.place()))
        environment = {**clean_environment(), "TMPDIR": str(self.folder), "HOME": str(self.folder)}
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            [str(python), "-B", "-s", str(program), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=NOWHERE,
            env=environment,
            start_new_session=os.name == "posix",
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self.connection, inner = socket.socketpair()
        self.output, printed = socket.socketpair()
        self._inner = (inner, printed)
        _bridge(_pour, self._process.stdout, inner)
        _bridge(_pour, self._process.stderr, printed)
        _bridge(_fill, self._process.stdin, inner)

    def kill(self) -> None:
        """End the process and, where the system has process groups, all of its group."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def wait(self) -> Exit:
        """Reap the process, close its ends and remove its folder; one that lingers is ended."""
        force = threading.Timer(GRACE_SECONDS, self.kill)
        force.daemon = True
        force.start()
        try:
            code, cpu, peak = _reap(self._process)
        finally:
            force.cancel()
        seconds = time.monotonic() - self._started
        for end in (self.connection, self.output, *self._inner):
            end.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return Exit(code if code >= 0 else None, -code if code < 0 else None, seconds, cpu, peak)


class ProcessLauncher:
    """Starts a fresh interpreter for each child; verifies nothing and says so."""

    tier = "none"

    def __init__(self, python: Path | None = None, program: Path = RUNNER) -> None:
        self.python = (python or Path(sys.executable)).absolute()
        self.program = program.absolute()

    def start(self, limits: Limits) -> ProcessChild:
        """A child whose work folder is a fresh temporary one."""
        return ProcessChild(self.program, self.python, limits)

    def close(self) -> None:
        """Nothing is held between children."""


def _reap(process: subprocess.Popen[bytes]) -> tuple[int, float, int]:
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0, 0
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    return code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def _bridge(work: object, pipe: IO[bytes], end: socket.socket) -> None:
    threading.Thread(target=work, args=(pipe, end), daemon=True).start()  # type: ignore[arg-type]


def _pour(pipe: IO[bytes], end: socket.socket) -> None:
    """From the child's pipe into the socket, until either side closes."""
    with contextlib.suppress(OSError, ValueError), pipe:
        while data := os.read(pipe.fileno(), 1 << 16):
            end.sendall(data)
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_WR)


def _fill(pipe: IO[bytes], end: socket.socket) -> None:
    """From the socket into the child's pipe, until either side closes."""
    with contextlib.suppress(OSError, ValueError), pipe:
        while data := end.recv(1 << 16):
            pipe.write(data)
            pipe.flush()
