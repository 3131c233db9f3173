"""Tries whether code that loads outside the sandbox loads in it, so that no student is charged.

A submission that does not load earns nothing; that may only happen where honest code does load.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.collect.plan import CODE_FORMS
from grader.errors import SandboxRefusal
from grader.evidence import Evidence, Finding
from grader.sandbox.child import Launcher
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect

NOTHING = Ask("nothing", {"do": "value", "names": [], "forms": list(CODE_FORMS)})
OURS = Code("module", "trial.py", ({"file": "trial.py"},))
LACKING = ("library-absent", "not-here")
"""What code could not have here, and would have in front of a broken sandbox."""
UNLIKE_A_SLIP = (
    *("ImportError", "ModuleNotFoundError", "OSError", "FileNotFoundError"),
    *("PermissionError", "MemoryError", "RuntimeError"),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A submission that is known to be honest: the reference, or one line of ours without one."""

    job: Job
    python: Path

    @classmethod
    def of(cls, reference: Job | None, python: Path) -> Trial:
        """Loads what `reference` loads and asks it nothing."""
        if reference is None or not reference.forms:
            return cls(Job({"trial.py": b"import json\n"}, (OURS,), (NOTHING,)), python)
        return cls(replace(reference, asks=(NOTHING,)), python)

    def hold(self, launcher: Launcher) -> None:
        """Load it in the launcher's sandbox; raises `SandboxRefusal` where only the sandbox fails.

        A reference that does not load outside the sandbox either is its author's to fix.
        """
        behind = failures(collect(launcher, self.job))
        if behind:
            behind = failures(collect(launcher, self.job))  # a busy machine may be late once
        if not behind:
            return
        in_front = failures(collect(ProcessLauncher(self.python), self.job))
        broken = [said for file, said in behind.items() if file not in in_front]
        if broken:
            raise SandboxRefusal(
                f"code that loads outside the sandbox does not load in it ({broken[0]}), and so "
                "would no submission. Name the files that they need under `data:` in the rubric, "
                "and the interpreter that has their libraries under `environment:`; `grader "
                "doctor` tells more"
            )


def failures(evidence: Evidence) -> dict[str | None, str]:
    """What did not load, by file."""
    kinds = ("load-error", "load-lost", *LACKING)
    found = [one for one in evidence.findings if one.kind in kinds]
    return {one.file: f"{one.file}: {one.message}" for one in found}


def suspicions(findings: Iterable[Finding]) -> tuple[str, ...]:
    """How a submission failed to load, where a broken sandbox could make it fail likewise."""
    return tuple(
        f"{one.kind}: {one.message}"
        for one in findings
        if one.kind in ("load-lost", *LACKING)
        or (one.kind == "load-error" and one.message.startswith(UNLIKE_A_SLIP))
    )
