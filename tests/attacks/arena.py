"""Lets attacks loose on a grader and sees, from outside, which of them succeeded.

As a program: `python -m tests.attacks.arena TIER PYTHON` prints what succeeded in that sandbox.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.evidence import Answer, Evidence
from grader.sandbox import open_launcher
from grader.sandbox.child import Limits
from grader.sandbox.forkserver import ForkServer
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.launcher import ServerLauncher
from grader.sandbox.supervise import collect
from tests.attacks.world import HONEST_VALUES, Attack, World, attacks

LIMITS = Limits(
    seconds=1.6, load_seconds=0.6, probe_seconds=0.6, memory_bytes=400 << 20, processes=64
)
PATIENCE = Limits(seconds=60.0, load_seconds=30.0, probe_seconds=30.0, memory_bytes=400 << 20)
SLACK = 8.0
SWELL = 600 << 20
NAIVE_SECONDS = 3.0
NAIVE = Path(__file__).resolve().parent / "naive.py"


@dataclass(slots=True)
class Seen:
    """What is visible from outside after one attack."""

    text: str = ""
    right: bool = False
    escaped: bool = False
    seconds: float = 0.0
    limit: float = 0.0
    neighbour: Mapping[str, Any] | None = None
    peak: int = 0


@dataclass(slots=True)
class Report:
    """Which attacks succeeded, and in which ways."""

    tier: str
    ran: int = 0
    broken: dict[str, list[str]] = field(default_factory=dict)


def judge(world: World, attack: Attack, seen: Seen, before: Mapping[str, Any]) -> list[str]:
    """Every way in which an attack succeeded."""
    found = []
    if world.stolen(seen.text, attack):
        found.append("canary")
    if seen.right:
        found.append("answer")
    if seen.escaped:
        found.append("escaped")
    if world.heard:
        found.append("network")
    if world.state() != before:
        found.append("outside")
    if world.survivors():
        found.append("survivor")
    if seen.seconds > seen.limit:
        found.append("late")
    if seen.peak > SWELL:
        found.append("swell")
    if seen.neighbour is None:
        found.append("crash")
    elif seen.neighbour != HONEST_VALUES:
        found.append("neighbour")
    return found


def in_sandbox(tier: str, python: Path, version: int = 99) -> Report:
    """Run every attack in a sandbox, an honest submission after each of them.

    With a version of Landlock below the kernel's it is as on an older kernel; then what only takes
    up time and memory is left out, since Landlock has no part in that.
    """
    report = Report(tier)
    ForkServer.landlock_at_most = version
    world = World()
    first = open_launcher(tier, python, preload=("json", "fractions", "statistics"))
    launcher = open_launcher(tier, python, first=first)  # as each worker of a class has it
    try:
        collect(launcher, job(world.honest, *HONEST_VALUES))
        before = world.state()
        for attack in attacks():
            if version < 99 and attack.shows in ("late", "swell", "crash"):
                continue
            seen = face(launcher, world, attack)
            if found := judge(world, attack, seen, before):
                report.broken[attack.name] = found
                world.clean()
                world.heard.clear()
                before = world.state()
            report.ran += 1
        left = work_folders()
        time.sleep(LIMITS.seconds + 1)  # whoever waits for the end of the suite has had its time
        if left & work_folders():
            report.broken["(after the last)"] = ["a work folder was left behind"]
        if world.survivors() or world.heard or world.state() != before:
            report.broken["(after the last)"] = ["something was left behind"]
    finally:
        launcher.close()
        first.close()
        world.close()
    return report


def work_folders() -> set[Path]:
    """Private work folders that are there now; the arena has a `TMPDIR` of its own."""
    return set(Path(tempfile.gettempdir()).glob("grader-run-*/work-*"))


def face(launcher: Any, world: World, attack: Attack) -> Seen:
    """One attack, then somebody honest, behind the same launcher."""
    server = launcher.server_pid if isinstance(launcher, ServerLauncher) else 0
    prefix = f"WORLD = {world.told(attack, server=server)!r}\n"
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    evidence = collect(launcher, job(prefix + attack.source, "ANSWER", "ESCAPED"))
    seconds = time.monotonic() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own) * 1024
    after = collect(launcher, job(world.honest, *HONEST_VALUES, limits=PATIENCE))
    answers = values(after)
    return Seen(
        repr(evidence),
        values(evidence).get("ANSWER") == world.secrets["key"],
        bool(values(evidence).get("ESCAPED")),
        seconds,
        LIMITS.seconds + SLACK,
        answers if len(answers) == len(HONEST_VALUES) else None,
        grown,
    )


def job(source: str, *names: str, limits: Limits = LIMITS) -> Job:
    """A submission of one module and the names it is asked for."""
    asks = tuple(Ask(name, {"do": "value", "names": [name], "forms": ["module"]}) for name in names)
    code = Code("module", "work.py", ({"file": "work.py"},))
    return Job({"work.py": source.encode()}, (code,), asks, limits=limits)


def values(evidence: Evidence) -> dict[str, Any]:
    """The plain values that came back."""
    return {n: found.value for n, found in evidence.outcomes.items() if isinstance(found, Answer)}


def against_naive() -> dict[str, list[str]]:
    """Run the attacks against the naive grader: the ways in which each succeeded."""
    chosen = [attack for attack in attacks() if attack.beats_naive]
    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(_naive, chosen))


def _naive(attack: Attack) -> tuple[str, list[str]]:
    """The ways in which one attack succeeded; on a busy machine it is given time to."""
    ways = _naive_within(attack, NAIVE_SECONDS)
    if attack.shows not in ways and "late" in ways:
        ways = _naive_within(attack, 20 * NAIVE_SECONDS)
    return attack.name, ways


def _naive_within(attack: Attack, seconds: float) -> list[str]:
    world = World()
    try:
        folder = world.root / "naive"
        folder.mkdir()
        told = world.told(attack, sandboxed=False)
        told.pop("guess", None)
        for name, text in (
            ("world.json", json.dumps(told)),
            ("attack.py", attack.source),
            ("honest.py", world.honest),
        ):
            (folder / name).write_text(text)
        before = world.state()
        return judge(world, attack, _run_naive(world, folder, seconds), before)
    finally:
        world.close()


def _run_naive(world: World, folder: Path, limit: float) -> Seen:
    begun = time.monotonic()
    results = folder / "marks.json"
    (folder / "cwd").mkdir()
    given = [str(folder / name) for name in ("world.json", "marks.json", "attack.py", "honest.py")]
    process = subprocess.Popen(
        [sys.executable, str(NAIVE), *given],
        cwd=folder / "cwd",
        env={
            **os.environ,
            "HOME": str(world.root / "home"),
            "GRADER_ATTACK_TOKEN": world.secrets["token"],
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(limit)
        seconds = 0.0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        seconds = time.monotonic() - begun
    text = results.read_text() if results.exists() else ""
    try:
        attacked, honest = json.loads(text)
        shown = {name: honest["shown"][name] for name in HONEST_VALUES}
    except (ValueError, KeyError, TypeError):
        return Seen(text, seconds=seconds, neighbour={"text": text} if text else None)
    own = {key: item for key, item in attacked["shown"].items() if key != "SECRET"}
    return Seen(repr(own), attacked["right"], attacked["escaped"], seconds, 0.1, shown)


def main() -> None:
    """Run in one sandbox and print the report as JSON."""
    report = in_sandbox(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
    print(json.dumps({"tier": report.tier, "ran": report.ran, "broken": report.broken}))


if __name__ == "__main__":
    main()
