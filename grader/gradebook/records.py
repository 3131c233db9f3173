"""What goes into a gradebook and comes out of it, apart from evidence and marks themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from grader.marks import Mark


@dataclass(frozen=True, slots=True)
class RubricInfo:
    """Which rubric marks follow from, kept with its source so that old marks stay explainable."""

    sha256: str
    title: str
    path: str
    questions: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """Which part of a class a gradebook is of: `number` of so many, counted from one.

    `submissions` and `digest` are of the whole class that was cut: parts fit together where both
    are the same.
    """

    number: int
    of: int
    submissions: int
    digest: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """All that a result must name to be reproduced years later.

    `missing` are the roster's people without a submission, as results files show them; `split` is
    None where the whole class was to be graded.
    """

    command: str
    rubric: RubricInfo
    grader: str
    python: str
    isolation: str
    seed: int
    packages: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[Mapping[str, str], ...] = ()
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the gradebook remembers it; `ended` is None when it was killed or still runs."""

    id: int
    info: RunInfo
    started: str
    finished: str | None
    ended: str | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class WorkerFigures:
    """What one worker did in one run: its time is that from being given work to its answer."""

    run: int
    name: str
    submissions: int
    seconds: float
    said: str = ""
    """Why it was given nothing more, where that is so."""


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """One submission as the gradebook knows it.

    `files` are (name, SHA-256, bytes) of everything read, the SHA-256 empty for what was not read
    yet; `submitted` is ISO 8601 with its offset.
    """

    id: str
    name: str
    files: tuple[tuple[str, str, int], ...] = ()
    submitted: str | None = None
    people: tuple[Mapping[str, Any], ...] = ()

    @property
    def sizes(self) -> list[tuple[str, int]]:
        """The names and sizes of its files, which are known before any of them is read."""
        return [(name, size) for name, _, size in self.files]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark with the digest of everything it follows from: the same digest, the same mark.

    `follows` are the other questions that marking looked at, for follow-through.
    """

    mark: Mark
    inputs: str = ""
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement by hand in the gradebook's history; `points` None takes an earlier one back.

    `answer` is the digest of the answer that was judged: it does not hold for another answer.
    With `by_items` the points follow the rubric's items; a `second` judgement was given without
    seeing the first, to compare.
    """

    submission: str
    question: str
    answer: str
    points: Fraction | None
    items: tuple[str, ...] = ()
    comment: str = ""
    who: str = ""
    why: str = ""
    at: str = ""
    revision: int = 0
    by_items: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class Flagged:
    """An answer that somebody wants looked at by whoever leads the marking."""

    submission: str
    question: str
    raised: bool
    who: str
    why: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Transcribed:
    """What a person says stands in pictures, in the gradebook's history.

    `key` is the digest of the pictures and `question` what they were read for, nothing where they
    are whole pages; `questions` are those that such a page answers. `state` is typed, absent,
    illegible, placed (a page whose questions alone are told), chosen (`text` names the candidate
    that is the answer) or withdrawn.
    """

    question: str
    key: str
    state: str
    text: str = ""
    grid: tuple[tuple[str, ...], ...] = ()
    questions: tuple[str, ...] = ()
    who: str = ""
    why: str = ""
    at: str = ""
    revision: int = 0

    @property
    def said(self) -> tuple[str, str, tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """What it says, whoever says so and when."""
        return self.state, self.text, self.grid, self.questions
