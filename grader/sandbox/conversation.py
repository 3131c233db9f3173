"""What one child says, in the order in which the grader's own code says it, and what it is sent.

Anything out of turn is malformed: no stage begins twice, so the end of its time never moves, and
nothing hidden is handed over before everything that is not hidden has its outcome.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from grader.evidence import (
    Answer,
    Died,
    Fault,
    Finding,
    Malformed,
    Missing,
    Outcome,
    Raised,
    TimedOut,
    Unavailable,
    outcome_from_frame,
)
from grader.sandbox.audience import (
    Submitted,
    after_hidden,
    death_after_hidden,
    fits_of,
    for_staff,
    report_of,
)
from grader.sandbox.child import Child
from grader.sandbox.frames import Frame, pack, payload
from grader.sandbox.job import Ask
from grader.sandbox.session import Session
from grader.sandbox.told import MAX_SHOWN, errors_in, notes_in, shown_in
from grader.values import Malformation, decode, elements, text

START_SECONDS = 60.0
MAX_OTHERS = 4
MAX_COMPARED = 20_000
"""Elements of an answer that is kept beside the first, to be compared with it."""


class Conversation:
    """Where one child stands: what it has loaded, begun and been sent."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.limits = session.job.limits
        self.submitted = Submitted.of(session.job)
        self.secret = False
        """Whether this child was sent anything hidden."""
        self.finished = False
        self.stage: tuple[str, str, str] = ("start", "", "")
        self.at: tuple[int, int] | None = None
        self._to_load = [
            (code.form, code.file)
            for code in session.job.forms
            if (code.form, code.file) not in session.lost
        ]
        self._to_ask = session.left()
        self._sent = 0
        self._reports: list[dict[str, Any]] = []
        self._others: dict[str, int] = {}
        self._tests: set[str] = set()
        self.begun = self.ends = 0.0
        self.enter(("start", "", ""), START_SECONDS)

    def enter(self, stage: tuple[str, str, str], seconds: float) -> None:
        """A stage that was not begun before, with its own seconds."""
        self.stage = stage
        self.begun = time.monotonic()
        self.ends = self.begun + seconds

    @property
    def seconds(self) -> float:
        """How long the stage may last."""
        return round(self.ends - self.begun, 6)

    def take(self, frame: Frame, child: Child) -> None:
        """One frame of the child; raises `Malformation` for one that is not in its turn."""
        body = frame.body
        if "loading" in body:
            self._loading(body)
        elif "loaded" in body:
            self._loaded(frame)
        elif "at" in body:
            self._stands_at(body["at"])
        elif "begin" in body:
            self._begin(body)
        elif "want" in body:
            self._hand_over(frame, child)
        elif "row" in body:
            self._tested(frame)
        elif "probe" in body:
            self._answered(frame)
        elif body.get("done") is True:
            self._done(body)
        else:
            raise Malformation("a message came back that the grader's own code never sends")

    def _loading(self, body: Mapping[str, Any]) -> None:
        key = (text(body.get("form"), 20), text(body.get("loading"), 500))
        self._in_turn(self.stage[0] in ("start", "between") and self._to_load[:1] == [key])
        self._to_load.pop(0)
        self.at = None
        self.enter(("load", *key), self.limits.load_seconds)

    def _loaded(self, frame: Frame) -> None:
        """Errors while loading become findings, once; names set before them still count."""
        body = frame.body
        key = (text(body.get("form"), 20), text(body.get("loaded"), 500))
        self._in_turn(self.stage == ("load", *key))
        self.enter(("between", "", ""), self.limits.probe_seconds)
        errors = body.get("errors")
        session = self.session
        if key in session.told or not isinstance(errors, list):
            return
        session.told.add(key)
        self._keep(notes_in(body))
        session.shown += shown_in(frame)[: MAX_SHOWN - len(session.shown)]
        session.findings += errors_in(errors, key[1])

    def _stands_at(self, at: Any) -> None:
        """Which statement a form that was lost before has come to."""
        self._in_turn(self.stage[0] == "load" and self.stage[1:] in self.session.skipped)
        if not (isinstance(at, list) and len(at) == 2 and all(type(n) is int for n in at)):
            raise Malformation("a message came back that the grader's own code never sends")
        self.at = (at[0], at[1])

    def _begin(self, body: Mapping[str, Any]) -> None:
        is_next = bool(self._to_ask) and self._to_ask[0].id == body["begin"]
        self._in_turn(self.stage[0] in ("start", "between") and not self._to_load and is_next)
        ask = self._to_ask.pop(0)
        self._sent, self._reports = 0, []
        self.enter(("probe", ask.id, ""), ask.seconds or self.limits.probe_seconds)

    def _done(self, body: Mapping[str, Any]) -> None:
        self._in_turn(self.stage[0] in ("start", "between"))
        self._in_turn(not self._to_load and not self._to_ask)
        notes = notes_in(body)
        if self.secret:
            notes = (for_staff("at the end", f"{one.kind}: {one.message}") for one in notes)
        self._keep(notes)
        self.finished = True

    def _keep(self, findings: Iterable[Finding]) -> None:
        known = self.session.findings
        known += [finding for finding in findings if finding not in known]

    def _in_turn(self, holds: bool) -> None:
        if not holds:
            raise Malformation("a message came back out of its turn")

    def _running(self, name: object) -> Ask:
        """The probe that is running, if a message is about it."""
        ask = next((ask for ask in self.session.job.asks if ask.id == name), None)
        if ask is None:
            raise Malformation("an answer came back to something that was not asked")
        self._in_turn(self.stage[:2] == ("probe", ask.id))
        return ask

    def _hand_over(self, frame: Frame, child: Child) -> None:
        """Send the next part to the probe that is running."""
        ask = self._running(frame.body.get("want"))
        part = self._sent
        if frame.body.get("part") != part or type(frame.body["part"]) is not int:
            raise Malformation("something was asked for that is not there")
        if part >= len(ask.held):
            raise Malformation("something was asked for that is not there")
        if "fitted" in frame.body and part:
            said = decode(frame.body["fitted"], frame.blocks)
            self._reports[part - 1 :] = [report_of(said, ask, self.submitted, self.secret)]
        if part >= ask.public:
            self._note_training(ask)
        if part >= ask.public and ask.hidden:
            self._in_turn(all(one.hidden for one in self.session.left()))
            self.secret = True
        self._sent += 1
        blocks: list[bytes] = []
        held = ask.held[part]
        data = payload(self.session.tests.sent(held) if ask.is_of_tests else held, blocks)
        left = min(self.ends, self.session.deadline) - time.monotonic()
        child.connection.settimeout(max(left, 0.001))
        child.connection.sendall(pack({"data": data}, blocks))

    def _tested(self, frame: Frame) -> None:
        """A test of the instructor's begins, each of them once and with its own time, or ended."""
        ask = self._running(frame.body["row"])
        value = decode(frame.body.get("value"), frame.blocks)
        self.session.tests.take(frame.body, value)
        if isinstance(value, dict) and "begin" in value:
            name = str(value["begin"])
            self._in_turn(name not in self._tests)
            self._tests.add(name)
        self.enter(("probe", ask.id, ""), ask.seconds or self.limits.probe_seconds)

    def _note_training(self, ask: Ask) -> None:
        """How long a model took to the first hidden input it asked for, of how long it may."""
        if ask.body.get("do") == "estimator" and ask.id not in self.session.training:
            used = time.monotonic() - self.begun
            self.session.training[ask.id] = [round(used, 3), self.seconds]

    def _answered(self, frame: Frame) -> None:
        """The first answer to a probe counts; answers of other forms are kept beside it."""
        if frame.body.get("other") is True:
            self._other(frame)
            return
        ask = self._running(frame.body["probe"])
        if ask.is_of_tests and frame.body.get("token") != self.session.tests.token:
            raise Malformation("an outcome of a test came back that no test sent")
        outcome = outcome_from_frame(frame.body, frame.blocks)
        if isinstance(outcome, Answer) and ask.body.get("do") == "estimator":
            fits = fits_of(outcome.value, self._reports, self.submitted, self.secret)
            outcome = replace(outcome, value=fits)
        if self.secret:
            outcome, noted = after_hidden(outcome, ask, self.submitted)
            self._keep(noted)
        ended = isinstance(outcome, Unavailable) and outcome.why == "ended"
        if self.session.ended and (ended or isinstance(outcome, Missing)):
            outcome = self.session.ended
        self.session.outcomes.setdefault(ask.id, outcome)
        self._others[ask.id] = self._rank(ask, frame)
        self.enter(("between", ask.id, ""), self.limits.probe_seconds)

    def _other(self, frame: Frame) -> None:
        """Another form's answer, of a form that counts after those that have answered before."""
        name = frame.body["probe"]
        ask = next((ask for ask in self.session.job.asks if ask.id == name), None)
        self._in_turn(ask is not None and self.stage[:2] == ("between", ask.id))
        assert ask is not None
        first = self.session.outcomes.get(ask.id)
        rank = self._rank(ask, frame)
        if self.secret or ask.hidden or rank <= self._others[ask.id]:
            return
        self._others[ask.id] = rank
        outcome = outcome_from_frame(frame.body, frame.blocks)
        row = self.session.others.setdefault(ask.id, [])
        if (
            isinstance(outcome, Answer)
            and isinstance(first, Answer | Raised | Unavailable)
            and len(row) < MAX_OTHERS
            and elements(outcome.value) <= MAX_COMPARED
        ):
            row.append(outcome)

    def _rank(self, ask: Ask, frame: Frame) -> int:
        """The place of an answer's form among those that count for a probe."""
        forms = list(ask.body.get("forms", ()))
        form = frame.body.get("form")
        return forms.index(form) if form in forms else -1

    def timed_out(self) -> Outcome:
        """What it means that the time is up."""
        if time.monotonic() >= self.session.deadline:
            return TimedOut(self.limits.seconds, "running your whole submission")
        return TimedOut(self.seconds)

    def lose(self, outcome: Outcome) -> None:
        """Charge what ended this child to the one thing that it was doing."""
        kind, name, file = self.stage
        if self.secret and isinstance(outcome, Died):
            self._keep([for_staff(name, outcome.reason)])
            outcome = death_after_hidden(outcome)
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
