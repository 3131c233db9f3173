"""A worker's launchers, and what their fork servers load before any submission arrives."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect.imported import modules_of
from grader.collect.plan import Plan
from grader.collect.trial import Trial
from grader.evidence import Evidence
from grader.intake.reading import READER, Hints, read_submission
from grader.sandbox import learn_preload, open_launcher
from grader.sandbox.apart import collect_apart
from grader.sandbox.child import Launcher
from grader.sandbox.interpreter import Interpreter
from grader.sandbox.job import Job
from grader.sandbox.process import ProcessLauncher

CLEARED_SECONDS = 30.0


@dataclass(slots=True)
class Launchers:
    """One launcher for students' code, one for the reader of submissions."""

    code: Launcher
    reader: Launcher
    trial: Trial | None = None
    closed: Callable[[], None] = lambda: None
    """Told when both have ended."""
    _cleared: dict[str, float] = field(default_factory=dict)

    def hold(self, suspicions: Collection[str] = ()) -> None:
        """Raise `SandboxRefusal` unless honest code loads in the sandbox at this moment.

        A whole class that lacks one library costs few trials: the same failure as in the last
        seconds, when the sandbox held, is no new suspicion. One that was lost always is.
        """
        if self.trial is None:
            return
        now = time.monotonic()
        fresh = {one for one, when in self._cleared.items() if now - when < CLEARED_SECONDS}
        if suspicions and fresh.issuperset(suspicions):
            return
        self.trial.hold(self.code)
        settled = {one: now for one in suspicions if not one.startswith("load-lost")}
        self._cleared = {**{one: self._cleared[one] for one in fresh}, **settled}

    def close(self) -> None:
        """End both servers."""
        self.code.close()
        self.reader.close()
        self.closed()


@dataclass(slots=True)
class LauncherFactory:
    """Opens launchers for workers; what to preload is learned once, and only if anything is run."""

    plan: Plan
    tier: str
    interpreter: Interpreter
    imported: Callable[[], tuple[str, ...]] = tuple
    """Finds the libraries that the class imports, for a rubric without a reference."""
    _preload: tuple[str, ...] | None = None
    reading: tuple[str, ...] = ()
    """What the reader of submissions loads beforehand."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _first: tuple[Launcher, Launcher] | None = None
    """They load the libraries once for all workers, and run no submission themselves."""
    _workers: int = 0

    def open(self) -> Launchers:
        """Fresh launchers in the verified sandbox; raises `SandboxRefusal`."""
        preload = self.preload()
        with self._lock:
            self._workers += 1
            if self.tier == "namespaces" and self._first is None:
                self._first = self._pair(preload)
            code, reader = self._pair(preload, *(self._first or ()))
        if self.tier == "none":
            return Launchers(code, reader)
        trial = Trial.of(reference_job(self.plan), self.interpreter.path)
        launchers = Launchers(code, reader, trial, self._closed)
        try:
            launchers.hold()
        except BaseException:
            launchers.close()
            raise
        return launchers

    def _pair(
        self,
        preload: tuple[str, ...],
        code: Launcher | None = None,
        reader: Launcher | None = None,
    ) -> tuple[Launcher, Launcher]:
        """One for students' code and one for the reader; servers are forked of those given."""
        python, own, seed = self.interpreter.path, Path(sys.executable), self.plan.seed
        return (
            open_launcher(self.tier, python, preload, seed=seed, first=code),
            open_launcher(self.tier, own, self.reading, program=READER, first=reader),
        )

    def _closed(self) -> None:
        """A worker is done; with the last one goes what all of them shared."""
        with self._lock:
            self._workers -= 1
            if self._first is None or self._workers > 0:
                return
            first, self._first = self._first, None
        for launcher in first:
            launcher.close()

    def reference(self, questions: Collection[str]) -> Evidence:
        """What the reference answers to these questions, in the same sandbox as submissions."""
        job = reference_job(self.plan.only(questions))
        if job is None:
            return Evidence()
        with closing(self.open()) as launchers:
            return collect_apart(launchers.code, job)

    def preload(self) -> tuple[str, ...]:
        """Library names to load beforehand: the rubric's, else learned from the reference."""
        with self._lock:
            if self._preload is None:
                self._preload = self._learn()
            return self._preload

    def _learn(self) -> tuple[str, ...]:
        if self.tier == "none":
            return ()
        if self.plan.preload:
            return self.plan.preload
        job = reference_job(self.plan)
        if job is None:
            return modules_of(self.imported())
        return learn_preload(lambda launcher: collect_apart(launcher, job), self.interpreter.path)


def reference_job(plan: Plan) -> Job | None:
    """The reference asked what submissions are asked; the instructor's own code, or None.

    A notebook is read in a plain process: it is nobody's but the instructor's.
    """
    if plan.reference is None:
        return None
    reader = ProcessLauncher(program=READER)
    reading = read_submission(plan.reference, Hints.of(plan.sought), reader)
    files = {**plan.data, **reading.files}
    return Job(files, reading.forms, plan.asks, plan.seed, (), plan.limits)
