"""How long the rest takes, told from what has been done so far."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

RECENT = 200
"""Submissions that say how fast it goes now: workers come and go, and answer in shards."""


class Pace:
    """When the latest submissions were finished; those that were not run say nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._finished: deque[float] = deque([clock()], maxlen=RECENT + 1)

    def note(self, seconds: float = 0.0) -> None:
        """One more is finished, in so many seconds: what was before the first is the start."""
        now = self._clock()
        if seconds and len(self._finished) == 1:
            self._finished[0] = max(self._finished[0], now - seconds)
        self._finished.append(now)

    def left(self, count: int) -> float | None:
        """The seconds that so many more take; None while nothing is known."""
        done = len(self._finished) - 1
        return count * (self._finished[-1] - self._finished[0]) / done if done else None


def about(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"about {max(round(seconds), 1)} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"about {hours} h {minutes} min"
