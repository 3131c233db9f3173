"""The fork server's process and the trusted end of its control socket."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from grader.errors import SandboxRefusal
from grader.sandbox import temporary
from grader.sandbox.child import Exit, Limits, ServerLost
from grader.sandbox.process import NOWHERE, RUNNER, clean_environment
from grader.sandbox.slots import Slot

PROGRAM = Path(__file__).resolve().parent / "server"
MESSAGE = 1 << 20
START_SECONDS = 120.0
END_SECONDS = 5.0
WORK_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a fork server is made for: an interpreter, a program and what is loaded beforehand.

    `hidden` is the grader's own package, which an installation puts among the libraries; `seed`
    is that of the jobs to come, which need not set it again.
    """

    python: Path
    program: Path = RUNNER
    entry: str = "job"
    preload: tuple[str, ...] = ()
    hidden: Path = RUNNER.parent.parent
    seed: int = 0


def modules_of(program: Path) -> list[str]:
    """Every module of a program's folder and of the packages in it, by its dotted name."""
    names = []
    for path in program.rglob("*.py"):
        parts = path.relative_to(program).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        if parts and not any(part.startswith("_") for part in parts):
            names.append(".".join(parts))
    return sorted(names)


class Process(Protocol):
    """What a server runs in, as whoever ends it sees it."""

    @property
    def pid(self) -> int:
        """Its number, as seen from here."""

    def kill(self) -> None:
        """End it by force."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; `subprocess.TimeoutExpired` where it has not by then."""


class Twin:
    """The process of a server that was forked from another, which ends it and waits for it."""

    def __init__(self, first: ForkServer, number: int) -> None:
        self._first, self._number = first, number

    @property
    def pid(self) -> int:
        """The number of the first one's process: its own cannot be seen from here."""
        return self._first.process.pid

    def kill(self) -> None:
        """Have it ended by force."""
        self._first.tell({"end": self._number})

    def wait(self, timeout: float | None = None) -> int:
        """Nothing to wait for: the first server takes note of its end."""
        return 0


class ForkServer:
    """One running fork server; it never learns whose submission a child runs."""

    landlock_at_most = 99
    """As which version of Landlock to treat a newer one: tests stand in for older kernels."""

    process: Process
    _end: Callable[[], object]
    _forget: Callable[[], object]

    def __init__(self) -> None:
        self.lost = False
        self._exits: dict[int, Exit] = {}
        self.control, self._inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(START_SECONDS)

    @classmethod
    def started(cls, tier: str, plan: Plan, slot: Slot) -> Self:
        """A process of its own, which loads what the plan says."""
        server = cls()
        server._start(tier, plan, slot)
        return server

    def twin(self, number: int) -> ForkServer:
        """Another server, forked from this one, that need load nothing; it ends with this one."""
        server = ForkServer()
        with server._inner:
            server.process = Twin(self, number)
            self.tell({"twin": number}, [server._inner.fileno()])
        server._end = weakref.finalize(server, _end, server.process)
        server._forget = lambda: None
        with server._closed_on_failure():
            if self.lost or not server._next().get("ready"):
                raise ServerLost("the fork server has no twin")
        return server

    def _start(self, tier: str, plan: Plan, slot: Slot) -> None:
        number, self._canary = tempfile.mkstemp(prefix="canary-", dir=temporary.place())
        os.fchmod(number, 0o644)  # anybody may read it, so that only the sandbox can hide it
        os.close(number)
        self._forget = weakref.finalize(self, Path(self._canary).unlink, missing_ok=True)
        with self._inner:
            self.process = subprocess.Popen(
                [str(plan.python), "-B", "-s", str(PROGRAM), str(self._inner.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[self._inner.fileno()],
                cwd=NOWHERE,
                env=_environment(),
                start_new_session=True,
            )
        self._end = weakref.finalize(self, _end, self.process)
        with self._closed_on_failure():
            self._prepare(tier, plan, slot)

    @contextlib.contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            self.close()
            raise ServerLost("the fork server does not come up") from None
        except BaseException:
            self.close()
            raise

    def _prepare(self, tier: str, plan: Plan, slot: Slot) -> None:
        hello = {
            "tier": tier,
            "program": str(plan.program),
            "entry": plan.entry,
            "modules": modules_of(plan.program),
            "preload": plan.preload,
            "hidden": str(plan.hidden),
            "user": slot.user,
            "canary": self._canary,
            "seed": plan.seed,
            "landlock": self.landlock_at_most,
        }
        self.tell(hello)
        while True:
            message = self._next()
            if message.get("map"):
                slot.map_user(self.process.pid)
                self.tell({"mapped": True})
            elif message.get("ready"):
                return
            else:
                raise SandboxRefusal(f"the sandbox did not go up: {message.get('failed')}")

    def tell(self, message: Mapping[str, Any], files: Sequence[int] = ()) -> None:
        """Send one message; a server that is gone is noticed, not raised."""
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], list(files))
        except OSError:
            self.lost = True

    def fork(self, number: int, limits: Limits, files: Sequence[int]) -> None:
        """Ask for one child."""
        wanted = {
            "seconds": limits.seconds,
            "memory_bytes": limits.memory_bytes,
            "file_bytes": limits.file_bytes,
            "work_bytes": WORK_BYTES,
            "processes": limits.processes,
        }
        self.tell({"child": number, "limits": wanted}, files)
        if self.lost:
            raise ServerLost("the fork server ended")

    def exit_of(self, number: int, seconds: float) -> Exit | None:
        """How a child ended, None for one that goes on; raises `ServerLost` if its server died."""
        ends = time.monotonic() + seconds
        while number not in self._exits:
            self.control.settimeout(max(ends - time.monotonic(), 0.001))
            try:
                message = self._next()
            except TimeoutError:
                return None
            if "exit" in message:
                self._exits[message["exit"]] = Exit(
                    message["code"],
                    message["signal"],
                    cpu_seconds=message["cpu"],
                    peak_bytes=message["peak"],
                    excess=message["excess"],
                )
        return self._exits.pop(number)

    def _next(self) -> Mapping[str, Any]:
        try:
            text = self.control.recv(MESSAGE)
        except TimeoutError:
            raise
        except OSError as error:
            self.lost = True
            raise ServerLost(f"the fork server does not answer: {error}") from error
        if not text:
            self.lost = True
            raise ServerLost("the fork server ended by itself")
        message: Mapping[str, Any] = json.loads(text)
        return message

    def close(self) -> None:
        """Have the server end its children and itself; the kernel sees to it where it does not."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
            self.control.settimeout(END_SECONDS)
            while self.control.recv(MESSAGE):
                pass
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        self._end()
        self._forget()


def _end(process: Process) -> None:
    """By force, and first of all when a run ends at once: its children would go on writing."""
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)


def _environment() -> dict[str, str]:
    """The whole environment of the server and of every child."""
    return {
        **clean_environment(),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "USER": "student",
        "LOGNAME": "student",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "1",
        "JOBLIB_MULTIPROCESSING": "0",  # n_jobs counts as one
    }
