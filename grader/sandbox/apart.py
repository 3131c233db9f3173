"""Collects what a submission is asked, the instructor's tests in processes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.evidence import Evidence, Usage
from grader.sandbox.child import Launcher
from grader.sandbox.job import Job
from grader.sandbox.supervise import collect


def collect_apart(launcher: Launcher, job: Job) -> Evidence:
    """Run one submission to its end: tests never share a process with other questions."""
    alone = [ask for ask in job.asks if ask.is_of_tests]
    if not alone:
        return collect(launcher, job)
    rest = tuple(ask for ask in job.asks if not ask.is_of_tests)
    jobs = [replace(job, asks=asks) for asks in (rest, *((ask,) for ask in alone)) if asks]
    return _together([collect(launcher, one) for one in jobs])


def _together(found: Sequence[Evidence]) -> Evidence:
    """Evidence of several runs as one; what loading showed and noticed is kept once."""
    first = found[0]
    used = [one.usage for one in found]
    return replace(
        first,
        outcomes={name: one for row in found for name, one in row.outcomes.items()},
        others={name: one for row in found for name, one in row.others.items()},
        findings=tuple(dict.fromkeys(one for row in found for one in row.findings)),
        printed=next((row.printed for row in found if row.printed), ""),
        usage=Usage(
            sum(one.seconds for one in used),
            sum(one.cpu_seconds for one in used),
            max(one.peak_bytes for one in used),
            sum(one.children for one in used),
            {name: one for row in used for name, one in row.training.items()},
        ),
    )
