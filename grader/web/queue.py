"""What is to be looked at next, in each person's own order, and what is looked for by name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from grader.gradebook import Judged
from grader.web.asked import Refused
from grader.web.desk import Desk
from grader.web.entries import (
    FILTERS,
    Entry,
    fits,
    is_twice,
    order_for,
    owners,
)
from grader.web.people import differing, progress


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
    unequal = differing(desk, question) if wanted == "disagreed" else frozenset()
    for entry in order_for(desk.who, desk.entries(question).values()):
        mark, word = desk.mark(entry), desk.word(entry)
        if wanted == "disagreed":
            chosen = entry.token in unequal
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
