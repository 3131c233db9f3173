"""A disk of the caller that fills up: one message, nothing lost, and the next run goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
COUNT = 60  # enough for pages in several processes
RUBRIC = """
title: Words
limits: {seconds: 60}
questions:
  - {id: word, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
  - {id: list, kind: true_false, name: LIST, points: 2, items: [{key: true}, {key: false}]}
"""
INSIDE = """
import json, shutil, sqlite3, subprocess, sys
from contextlib import closing
from pathlib import Path

root = Path(sys.argv[1])
out = root / "out"

def mount(size, *more):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"{more[0] if more else ''}size={size}", "tiny",
                    str(out)], check=True)

def graded():
    command = [sys.executable, "-P", "-m", "grader", "grade", "in", "--rubric", "rubric.yaml",
               "--out", "out", "--isolation", "none"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    try:
        with closing(sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True)) as book:
            rows = book.execute("SELECT submission FROM evidence ORDER BY id").fetchall()
    except sqlite3.Error:
        rows = []
    told.append([done.returncode, done.stderr, [row[0] for row in rows]])

told = []
if sys.argv[2] == "pages":
    mount("50m")
    graded()
    shutil.rmtree(out / "reports")
    (out / "results.json").unlink()
    with open(out / "filler", "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    with open(out / "filler", "r+b") as file:  # room for the gradebook, and for a page or two
        file.truncate((out / "filler").stat().st_size - (900 << 10))
else:
    mount(sys.argv[2])
graded()
mount("50m", "remount,")
(out / "filler").unlink(missing_ok=True)
graded()
shutil.copy(out / "results.json", root / "results.json")
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class, and its results with all the room in the world."""
    root = tmp_path_factory.mktemp("course")
    (root / "rubric.yaml").write_text(RUBRIC)
    for number in range(COUNT):
        folder = root / "in" / f"s{number:02}"
        folder.mkdir(parents=True)
        word = "yes" if number % 3 else "no"
        (folder / "hw.py").write_text(f"WORD = {word!r}\nLIST = [True, {number % 2 == 0}]\n")
    return root


def told(course: Path, *given: str) -> list[Any]:
    """What the script says of each run; skipped where no file system can be mounted."""
    (course / "out").mkdir(exist_ok=True)
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    mount = [*namespace, "mount", "-t", "tmpfs", "tiny", str(course / "out")]
    try:
        can = subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        can = False
    if not can:
        pytest.skip("a file system of one's own cannot be mounted here")
    done = subprocess.run(
        [*namespace, sys.executable, "-c", INSIDE, str(course), *given],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("size", ["48k", "160k", "400k", "pages"])
def test_a_full_disk_is_one_message_and_the_next_run_goes_on(course: Path, size: str) -> None:
    """Before the gradebook is made, while it is written, and at the pages: exit 3, nothing lost."""
    *_, full, again = told(course, size)
    code, said, before = full
    assert code == 3, said
    lines = [line for line in said.splitlines() if not line.startswith(("graded ", "60 of 60"))]
    assert len(lines) == 1, said
    assert "the disk is full; free some space and run again" in lines[0]
    assert ("/reports/" in lines[0] or "index.html" in lines[0]) == (size == "pages")
    code, said, after = again
    assert code == 0, said
    assert after[: len(before)] == before
    assert sorted(after) == [f"s{number:02}" for number in range(COUNT)]  # each was run once
    if size == "400k":
        assert f"{len(before)} of {COUNT} unchanged, not run again" in said
    whole = json.loads((course / "results.json").read_text())
    assert [one["id"] for one in whole["submissions"]] == sorted(after)
