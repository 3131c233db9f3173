"""A plug-in of pytest: `pytest --rubric R --submission S` has an item per part of each question.

It does nothing, and imports nothing of grader, unless both options are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

DECIDED = {"correct": "passed", "partial": "failed", "incorrect": "failed", "missing": "failed"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options, and how submissions are kept apart."""
    group = parser.getgroup("grader", "grading with a rubric")
    group.addoption(
        "--rubric", metavar="RUBRIC.yaml", help="grade --submission by this rubric, a test per part"
    )
    group.addoption("--submission", metavar="PATH", help="the file, folder or archive to grade")
    group.addoption(
        "--grader-isolation", metavar="TIER", default="auto",
        help="auto (default), namespaces, landlock, or none for code that you trust",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Collect the rubric in place of what is collected where no path is given, or beside it."""
    rubric, submission = config.getoption("--rubric"), config.getoption("--submission")
    if not rubric and not submission:
        return
    if not (rubric and submission):
        given, lacking = ("--rubric", "--submission") if rubric else ("--submission", "--rubric")
        raise pytest.UsageError(f"{given} goes with {lacking}: name both")
    for option, path in (("--rubric", rubric), ("--submission", submission)):
        if not Path(path).exists():
            raise pytest.UsageError(f"{option} {path}: no such file")
    path = str(Path(rubric).resolve())
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    config.args = [*config.args, path] if named else [path]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The rubric as a file of tests."""
    rubric = parent.config.getoption("--rubric")
    if not rubric or file_path != Path(rubric).resolve():
        return None
    found: pytest.Collector = RubricFile.from_parent(parent, path=file_path)
    return found


class RubricFile(pytest.File):
    """A rubric; the submission is graded once, when the first of its items is run."""

    graded: Mapping[str, Mapping[str, Any]] | None = None

    def collect(self) -> Iterator[pytest.Collector]:
        """A node per question; a rubric with mistakes is an error of its own."""
        from grader.errors import GraderError
        from grader.questions.part_ids import part_ids
        from grader.rubric import load_rubric

        try:
            rubric = load_rubric(self.path)
        except GraderError as error:
            raise self.CollectError(str(error)) from None
        for question in rubric.questions:
            yield QuestionNode.from_parent(
                self, name=question.id, kind=question.kind, parts=part_ids(question)
            )

    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """The marks by question, of the one run; raises what kept it from being run."""
        if self.graded is None:
            from grader.check import check
            from grader.grade import Options

            options = Options(isolation=self.config.getoption("--grader-isolation"))
            found = check(Path(self.config.getoption("--submission")), self.path, options)
            self.graded = {row["id"]: row for row in found["submissions"][0]["questions"]}
        return self.graded


class QuestionNode(pytest.Collector):
    """One question, whose parts are its items; `-k` knows it by its id and its kind."""

    def __init__(self, *, kind: str, parts: tuple[str, ...], **more: Any) -> None:
        super().__init__(**more)
        self.parts = parts
        self.extra_keyword_matches.add(kind)

    def collect(self) -> Iterator[pytest.Item]:
        """An item per part, or one where there are none."""
        for name in self.parts or (self.name,):
            yield Part.from_parent(self, name=name)


class Part(pytest.Item):
    """One part of a question: it passes with full points, and waits where a person decides."""

    def runtest(self) -> None:
        """Fail with the feedback, skip what no machine decides."""
        above = self.parent
        assert above is not None and isinstance(above.parent, RubricFile)
        question = above.parent.rows()[above.name]
        row = next((part for part in question["parts"] if part["id"] == self.name), None)
        is_whole = row is None
        mark = question if row is None else row
        share = 1 / self._items() if is_whole else 1  # of a question that was not told in parts
        self.user_properties += [
            ("question", above.name),
            ("points", None if mark["score"] is None else mark["score"] * share),
            ("points_possible", mark["points"] * share),
            ("status", mark["status"]),
        ]
        told = [*mark["feedback"], *(question["feedback"] if not is_whole else [])]
        if mark["status"] == "correct":
            return
        if mark["status"] not in DECIDED:
            why = "a person decides" if mark["status"] == "awaiting" else "not gradable here"
            pytest.skip(f"{why}: {' '.join(told)}" if told else why)
        raise NotFull((mark["score"] or 0) * share, mark["points"] * share, told)

    def _items(self) -> int:
        """How many items the question has."""
        above = self.parent
        return max(len(above.parts), 1) if isinstance(above, QuestionNode) else 1

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The feedback, without a trace of our own code."""
        from grader.errors import GraderError

        if isinstance(excinfo.value, NotFull | GraderError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The rubric, and the part."""
        return self.path, None, self.name


class NotFull(Exception):
    """A part that earned less than its points."""

    def __init__(self, score: float, points: float, told: list[str]) -> None:
        lines = dict.fromkeys(told)
        super().__init__("\n".join([f"{score:g} of {points:g} points", *lines]))
