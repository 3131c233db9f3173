"""A run that is told to end, as by a scheduler or a closed terminal, cleans up behind itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.cli.test_closed_streams import RUBRIC

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("tier_a")]


def until_there(run: subprocess.Popen[str], folder: Path, pattern: str) -> None:
    """Wait until a file of that name is there; a run that ends before, or never makes it, fails."""
    ends = time.monotonic() + 120
    while not list(folder.glob(pattern)):
        assert run.poll() is None, f"ended before {pattern} was there: {run.communicate()[1]}"
        assert time.monotonic() < ends, f"{pattern} never came"
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_run_that_is_told_to_end_leaves_nothing(tmp_path: Path, name: str) -> None:
    """It ends at once with the code of an interruption, and no file of the sandbox stays."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "in" / "ada").mkdir(parents=True)
    (tmp_path / "in" / "ada" / "work.py").write_text("import time\ntime.sleep(99)\n")
    given = ["grade", "in", "--rubric", "rubric.yaml", "--out", "out"]
    with tempfile.TemporaryDirectory() as place:
        run = subprocess.Popen(
            [sys.executable, "-m", "grader", *given],
            cwd=tmp_path,
            env={**os.environ, "TMPDIR": place},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            until_there(run, tmp_path / "out", "gradebook.db*")
            until_there(run, Path(place), "grader-run-*/canary-*")
            run.send_signal(getattr(signal, name))
            _, said = run.communicate(timeout=60)
        finally:
            run.kill()
        assert run.returncode == 130, said
        assert "interrupted" in said
        assert {path.name for path in Path(place).iterdir()} <= {"grader-slots"}
