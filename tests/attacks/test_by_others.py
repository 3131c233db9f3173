"""What holds for whoever runs the tests holds for an ordinary user, and on older kernels.

`test_attacks` runs its submissions for all of them by itself; these are the other files.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.attacks.test_attacks import LIBRARIES, ORDINARY_USER, USERS, interpreters
from tests.attacks.world import REPOSITORY

pytestmark = [pytest.mark.attack, pytest.mark.sandbox]

ATTACKS = ("test_hidden_inputs", "test_own_tests", "test_folder", "test_among_submissions")
FILES = (
    *(f"tests/attacks/{name}.py" for name in ATTACKS),
    "tests/sandbox/test_honest_libraries.py",
    "tests/sandbox/test_honest_code.py",
    "tests/sandbox/test_conversation.py",
    "tests/sandbox/test_temporary.py",
)


def everybodys(folder: Path) -> list[Path]:
    """Interpreters with our libraries, the last of them one that everybody can start."""
    found = [Path(sys.executable)]
    ours = next((Path(path) for path in LIBRARIES if Path(path).is_relative_to(sys.prefix)), None)
    for python in interpreters()[1:]:
        asked = subprocess.run(
            [str(python), "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ours is not None and ours.parent.name == f"python{asked.stdout.strip()}":
            made = folder / "venv"  # an environment with the folder of libraries of ours
            (made / "bin").mkdir(parents=True)
            (made / "bin" / "python").symlink_to(python)
            (made / "lib").symlink_to(ours.parent.parent)
            (made / "pyvenv.cfg").write_text(f"home = {python.parent}\n")
            found.append(made / "bin" / "python")
    return found


def rerun(*given: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Some tests in a process of their own, with an interpreter that every user can start."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o1777)
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(REPOSITORY),
        "TMPDIR": str(folder),
        "HOME": str(folder),
    }
    version = more.pop("landlock", None)
    if version is not None:
        environment["GRADER_LANDLOCK"] = str(version)
        given = ("-p", "tests.attacks.older_kernel", *given)
    for python in reversed(everybodys(folder)):
        command = [str(python), "-P", "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", *given]
        try:
            return subprocess.run(  # type: ignore[call-overload, no-any-return]
                command,
                cwd=REPOSITORY,
                env=environment,
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
                **more,
            )
        except OSError:
            continue
    pytest.skip("no interpreter that this user can start")


def held(done: subprocess.CompletedProcess[str], at_least: int) -> None:
    """Everything passed, and enough was run for that to mean something."""
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None and int(passed[1]) >= at_least, done.stdout[-3000:]


@pytest.mark.root
@pytest.mark.parametrize("file", FILES[1:3] + FILES[4:6])
def test_it_holds_as_root_behind_tier_b(file: str) -> None:
    """Root runs submissions as a spare user, who may not read the interpreter of root's tests."""
    if len(USERS) < 2:
        pytest.skip("needs root, and a checkout that everybody can read")
    done = rerun(file, "-k", "landlock")
    if re.search(r"^\d+ skipped", done.stdout, re.M):
        pytest.skip("no tier B here")
    held(done, 1)


@pytest.mark.root
@pytest.mark.parametrize("file", FILES)
def test_it_holds_as_an_ordinary_user(file: str) -> None:
    """Started as root, everything is run once more as a user who is nobody."""
    if len(USERS) < 2:
        pytest.skip("needs root, and a checkout that everybody can read")
    who = {"user": ORDINARY_USER, "group": ORDINARY_USER, "extra_groups": []}
    done = rerun(file, **who)
    if re.search(r"^\d+ skipped", done.stdout, re.M):
        pytest.skip("this user has no sandbox here")
    held(done, 2)


@pytest.mark.parametrize("version", [3, 4, 5])
def test_it_holds_behind_tier_b_of_an_older_kernel(version: int) -> None:
    """Landlock of version 5 and below knows nothing of signals and sockets, 3 nothing of ports."""
    files = [f"tests/attacks/{name}.py" for name in ATTACKS[:3]]
    done = rerun(*files, "-k", "landlock", landlock=version)
    if re.search(r"^\d+ skipped", done.stdout, re.M) and "passed" not in done.stdout:
        pytest.skip("no tier B here")
    held(done, 8)


