"""Loaded by each worker process of `local:N` as it starts: Ctrl-C is for the caller to hear."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:
    """Let a worker finish what it has; whoever started it ends it. Its own children start as ever.

    It was started with the signal held back. A handler of ours is not inherited by programs that it
    starts, as ignoring the signal, or holding it back, would be.
    """
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
