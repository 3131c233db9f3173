"""What stands in a picture is typed beside it, and marked while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.evidence import READINGS, Readings, Unread
from grader.gradebook import Sealed, Transcribed
from grader.intake.transcript import MAX_TEXT
from grader.marking.transcribing import TypedIn
from grader.marking.transcribing.put_in import shown
from grader.marking.transcribing.regions import (
    answer_key,
    candidate_key,
    choice_key,
    page_key,
    regions_of,
)
from grader.marks import Mark
from grader.questions.base import Question
from grader.web.asked import Conflict, Refused, number_in, text_in, texts_in
from grader.web.desk import Desk
from grader.web.entries import Entry
from grader.web.people import person_view

_STATES = ("typed", "absent", "illegible", "withdrawn")


def _readings(sealed: Sealed, question: str) -> Readings | None:
    found = sealed.outcomes(question).get(f"{question}/{READINGS}")
    return found if isinstance(found, Readings) else None


def transcript_view(
    desk: Desk, entry: Entry, question: Question, sealed: Sealed
) -> dict[str, Any] | None:
    """The pictures of an answer that can be typed in, and what was typed; None without any."""
    readings = _readings(sealed, question.id)
    if readings is None:
        return None
    current = desk.book.transcripts.current()
    submission = entry.submissions[0]
    regions = regions_of(submission, question.id, readings, current)
    if not regions.own and not regions.pages:
        return None
    key = answer_key(submission, regions.own) if regions.own else ""
    now = current.get((question.id, key)) if key else None
    newest = desk.book.transcripts.newest()
    return {
        "own": [_region(one, readings) for one in regions.own],
        "pages": [
            {
                **_region(one, readings),
                "key": page_key(submission, one),
                "revision": newest.get(("", page_key(submission, one)), 0),
            }
            for one in regions.pages
        ],
        "state": now.state if now else "",
        "text": now.text if now else "",
        "grid": [list(row) for row in now.grid] if now else [],
        "who": now.who if now else "",
        "revision": newest.get((question.id, key), 0),
        "suggested": "\n".join(gap.text for gap in regions.own if gap.text)[:4000],
    }


def _region(gap: Unread, readings: Readings) -> dict[str, Any]:
    pictures = [one.picture for one in readings.unread if one.picture]
    pictures = list(dict.fromkeys(pictures))
    place = gap.source
    words = [f"page {place.page}"] if place.page is not None else []
    words += [f"cell {place.cell}"] if place.cell is not None else []
    return {
        "picture": pictures.index(gap.picture) if gap.picture else None,
        "place": ", ".join(words),
        "text": gap.text[:4000],
    }


def typed_of(desk: Desk, entry: Entry, asked: Mapping[str, Any]) -> Transcribed:
    """What a request says stands in the pictures of an answer."""
    state = text_in(asked, "state", 20) or "typed"
    if state not in _STATES:
        raise Refused("a transcript is typed, absent, illegible or withdrawn")
    text = text_in(asked, "text", MAX_TEXT)
    grid = asked.get("grid") or []
    if not isinstance(grid, list) or len(grid) > 200:
        raise Refused("a grid is a list of rows")
    rows = tuple(texts_in({"row": row}, "row", 200, 2000) for row in grid)
    if not any(cell.strip() for row in rows for cell in row):
        rows = ()
    if state != "typed":
        text, rows = "", ()
    elif not text.strip() and not rows:
        raise Refused("nothing is typed yet")
    submission = entry.submissions[0]
    sealed = desk.book.evidence.of(submission)
    readings = _readings(sealed, entry.question) if sealed is not None else None
    if readings is None:
        raise Refused("nothing of this answer can be typed in any more: load the page again")
    regions = regions_of(submission, entry.question, readings, desk.book.transcripts.current())
    if not regions.own:
        raise Refused("say first which questions the page answers")
    key = answer_key(submission, regions.own)
    why = text_in(asked, "why", 2000)
    return Transcribed(entry.question, key, state, text, rows, (), desk.who, why)


def tried(desk: Desk, entry: Entry, asked: Mapping[str, Any]) -> Mark:
    """The mark that an answer would have if this were typed; nothing is kept."""
    typed = typed_of(desk, entry, asked)
    submission = entry.submissions[0]
    sealed = desk.book.evidence.of(submission)
    assert sealed is not None
    current = {**desk.book.transcripts.current(), (typed.question, typed.key): typed}
    if typed.state == "withdrawn":
        del current[typed.question, typed.key]
    current.pop(_choice(desk, submission, entry.question), None)
    whole = TypedIn(desk.rubric, current).into(submission, sealed)
    judgements = desk.book.judgements.by_submission([submission]).get(submission, {})
    others = {name: one for name, one in judgements.items() if name != entry.question}
    return desk.marking.one(whole, others).mark(entry.question).mark


def _choice(desk: Desk, submission: str, question: str) -> tuple[str, str]:
    sealed = desk.book.evidence.of(submission)
    readings = _readings(sealed, question) if sealed is not None else None
    return question, choice_key(submission, readings) if readings is not None else ""


def keep_typed(desk: Desk, entry: Entry, asked: Mapping[str, Any]) -> list[str]:
    """Keep what was typed, and mark everybody with the same pictures; their ids."""
    with desk.writing():
        typed = typed_of(desk, entry, asked)
        _refuse_older(desk, [typed], number_in(asked, "revision"))
        words = [typed]
        choice = _choice(desk, entry.submissions[0], entry.question)
        if choice in desk.book.transcripts.current():
            words.append(Transcribed(*choice, "withdrawn", who=desk.who))
        who = _with_pictures(desk, entry.question, typed.key)
        desk.book.transcripts.add(words)
        if typed.state in ("typed", "absent"):
            _let_the_machine_decide(desk, entry.question, who, number_in(asked, "judged"))
        desk.keep_marks(who)
    return who


def place_page(desk: Desk, entry: Entry, asked: Mapping[str, Any]) -> list[str]:
    """Keep which questions a page answers that stands under no label; who has that page."""
    key = text_in(asked, "page", 200)
    questions = texts_in(asked, "questions", 200, 200)
    unknown = [one for one in questions if one not in desk.questions]
    if unknown:
        raise Refused(f"there is no question {unknown[0]}")
    with desk.writing():
        word = Transcribed("", key, "placed", "", (), questions, desk.who)
        _refuse_older(desk, [word], number_in(asked, "revision"))
        who = _with_page(desk, key)
        desk.book.transcripts.add([word])
        desk.keep_marks(who)
    return who


def choose(desk: Desk, entry: Entry, asked: Mapping[str, Any]) -> list[str]:
    """Keep which candidate is the answer, of everybody in the entry who has it too."""
    wanted = text_in(asked, "key", 100)
    with desk.writing():
        words: dict[str, Transcribed] = {}
        for submission in entry.submissions:
            sealed = desk.book.evidence.of(submission)
            readings = _readings(sealed, entry.question) if sealed is not None else None
            known = [candidate_key(one) for one in readings.candidates] if readings else []
            if readings is not None and (not wanted or wanted in known):
                key = choice_key(submission, readings)
                state = "chosen" if wanted else "withdrawn"
                words[key] = Transcribed(entry.question, key, state, wanted, who=desk.who)
        if not words:
            raise Refused("that candidate is not there any more: load the page again")
        desk.book.transcripts.add(words.values())
        everybody = _who(desk, lambda s, r: choice_key(s, r) in words, entry.question)
        if wanted:
            _let_the_machine_decide(desk, entry.question, everybody, number_in(asked, "judged"))
        desk.keep_marks(everybody)
    return everybody


def _let_the_machine_decide(desk: Desk, question: str, who: Sequence[str], seen: int) -> None:
    """Take back points by hand that would go before the machine's mark, which was accepted.

    Raises `Conflict` where somebody gave such points since the answer was shown.
    """
    newest = desk.book.judgements.newest(question, who)
    answers = {one: desk.answers.get(one, {}).get(question) for one in newest}
    holding = [
        one
        for submission, one in newest.items()
        if one.points is not None and one.answer == answers[submission]
    ]
    newer = [one for one in holding if one.revision > seen]
    if newer:
        raise Conflict(person_view(desk.questions[question], newer[-1]))
    desk.book.judgements.add(
        replace(
            one, points=None, items=(), comment="", who=desk.who, why="the machine's mark holds",
            at="", by_items=False, second=False,
        )
        for one in holding
    )  # fmt: skip


def _refuse_older(desk: Desk, words: Sequence[Transcribed], seen: int) -> None:
    """Refuse what was typed without knowing what somebody else has typed since."""
    for one in words:
        newer = [
            other
            for other in desk.book.transcripts.history()
            if (other.question, other.key) == (one.question, one.key) and other.revision > seen
        ]
        if newer and newer[-1].said != one.said:
            last = newer[-1]
            raise Conflict(
                {"who": last.who, "at": last.at, "state": last.state, "text": shown(last)}
            )


def _with_pictures(desk: Desk, question: str, key: str) -> list[str]:
    """Everybody whose answer stands in pictures of these pixels."""
    current = desk.book.transcripts.current()

    def same(submission: str, readings: Readings) -> bool:
        own = regions_of(submission, question, readings, current).own
        return bool(own) and answer_key(submission, own) == key

    return _who(desk, same, question)


def _with_page(desk: Desk, key: str) -> list[str]:
    def same(submission: str, readings: Readings) -> bool:
        return any(page_key(submission, gap) == key for gap in readings.unread)

    return _who(desk, same, *desk.questions)


def _who(desk: Desk, fits: Any, *questions: str) -> list[str]:
    return [
        submission
        for batch in desk.book.evidence.batches()
        for submission, sealed in batch.items()
        if any(
            (readings := _readings(sealed, question)) is not None and fits(submission, readings)
            for question in questions
        )
    ]
