"""Importing this loads every part of the reader, and the libraries behind them, once.

A fork server imports each module of its program before it forks; this is the one that matters.
"""

from __future__ import annotations

if not __package__:
    import job  # type: ignore[import-not-found]

    job.warm_up()
