"""A worker's launchers, and what their fork servers load before any hand-in arrives."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect.plan import Plan
from grader.collect.trial import Trial
from grader.evidence import Evidence
from grader.intake.reading import READER, Hints, read_submission
from grader.intake.submission import Submission
from grader.rubric.model import Rubric
from grader.sandbox import learn_preload, open_launcher
from grader.sandbox.child import Launcher
from grader.sandbox.interpreter import Interpreter
from grader.sandbox.job import Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect

CLEARED_SECONDS = 30.0


@dataclass(slots=True)
class Tools:
    """One launcher for students' code, one for the reader of hand-ins."""

    code: Launcher
    reader: Launcher
    trial: Trial | None = None
    _cleared: dict[str, float] = field(default_factory=dict)

    def hold(self, suspicions: Collection[str] = ()) -> None:
        """Raise `SandboxRefusal` unless honest code loads behind the wall at this moment.

        A whole class that lacks one library costs few trials: the same failure as in the last
        seconds, when the wall held, is no new suspicion. One that was lost always is.
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


@dataclass(slots=True)
class Toolbox:
    """Opens tools for workers; what to preload is learned once, and only if anything is run."""

    rubric: Rubric
    plan: Plan
    tier: str
    interpreter: Interpreter
    _preload: tuple[str, ...] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> Tools:
        """Fresh launchers behind the verified wall; raises `SandboxRefusal`."""
        code = open_launcher(self.tier, self.interpreter.path, self.preload())
        if self.tier == "none":
            return Tools(code, ProcessLauncher(program=READER))
        reader = open_launcher(self.tier, Path(sys.executable), (), program=READER)
        tools = Tools(code, reader, self._trial())
        try:
            tools.hold()
        except BaseException:
            tools.close()
            raise
        return tools

    def _trial(self) -> Trial:
        reference = None
        if self.rubric.reference is not None:
            reference = reference_job(self.rubric, self.plan)
        return Trial.of(reference, self.interpreter.path)

    def reference(self, questions: Collection[str]) -> Evidence:
        """What the reference answers to these questions, in the same sandbox as submissions."""
        with closing(self.open()) as tools:
            return collect(tools.code, reference_job(self.rubric, self.plan.only(questions)))

    def preload(self) -> tuple[str, ...]:
        """Library names to load beforehand: the rubric's, else learned from the reference."""
        with self._lock:
            if self._preload is None:
                self._preload = self._learn()
            return self._preload

    def _learn(self) -> tuple[str, ...]:
        if self.tier == "none":
            return ()
        if self.rubric.environment.preload or self.rubric.reference is None:
            return self.rubric.environment.preload
        job = reference_job(self.rubric, self.plan)
        return learn_preload(lambda launcher: collect(launcher, job), self.interpreter.path)


def reference_job(rubric: Rubric, plan: Plan) -> Job:
    """The reference hand-in asked what submissions are asked; the instructor's own code."""
    submission = reference_of(rubric)
    reading = read_submission(submission, Hints.of(rubric.questions), None)
    files = {**plan.data, **reading.files}
    return Job(files, reading.forms, plan.asks, plan.seed, (), plan.limits)


def reference_of(rubric: Rubric) -> Submission:
    """The reference as a submission."""
    from grader.intake import single

    assert rubric.reference is not None
    return single(Path(rubric.path).parent / rubric.reference)
