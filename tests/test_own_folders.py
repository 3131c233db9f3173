"""Tests do not meet: not in the folder of temporary files, not in examples drawn by chance."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings


@pytest.mark.parametrize("turn", [1, 2])
def test_the_temporary_folder_is_empty_for_each_test(turn: int, temporary_folder: Path) -> None:
    """What one test leaves, and whatever else runs on the machine, no other test finds."""
    assert Path(tempfile.gettempdir()) == temporary_folder
    assert list(temporary_folder.iterdir()) == []
    with tempfile.NamedTemporaryFile(delete=False) as file:
        assert Path(file.name).parent == temporary_folder


def test_processes_have_it_too(temporary_folder: Path) -> None:
    """A grader that a test starts leaves its files in the test's own folder."""
    code = "import tempfile; print(tempfile.gettempdir())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(temporary_folder)


def test_everybody_can_enter_it(temporary_folder: Path) -> None:
    """A spare user, who runs submissions where root grades, finds what is put there."""
    for folder in (temporary_folder, temporary_folder.parent):
        assert folder.stat().st_mode & 0o777 == 0o755


def test_folders_of_pytest_are_elsewhere(tmp_path: Path, temporary_folder: Path) -> None:
    """`tmp_path` outlives the test, so that its files can be looked at."""
    assert temporary_folder.parent not in tmp_path.parents


def test_examples_are_the_same_each_time(pytestconfig: pytest.Config) -> None:
    """`make test` is green or red for everybody alike; `make fuzz` searches."""
    searching = pytestconfig.getoption("--hypothesis-profile") == "search"
    assert settings.default is not None
    assert settings.default.derandomize is not searching
    assert settings.default.deadline is None


@pytest.mark.skipif(os.geteuid() != 0, reason="takes spare users, as root does")
def test_two_graders_with_folders_of_their_own_are_two_users(tmp_path: Path) -> None:
    """Which spare users are taken is known to the whole machine, wherever temporary files are."""
    code = (
        "from grader.sandbox.slots import Slot; print(Slot.take().user, flush=True); input()"
    )
    graders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        graders.append(
            subprocess.Popen(
                [sys.executable, "-c", code],
                env={**os.environ, "TMPDIR": str(tmp_path / name)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    users = []
    for grader in graders:
        assert grader.stdout is not None
        users.append(grader.stdout.readline().strip())
    for grader in graders:
        grader.communicate("\n")
    assert all(users)
    assert users[0] != users[1]
