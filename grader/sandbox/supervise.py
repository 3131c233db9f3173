"""Drives the children of one submission: sends the job, reads evidence, keeps the limits.

A probe that loops, crashes or exits loses only itself: the rest goes on in a fresh child. Code
whose loading was lost is not loaded again.
"""

from __future__ import annotations

import contextlib
import selectors
import time

from grader.evidence import Died, Evidence, Finding, Malformed, Outcome, TimedOut, Usage
from grader.sandbox.audience import for_staff
from grader.sandbox.child import Child, Exit, Launcher, ServerLost
from grader.sandbox.conversation import START_SECONDS, Conversation
from grader.sandbox.frames import FrameReader
from grader.sandbox.job import Job
from grader.sandbox.session import Session
from grader.values import Malformation

DRAIN_BYTES = 4 << 20
MANY_PRINTS = 1 << 20
DRAIN_SECONDS = 0.5
MAX_RESTARTS = 2


def collect(launcher: Launcher, job: Job) -> Evidence:
    """Run one submission to its end and return its evidence; never raises for student code."""
    session = Session(job, time.monotonic() + job.limits.seconds)
    while session.left():
        if time.monotonic() >= session.deadline:
            _give_up(session)
            break
        before = session.steps()
        try:
            _Run(launcher, session).run()
        except ServerLost:
            session.restarts += 1
            if session.restarts > MAX_RESTARTS:
                raise
            continue
        if before == session.steps():
            for ask in session.left():
                session.outcomes[ask.id] = Died("it ended before it answered anything")
    session.settle_tests()
    others = {probe: tuple(row) for probe, row in session.others.items()}
    return Evidence(
        session.outcomes,
        others,
        tuple(session.findings),
        session.printed,
        session.usage,
        tuple(session.shown),
    )


def _give_up(session: Session) -> None:
    for ask in session.left():
        session.outcomes[ask.id] = TimedOut(
            session.job.limits.seconds, "running your whole submission"
        )


class _Run:
    """One child from start to end."""

    def __init__(self, launcher: Launcher, session: Session) -> None:
        self.session = session
        self.limits = session.job.limits
        self.launcher = launcher
        self.reader = FrameReader(session.budget)
        self.talk = Conversation(session)
        self.output = bytearray()
        self.output_total = 0

    def run(self) -> None:
        """Hear one child to its end; what ended it early is charged to what it was doing."""
        child = self.launcher.start(self.limits)
        lost: Outcome | None = None
        try:
            self.talk.enter(("start", "", ""), START_SECONDS)
            child.connection.settimeout(START_SECONDS)
            session = self.session
            left = session.left()
            child.connection.sendall(session.job.frame(left, session.lost, session.skipped))
            self._listen(child)
            self._drain_last(child)
        except Malformation as reason:
            lost = Malformed(str(reason))
        except TimeoutError:
            lost = self.talk.timed_out()
        except OSError:
            lost = None  # the connection broke; how the process ended says why
        finally:
            if not self.talk.finished or lost is not None:
                child.kill()
            ended = child.wait()
        self._account(ended)
        if not self.talk.finished:
            self.talk.lose(lost or Died(ended.reason()))

    def _listen(self, child: Child) -> None:
        """Read frames and prints until the child is done, gone or out of time."""
        with selectors.DefaultSelector() as selector:
            selector.register(child.connection, selectors.EVENT_READ)
            selector.register(child.output, selectors.EVENT_READ)
            while not self.talk.finished:
                now = time.monotonic()
                ends = min(self.talk.ends, self.session.deadline)
                if now >= ends:
                    raise TimeoutError
                ready = {key.fileobj for key, _ in selector.select(ends - now)}
                if child.output in ready and not self._drain(child):
                    selector.unregister(child.output)
                if child.connection in ready:
                    data = child.connection.recv(1 << 18)
                    if not data:
                        return
                    self._drain_now(child)
                    for frame in self.reader.feed(data):
                        self.talk.take(frame, child)

    def _drain(self, child: Child) -> bool:
        """Keep the first prints, drop and count the rest; False once nothing more will come."""
        data = child.output.recv(1 << 18)
        self.output_total += len(data)
        room = self.limits.output_bytes - len(self.output)
        self.output += data[: max(room, 0)]
        return bool(data)

    def _drain_now(self, child: Child) -> None:
        """Take what was printed before the frames in hand, without waiting for more."""
        ends = self.output_total + DRAIN_BYTES  # more than lies between the two ends
        with contextlib.suppress(OSError):
            child.output.setblocking(False)
            while self.output_total < ends and self._drain(child):
                pass

    def _drain_last(self, child: Child) -> None:
        """Take what still comes after the last frame: a plain process prints through a bridge."""
        ends = time.monotonic() + DRAIN_SECONDS
        with contextlib.suppress(OSError):
            while (left := ends - time.monotonic()) > 0:
                child.output.settimeout(left)
                if not self._drain(child):
                    return

    def _account(self, ended: Exit) -> None:
        used = self.session.usage
        self.session.usage = Usage(
            used.seconds + ended.seconds,
            used.cpu_seconds + ended.cpu_seconds,
            max(used.peak_bytes, ended.peak_bytes),
            used.children + 1,
            self.session.training,
        )
        if self.output_total > max(MANY_PRINTS, self.limits.output_bytes):
            kept = f"the first {self.limits.output_bytes >> 10} KB are kept"
            message = f"It printed {self.output_total / 1e6:.0f} MB, of which {kept}."
            told = Finding("prints-dropped", message)
            told = for_staff("prints", message) if self.talk.secret else told
            self.session.findings.append(told)
        printed = self.output.decode("utf-8", "replace")
        if printed and self.talk.secret:
            printed = "(printed after hidden inputs were sent)\n" + printed
        if printed and not self.session.printed:
            self.session.printed = printed
