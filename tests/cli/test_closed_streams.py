"""The command line where its standard streams are closed, as some schedulers start it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

RUBRIC = """
title: One word
questions:
  - {id: q1, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a shell")
@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_change_nothing(tmp_path: Path, closed: str) -> None:
    """No socket or file of ours takes the number of a closed stream."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "in" / "ada").mkdir(parents=True)
    (tmp_path / "in" / "ada" / "work.py").write_text("WORD = 'yes'\n")
    given = ["grade", "in", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none"]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "grader", *given],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out" / "results.json").read_text())
    assert [row["score"] for row in found["submissions"]] == [1]


@pytest.mark.sandbox
@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a shell")
def test_closed_streams_leave_the_sandbox_whole(tier_a: None) -> None:
    """The fork server's socket and a child's have numbers of their own; few files are enough."""
    start = 'ulimit -n 32; exec "$@" 0<&- 1>&- 2>&-'
    done = subprocess.run(
        ["sh", "-c", start, "sh", sys.executable, "-m", "grader", "doctor"],
        cwd=Path(__file__).resolve().parents[2],
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
