"""Starts children through a fork server in the student's interpreter, in a sandbox.

One launcher serves one worker thread. It believes nothing of a child but what the child proved
before it was given anything (its attestation), and of the server only what the kernel told it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.errors import SandboxRefusal
from grader.sandbox import temporary
from grader.sandbox.child import GRACE_SECONDS, Exit, Limits, ServerLost
from grader.sandbox.forkserver import ForkServer, Plan
from grader.sandbox.slots import Slot

CHILD_SECONDS = 60.0
MESSAGE = 64 << 10
HEAD = struct.Struct(">II")


class ServerChild:
    """One forked child, and the private folder it has where the sandbox cannot give it one."""

    def __init__(self, server: ForkServer, number: int, folder: Path | None, slot: Slot) -> None:
        self.connection, self._inner = socket.socketpair()
        self.output, self._printed = socket.socketpair()
        self.held: Mapping[str, bool] = {}
        self._server = server
        self.number = number
        self._folder = folder
        self._slot = slot
        self._ended = False
        self._begun = time.monotonic()

    def ask(self, limits: Limits) -> None:
        """Have it forked; it puts up its sandbox and tries it while we do something else."""
        files = [self._inner.fileno(), self._printed.fileno()]
        with contextlib.ExitStack() as stack:
            if self._folder is not None:
                self._slot.give(self._folder)
                files.append(os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY))
                stack.callback(os.close, files[-1])
            self._server.fork(self.number, limits, files)
        self._inner.close()
        self._printed.close()

    def believe(self) -> None:
        """Believe it only once it has shown that the sandbox holds; its time begins now."""
        self.connection.settimeout(CHILD_SECONDS)
        try:
            answer = _one_frame(self.connection)
        except (OSError, ValueError) as error:
            raise ServerLost(f"a child did not come up in the sandbox: {error}") from error
        if "failed" in answer:
            raise SandboxRefusal(f"the sandbox did not go up: {answer['failed']}")
        self.held = answer["attest"]
        broken = sorted(name for name, held in self.held.items() if held is not True)
        if broken or not self.held:
            raise SandboxRefusal(f"the sandbox does not hold: {', '.join(broken) or 'untried'}")
        self._begun = time.monotonic()

    def kill(self) -> None:
        """End it and everything it started, at once."""
        if not self._ended:
            self._server.tell({"kill": self.number})

    def wait(self) -> Exit:
        """Wait until it has ended; closes both ends and removes its folder.

        One that says it is done and goes on is ended: its word is no evidence.
        """
        try:
            ended = self._server.exit_of(self.number, GRACE_SECONDS)
            if ended is None:
                self.kill()
                ended = self._server.exit_of(self.number, CHILD_SECONDS)
            if ended is None:
                self._server.lost = True
                raise ServerLost("a child that was killed does not end")
        finally:
            self.leave()
            if self._folder is not None:
                remove(self._folder)
        return replace(ended, seconds=time.monotonic() - self._begun)

    def leave(self) -> None:
        """Have no more to do with it; one that goes on ends with its server."""
        self._ended = True
        for end in (self.connection, self.output, self._inner, self._printed):
            end.close()


def remove(folder: Path) -> None:
    """Remove a folder whose contents somebody hostile chose: links, depth and rights included."""
    for _ in range(2):
        with contextlib.suppress(RecursionError, OSError):
            shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            with contextlib.suppress(OSError):
                subprocess.run([*command, "--", str(folder)], check=False, capture_output=True)


def staged(program: Path) -> Path:
    """A copy of the program's folder that every user can read: a root's checkout may be private."""
    place = Path(tempfile.mkdtemp(prefix="program-", dir=temporary.place()))
    place.chmod(0o755)
    for file in sorted(program.rglob("*.py")):
        copy = place / file.relative_to(program)
        for folder in reversed(copy.relative_to(place).parents[:-1]):
            (place / folder).mkdir(mode=0o755, exist_ok=True)
            (place / folder).chmod(0o755)  # whatever the umask is
        shutil.copyfile(file, copy)
        copy.chmod(0o644)
    return place


def _needs_a_copy(tier: str, program: Path) -> bool:
    """Whether a root's children, who are not root, may not read the program where it is."""
    if os.geteuid() != 0:
        return False
    closed = any(
        not path.stat().st_mode & (0o001 if path.is_dir() else 0o004)
        for path in program.rglob("*")
        if path.is_dir() or path.suffix == ".py"
    )
    return closed or tier != "namespaces"  # which shows the program wherever its folder lies


