"""The container, built and run by a real engine as its documentation says.

`GRADER_ENGINE` is the engine's command with its own options (`podman --runtime runc`), and
`GRADER_BUILD` are further options of its `build` (a proxy's certificates).
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxRefusal
from grader.grade import Options, grade
from tests.attacks.world import attacks

ROOT = Path(__file__).resolve().parents[2]
FILE = (ROOT / "Containerfile").read_text("utf-8")
BASE = re.findall(r"^FROM (\S+)$", FILE, re.M)[-1]
RUBRIC = Path("rubric/homework2.yaml")
SAMPLES = ("crashes_on_import", "forged_equality", "loops_forever", "perfect")
real = [pytest.mark.container, pytest.mark.slow]


def commands(text: str) -> list[list[str]]:
    """The words of each command for an engine in a text, comment signs and broken lines aside."""
    joined = re.sub(r"\\\n#?\s*", "", text)
    return [
        shlex.split(line) for line in re.findall(r"^#?\s*(docker (?:build|run) .+)$", joined, re.M)
    ]


def test_every_page_gives_the_same_two_commands() -> None:
    """README, Containerfile and docs: build and run, the same words, and in PowerShell too."""
    pages = [
        FILE,
        *((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/isolation.md")),
    ]
    first, *others = [commands(page)[:2] for page in pages]
    assert [words[1] for words in first] == ["build", "run"]
    assert others == [first, first]
    assert "${PWD}:/course" in first[1]  # PowerShell reads $PWD:/course as a name of its own


def test_versions_are_those_that_were_tested() -> None:
    """Every installation is bound to the pinned versions; none copies the grader's code."""
    installs = re.findall(r"pip install (.+)", FILE)
    assert installs
    assert all(line.startswith("-c constraints.txt ") for line in installs)
    assert '-e ".[torch,grade,course,dask]"' in installs[-1]


def test_all_that_is_copied_is_sent_to_the_engine() -> None:
    """`.dockerignore` sends what the Containerfile copies: no environment, no results."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sent = {line[1:] for line in lines if line.startswith("!")}
    copied = {name for line in re.findall(r"^COPY (.+) \S+$", FILE, re.M) for name in line.split()}
    assert "*" in lines
    assert sent == copied
    assert not [name for name in sent if fnmatch.filter([".venv", ".git", "results"], name)]


@pytest.fixture(scope="session")
def engine() -> list[str]:
    """The engine's command; skips where there is none, or it has no base image."""
    named = shlex.split(os.environ.get("GRADER_ENGINE", ""))
    found = [[path] for path in map(shutil.which, ("docker", "podman")) if path]
    for words in [named] if named else found:
        if _run([*words, "info"], 60).returncode == 0:
            break
    else:
        pytest.skip("container: no engine that answers (docker or podman)")
    if _run([*words, "image", "inspect", BASE], 60).returncode != 0:
        pytest.skip(f"container: no base image; {' '.join(words)} pull {BASE}")
    return words


@pytest.fixture(scope="session")
def image(engine: list[str]) -> str:
    """The image, built from this repository."""
    options = shlex.split(os.environ.get("GRADER_BUILD", ""))
    name = "grader-under-test"
    built = _run(
        [*engine, "build", *options, "-t", name, "-f", "Containerfile", "."], 1800, cwd=ROOT
    )
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    return name


def _run(
    words: list[str], seconds: float, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
    )


class TestEngine:
    """What needs an engine; one build serves all."""

    pytestmark = real

    def test_doctor_proves_a_sandbox(self, engine: list[str], image: str) -> None:
        """The default profile gives tier B with every piece tried, or better."""
        done = _run([*engine, "run", "--rm", "--network", "none", image, "doctor"], 120)
        assert done.returncode == 0, done.stdout
        assert re.search(r"\(isolation: (landlock|namespaces)\)", done.stdout)
        assert re.search(r"no network socket +yes", done.stdout)

    def test_the_documented_command_gives_the_marks_of_any_other_machine(
        self, engine: list[str], image: str, tmp_path: Path
    ) -> None:
        """Hostile and honest samples: the same results as outside, and files that we may delete."""
        for name in SAMPLES:
            shutil.copytree(ROOT / "submissions" / name, tmp_path / "submissions" / name)
        for name in ("rubric", "answers"):
            shutil.copytree(ROOT / name, tmp_path / name)
        words = commands(FILE)[1]
        command = [word.replace("${PWD}", str(tmp_path)) for word in words[1:]]
        command[command.index("grader")] = image
        done = _run([*engine, *command], 300)
        assert done.returncode == 0, done.stderr
        inside = json.loads((tmp_path / "results/results.json").read_text("utf-8"))
        assert inside["isolation"] in ("landlock", "namespaces")
        assert {row["id"] for row in inside["submissions"]} == set(SAMPLES)
        assert inside["submissions"] == _outside(tmp_path)

    def test_no_attack_succeeds(self, engine: list[str], image: str) -> None:
        """Every hostile submission of the suite, against the image as it is."""
        tests = f"{ROOT / 'tests'}:/checkout/tests:ro"
        arena = ["-m", "tests.attacks.arena", "auto", "/usr/local/bin/python3"]
        start = ["run", "--rm", "--network", "none", "-v", tests, "-w", "/checkout"]
        done = _run([*engine, *start, "--entrypoint", "python3", image, *arena], 280)
        assert done.returncode == 0, done.stderr[-2000:]
        report = json.loads(done.stdout)
        assert report["broken"] == {}
        assert report["ran"] == len(attacks())

    def test_stopping_interrupts(self, engine: list[str], image: str, tmp_path: Path) -> None:
        """`stop` is Ctrl-C: the exit code is 130, and what was finished is kept."""
        work = tmp_path / "in" / "late"
        work.mkdir(parents=True)
        (work / "hw.py").write_text("while True: pass\n")
        (tmp_path / "r.yaml").write_text(
            "title: Late\nlimits: {seconds: 60, load_seconds: 50}\n"
            "questions:\n  - {id: a, kind: numeric, points: 1, name: A, key: 1}\n"
        )
        start = ["run", "-d", "--network", "none", "-v", f"{tmp_path}:/course", image]
        name = _run([*engine, *start, "grade", "in", "--rubric", "r.yaml", "--out", "out"], 60)
        assert name.returncode == 0, name.stderr
        box = name.stdout.strip()
        try:
            end = time.monotonic() + 60
            while not (tmp_path / "out/gradebook.db").exists() and time.monotonic() < end:
                time.sleep(0.1)
            _run([*engine, "stop", "-t", "30", box], 60)
            assert _run([*engine, "wait", box], 60).stdout.strip() == "130"
        finally:
            _run([*engine, "rm", "-f", box], 60)


def _outside(course: Path) -> list[dict[str, Any]]:
    """The same submissions graded here, in whatever sandbox this machine has."""
    try:
        grade([course / "submissions"], course / RUBRIC, course / "outside", Options(jobs=2))
    except SandboxRefusal as refusal:
        pytest.skip(f"container: nothing to compare with: {refusal}")
    found: dict[str, Any] = json.loads((course / "outside/results.json").read_text("utf-8"))
    rows: list[dict[str, Any]] = found["submissions"]
    return rows
