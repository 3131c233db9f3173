"""Taking judgements back into the gradebook: all of them checked first, then all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.errors import GradebookError
from grader.gradebook import Gradebook, Judged
from grader.marking.by_hand import points_by
from grader.marking.judging.answers import Answered, answers_of
from grader.marking.judging.read import Row
from grader.questions.base import Question
from grader.rubric.model import Rubric

WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: judgements added, rows that said nothing new, rows left for later."""

    added: tuple[Judged, ...]
    unchanged: int
    blank: int


def take_judgements(
    book: Gradebook, rubric: Rubric, rows: Sequence[Row], who: str, overwrite: bool = False
) -> Taken:
    """Add what the sheets say to the history.

    Raises `GradebookError` with every mistake at once, and changes nothing: an unknown answer, a
    repeated one, points out of range, unknown items, or, unless `overwrite`, somebody else's
    judgement newer than the sheet.
    """
    known, history = _by_token(book, rubric), _by_place(book)
    questions = {question.id: question for question in rubric.questions}
    mistakes, added, seen = [], [], dict[tuple[str, str], str]()
    unchanged = blank = 0
    for row in rows:
        if row.is_blank:
            blank += 1
            continue
        place = (row.question, row.token)
        answered, question = known.get(place), questions.get(row.question)
        told = _placed(row, answered, seen.get(place))
        seen.setdefault(place, row.place)
        if told or answered is None or question is None:
            mistakes.append(told)
            continue
        points, told = _points(row, question)
        new = [
            one for one in answered.submissions if not _is_same(row, points, answered.each.get(one))
        ]
        if told:
            mistakes.append(told)
        elif not new:
            unchanged += 1
        elif (newer := _newer_words(row, answered, history)) and not overwrite:
            if any(one.who == who and _is_same(row, points, one) for one in newer):
                unchanged += 1  # this sheet was taken before, and somebody followed
            elif all(one.who == who for one in newer):
                added += [_judged(row, answered, one, points, who) for one in new]
            else:
                mistakes.append(_newer(row, answered))
        else:
            added += [_judged(row, answered, one, points, who) for one in new]
    if mistakes:
        raise GradebookError("\n".join([*mistakes, "nothing was changed"]))
    book.judgements.add(added)
    return Taken(tuple(added), unchanged, blank)


def _by_token(book: Gradebook, rubric: Rubric) -> dict[tuple[str, str], Answered]:
    """Every answer by question and token, equal ones together as well as apart."""
    both: Iterable[Mapping[str, list[Answered]]] = (
        answers_of(book, rubric),
        answers_of(book, rubric, each=True),
    )
    return {
        (question, one.token): one
        for answers in both
        for question, row in answers.items()
        for one in row
    }


def _by_place(book: Gradebook) -> dict[tuple[str, str], list[Judged]]:
    """Every judgement ever given, by submission and question."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for one in book.judgements.history():
        found.setdefault((one.submission, one.question), []).append(one)
    return found


def _newer_words(
    row: Row, answered: Answered, history: Mapping[tuple[str, str], list[Judged]]
) -> list[Judged]:
    """What was said of an answer after its sheet was written."""
    return [
        one
        for submission in answered.submissions
        for one in history.get((submission, row.question), ())
        if one.revision > row.revision and one.answer == answered.answer
    ]


def _placed(row: Row, answered: Answered | None, before: str | None) -> str:
    if before is not None:
        return f"{row.place}: answer {row.token} was judged already at {before}; keep one"
    if answered is None:
        return (
            f"{row.place}: no answer {row.token!r} to question {row.question!r} waits here; "
            "the submission may have changed since, so export again"
        )
    return ""


def _points(row: Row, question: Question) -> tuple[Fraction | None, str]:
    """The points a row gives (None takes back), and what is wrong with it."""
    items = [item.id for item in question.looked_for]
    unknown = [name for name in row.items if name not in items]
    if unknown:
        known = ", ".join(items) or "none"
        return None, f"{row.place}: no item {', '.join(unknown)}; the items are: {known}"
    if row.points.lower() == WITHDRAW:
        return None, ""
    if not row.points:
        return points_by(question, row.items), ""
    try:
        points = Fraction(row.points.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None, f"{row.place}: {row.points!r} is no number of points"
    if not 0 <= points <= question.points:
        return None, f"{row.place}: {row.points} points are not between 0 and {question.points}"
    return points, ""


def _is_same(row: Row, points: Fraction | None, judged: Judged | None) -> bool:
    if judged is None:
        return points is None
    return (judged.points, judged.items, judged.comment) == (points, row.items, row.comment)


def _newer(row: Row, answered: Answered) -> str:
    judged = answered.judged
    who, at = (judged.who, judged.at) if judged else ("somebody", "")
    return (
        f"{row.place}: answer {row.token} was judged by {who} at {at}, after this sheet was "
        "written; export again, or add --overwrite to replace that judgement"
    )


def _judged(
    row: Row, answered: Answered, submission: str, points: Fraction | None, who: str
) -> Judged:
    return Judged(
        submission, row.question, answered.answer, points, row.items, row.comment, who, row.why,
        by_items=points is not None and not row.points,
    )  # fmt: skip
