"""Where the points went: the dearest losses first, each with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.reports.pages.mathml import inline
from grader.reports.pages.question_view import QuestionView
from grader.reports.records import QuestionResult
from grader.reports.text import number

MOST = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One question's lost points."""

    points: str
    title: Markup
    why: Markup
    anchor: str


@dataclass(frozen=True, slots=True)
class Losses:
    """The dearest losses, and how many others there are with what they cost."""

    rows: list[Loss]
    others: int
    their_points: str


def lost_by(question: QuestionResult) -> float:
    """The points that a question lost; none where it is open, or a bonus."""
    if question["bonus"] or question["status"] not in ("partial", "incorrect", "missing"):
        return 0.0
    return float(question["points"]) - float(question["score"] or 0)


def losses(
    questions: Sequence[QuestionResult],
    views: Sequence[QuestionView],
    reason: Callable[[QuestionResult], str],
    absent: Collection[str] = (),
) -> Losses:
    """At most five rows, dearest first; none where nothing was found, which a banner says.

    The `absent` questions are one row, which leads to the list of them.
    """
    if all(one["status"] == "missing" for one in questions):
        return Losses([], 0, "")
    lost = [
        (lost_by(one), place)
        for place, one in enumerate(questions)
        if lost_by(one) > 1e-9 and one["id"] not in absent
    ]
    lost.sort(key=lambda pair: (-pair[0], pair[1]))
    rows = [
        Loss(number(points), views[n].title, inline(reason(questions[n]), 240), views[n].anchor)
        for points, n in lost[:MOST]
    ]
    rest = lost[MOST:]
    gone = sum(lost_by(one) for one in questions if one["id"] in absent)
    if gone:
        told = Markup("{} answers were not found").format(len(absent))
        rows = [Loss(number(gone), told, Markup("Their names are listed below"), "absent"), *rows]
    return Losses(rows, len(rest), number(sum(points for points, _ in rest)))