class ServerLauncher:
    """Children in the sandbox `tier`; restarts its fork server when that has died.

    Its server is a twin of that of `first`, if it is given one, which must outlive it.
    """

    def __init__(self, tier: str, plan: Plan, first: ServerLauncher | None = None) -> None:
        self.tier = tier
        self._first = first
        self._turn = threading.Lock()
        self._twins = 0
        self._slot: Slot = first._slot if first is not None else Slot.take()
        needs_a_copy = first is None and _needs_a_copy(tier, plan.program)
        self._staged = staged(plan.program) if needs_a_copy else None
        self.plan = replace(plan, program=self._staged) if self._staged else plan
        self._server: ForkServer | None = None
        self._count = 0
        self._next: tuple[Limits, ServerChild] | None = None
        self._work: list[Path] = []
        self._forget = weakref.finalize(self, _clear, self._staged, self._work)

    def start(self, limits: Limits) -> ServerChild:
        """A child in a sandbox that was just verified; raises `SandboxRefusal` without one."""
        for attempt in (1, 2, 3):
            try:
                return self._start(limits)
            except ServerLost as error:
                self._stop()
                if attempt == 3:
                    raise SandboxRefusal(str(error)) from error
        raise AssertionError("unreachable")

    def _start(self, limits: Limits) -> ServerChild:
        """The child that was asked for ahead, or else a new one; then the next is asked for.

        From the second on: whoever wants a single child has no use for another. Where a child
        gets a folder from us, none is made ahead: an end by force could leave two behind.
        """
        server = self._up()
        is_first = self._count == 0
        child = self._ahead(limits) or self._asked(server, limits)
        try:
            child.believe()
            if self.tier == "namespaces" and not is_first:
                self._next = limits, self._asked(server, limits)
        except BaseException:
            _end(child)
            raise
        return child

    def _ahead(self, limits: Limits) -> ServerChild | None:
        """The child that waits, if it was asked for with these limits."""
        if self._next is None:
            return None
        (asked, child), self._next = self._next, None
        if asked == limits:
            return child
        _end(child)
        return None

    def _asked(self, server: ForkServer, limits: Limits) -> ServerChild:
        self._count += 1
        folder = None
        if self.tier != "namespaces":
            folder = Path(tempfile.mkdtemp(prefix="work-", dir=temporary.place()))
            self._work[:] = [folder]
        child = ServerChild(server, self._count, folder, self._slot)
        try:
            child.ask(limits)
        except BaseException:
            _end(child)
            raise
        return child

    def _up(self) -> ForkServer:
        if self._server is None or self._server.lost:
            self._stop()
            self._server = self._serve() if self._first is None else self._first.twin()
        return self._server

    def twin(self) -> ForkServer:
        """A server that has loaded what ours has; whichever worker asks first has it load that."""
        with self._turn:
            self._twins += 1
            return self._up().twin(self._twins)

    def _serve(self) -> ForkServer:
        """A fresh server; one whose libraries start threads by themselves goes without them."""
        try:
            return ForkServer.started(self.tier, self.plan, self._slot)
        except SandboxRefusal as refusal:
            if "started threads" not in str(refusal) or not self.plan.preload:
                raise
        self.plan = replace(self.plan, preload=())
        return ForkServer.started(self.tier, self.plan, self._slot)

    @property
    def server_pid(self) -> int | None:
        """The process number of the fork server, as seen from here."""
        return self._server.process.pid if self._server else None

    def close(self) -> None:
        """End the fork server and everything below it."""
        self._stop()
        self._forget()
        if self._first is None:
            self._slot.release()

    def _stop(self) -> None:
        if self._next is not None:
            self._next[1].leave()
            self._next = None
        if self._server is not None:
            self._server.close()
            self._server = None


def _end(child: ServerChild) -> None:
    """One that is not wanted; where its server is lost, so is it."""
    child.kill()
    with contextlib.suppress(ServerLost):
        child.wait()


def _clear(program: Path | None, work: list[Path]) -> None:
    """Remove the copied program and what an interrupted child leaves, at the latest at the end."""
    for folder in (program, *work):
        if folder is not None:
            remove(folder)


def _one_frame(connection: socket.socket) -> dict[str, Any]:
    """The first frame of a child, sent before it could know any submission."""
    size, blocks = HEAD.unpack(_exactly(connection, HEAD.size))
    if size > MESSAGE or blocks:
        raise ValueError("its first message is not an attestation")
    answer = json.loads(_exactly(connection, size))
    if not isinstance(answer, dict) or not ("failed" in answer or "attest" in answer):
        raise ValueError("its first message is not an attestation")
    return answer


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionError("it ended before it showed that the sandbox holds")
        data += piece
    return data
