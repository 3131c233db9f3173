"""Gradebooks as a class leaves them, made here, and the marking page over them in a process."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.collect.keys import plan_digests
from grader.collect.plan import plan_of, with_prompts
from grader.evidence import Answer, Evidence, Outcome, Source
from grader.gradebook import EvidenceKey, Gradebook, RunInfo, SubmissionRecord
from grader.marking.marking import Marking
from grader.marking.runs import rubric_info
from grader.rubric import Rubric, load_rubric

RUBRIC = r"""
# The rubric of a small course.
title: Descent
course: Optimisation
questions:
  - id: why
    kind: free_response
    title: Why does $\nabla f$ vanish?
    points: 3
    name: WHY
    prompt: |
      Say why the gradient $\nabla f(x) = 0$ at a minimum.

      ```python
      def f(x):
          return x ** 2
      ```
    model: "Because $f$ would fall along $-\\nabla f$ otherwise."
    items:  # what we look for
      - {id: falls, text: "Says that $f$ falls along $-\\nabla f$", points: 1}   # the idea
      - {id: local, text: Says that it holds locally, points: 1}
      - {id: clear, text: Is clear, points: 1}
      - {id: wrong, text: Claims that it holds at a minimum only, points: -1}
  - id: steps
    kind: numeric
    title: Steps
    points: 2
    name: STEPS
    key: 3
  - {id: word, kind: short_text, points: 1, name: WORD, key: [convex]}
"""

SENTENCES = [
    "The function falls along the negative gradient",
    "otherwise we could go further down",
    "so at a minimum it has to vanish",
    "because the first order term is linear",
    "locally the function looks like its tangent",
    "hence the slope is zero in every direction",
    "I think it is a rule from the lecture",
    "we take a small step and see $f(x - \\eta g) < f(x)$",
]


def prose(number: int) -> str:
    """An essay of its own for each number."""
    chance = random.Random(number)
    some = chance.sample(SENTENCES, 3)
    return f"{'. '.join(some)}. Number {number}."


def answers(number: int) -> dict[str, Outcome]:
    """What the submission of that number answers."""
    return {
        "why": Answer(prose(number), Source("writeup", f"student-{number}.md", 3)),
        "steps": Answer(3 if number % 3 else 4, Source("module", "work.py", 7)),
        "word": Answer("convex" if number % 2 else "concave"),
    }


def book_of(
    folder: Path, given: Mapping[str, Mapping[str, Outcome]], text: str = RUBRIC
) -> Rubric:
    """A gradebook in `folder/out` with these outcomes by submission, marked by the rubric."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "rubric.yaml"
    path.write_text(text)
    rubric = with_prompts(load_rubric(path))
    with Gradebook.open(folder / "out" / "gradebook.db") as book:
        info = RunInfo("grade", rubric_info(rubric), "0.1.0", "3.11", "none", rubric.seed)
        run = book.runs.begin(info)
        key = EvidenceKey("around", plan_digests(plan_of(rubric)))
        with book.transaction():
            for id_, outcomes in given.items():
                one = SubmissionRecord(id_, f"Name of {id_}")
                book.record(run, one, key, Evidence(dict(outcomes)))
        book.marks.keep(run, Marking(rubric, {}).everybody(book).changed())
        book.runs.finish(run)
    return rubric


def usual(folder: Path, count: int) -> Rubric:
    """A class of so many."""
    return book_of(folder, {f"s{n:05}": answers(n) for n in range(count)})


@dataclass
class Served:
    """The page in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def host(self) -> str:
        """Where it listens."""
        return self.address.split("/")[2]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def served(out: Path, *more: str, who: str = "ada") -> Iterator[Served]:
    """`grader mark` on a gradebook; ended as Ctrl-C would, which has to be clean."""
    command = [sys.executable, "-m", "grader", "mark", str(out), "--by", who, "--no-browser", *more]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONFAULTHANDLER": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    assert process.stdout is not None and process.stderr is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), process.stderr.read()
    try:
        yield Served(process, address)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=20)
            assert process.returncode == 0, (process.returncode, told)
            assert "every decision is kept" in told
        else:
            process.communicate()


def judgements(out: Path) -> list[tuple[str, str, Any, str]]:
    """The history of judgements: submission, question, points and who."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        history = book.judgements.history()
    return [(one.submission, one.question, one.points, one.who) for one in history]
