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
        ends = time.monotonic() + 30
        while not list((tmp_path / "out").glob("gradebook.db*")) and time.monotonic() < ends:
            time.sleep(0.05)
        while not list(Path(place).glob("grader-canary-*")) and time.monotonic() < ends:
            time.sleep(0.05)
        run.send_signal(getattr(signal, name))
        _, said = run.communicate(timeout=30)
        assert run.returncode == 130, said
        assert "interrupted" in said
        assert {path.name for path in Path(place).iterdir()} <= {"grader-slots"}
