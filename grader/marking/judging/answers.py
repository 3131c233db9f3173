"""The answers that wait for a person, equal ones together, under names that reveal nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.evidence import READINGS, Answer, Missing, Outcome, Readings
from grader.gradebook import Gradebook, Judged, Marked, Sealed
from grader.marking.transcribing.put_in import TypedIn
from grader.marks import Status
from grader.questions.base import Question
from grader.rubric.model import Rubric
from grader.values import plain

_BY_HAND = (Status.AWAITING, Status.NOT_GRADABLE)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to one question, by everybody who gave exactly it.

    `token` names it on paper; `answer` is its digest; `each` holds the newest judgement of it by
    submission, where there is one.
    """

    question: str
    token: str
    answer: str
    text: str
    submissions: tuple[str, ...]
    each: Mapping[str, Judged]
    pictures: tuple[str, ...] = ()
    """The digests of the pictures that it stands in."""

    @property
    def judged(self) -> Judged | None:
        """The newest judgement of this answer, whoever gave the answer."""
        return max(self.each.values(), key=lambda one: one.revision, default=None)

    @property
    def is_open(self) -> bool:
        """Whether somebody who gave it has no judgement of it yet."""
        held = [one for one in self.each.values() if one.points is not None]
        return len(held) < len(self.submissions)

    @property
    def revision(self) -> int:
        """The number of that judgement, 0 where there is none."""
        return 0 if self.judged is None else self.judged.revision


def answers_of(book: Gradebook, rubric: Rubric, each: bool = False) -> dict[str, list[Answered]]:
    """By question, what is or was left to a person; with `each`, equal answers stay apart."""
    newest = {(one.submission, one.question): one for one in book.judgements.history()}
    marks = book.marks.all()
    groups: dict[str, dict[str, list[str]]] = {}
    shown: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {}
    typed = TypedIn.of(book, rubric)
    for batch in book.evidence.batches():
        for submission, sealed in batch.items():
            whole = typed.into(submission, sealed)
            for question in rubric.questions:
                marked = marks.get(submission, {}).get(question.id)
                answer = sealed.answers.get(question.id, "")
                was = newest.get((submission, question.id))
                if not _is_by_hand(marked, was, answer):
                    continue
                pictures, unseen = pictures_of(question, sealed)
                token = token_of(question.id, answer, submission if each or unseen else "")
                groups.setdefault(question.id, {}).setdefault(token, []).append(submission)
                text = text_of(question, whole)
                shown.setdefault((question.id, token), (answer, text, pictures))
    return {
        question: [
            _answered(question, token, shown[question, token], members, newest)
            for token, members in sorted(tokens.items())
        ]
        for question, tokens in groups.items()
    }


def _is_by_hand(marked: Marked | None, was: Judged | None, answer: str) -> bool:
    if marked is not None and marked.mark.status in _BY_HAND:
        return True
    return was is not None and was.answer == answer


def _answered(
    question: str,
    token: str,
    shown: tuple[str, str, tuple[str, ...]],
    members: Iterable[str],
    newest: Mapping[tuple[str, str], Judged],
) -> Answered:
    answer, text, pictures = shown
    each = {
        one: judged
        for one in members
        if (judged := newest.get((one, question))) is not None and judged.answer == answer
    }
    return Answered(question, token, answer, text, tuple(sorted(members)), each, pictures)


def pictures_of(question: Question, sealed: Sealed) -> tuple[tuple[str, ...], bool]:
    """The pictures that an answer stands in, and whether some of it nobody here can see.

    Two files that cannot be opened here are not known to be equal, nor is code that could not be
    run to its end.
    """
    readings = sealed.outcomes(question.id).get(f"{question.id}/{READINGS}")
    gaps = readings.unread if isinstance(readings, Readings) else ()
    outcome = sealed.outcomes(question.id).get(question.id)
    own = question.pictures_in(outcome.value) if isinstance(outcome, Answer) else ()
    found = tuple(dict.fromkeys([*own, *(gap.picture for gap in gaps if gap.picture)]))
    unseen = any(not (gap.picture or gap.text) for gap in gaps)
    return found, unseen or (not gaps and _came_to_nothing(outcome, readings))


def _came_to_nothing(outcome: Outcome | None, readings: Outcome | None) -> bool:
    """Whether an answer is there that nobody knows: what it would have said did not come back."""
    if isinstance(outcome, Answer):
        rows = outcome.value if isinstance(outcome.value, list) else []
        return any(isinstance(row, dict) and not {"lost", "lacks"}.isdisjoint(row) for row in rows)
    read = isinstance(readings, Readings) and bool(readings.candidates or readings.text)
    return not (read or outcome is None or isinstance(outcome, Missing))


def model_of(question: Question) -> str:
    """A full answer, for whoever marks; nothing where the rubric holds none."""
    key = getattr(question, "model", "") or question.own_key()
    if key is None or isinstance(key, str):
        return key or ""
    return json.dumps(plain(key), ensure_ascii=False, default=str)


def token_of(question: str, answer: str, submission: str = "") -> str:
    """Twelve characters that name an answer, give away nobody, and never look like a number."""
    said = json.dumps([question, answer, submission])
    return "a" + hashlib.sha256(said.encode()).hexdigest()[:11]


def text_of(question: Question, sealed: Sealed) -> str:
    """What a person reads: text as it is, anything else as readable data."""
    outcome = sealed.outcomes(question.id).get(question.id)
    if not isinstance(outcome, Answer):
        return ""
    said = question.as_text(outcome.value)
    if said is not None:
        return said
    value = plain(outcome.value)
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
