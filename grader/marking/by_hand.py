"""What a person decides: it holds whatever the machine says, and the mark remembers both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grader.marks import Judgement, Mark, Status, show, status_of
from grader.questions.base import Question

_OPEN = (Status.AWAITING, Status.NOT_GRADABLE)


def points_by(question: Question, items: tuple[str, ...]) -> Fraction:
    """What the items chosen of a question add up to, held between zero and its points."""
    known = {item.id: item.points for item in question.looked_for}
    total = sum((known[name] for name in items if name in known), Fraction(0))
    return min(max(total, Fraction(0)), question.points)


def as_it_counts(question: Question, judgement: Judgement) -> Judgement:
    """A judgement with the points that it gives by this rubric: those of items are added anew."""
    points = points_by(question, judgement.items) if judgement.by_items else judgement.points
    return replace(judgement, points=min(max(points, Fraction(0)), question.points))


def judged(question: Question, machine: Mark, found: Mark, judgement: Judgement) -> Mark:
    """The mark that a person gave: `found` where the kind made it itself, else one over `machine`.

    What the machine said of an answer it left open stays first; that it failed is past, and what
    it said of an answer that a person marks otherwise is not repeated.
    """
    decided = machine.score if machine.status not in _OPEN else None
    if found.by_hand and decided is None:
        return found
    score = judgement.points
    told = machine.feedback[:1] if machine.status == Status.AWAITING else ()
    told += tuple(item.told() for item in question.looked_for if item.id in judgement.items)
    if decided is not None:
        told = (f"A person decided this: {show(score)} of {show(question.points)}.", *told)
    comment = judgement.comment
    if not comment and decided is None and not judgement.items:
        comment = f"A person read this and gave {show(score)} of {show(question.points)}."
    agrees = decided is None or decided == score
    return replace(
        machine,
        status=status_of(score, question.points),
        score=score,
        feedback=(*told, *(machine.feedback if decided == score else ()), *filter(None, [comment])),
        mistakes=machine.mistakes if agrees else (),
        parts=machine.parts if agrees else (),
        reason=None,
        by_hand=True,
        machine=decided,
    )
