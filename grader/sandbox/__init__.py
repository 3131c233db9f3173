"""Runs untrusted code in the best sandbox that this machine has, and says which that is.

`open_launcher` picks the sandbox by trying it, never by reading settings; `learn_preload` finds out
what a course's submissions import, so that the fork server can load it once.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from grader.errors import SandboxRefusal, UsageMistake
from grader.sandbox.child import Launcher, Limits

__all__ = ["ISOLATIONS", "learn_preload", "open_launcher", "prove_ahead", "verified_tier"]

ISOLATIONS = ("auto", "namespaces", "landlock", "none")
TIERS = ("namespaces", "landlock")

_verified: dict[tuple[str, Path], str] = {}
_turn = threading.Lock()


def open_launcher(
    isolation: str = "auto",
    python: Path | None = None,
    preload: tuple[str, ...] = (),
    *,
    program: Path | None = None,
    entry: str = "job",
    seed: int = 0,
    first: Launcher | None = None,
) -> Launcher:
    """A launcher in the sandbox asked for; raises `SandboxRefusal` where it is not to be had.

    `program` is the folder that holds the module `entry` whose `run(connection)` a child calls
    (the collect program unless told otherwise); `seed` is that of most jobs. A launcher made like
    this one, the `first`, has loaded what this one needs, where a sandbox allows that.
    """
    from grader.sandbox.process import RUNNER, ProcessLauncher

    python, program = python or Path(sys.executable), program or RUNNER
    tier = verified_tier(isolation, python)
    if tier == "none":
        return ProcessLauncher(python, program)
    from grader.sandbox.forkserver import Plan
    from grader.sandbox.launcher import ServerLauncher

    shared = first if tier == "namespaces" and isinstance(first, ServerLauncher) else None
    return ServerLauncher(tier, Plan(python, program, entry, preload, seed=seed), shared)


def verified_tier(isolation: str = "auto", python: Path | None = None) -> str:
    """The sandbox that this machine gives when asked for `isolation`, proved by a child behind it.

    The answer is kept for the life of this process; each child proves it again for itself.
    """
    if isolation not in ISOLATIONS:
        raise UsageMistake(f"no such isolation: {isolation}; write one of {', '.join(ISOLATIONS)}")
    if isolation == "none":
        return "none"
    python = python or Path(sys.executable)
    if not python.exists():
        raise UsageMistake(f"there is no interpreter at {python}")
    with _turn:
        if (isolation, python) not in _verified:
            tier = _prove(isolation, python)
            _verified[isolation, python] = _verified[tier, python] = tier  # by its name as well
        return _verified[isolation, python]


def prove_ahead(isolation: str, python: str | None) -> None:
    """Begin to prove the sandbox, which is waiting for the most part, while a command is loaded.

    Who needs the answer waits for it and is told why there is none; an interpreter of somebody
    else's choice has to be looked at first.
    """
    if isolation == "none" or python is not None:
        return
    from grader.sandbox import launcher, refusal  # noqa: F401  # here, not in two threads at once

    def prove() -> None:
        with contextlib.suppress(Exception):
            verified_tier(isolation)

    threading.Thread(target=prove, daemon=True).start()


def _prove(isolation: str, python: Path) -> str:
    from grader.sandbox.refusal import advice

    reasons: dict[str, str] = {}
    for tier in TIERS if isolation == "auto" else (isolation,):
        try:
            try_sandbox(tier, python)
        except SandboxRefusal as refusal:
            reasons[tier] = str(refusal)
        else:
            return tier
    raise SandboxRefusal(advice(reasons))


def try_sandbox(tier: str, python: Path) -> dict[str, bool]:
    """Start one child in a sandbox and end it; what it tried, and whether the sandbox held."""
    if sys.platform != "linux":
        raise SandboxRefusal("sandboxes are made by the Linux kernel, and this is not Linux")
    from grader.sandbox.forkserver import Plan
    from grader.sandbox.launcher import ServerLauncher

    launcher = ServerLauncher(tier, Plan(python))
    try:
        child = launcher.start(Limits(seconds=10))
        child.kill()
        child.wait()
    except OSError as error:
        raise SandboxRefusal(f"the sandbox did not go up: {error}") from error
    finally:
        launcher.close()
    return dict(child.held)


def learn_preload(run: Callable[[Launcher], object], python: Path | None = None) -> tuple[str, ...]:
    """The names of the library modules that a run of the reference loads, in their order.

    `run` collects the reference through the launcher it is given, which is a throw-away process
    without a sandbox: the reference is the instructor's own. Nothing but names is kept of it.
    """
    from grader.sandbox.learn import LearningLauncher

    launcher = LearningLauncher(python or Path(sys.executable))
    try:
        run(launcher)
        return launcher.names()
    finally:
        launcher.close()
