"""What a report shows beyond `results.json`: pictures, statistics, what a student may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from grader.reports.asked import Asked, Changed, HandedIn, Told
from grader.reports.records import QuestionResult, Statistics, SubmissionResult
from grader.reports.words import FOR_STAFF

if TYPE_CHECKING:
    from grader.rubric import Rubric

Where = tuple[str, int | None, int | None]
"""A place in code: file, line, cell."""

Shows = Literal["item", "question", "after_due", "instructor"]
"""How much a student sees: every part, the question's mark, or only what was read (two reasons)."""

WITHHELD = ("after_due", "instructor")
"""The levels at which a student sees no feedback (yet)."""

NO_PLOTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """How the parts of an answer are shown, as its kind says it; see `Question.layout`."""

    part_word: str = "Part"
    layout: str = "listed"
    is_prose: bool = False
    echoes: bool = True
    spreads: bool = False


@cache
def look_of_kind(name: str) -> Look:
    """The look of a kind, or the usual one where nobody here has such a kind."""
    from grader.questions import BY_NAME

    kind = BY_NAME.get(name)
    if kind is None:
        return Look()
    return Look(kind.part_word, kind.layout, kind.is_prose, kind.echoes, kind.spreads)


def tells_itself(kind: object) -> bool:
    """Whether equal echoes of a kind are equal answers; `200 predictions` may be any."""
    return look_of_kind(str(kind)).echoes


@dataclass(frozen=True, slots=True)
class Extras:
    """Optional material for the pages; an empty one gives complete reports without pictures."""

    plots: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """Per (submission id, question id), the plain data of its pictures; see docs/reports.md."""

    staff: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Per question id, sentences for staff alone and how many submissions each is true of."""

    statistics: Statistics | None = None
    """Item statistics of the class; computed from the results where they are left out."""

    shows: Mapping[str, Shows] = field(default_factory=dict)
    """Per question id, how much the student's page shows; `item` where absent."""

    looks: Mapping[str, Look] | None = None
    """How answers of each kind are shown, the usual way where one is absent; None: as the kinds
    say it, who are asked only by a page."""

    packages: Mapping[str, str] = field(default_factory=dict)
    """Names and versions of the packages that took part, for the footer."""

    asked: Mapping[str, Asked] = field(default_factory=dict)
    """Per question id, what its students saw of it, and the key where the rubric shows it."""

    told: Mapping[tuple[str, str], Told] = field(default_factory=dict)
    """Per (submission id, question id), the words of the kind for a mark below full."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Per question id, the key as it was typed, for the class page alone."""

    snippets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Per (question id, wrong answer), the rubric's line that gives it a name."""

    changed: Sequence[Changed] = ()
    """Scores that the last run changed."""

    handed_in: Mapping[str, HandedIn] = field(default_factory=dict)
    """Per submission id, the section of the roster and the time."""

    lines: Mapping[str, Mapping[Where, str]] = field(default_factory=dict)
    """Per submission id, the lines of code around each place where it stopped."""

    photos: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Per (submission id, question id), the digests of the pictures that the answer stands in."""

    photo: Callable[[str, str], bytes | None] = lambda _submission, _digest: None
    """Finds the PNG of a submission by its digest."""

    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Per question id, the ids of the parts that the rubric knows of before anything is marked."""

    inside: str = ""
    """Where the submission lies in its repository, for what points at lines of its files."""

    def plots_of(self, submission: str, question: str) -> Mapping[str, Any]:
        """The pictures' data of one answer, empty when there are none."""
        return self.plots.get((submission, question), NO_PLOTS)

    def look_of(self, kind: object) -> Look:
        """How answers of a kind are shown, whatever a results file calls one."""
        if self.looks is None:
            return look_of_kind(str(kind))
        return self.looks.get(str(kind), Look())


def shows_of(rubric: "Rubric", *, past_due: bool = False) -> dict[str, Shows]:
    """How much students see of each question, as the rubric says it; `past_due` opens the rest.

    A rubric written for instructors (`audience: instructor`) shows everything.
    """
    shows: dict[str, Shows] = {}
    for question in rubric.questions:
        level: Shows = question.feedback or rubric.feedback
        if question.audience == "instructor":
            level = "instructor"
        opened = rubric.audience == "instructor" or (past_due and level == "after_due")
        shows[question.id] = "item" if opened else level
    return shows


def parts_of(rubric: "Rubric") -> dict[str, tuple[str, ...]]:
    """The ids of the parts of every question that are known from the rubric alone."""
    from grader.questions.part_ids import part_ids

    return {question.id: part_ids(question) for question in rubric.questions}


def redacted(submission: SubmissionResult, shows: Mapping[str, Shows]) -> SubmissionResult:
    """A submission with no more in it than its student may see now.

    `question` takes the parts away; the other two leave only the mark and what was read.
    Findings about the class, which may name other students, are never shown.
    """
    findings = [one for one in submission["findings"] if one["kind"] not in FOR_STAFF]
    submission = {**submission, "findings": findings}
    if not any(shows.get(question["id"], "item") != "item" for question in submission["questions"]):
        return submission
    questions: list[QuestionResult] = []
    for question in submission["questions"]:
        level = shows.get(question["id"], "item")
        kept = question.copy()
        if level != "item":
            kept["parts"], kept["candidates"] = [], []
        if level in WITHHELD:
            kept["feedback"], kept["mistakes"] = [], []
        questions.append(kept)
    return {**submission, "questions": questions}
