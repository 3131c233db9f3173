"""Drives the children of one submission: sends the job, reads evidence, keeps the limits.

A probe that loops, crashes or exits loses only itself: the rest goes on in a fresh child. Code
whose loading was lost is not loaded again.
"""

from __future__ import annotations

import contextlib
import selectors
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from grader.evidence import (
    Answer,
    Died,
    Evidence,
    Fault,
    Finding,
    Malformed,
    Missing,
    Outcome,
    Raised,
    TimedOut,
    Unavailable,
    Usage,
    outcome_from_frame,
)
from grader.sandbox.child import Child, Exit, Launcher, ServerLost
from grader.sandbox.frames import Frame, FrameReader, pack, payload
from grader.sandbox.job import Ask, Job
from grader.sandbox.session import Session
from grader.sandbox.told import MAX_SHOWN, errors_in, notes_in, shown_in
from grader.values import Malformation, decode, text

DRAIN_BYTES = 4 << 20
MANY_PRINTS = 1 << 20
DRAIN_SECONDS = 0.5
MAX_OTHERS = 4
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
        self.reader = FrameReader(session.received)
        self.stage: tuple[str, str, str] = ("start", "", "")
        self.stage_ends = 0.0
        self.stage_seconds = 0.0
        self.output = bytearray()
        self.output_total = 0
        self.secret = False
        self.finished = False
        self.at: tuple[int, int] | None = None

    def run(self) -> None:
        """Hear one child to its end; what ended it early is charged to what it was doing."""
        child = self.launcher.start(self.limits)
        lost: Outcome | None = None
        try:
            self._enter(("start", "", ""), 60.0)
            child.connection.settimeout(60.0)
            session = self.session
            left = session.left()
            child.connection.sendall(session.job.frame(left, session.lost, session.skipped))
            self._listen(child)
            self._drain_last(child)
        except Malformation as reason:
            lost = Malformed(str(reason))
        except TimeoutError:
            lost = self._timed_out()
        except OSError:
            lost = None  # the connection broke; how the process ended says why
        finally:
            if not self.finished or lost is not None:
                child.kill()
            ended = child.wait()
        self._account(ended)
        if not self.finished:
            self._lose(lost or Died(ended.reason()))

    def _listen(self, child: Child) -> None:
        """Read frames and prints until the child is done, gone or out of time."""
        with selectors.DefaultSelector() as selector:
            selector.register(child.connection, selectors.EVENT_READ)
            selector.register(child.output, selectors.EVENT_READ)
            while not self.finished:
                now = time.monotonic()
                ends = min(self.stage_ends, self.session.deadline)
                if now >= ends:
                    raise TimeoutError
                ready = {key.fileobj for key, _ in selector.select(ends - now)}
                if child.output in ready and not self._drain(child):
                    selector.unregister(child.output)
                if child.connection in ready:
                    data = child.connection.recv(1 << 18)
                    if not data:
                        return
                    for frame in self.reader.feed(data):
                        self._drain_now(child)
                        self._take(frame, child)

    def _drain(self, child: Child) -> bool:
        """Keep the first prints, drop and count the rest; False once nothing more will come."""
        data = child.output.recv(1 << 18)
        self.output_total += len(data)
        room = self.limits.output_bytes - len(self.output)
        self.output += data[: max(room, 0)]
        return bool(data)

    def _drain_now(self, child: Child) -> None:
        """Take what was printed before the frame in hand, without waiting for more."""
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

    def _take(self, frame: Frame, child: Child) -> None:
        """One frame of the child, in whatever order it chose to send them."""
        body = frame.body
        if "loading" in body:
            form, file = self._form(body, "loading")
            self.at = None
            self._enter(("load", form, file), self.limits.load_seconds)
        elif "loaded" in body:
            self._loaded(frame)
        elif "at" in body:
            self._stands_at(body["at"])
        elif "begin" in body:
            ask = self._ask(body["begin"])
            self.secret = self.secret or ask.hidden
            self._enter(("probe", ask.id, ""), ask.seconds or self.limits.probe_seconds)
        elif "want" in body:
            self._hand_over(body, child)
        elif "row" in body:
            ask = self._ask(body["row"])
            self.session.tests.take(body, decode(body.get("value"), frame.blocks))
            self._enter(("probe", ask.id, ""), ask.seconds or self.limits.probe_seconds)
        elif "probe" in body:
            self._answered(frame)
        elif body.get("done") is True:
            self._keep(notes_in(body))
            self.finished = True
        else:
            raise Malformation("a message came back that the grader's own code never sends")

    def _enter(self, stage: tuple[str, str, str], seconds: float) -> None:
        self.stage = stage
        self.stage_ends = time.monotonic() + seconds
        self.stage_seconds = seconds

    def _ask(self, name: object) -> Ask:
        for ask in self.session.job.asks:
            if ask.id == name:
                return ask
        raise Malformation("an answer came back to something that was not asked")

    def _form(self, body: Mapping[str, Any], name: str) -> tuple[str, str]:
        key = (text(body.get("form"), 20), text(body.get(name), 500))
        if key not in {(code.form, code.file) for code in self.session.job.forms}:
            raise Malformation("something was loaded that was not handed in")
        return key

    def _stands_at(self, at: Any) -> None:
        """Which statement a form that was lost before has come to."""
        if not (isinstance(at, list) and len(at) == 2 and all(type(n) is int for n in at)):
            raise Malformation("a message came back that the grader's own code never sends")
        self.at = (at[0], at[1])

    def _loaded(self, frame: Frame) -> None:
        """Errors while loading become findings, once; names set before them still count."""
        body = frame.body
        key = self._form(body, "loaded")
        self._enter(("between", "", ""), self.limits.probe_seconds)
        errors = body.get("errors")
        if key in self.session.told or not isinstance(errors, list):
            return
        self.session.told.add(key)
        self._keep(notes_in(body))
        self.session.shown += shown_in(frame)[: MAX_SHOWN - len(self.session.shown)]
        self.session.findings += errors_in(errors, key[1])

    def _keep(self, findings: Iterable[Finding]) -> None:
        known = self.session.findings
        known += [finding for finding in findings if finding not in known]

    def _hand_over(self, body: Mapping[str, Any], child: Child) -> None:
        """Send a held payload to the probe that is running; from here on prints are secret."""
        ask, part = self._ask(body.get("want")), body.get("part")
        if type(part) is not int or not 0 <= part < len(ask.held):
            raise Malformation("something was asked for that is not there")
        self._note_training(ask)
        self.secret = True
        blocks: list[bytes] = []
        held = ask.held[part]
        data = payload(self.session.tests.sent(held) if ask.is_of_tests else held, blocks)
        left = min(self.stage_ends, self.session.deadline) - time.monotonic()
        child.connection.settimeout(max(left, 0.001))
        child.connection.sendall(pack({"data": data}, blocks))

    def _note_training(self, ask: Ask) -> None:
        """How long a model took to the first hidden input it asked for, of how long it may."""
        if ask.id not in self.session.training and self.stage[:2] == ("probe", ask.id):
            used = time.monotonic() - (self.stage_ends - self.stage_seconds)
            self.session.training[ask.id] = [round(used, 3), self.stage_seconds]

    def _answered(self, frame: Frame) -> None:
        """The first answer to a probe counts; answers of other forms are kept beside it."""
        ask = self._ask(frame.body["probe"])
        if ask.is_of_tests and frame.body.get("token") != self.session.tests.token:
            raise Malformation("an outcome of a test came back that no test sent")
        outcome = outcome_from_frame(frame.body, frame.blocks)
        if isinstance(outcome, Raised):
            outcome = replace(outcome, hidden=self.secret)
        if frame.body.get("other") is True:
            row = self.session.others.setdefault(ask.id, [])
            if isinstance(outcome, Answer) and len(row) < MAX_OTHERS:
                row.append(outcome)
            return
        ended = isinstance(outcome, Unavailable) and outcome.why == "ended"
        if self.session.ended and (ended or isinstance(outcome, Missing)):
            outcome = self.session.ended
        self.session.outcomes.setdefault(ask.id, outcome)
        self._enter(("between", ask.id, ""), self.limits.probe_seconds)

    def _timed_out(self) -> Outcome:
        if time.monotonic() >= self.session.deadline:
            return TimedOut(self.limits.seconds, "running your whole submission")
        return TimedOut(self.stage_seconds)

    def _lose(self, outcome: Outcome) -> None:
        """Charge what ended this child to the one thing that it was doing."""
        kind, name, file = self.stage
        if kind == "load":
            self.session.lose_code((name, file), outcome, self.at)
        elif kind == "probe" and not self.session.tests.lose(outcome):
            self.session.outcomes.setdefault(name, outcome)
        elif kind == "probe":
            return  # the tests that are left get a fresh child
        elif kind == "start":
            ours = Fault("the process that runs submissions did not start")
            for ask in self.session.left():
                self.session.outcomes[ask.id] = outcome if isinstance(outcome, Malformed) else ours
        else:
            left = self.session.left()
            if left:
                self.session.outcomes[left[0].id] = outcome

    def _account(self, ended: Exit) -> None:
        self.session.received = self.reader.total
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
            self.session.findings.append(Finding("prints-dropped", message))
        printed = self.output.decode("utf-8", "replace")
        if printed and self.secret:
            printed = "(printed after hidden inputs were sent)\n" + printed
        if printed and not self.session.printed:
            self.session.printed = printed
