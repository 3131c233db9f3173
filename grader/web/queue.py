"""What is to be looked at next, how far it is, and how strictly who decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean
from typing import Any

from grader.gradebook import Judged
from grader.questions.base import Question
from grader.web.asked import Refused
from grader.web.desk import Desk
from grader.web.entries import (
    FILTERS,
    Entry,
    fits,
    is_twice,
    order_for,
    owners,
    share_of,
)


def queue_of(desk: Desk, question: str, wanted: str, everybody: bool = False) -> dict[str, Any]:
    """The entries that a filter lets through, in this person's order, with what is to come twice.

    Where answers are dealt out, only this person's own share, unless `everybody`'s is asked for.
    """
    if question not in desk.questions:
        raise Refused(f"there is no question {question}")
    if wanted.partition(":")[0] not in FILTERS:
        raise Refused(f"there is no filter {wanted}")
    rows, again = [], []
    firsts = _firsts(desk, question)
    differing = _differing(desk, question) if wanted == "disagreed" else frozenset()
    for entry in order_for(desk.who, desk.entries(question).values()):
        mark, word = desk.mark(entry), desk.word(entry)
        if wanted == "disagreed":
            chosen = entry.token in differing
        else:
            chosen = fits(wanted, mark, word, entry, desk.flags)
        mine = everybody or not desk.share or desk.who in owners(entry, desk.share)
        row = [
            entry.token,
            len(entry.submissions),
            mark.status.value,
            word.revision,
            1 if is_twice(entry) else 0,
            1 if word.holding else 0,
        ]
        if wanted == "awaiting" and mine and _is_due(desk, entry, firsts):
            again.append(row)
        elif chosen and mine:
            rows.append(row)
    return {
        "question": question,
        "filter": wanted,
        "entries": rows,
        "again": again,
        "progress": progress(desk, desk.questions[question]),
        "generation": desk.generation,
    }


def _firsts(desk: Desk, question: str) -> dict[str, list[Judged]]:
    """The judgements of a question by its entries' first submissions, oldest first."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in desk.history:
        if one.question == question and one.points is not None:
            found[one.submission].append(one)
    return found


def _is_due(desk: Desk, entry: Entry, firsts: dict[str, list[Judged]]) -> bool:
    """Whether this person still has to judge an answer for the second time."""
    if not is_twice(entry):
        return False
    own = [one for one in firsts.get(entry.submissions[0], ()) if one.answer == entry.answer]
    if not own or any(one.second for one in own):
        return False
    if desk.share:
        both = owners(entry, desk.share)
        return (both[-1] == desk.who and own[0].who != desk.who) or len(set(both)) == 1
    return own[0].who == desk.who


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
        share = share_of(question.points, one.points)
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


def _differing(desk: Desk, question: str) -> frozenset[str]:
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


def search(desk: Desk, text: str) -> list[dict[str, Any]]:
    """The answers of whoever is named: by a quoted line, an id, or a part of a name.

    A regrade request quotes `assignment · submission · question`.
    """
    words = [word.strip() for word in text.replace("·", "\n").split("\n") if word.strip()]
    questions = [word for word in words if word in desk.questions]
    who = [word for word in words if word in desk.marks]
    if not who and words:
        wanted = words[-1].casefold()
        who = [
            id_
            for id_, name in desk.names.items()
            if wanted in id_.casefold() or wanted in name.casefold()
        ][:20]
    found = []
    for submission in who:
        for question in questions or list(desk.questions):
            token = next(
                (
                    one.token
                    for one in desk.entries(question).values()
                    if submission in one.submissions
                ),
                None,
            )
            if token is not None:
                mark = desk.marks[submission][question].mark
                found.append(
                    {
                        "question": question,
                        "token": token,
                        "submission": submission,
                        "status": mark.status.value,
                    }
                )
    return found[:200]
