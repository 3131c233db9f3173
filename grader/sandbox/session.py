"""What is known so far about one submission, and which of its code is not loaded again."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.evidence import (
    Answer,
    Died,
    Finding,
    Malformed,
    Outcome,
    Shown,
    TimedOut,
    Unavailable,
    Usage,
)
from grader.sandbox.job import Ask, Job

MAX_SKIPPED = 3


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
    received: int = 0
    restarts: int = 0

    def steps(self) -> tuple[int, int, int]:
        """What tells whether a child has brought anything on."""
        skipped = sum(1 + len(rows) for rows in self.skipped.values())
        return len(self.outcomes), len(self.lost), skipped

    def left(self) -> list[Ask]:
        """What was not answered yet."""
        return [ask for ask in self.job.asks if ask.id not in self.outcomes]

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
