"""The pinned shape of `results.json`, field by field: what every writer of reports is given."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from grader.intake.similarity import Similar


class Place(TypedDict):
    """Where an answer stands; the parts that do not apply are None."""

    file: str
    line: int | None
    cell: int | None
    page: int | None


class FindingResult(TypedDict):
    """Something noticed about a submission that is not itself a mark."""

    kind: str
    message: str
    file: str
    line: int | None
    cell: int | None


class PartResult(TypedDict):
    """One item inside a question."""

    id: str
    score: float | None
    points: float
    status: str
    feedback: list[str]
    mistakes: list[str]


class CandidateResult(TypedDict):
    """One possible answer, where it stands and what it would earn."""

    read: str
    score: float | None
    source: Place | None


class ReadByPersonResult(TypedDict):
    """What a person says stands in the pictures of an answer: typed, absent or illegible."""

    state: str
    text: str


class MarkResult(TypedDict):
    """What one question earned and why; `reason` says why it awaits a person, else it is None.

    `read_by_person` is there only where a person read a picture.
    """

    score: float | None
    points: float
    status: str
    feedback: list[str]
    mistakes: list[str]
    read: str
    source: Place | None
    reason: str | None
    by_hand: bool
    candidates: list[CandidateResult]
    parts: list[PartResult]
    read_by_person: NotRequired[ReadByPersonResult]


class QuestionResult(MarkResult):
    """One question of the rubric with its mark."""

    id: str
    title: str
    kind: str
    bonus: bool


class LateResult(TypedDict):
    """What lateness cost: times as ISO 8601, whole seconds late, points deducted."""

    submitted: str
    due: str
    seconds: int
    deduction: float
    excused: bool


class SubmissionResult(TypedDict):
    """One submission: its questions in the rubric's order and what they add up to."""

    id: str
    name: str
    files: list[str]
    status: str
    score: float
    points: float
    decided_points: float
    late: LateResult | None
    findings: list[FindingResult]
    questions: list[QuestionResult]


class RubricHead(TypedDict):
    """Which rubric the results follow from."""

    title: str
    path: str
    sha256: str
    points: float


class MissingPerson(TypedDict):
    """Somebody on the roster of whom there is no submission."""

    id: str
    name: str


class Results(TypedDict):
    """The whole of `results.json`."""

    schema: str
    grader: str
    rubric: RubricHead
    isolation: str
    python: str
    seed: int
    missing: list[MissingPerson]
    submissions: list[SubmissionResult]


class Cluster(TypedDict):
    """One wrong answer that several gave, with the mistake all of them made."""

    answer: str
    count: int
    mistake: str
    ids: list[str]


class QuestionStatistics(TypedDict):
    """How hard and how telling one question was; None where few answers cannot carry a number."""

    title: str
    points: float
    answers: int
    difficulty: float | None
    discrimination: float | None
    distribution: list[int]
    statuses: dict[str, int]
    clusters: list[Cluster]
    suspect: bool


class Alike(Similar):
    """The same with the files of the first of them."""

    files: list[str]


class Statistics(TypedDict):
    """Item statistics of a class."""

    questions: dict[str, QuestionStatistics]
    alpha: float | None
    similar: list[Alike]
