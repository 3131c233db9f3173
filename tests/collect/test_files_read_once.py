"""Every file that was handed in is opened once, and let go when its submission is finished."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import grader.check
import grader.grade
from grader.check import check
from grader.collect.turns import Progress
from grader.grade import Options, grade
from grader.gradebook import Gradebook
from grader.intake import Intake, discover, single
from grader.intake.submission import Content, FileBytes, Submission

RUBRIC = """
title: Small
questions:
  - {id: word, kind: short_text, points: 1, name: WORD, key: [descent]}
  - {id: text, kind: short_text, points: 1, name: TEXT, key: [it is called descent],
     writeup: {under: [Problem 1], take: prose}}
"""
COUNT = 24
JOBS = 2


class Opened:
    """Counts how often each file is opened; one of them cannot be read."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()

    def watched(self, one: Submission) -> Submission:
        """The submission with loaders that count."""
        files = [replace(file, load=self._loader(one, file)) for file in one.files]
        return replace(one, files=tuple(files))

    def _loader(self, one: Submission, file: FileBytes) -> Callable[[], bytes]:
        def load() -> bytes:
            self.times[f"{one.id}/{file.name}"] += 1
            if file.name == "lost.csv":
                raise PermissionError(13, "Permission denied")
            return file.load()

        return load


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Counts what `grade` and `check` open."""
    counts = Opened()

    def watched(paths: Sequence[Path], roster: Path | None = None, one: bool = False) -> Intake:
        intake = discover(paths, roster, one=one)
        return replace(intake, submissions=tuple(map(counts.watched, intake.submissions)))

    monkeypatch.setattr(grader.grade, "discover", watched)
    monkeypatch.setattr(grader.check, "single", lambda path: counts.watched(single(path)))
    return counts


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A class of modules, one with a write-up and one with a file that cannot be read."""
    (tmp_path / "small.yaml").write_text(RUBRIC)
    for number in range(COUNT):
        work = tmp_path / "submissions" / f"s{number:02}"
        work.mkdir(parents=True)
        (work / "work.py").write_text(f"WORD = 'descent'  # {number}\n")
    (tmp_path / "submissions" / "s03" / "notes.md").write_text(
        "# Problem 1\n\nIt is called descent.\n"
    )
    (tmp_path / "submissions" / "s04" / "lost.csv").write_text("1,2\n")
    return tmp_path


def run(course: Path, watch: Callable[[Progress], None] = lambda _: None) -> dict[str, float]:
    """Grade, without a sandbox; how many points each submission has."""
    options = Options(isolation="none", jobs=JOBS)
    done = grade([course / "submissions"], course / "small.yaml", course / "out", options, watch)
    assert done.faults == ()
    return {one["id"]: one["score"] for one in done.results["submissions"]}


def test_a_file_is_opened_once_per_run(course: Path, opened: Opened) -> None:
    """Digest, fingerprint and reading share the bytes; so does a run that runs nothing again."""
    scores = run(course)
    assert len(opened.times) == COUNT + 2
    assert set(opened.times.values()) == {1}
    assert scores["s03"] == 2
    assert set(scores.values()) == {1, 2}
    assert run(course) == scores
    assert set(opened.times.values()) == {2}
    with Gradebook.open(course / "out" / "gradebook.db", "read") as book:
        assert len(book.evidence.executions()) == COUNT
        assert all(digest for one in book.submissions.present() for _, digest, _ in one.files)


def test_a_check_opens_each_file_once(course: Path, opened: Opened) -> None:
    """A student's own check reads their files as grading does."""
    check(course / "submissions" / "s03", course / "small.yaml", Options(isolation="none"))
    assert opened.times == {"s03/notes.md": 1, "s03/work.py": 1}


@pytest.mark.parametrize("again", [False, True], ids=["all are new", "all are unchanged"])
def test_no_more_is_in_memory_than_workers_need(course: Path, again: bool) -> None:
    """Bytes are let go when a submission is finished, so that a large class needs no more."""
    if again:
        run(course)
    held: list[int] = []

    def watch(_: Progress) -> None:
        held.append(sum(type(thing) is Content for thing in gc.get_objects()))

    run(course, watch)
    assert len(held) == COUNT
    assert 0 < max(held) <= 3 * JOBS + 3


def test_what_was_not_reached_is_known_to_be_there(course: Path, opened: Opened) -> None:
    """Stopped early, the rest is neither opened nor withdrawn, and its earlier evidence stays."""
    run(course)
    changed = course / "submissions" / f"s{COUNT - 1:02}" / "work.py"
    changed.write_text("WORD = 'ascent, and a longer file'\n")
    stop = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.done == 5:
            stop.set()

    options = Options(isolation="none", jobs=1)
    paths = [course / "submissions"], course / "small.yaml", course / "out"
    first = grade(*paths, options, watch, stop)
    assert len(first.left) == COUNT - 5
    assert sum(count == 2 for count in opened.times.values()) <= 5 + 3
    with Gradebook.open(course / "out" / "gradebook.db", "read") as book:
        assert len(book.submissions.present()) == COUNT
        assert book.submissions.not_run() == [changed.parent.name]
    assert grade(*paths, options).left == ()
    with Gradebook.open(course / "out" / "gradebook.db", "read") as book:
        assert len(book.evidence.executions()) == COUNT + 1
