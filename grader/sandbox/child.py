"""What a launcher and a child look like to whoever drives them."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol

from grader.errors import GraderError

GRACE_SECONDS = 2.0  # for a process to end after its last word


class ServerLost(GraderError):
    """What starts the children died, and they with it: ours, so the work is done again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one submission: seconds for all of it, for loading, for a probe; bytes, counts."""

    seconds: float = 120.0
    load_seconds: float = 30.0
    probe_seconds: float = 10.0
    memory_bytes: int = 4 << 30
    output_bytes: int = 64 << 10
    file_bytes: int = 64 << 20
    processes: int = 64


@dataclass(frozen=True, slots=True)
class Exit:
    """How a child ended and what it cost, measured from outside; seconds and bytes.

    `excess` says what a child was stopped for that took more than it may have.
    """

    code: int | None = None
    signal: int | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    excess: str | None = None

    def reason(self) -> str:
        """Why it ended, in words for a report."""
        if self.excess is not None:
            return f"it was stopped: {self.excess}"
        if self.signal == 9:
            return "it was killed, most likely for using too much memory"
        if self.signal is not None:
            return f"it crashed (signal {self.signal})"
        return f"it ended by itself (exit code {self.code})"


class Child(Protocol):
    """One process that runs one submission's code."""

    connection: socket.socket
    """Frames go both ways here."""
    output: socket.socket
    """What the child prints on file descriptors 1 and 2."""

    def kill(self) -> None:
        """End it and everything it started, at once."""

    def wait(self) -> Exit:
        """Reap it, after a moment's grace by force; closes both ends. Raises `ServerLost`."""


class Launcher(Protocol):
    """Starts children in one kind of sandbox; one launcher serves one worker thread."""

    tier: str
    """namespaces, landlock or none: what was verified."""

    def start(self, limits: Limits) -> Child:
        """A child that is ready for its job frame; raises `SandboxRefusal` when it cannot."""

    def close(self) -> None:
        """Give back whatever is held."""
