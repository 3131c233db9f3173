"""Decisions as they come from the page: each is in the gradebook before it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grader.gradebook import Flagged, Judged
from grader.marking.by_hand import points_by
from grader.marks import Status, show
from grader.web.asked import Conflict, Gone, Refused, number_in, points_in, text_in, texts_in
from grader.web.desk import Desk
from grader.web.entries import Entry
from grader.web.people import person_view

_MOST_AT_ONCE = 20_000
_COMMENT = 10_000


def entry_in(desk: Desk, asked: Mapping[str, Any]) -> Entry:
    """The entry that a request is about."""
    question, token = text_in(asked, "question", 200), text_in(asked, "token", 40)
    if question not in desk.questions:
        raise Refused(f"there is no question {question}")
    entry = desk.entries(question).get(token)
    if entry is None:
        raise Gone("this answer was graded again meanwhile, or is not there any more")
    return entry


def _entries_in(desk: Desk, asked: Mapping[str, Any]) -> list[tuple[Entry, int]]:
    """The entries that a decision is for, each with the revision that its judge has seen."""
    rows = asked.get("answers")
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_AT_ONCE:
        raise Refused("a decision names its answers")
    found = []
    for row in rows:
        if not isinstance(row, dict):
            raise Refused("an answer has a token and a revision")
        entry = entry_in(desk, {"question": asked.get("question"), "token": row.get("token")})
        found.append((entry, number_in(row, "revision")))
    return found


def decide(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Take a judgement for one answer or a group of them, all or none.

    Raises `Conflict` with what somebody else decided since, unless it is the same.
    """
    entries = _entries_in(desk, asked)
    question = desk.questions[entries[0][0].question]
    items = texts_in(asked, "items", 100, 100)
    unknown = set(items) - {one.id for one in question.looked_for}
    if unknown:
        raise Refused(f"there is no item {min(unknown)} any more: load the page again")
    items = tuple(one.id for one in question.looked_for if one.id in items)
    by_items = asked.get("by_items") is True
    points: Fraction | None
    if asked.get("take_back") is True:
        points, items, by_items = None, (), False
    elif by_items:
        points = points_by(question, items)
    else:
        points = points_in(asked, "points", question.points)
    _refuse_without_reason(desk, entries[0][0], points, asked)
    given = Judged(
        "", question.id, "", points, items,
        text_in(asked, "comment", _COMMENT), desk.who, text_in(asked, "why", _COMMENT),
        by_items=by_items, second=asked.get("second") is True,
    )  # fmt: skip
    return _keep(desk, [(entry, seen, given) for entry, seen in entries])


def _refuse_without_reason(
    desk: Desk, entry: Entry, points: Fraction | None, asked: Mapping[str, Any]
) -> None:
    """Whoever overrules what the machine decided says why."""
    mark = desk.mark(entry)
    machine = mark.machine
    if not mark.by_hand and mark.status not in (Status.AWAITING, Status.NOT_GRADABLE):
        machine = mark.score
    said = text_in(asked, "comment", _COMMENT).strip() or text_in(asked, "why", _COMMENT).strip()
    if points is not None and machine is not None and machine != points and not said:
        raise Refused(f"the machine gave {show(machine)}: say why you give {show(points)}")


def undo(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Take back one's own decision on answers: what held before it holds again.

    Each answer names the revision `of` that decision, and the newest one that was seen.
    """
    words = []
    for (entry, seen), row in zip(_entries_in(desk, asked), asked["answers"], strict=True):
        of = number_in(row, "of")
        own = [
            one
            for one in desk.history
            if one.question == entry.question
            and one.submission == entry.submissions[0]
            and one.answer == entry.answer
            and one.revision <= of
        ]
        if not own or own[-1].who != desk.who or own[-1].points is None:
            raise Refused("there is nothing of yours to take back here")
        nothing = Judged("", entry.question, "", None, who=desk.who, why="taken back")
        before = own[-2] if len(own) > 1 else nothing
        if before.points is not None:
            before = replace(before, why=f"as before, since {desk.who} took theirs back")
        words.append((entry, seen, replace(before, second=False)))
    return _keep(desk, words)


def _keep(desk: Desk, words: list[tuple[Entry, int, Judged]]) -> dict[str, Any]:
    submissions = [one for entry, _, _ in words for one in entry.submissions]
    with desk.writing():
        rows: list[Judged] = []
        for entry, seen, given in words:
            _refuse_other(desk, entry, seen, given)
            rows += [
                replace(given, submission=one, answer=entry.answer, at="")
                for one in entry.submissions
            ]
        desk.book.judgements.add(rows)
        desk.keep_marks(submissions)
    desk.noted(submissions)
    return {
        "answers": [
            {
                "token": entry.token,
                "revision": desk.word(entry).revision,
                "status": desk.mark(entry).status.value,
            }
            for entry, _, _ in words
        ]
    }


def _refuse_other(desk: Desk, entry: Entry, seen: int, given: Judged) -> None:
    """Refuse a decision on what is another answer by now, or that somebody else decided since."""
    if not entry.answer:
        raise Refused("this question has not been asked of it yet: grade again first")
    for one in entry.submissions:
        if desk.book.evidence.answers(one).get(one, {}).get(entry.question) != entry.answer:
            raise Gone("this submission was graded again meanwhile: look at its answer anew")
    newest = desk.book.judgements.newest(entry.question, entry.submissions).values()
    newer = [one for one in newest if one.revision > seen and one.answer == entry.answer]
    if newer:
        last = max(newer, key=lambda one: one.revision)
        same = (last.points, last.items, last.comment) == (given.points, given.items, given.comment)
        if not same or given.second:
            told = person_view(desk.questions[entry.question], last)
            raise Conflict({**told, "token": entry.token, "revision": last.revision})


def flag(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Raise a flag for whoever leads the marking, or take it down."""
    entry = entry_in(desk, asked)
    raised = asked.get("raised") is True
    why = text_in(asked, "why", _COMMENT)
    desk.book.judgements.flag(
        [Flagged(one, entry.question, raised, desk.who, why) for one in entry.submissions]
    )
    desk.noted(())
    return {"raised": raised}
