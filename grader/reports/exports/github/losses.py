"""What a submission lost, the dearest first, for the few lines that a CI page has room for."""

from __future__ import annotations

from dataclasses import dataclass

from grader.reports.records import FindingResult, Place, QuestionResult, SubmissionResult
from grader.reports.text import number
from grader.reports.words import KEPT_FROM_RUNNING, STATUS_WORDS

_LOST = ("partial", "incorrect", "missing")


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason for points that are not there, and where in the student's files it stands."""

    title: str
    points: str
    """How many of how many, such as `0.7 of 2 points`; nothing for what struck more than one."""

    why: str
    place: Place | FindingResult | None
    is_whole: bool
    """Whether nothing at all was earned."""


def losses_of(submission: SubmissionResult) -> list[Loss]:
    """What kept the code from running, then the questions by the points they lost.

    A bonus that was not earned is no loss.
    """
    found = [
        Loss("Your code did not run to its end", "", finding["message"], finding, True)
        for finding in submission["findings"]
        if finding["kind"] in KEPT_FROM_RUNNING
    ]
    short = [q for q in submission["questions"] if q["status"] in _LOST and not q["bonus"]]
    dearest = sorted(short, key=lambda q: (q["score"] or 0) - q["points"])
    return found + [_loss(question) for question in dearest]


def _loss(question: QuestionResult) -> Loss:
    why = " ".join(question["feedback"]) or STATUS_WORDS[question["status"]]
    points = f"{number(question['score'] or 0)} of {number(question['points'])} points"
    title = question["title"] or question["id"]
    return Loss(title, points, why, question["source"], not question["score"])
