"""What is known so far about one submission, and which of its code is not loaded again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.evidence import (
    Answer,
    Died,
    Finding,
    Malformed,
    Outcome,
    Shown,
    Source,
    TimedOut,
    Unavailable,
    Usage,
)
from grader.sandbox.frames import Budget
from grader.sandbox.job import Ask, Job
from grader.values import Malformation, text

MAX_SKIPPED = 3
MAX_TESTS = 5000
MAX_LOST_TESTS = 5


@dataclass(slots=True)
class Tests:
    """What came of an instructor's tests so far, over all children; they run alone in theirs.

    Outcomes count where they come with the `token`, which goes in with the tests: code that writes
    to the connection while it is loaded has none.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(16))
    rows: list[Any] = field(default_factory=list)
    running: str | None = None
    lost: int = 0

    @property
    def steps(self) -> int:
        """How far it has come."""
        return len(self.rows) + self.lost

    def take(self, body: Mapping[str, Any], value: Any) -> None:
        """One outcome, or the name of the test that begins."""
        if body.get("token") != self.token or not isinstance(value, dict):
            raise Malformation("an outcome of a test came back that no test sent")
        if "begin" in value:
            self.running = text(value["begin"], 300)
        elif len(self.rows) < MAX_TESTS:
            self.running = None
            self.rows.append(value)

    def lose(self, outcome: Outcome) -> bool:
        """Charge the test that ran with the end of its process; whether the others get a turn."""
        if self.running is None:
            return False
        self.rows.append({"test": self.running, "ok": False, "ended": ended_how(outcome)})
        self.running, self.lost = None, self.lost + 1
        return self.lost <= MAX_LOST_TESTS

    def sent(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """The tests as they go in, with those to leave out: each has one outcome."""
        names = [row["test"] for row in self.rows if isinstance(row.get("test"), str)]
        return {**held, "token": self.token, "skip": names}


@dataclass(slots=True)
class Session:
    """What is known so far about one submission, over all of its children."""

    job: Job
    deadline: float
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    others: dict[str, list[Answer]] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)
    ended: Unavailable | Died | None = None
    """What ended the last code that did not load."""
    skipped: dict[tuple[str, str], set[tuple[int, int]]] = field(default_factory=dict)
    """Code that was lost once, with the statements that it was lost in; loaded carefully now."""
    told: set[tuple[str, str]] = field(default_factory=set)
    shown: list[Shown] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    printed: str = ""
    usage: Usage = Usage()
    training: dict[str, list[float]] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    restarts: int = 0
    tests: Tests = field(default_factory=Tests)

    def steps(self) -> tuple[int, int, int]:
        """What tells whether a child has brought anything on."""
        skipped = sum(1 + len(rows) for rows in self.skipped.values())
        return len(self.outcomes), len(self.lost), skipped + self.tests.steps

    def left(self) -> list[Ask]:
        """What was not answered yet."""
        return [ask for ask in self.job.asks if ask.id not in self.outcomes]

    def settle_tests(self) -> None:
        """Let what came of single tests be the answer, whatever became of their process."""
        for ask in self.job.asks:
            if ask.is_of_tests and self.tests.rows:
                forms = [form for form in self.job.forms if form.form in ask.body["forms"]]
                place = Source(forms[0].form, forms[0].file) if forms else Source()
                self.outcomes[ask.id] = Answer(self.tests.rows, place)

    def lose_code(
        self, key: tuple[str, str], outcome: Outcome, at: tuple[int, int] | None
    ) -> None:
        """Code that did not load: next time without the statement that it was lost in, if known."""
        file = key[1]
        finding = Finding("load-lost", f"{file}: {ended_how(outcome)} while loading", file)
        if finding not in self.findings:
            self.findings.append(finding)
        if isinstance(outcome, TimedOut):
            self.ended = Unavailable("time", f"{file} was {ended_how(outcome)} while loading")
        else:
            self.ended = Died(ended_how(outcome), f"loading {file}")
        is_known = key in self.skipped and at is None
        rows = self.skipped.setdefault(key, set())
        if at is not None:
            rows.add(at)
        if isinstance(outcome, Malformed) or is_known or len(rows) > MAX_SKIPPED:
            self.lost.add(key)


def ended_how(outcome: Outcome) -> str:
    """What ended a child, in words for a finding."""
    match outcome:
        case TimedOut(seconds):
            return f"stopped after {seconds:g} s"
        case Died(reason) | Malformed(reason):
            return reason
    return "it was lost"
