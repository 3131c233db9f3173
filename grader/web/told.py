"""What the marking page is told when it asks: the start, the queue, an answer, names, comments."""

from __future__ import annotations

from collections import Counter
from typing import Any

from grader.reports.text import clean_line
from grader.web.asked import text_in
from grader.web.decide import entry_in
from grader.web.desk import Desk
from grader.web.people import progress
from grader.web.queue import queue_of
from grader.web.views import answer_view, question_head

Asked = dict[str, Any]
_MOST_NAMES = 200
_MOST_COMMENTS = 300


def start(desk: Desk, csrf: str) -> Asked:
    """Who judges what, and the questions there are."""
    return {
        "who": desk.who,
        "csrf": csrf,
        "share": list(desk.share),
        "title": clean_line(desk.rubric.title, 200),
        "questions": [question_head(desk, one) for one in desk.rubric.questions],
        "generation": desk.generation,
    }


def queue(desk: Desk, asked: Asked) -> Asked:
    """The answers to one question, in this judge's order."""
    wanted, everybody = text_in(asked, "filter", 60), bool(asked.get("everybody"))
    return queue_of(desk, text_in(asked, "question", 200), wanted or "awaiting", everybody)


def answer(desk: Desk, asked: Asked) -> Asked:
    """One answer with all that is said about it."""
    return answer_view(desk, entry_in(desk, asked), asked.get("second") == "1")


def names(desk: Desk, asked: Asked) -> Asked:
    """Who gave an answer, which is not told unless it is asked for."""
    entry = entry_in(desk, asked)
    return {
        "names": [
            {"id": one, "name": clean_line(desk.names.get(one, ""), 120)}
            for one in entry.submissions[:_MOST_NAMES]
        ]
    }


def comments(desk: Desk, asked: Asked) -> Asked:
    """The comments given to a question so far, the most used first."""
    question = text_in(asked, "question", 200)
    counts = Counter(
        one.comment for one in desk.history if one.question == question and one.comment
    )
    return {"comments": [comment for comment, _ in counts.most_common(_MOST_COMMENTS)]}


def people(desk: Desk) -> Asked:
    """How far each question is, and by whom."""
    return {
        "questions": [{"id": one.id, **progress(desk, one)} for one in desk.rubric.questions]
    }
