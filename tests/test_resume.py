from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from grader.collect.turns import Progress
from grader.errors import GradebookError
from grader.grade import Options, grade
from grader.gradebook import Gradebook
from grader.gradebook.status import status_of

RUBRIC = """
title: Small
limits: {seconds: 60}
questions:
  - {id: tf, kind: true_false, points: 2, name: TF, items: [{key: true}, {key: false}]}
  - {id: word, kind: short_text, points: 1, name: WORD, key: [descent]}
"""
GRADE = """
import sys
from pathlib import Path
from grader.grade import Options, grade
options = Options(jobs=2, isolation="none", fresh="fresh" in sys.argv)
grade([Path(sys.argv[1])], Path(sys.argv[2]), Path(sys.argv[3]), options)
"""
COUNT = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty submissions, some right, some wrong, and the rubric."""
    (tmp_path / "small.yaml").write_text(RUBRIC)
    for number in range(COUNT):
        work = tmp_path / "submissions" / f"s{number:02}"
        work.mkdir(parents=True)
        word = "descent" if number % 3 else f"ascent {number}"
        (work / "hw.py").write_text(f"TF = [True, {number % 2 == 0}]\nWORD = {word!r}\n")
    return tmp_path


def command(folder: Path, out: str, *more: str) -> list[str]:
    """The command line of a grader in a process of its own."""
    paths = [folder / "submissions", folder / "small.yaml", folder / out]
    return [sys.executable, "-c", GRADE, *map(str, paths), *more]


def run(folder: Path, out: str, *more: str) -> bytes:
    """Grade to the end; the results."""
    subprocess.run(command(folder, out, *more), check=True, capture_output=True, text=True)
    return (folder / out / "results.json").read_bytes()


def finished(out: Path) -> Counter[str]:
    """How often each submission was executed, as far as a reader can see now."""
    try:
        with Gradebook.open(out / "gradebook.db", "read") as book:
            return Counter(submission for submission, _, _ in book.evidence.executions())
    except GradebookError:  # not there yet
        return Counter()


@pytest.mark.slow
def test_a_grader_killed_three_times_loses_and_repeats_nothing(folder: Path) -> None:
    """After kills at three seeded instants the results are those of an undisturbed run.

    What is said of the run is true before each kill and after it.
    """
    whole = run(folder, "whole")
    chance = random.Random(20261123)
    for target in sorted(chance.sample(range(2, COUNT - 8), 3)):
        grader = subprocess.Popen(
            command(folder, "killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + 120
        while len(finished(folder / "killed")) < target and time.monotonic() < give_up:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        assert status_of(folder / "killed").running is True
        os.kill(grader.pid, signal.SIGKILL)
        assert grader.wait() == -signal.SIGKILL
        assert status_of(folder / "killed").running is False
        before = finished(folder / "killed")
        assert target <= len(before) < COUNT
    assert run(folder, "killed") == whole
    assert finished(folder / "killed") == dict.fromkeys((f"s{n:02}" for n in range(COUNT)), 1)
    with Gradebook.open(folder / "killed" / "gradebook.db", "read") as book:
        assert [one.ended for one in book.runs.all()] == [None, None, None, "finished"]


@pytest.mark.slow
def test_only_what_changed_is_executed_again(folder: Path) -> None:
    """One changed byte executes one submission, `--fresh` all of them, an unchanged folder none."""
    first = run(folder, "out")
    assert run(folder, "out") == first
    assert set(finished(folder / "out").values()) == {1}
    changed = folder / "submissions" / "s07" / "hw.py"
    changed.write_text(changed.read_text() + "# one more line\n")
    assert run(folder, "out") == first
    assert {one for one, count in finished(folder / "out").items() if count == 2} == {"s07"}
    assert run(folder, "out", "fresh") == first
    assert min(finished(folder / "out").values()) == 2


def test_stopping_keeps_what_is_finished_and_says_what_is_left(folder: Path) -> None:
    """After Ctrl-C nothing more starts, the rest is named, and the next run does just that."""
    stop = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.done == 5:
            stop.set()

    paths = [folder / "submissions"], folder / "small.yaml", folder / "out"
    options = Options(jobs=1, isolation="none")
    first = grade(*paths, options, watch, stop)
    assert 0 < len(first.left) <= COUNT - 5
    done = finished(folder / "out")
    assert set(done) | set(first.left) == {f"s{n:02}" for n in range(COUNT)}
    assert not set(done) & set(first.left)
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        assert book.submissions.not_run() == list(first.left)
        assert book.runs.all()[-1].ended == "interrupted"
    assert grade(*paths, options).left == ()
    assert set(finished(folder / "out").values()) == {1}


def test_one_question_and_one_hand_in_can_be_asked_alone(folder: Path) -> None:
    """`--question` and `--only` ask just that; what was not asked keeps its mark."""
    for number in range(3, COUNT):
        shutil.rmtree(folder / "submissions" / f"s{number:02}")
    paths = [folder / "submissions"], folder / "small.yaml", folder / "out"
    grade(*paths, Options(isolation="none"))
    rubric = folder / "small.yaml"
    rubric.write_text(rubric.read_text().replace("WORD", "VERB").replace("TF", "TRUTH"))
    word = Options(isolation="none", questions=("word",), only=("s01",))
    found = grade(*paths, word).results["submissions"]
    status = {one["id"]: [q["status"] for q in one["questions"]] for one in found}
    assert status["s01"] == ["correct", "awaiting"]  # it may stand under the old name
    assert status["s02"] == ["partial", "correct"]
    assert finished(folder / "out") == {"s00": 1, "s01": 2, "s02": 1}
    found = grade(*paths, Options(isolation="none")).results["submissions"]
    assert {q["status"] for one in found for q in one["questions"]} == {"awaiting"}
    assert finished(folder / "out") == {"s00": 2, "s01": 3, "s02": 2}
