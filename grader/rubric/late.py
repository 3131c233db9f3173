"""When hand-ins are due, and what lateness costs."""

from __future__ import annotations

from datetime import datetime

from grader.questions.record import Record


class LatePolicy(Record):
    """The due date; what lateness costs is arithmetic in `grader.late`."""

    due: datetime
    """When hand-ins are due, with an offset, such as 2025-02-21T23:59:00-05:00."""
