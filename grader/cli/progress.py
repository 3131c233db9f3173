"""Tells how far a run is: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.collect.turns import Progress


class Lines:
    """One line a tenth of the way with the time left, for logs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        from grader.gradebook.pace import Pace, about

        self._pace, self._about = Pace(clock), about
        self._told = 0
        self._unchanged = 0

    def __call__(self, progress: Progress) -> None:
        """Take note of one finished submission, and tell at every tenth."""
        self._unchanged += progress.reused
        if not progress.reused:
            self._pace.note(progress.seconds)
        step = max(progress.total // 10, 1)
        if progress.done == progress.total or progress.done - self._told >= step:
            self._told = progress.done
            seconds = self._pace.left(progress.total - progress.done)
            more = f", {self._about(seconds)} left" if seconds else ""
            sys.stderr.write(f"graded {progress.done} of {progress.total}{more}\n")
        if progress.done == progress.total and self._unchanged:
            unchanged = f"{self._unchanged} of {progress.total} unchanged"
            sys.stderr.write(f"{unchanged}, not run again\n")
        sys.stderr.flush()


class Bar(AbstractContextManager["Bar"]):
    """A progress bar with an estimate of the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress
        from rich.table import Column

        name = Column(no_wrap=True, overflow="ellipsis")
        columns = (
            TextColumn("grading"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False, table_column=name),
        )
        self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("starting", total=None)

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Move the bar, and tell what is running."""
        from grader.reports.text import clean_line

        names = ", ".join(clean_line(name, 30) for name in progress.running)
        self._bar.update(
            self._task, completed=progress.done, total=progress.total, description=names
        )
        if progress.done == progress.total:
            self._bar.stop()  # and with it a thread: pages are written in forked processes
