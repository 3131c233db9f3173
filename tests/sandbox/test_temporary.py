"""What a grader that was killed left in the folder for temporary files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HOLDS = """
import sys, time
from grader.sandbox import temporary
folder = temporary.place()
(folder / "work-x" / "deep").mkdir(parents=True)
print(folder, flush=True)
time.sleep(60 if sys.argv[1:] else 0)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no locks of this kind")


def start(place: Path, *given: str) -> subprocess.Popen[str]:
    """A process with a folder of its own in `place`."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS, *given],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    )


def folder_of(process: subprocess.Popen[str]) -> Path:
    """The folder that it says it has."""
    assert process.stdout
    return Path(process.stdout.readline().strip())


def test_what_a_killed_process_left_goes_with_the_next_start(tmp_path: Path) -> None:
    """The folder of a process that was killed is swept up; that of one that runs is left alone."""
    killed, running = start(tmp_path, "stay"), start(tmp_path, "stay")
    with killed, running:
        left, kept = folder_of(killed), folder_of(running)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert left.is_dir()
        with start(tmp_path) as after:
            gone = folder_of(after)
        assert after.returncode == 0
        assert not left.exists() and not gone.exists()
        assert kept.is_dir()
        running.kill()


def test_only_what_is_ours_is_swept(tmp_path: Path) -> None:
    """A link, and a folder without a lock, may be somebody's own: nothing behind them goes."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "lock").touch()
    (tmp_path / "grader-run-link").symlink_to(own)
    (tmp_path / "grader-run-other").mkdir()
    (tmp_path / "grader-run-other" / "thesis.txt").write_text("kept")
    with start(tmp_path) as process:
        folder_of(process)
    assert process.returncode == 0
    assert own.is_dir() and (tmp_path / "grader-run-other" / "thesis.txt").read_text() == "kept"
