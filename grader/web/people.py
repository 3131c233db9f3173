"""Who decided what, how strictly, and how often a second look agrees with the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from statistics import fmean
from typing import Any

from grader.gradebook import Judged
from grader.marking.by_hand import points_by
from grader.marks import show
from grader.questions.base import Question
from grader.web.desk import Desk
from grader.web.entries import share_of


def given_by(question: Question, judged: Judged) -> Fraction | None:
    """The points that a judgement gives by the rubric of now."""
    if judged.points is None or not judged.by_items:
        return judged.points
    return points_by(question, judged.items)


def person_view(question: Question, judged: Judged) -> dict[str, Any]:
    """A judgement, by whom and when."""
    points = given_by(question, judged)
    return {
        "who": judged.who,
        "at": judged.at,
        "points": None if points is None else str(points),
        "shown": show(points),
        "items": list(judged.items),
        "comment": judged.comment,
        "why": judged.why,
        "by_items": judged.by_items,
        "second": judged.second,
    }


def progress(desk: Desk, question: Question) -> dict[str, Any]:
    """How much of a question is decided, this person's mean beside the others', and agreement."""
    total = decided = 0
    for row in desk.marks.values():
        marked = row.get(question.id)
        if marked is not None:
            total += 1
            decided += marked.mark.status not in ("awaiting", "not_gradable")
    people = people_of(desk, question)
    mine = next((one for one in people if one["who"] == desk.who), None)
    others = [one for one in people if one["who"] != desk.who]
    count = sum(one["answers"] for one in others)
    mean = sum(one["mean"] * one["answers"] for one in others) / count if count else None
    return {
        "total": total,
        "decided": decided,
        "mine": mine,
        "others": None if mean is None else {"answers": count, "mean": round(mean, 3)},
        "people": people,
        "agreement": agreement(desk, question.id),
    }


def people_of(desk: Desk, question: Question) -> list[dict[str, Any]]:
    """Who decided how many answers of a question, and which share of its points they gave."""
    given: dict[str, list[float]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    submissions: dict[str, int] = defaultdict(int)
    for one in reversed(desk.history):
        if one.question != question.id or one.points is None:
            continue
        if desk.judged[one.submission, one.question].points is None:
            continue
        submissions[one.who] += (one.who, one.submission) not in seen
        share = share_of(question.points, given_by(question, one))
        if share is not None and (one.who, one.answer) not in seen:
            given[one.who].append(share)
        seen |= {(one.who, one.answer), (one.who, one.submission)}
    return [
        {
            "who": who,
            "answers": len(shares),
            "submissions": submissions[who],
            "mean": round(fmean(shares), 3),
            "strictest": round(sum(share == 0 for share in shares) / len(shares), 3),
        }
        for who, shares in sorted(given.items())
    ]


def agreement(desk: Desk, question: str) -> list[dict[str, Any]]:
    """How often a second look at an answer gave what the first did, by who looked twice."""
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for first, second in _pairs(desk.history, question):
        pair = (min(first.who, second.who), max(first.who, second.who))
        found[pair].append(first.points == second.points)
    return [
        {"who": sorted(set(pair)), "twice": len(same), "equal": sum(same)}
        for pair, same in sorted(found.items())
    ]


def differing(desk: Desk, question: str) -> frozenset[str]:
    """The entries whose second judgement was another one than the first."""
    answers = {
        second.answer
        for first, second in _pairs(desk.history, question)
        if first.points != second.points
    }
    return frozenset(one.token for one in desk.entries(question).values() if one.answer in answers)


def _pairs(history: Iterable[Judged], question: str) -> list[tuple[Judged, Judged]]:
    """Each second judgement of an answer with the one before it; an answer counts once."""
    before: dict[str, Judged] = {}
    pairs: dict[str, tuple[Judged, Judged]] = {}
    for one in history:
        if one.question != question or one.points is None:
            continue
        first = before.get(one.answer)
        if one.second and first is not None and not first.second and one.answer not in pairs:
            pairs[one.answer] = (first, one)
        before[one.answer] = one
    return list(pairs.values())
