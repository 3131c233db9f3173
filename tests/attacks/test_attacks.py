"""Every hostile submission, against every sandbox of this machine and as every user we can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.attacks.arena import against_naive
from tests.attacks.world import KINDS, REPOSITORY, attacks

pytestmark = [pytest.mark.attack, pytest.mark.sandbox]

ORDINARY_USER = 20_001 + os.getpid() % 9_000  # nobody, and not who another run of the tests takes
TIERS = ("namespaces", "landlock")
LIBRARIES = [path for path in sys.path if path.endswith("site-packages")]


def is_private(path: Path) -> bool:
    """Whether an ordinary user cannot get to a folder, so that only its owner can run it."""
    return any(not folder.stat().st_mode & 0o1 for folder in [path, *path.parents])


PRIVATE = any(is_private(Path(path)) for path in (str(REPOSITORY), *LIBRARIES))
USERS = ("itself", "an ordinary user") if os.geteuid() == 0 and not PRIVATE else ("itself",)
RUNS = [(tier, user, 99) for user in USERS for tier in TIERS]
OLDER = [("landlock", "itself", version) for version in (3, 4, 5)]
"""As on older kernels: version 5 and below know nothing of signals and sockets."""


def interpreters() -> list[Path]:
    """Interpreters that may run submissions, best first."""
    return [Path(sys.executable), Path("/usr/bin/python3")]


def run_arena(tier: str, user: str, version: int, folder: Path) -> dict[str, Any]:
    """One run of the suite in a process of its own; {"refused"} where there is no sandbox."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join([str(REPOSITORY), *LIBRARIES]),
        "TMPDIR": str(folder),
    }
    who: dict[str, Any] = {}
    if user != "itself":
        who = {"user": ORDINARY_USER, "group": ORDINARY_USER, "extra_groups": []}
    refused = "no interpreter that this user can read"
    for python in interpreters():
        try:
            done = subprocess.run(
                [str(python), "-m", "tests.attacks.arena", tier, str(python), str(version)],
                cwd=REPOSITORY,
                env=environment,
                capture_output=True,
                text=True,
                timeout=280,
                check=False,
                **who,
            )
        except OSError:
            continue  # this user cannot start that interpreter
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
        refused = done.stderr.strip()[-1500:]
        if "SandboxRefusal" not in refused:
            break
    return {"refused": refused}


@pytest.fixture(scope="module")
def reports(temporary_folders: Path) -> dict[tuple[str, str, int], Future[dict[str, Any]]]:
    """All runs, two at a time, each with a folder for temporary files of its own."""
    pool = ThreadPoolExecutor(2)
    found = {}
    for run in RUNS + OLDER:
        folder = Path(tempfile.mkdtemp(dir=temporary_folders))
        folder.chmod(0o1777)  # also for an ordinary user
        found[run] = pool.submit(run_arena, *run, folder)
    return found


def test_the_suite_is_large_and_covers_every_class() -> None:
    """At least sixty attacks, of every class of the threat model."""
    names = [attack.name for attack in attacks()]
    assert len(names) >= 60
    classes = {name.split("_")[0] for name in names}
    assert classes == {"steal", "forge", "tamper", "escape", "network", "flood", "persist"}


def test_every_sign_of_success_is_looked_for() -> None:
    """No attack claims a sign that nobody watches, and no sign is without an attack."""
    assert {attack.shows for attack in attacks()} == set(KINDS)


def named(run: tuple[str, str, int]) -> str:
    """A run as part of a test's name."""
    tier, user, version = run
    return f"{tier}-{user}".replace(" ", "-") + (f"-{version}" if version < 99 else "")


@pytest.mark.parametrize("run", RUNS + OLDER, ids=named)
def test_no_attack_succeeds(
    run: tuple[str, str, int], reports: dict[tuple[str, str, int], Future[dict[str, Any]]]
) -> None:
    """In the sandbox nothing is stolen, forged, changed, reached, left behind or delayed."""
    report = reports[run].result()
    if "refused" in report and "no sandbox for untrusted code" in report["refused"]:
        pytest.skip(report["refused"])
    assert report.get("broken") == {}, report
    assert report["ran"] == len(attacks()) if run in RUNS else report["ran"] >= 60


def test_the_attacks_bite() -> None:
    """A naive grader falls to every attack that could work against it, in the way it shows."""
    found = against_naive()
    shows = {attack.name: attack.shows for attack in attacks()}
    harmless = {name: ways for name, ways in found.items() if shows[name] not in ways}
    assert not harmless
    assert len(found) >= 60
