"""What idle workers take off others once nothing new is left: nobody waits for the slowest.

What a worker has not begun goes to others. What it has begun is done by others besides where it
takes much longer than is usual: whoever answers first is heard, so that a worker that hangs, or is
ten times slower than the rest, costs its own time and nobody else's.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Sequence

from grader.workers.cluster.shard import Shard, Worker
from grader.workers.local import Item

LATE_TIMES = 3.0
LATE_SECONDS = 10.0
"""A shard is late after so many times what one usually takes, and this time at least."""
UNKNOWN_SECONDS = 45.0
"""The same where no shard has come back yet that could say what is usual."""


class Pace:
    """How long submissions take these workers."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=201)

    def note(self, seconds: float, count: int) -> None:
        """A shard of so many items came back after this time."""
        self._recent.append(seconds / max(count, 1))

    def late_after(self, count: int) -> float:
        """The time after which a shard of so many items is late."""
        if not self._recent:
            return UNKNOWN_SECONDS
        return max(LATE_SECONDS, LATE_TIMES * statistics.median(self._recent) * count)


def unbegun(workers: Sequence[Worker[Item]]) -> tuple[Worker[Item], Shard[Item]] | None:
    """A shard that waits behind another, of the worker that has been at that for longest."""
    rows = [
        (worker.since, number, worker, shard)
        for number, worker in enumerate(workers)
        for shard in list(worker.has)[1:]
        if not shard.is_over
    ]
    return min(rows, key=lambda row: row[:2])[2:] if rows else None


def late(workers: Sequence[Worker[Item]], now: float, pace: Pace) -> Shard[Item] | None:
    """The shard that is late for longest and that nobody else has; None where none is."""
    rows = [
        (worker.since, number, shard)
        for number, worker in enumerate(workers)
        for shard in list(worker.has)[:1]
        if now - worker.since > pace.late_after(len(shard.entries))
        if any(not entry.done and entry.copies == 1 for entry in shard.entries)
    ]
    return min(rows, key=lambda row: row[:2])[2] if rows else None
