"""Who decides: the kind where the answer was surely read, a person where it was not."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import (
    READINGS,
    Answer,
    Candidate,
    Missing,
    Outcome,
    Raised,
    Readings,
    Source,
    Unread,
)
from grader.marking.sureness import settled
from grader.marks import Mark, Status, awaiting, decided, missing, not_gradable
from grader.questions.base import Given
from grader.questions.short_text import ShortText

QUESTION = {"kind": "short_text", "id": "p1", "points": 2, "key": ["right"]}
PLACES = {"right": "hw.md", "half": "b.md", "wrong": "c.md", "open": "d.md", "other": "e.md"}
WORTH = {"right": Fraction(2), "half": Fraction(1), "wrong": Fraction(0)}


def question(**fields: Any) -> ShortText:
    """A question as the rubric loader makes it."""
    return ShortText.model_validate_json(json.dumps({**QUESTION, **fields}))


def marked(given: Given) -> Mark:
    """What a kind would say: right, half, wrong, one that waits, one that fails, or nothing."""
    assert READINGS not in given.outcomes, "a kind knows nothing of readings"
    answer = given.answer
    if isinstance(answer, Missing):
        return missing(Fraction(2), "Nothing was found.")
    if not isinstance(answer, Answer):
        return decided(Fraction(0), Fraction(2), ["It raised."])
    if answer.value == "open":
        return awaiting(Fraction(2), "Somebody reads this.")
    if answer.value == "broken":
        return not_gradable(Fraction(2), "ours")
    read = "" if answer.value == "wrong" else f"read {answer.value}"
    return decided(WORTH[str(answer.value)], Fraction(2), read=read, source=answer.source)


def candidate(value: str, how: str = "boxed", sure: bool = True) -> Candidate:
    """A candidate in the file that is its own."""
    return Candidate(value, Source("writeup", PLACES.get(value, "x.md"), 3), how, sure)


def settle(*values: str, sure: bool = True, **more: Any) -> Mark:
    """The mark where these were read, the first of them as the answer that counts."""
    how = more.pop("how", "boxed")
    fields = more.pop("fields", {})
    rows = tuple(candidate(value, how, sure) for value in values)
    answer = Answer(rows[0].value, rows[0].source) if rows else Missing()
    outcomes = {"": more.pop("answer", answer), READINGS: Readings(rows, **more)}
    return settled(question(**fields), Given(outcomes), marked)


PICTURE = (Unread("picture", Source("writeup", "hw.md", 9), "a scan", "ab12"),)


RAISED = Raised("ValueError", "no")
ZERO = {"when_unsure": "zero"}


@pytest.mark.parametrize(
    ("values", "more", "score", "reason"),
    [
        ("right", {}, 2, None),
        ("right wrong", {}, 2, None),
        ("right", {"unread": PICTURE}, 2, None),
        ("right", {"sure": False}, 2, None),
        ("right right", {"sure": False}, 2, None),
        ("right open", {"sure": False}, 2, None),
        ("right wrong", {"sure": False}, None, "differs"),
        ("right half", {"sure": False}, None, "differs"),
        ("right", {"sure": False, "how": "elsewhere"}, None, "unsure"),
        ("right right", {"sure": False, "how": "elsewhere"}, None, "unsure"),
        ("right", {"how": "elsewhere"}, 2, None),
        ("", {"answer": Answer("right")}, 2, None),
        ("half", {}, 1, None),
        ("wrong", {}, 0, None),
        ("half wrong", {}, 1, None),
        ("half half", {}, 1, None),
        ("wrong half", {}, None, "differs"),
        ("wrong right", {}, None, "differs"),
        ("half open", {}, None, "differs"),
        ("wrong half", {"unread": PICTURE}, None, "differs"),
        ("wrong", {"unread": PICTURE}, None, "unread"),
        ("wrong", {"unread": PICTURE, "sure": False}, None, "unread"),
        ("wrong", {"sure": False}, None, "unsure"),
        ("", {"answer": Answer("wrong")}, None, "unsure"),
        ("open right", {}, None, "undecided"),
        ("broken right", {}, None, None),
        ("", {"answer": Missing()}, 0, None),
        ("", {"answer": Missing(), "whole": False}, None, "unread"),
        ("", {"answer": Missing(), "unread": PICTURE}, None, "unread"),
        ("", {"answer": RAISED}, 0, None),
        ("", {"answer": RAISED, "unread": PICTURE}, 0, None),
        ("right", {"answer": RAISED, "unread": PICTURE}, None, "unread"),
        ("right", {"answer": RAISED}, 0, None),
        ("wrong right", {"fields": ZERO}, 0, None),
        ("right wrong", {"sure": False, "fields": ZERO}, 2, None),
        ("", {"answer": Missing(), "unread": PICTURE, "fields": ZERO}, 0, None),
    ],
)
def test_what_is_decided_and_what_is_asked(
    values: str, more: dict[str, Any], score: int | None, reason: str | None
) -> None:
    """The score where it is decided; None and the reason where a person decides."""
    found = settle(*values.split(), **more)
    assert (found.score, found.reason) == (score, reason)
    if reason is not None:
        assert found.status is Status.AWAITING and found.points == 2


def test_a_question_without_readings_is_the_kinds_alone() -> None:
    """Where all is code there is nothing to doubt."""
    assert settled(question(), Given({"": Answer("wrong")}), marked).score == 0


def test_an_awaiting_mark_keeps_its_words_and_shows_what_else_was_read() -> None:
    """A kind's own question to a person is put as the kind puts it."""
    found = settle("open", "right")
    assert found.feedback == ("Somebody reads this.",)
    rows = [(row.read, row.score) for row in found.candidates]
    assert rows == [("open", None), ("read right", 2)]
    assert settle("broken", "right").status is Status.NOT_GRADABLE


def test_the_person_sees_what_each_reading_would_earn() -> None:
    """The first reading's words and place, each candidate with its worth, then each gap."""
    found = settle("half", "wrong", "right", unread=PICTURE)
    assert found.feedback == (
        "It can be read in more than one way, and not every way earns the same. "
        "This answer is graded by hand and is not in your score yet.",
        "Not read: hw.md, line 9 (a picture).",
    )
    assert found.read == "read half"
    assert found.source == Source("writeup", "b.md", 3)
    assert found.staff == (
        "b.md, line 3: read half would earn 1.",
        "c.md, line 3: this would earn 0.",
        "hw.md, line 3: read right would earn 2.",
    )
    rows = [(row.read, row.score, row.source, row.picture) for row in found.candidates]
    assert rows == [
        ("read half", 1, Source("writeup", "b.md", 3), ""),
        ("wrong", 0, Source("writeup", "c.md", 3), ""),
        ("read right", 2, Source("writeup", "hw.md", 3), ""),
        ("a scan", None, Source("writeup", "hw.md", 9), "ab12"),
    ]


@pytest.mark.parametrize(
    ("values", "more", "words"),
    [
        (["wrong"], {"sure": False}, "It was not surely read."),
        (["wrong"], {"unread": PICTURE}, "Not all of it could be read."),
        (["wrong", "right"], {}, "It can be read in more than one way"),
    ],
)
def test_the_student_is_told_why_it_waits(
    values: list[str], more: dict[str, Any], words: str
) -> None:
    """A sentence per reason, and that nothing is lost by it."""
    found = settle(*values, **more)
    assert found.feedback[0].startswith(words)
    assert found.feedback[0].endswith("graded by hand and is not in your score yet.")


def test_nothing_found_shows_the_text_under_the_label() -> None:
    """As much as fits, and where it stands; no place where there is none."""
    place = Source("writeup", "hw.md", 7)
    found = settle(answer=Missing(), whole=False, text="x" * 3_000, source=place)
    assert (found.read, found.source) == ("x" * 2_000, place)
    assert settle(answer=Missing(), whole=False).source is None
    assert found.staff == () and found.candidates == ()


def test_each_unread_place_is_named_once_and_five_at_most() -> None:
    """In words where there are some; a long list helps nobody."""
    gaps = [Unread("scan", Source("", "a.pdf", page=n)) for n in (1, 1, 2, 3)]
    gaps += [Unread("mystery"), Unread("damaged", Source("", "b.pdf")), Unread("cells")]
    found = settle(answer=Missing(), unread=tuple(gaps))
    assert found.feedback[1:] == (
        "Not read: a.pdf, page 1 (a scanned page).",
        "Not read: a.pdf, page 2 (a scanned page).",
        "Not read: a.pdf, page 3 (a scanned page).",
        "Not read: a file (mystery).",
        "Not read: b.pdf (a damaged file).",
    )


def test_long_candidates_are_cut() -> None:
    """What a person is shown of each is a line or two."""
    rows = (Candidate("wrong", Source()), Candidate("y" * 600, Source()))
    gaps = (Unread("picture", Source(), "z" * 600),)
    outcomes: dict[str, Outcome] = {"": Answer("wrong"), READINGS: Readings(rows, gaps)}
    WORTH["y" * 600] = Fraction(0)
    found = settled(question(), Given(outcomes), lambda given: decided(
        Fraction(0 if given.value == "wrong" else 1), Fraction(2)))  # fmt: skip
    assert [len(row.read) for row in found.candidates] == [5, 500, 500]


def test_every_reading_is_marked_with_what_else_was_given() -> None:
    """A candidate takes the answer's place; the other outcomes stay."""
    seen = []

    def looked(given: Given) -> Mark:
        seen.append((given.value, given.outcomes.get("more"), given.source))
        return decided(Fraction(0), Fraction(2))

    rows = (candidate("wrong"), candidate("half"))
    outcomes: dict[str, Outcome] = {"": Answer("wrong"), "more": Missing("m")}
    settled(question(), Given({**outcomes, READINGS: Readings(rows)}), looked)
    assert seen == [("wrong", Missing("m"), Source()), ("half", Missing("m"), rows[1].source)]


@pytest.mark.parametrize(
    ("shown", "how", "unread", "score", "reason"),
    [
        (["a table", 2], ("shown", "shown"), (), 2, None),
        (["a table", "a shape", 2.0], ("shown",) * 3, (), 2, None),
        (["a table", 2, 3], ("shown",) * 3, (), None, "differs"),
        (["a table", 3, 2], ("shown",) * 3, (), None, "differs"),
        (["a table", True], ("shown", "shown"), (), None, "differs"),
        (["a table", 3], ("shown", "shown"), (), None, "unsure"),
        (["a table", 2], ("shown", "boxed"), (), None, "differs"),
        (["a table", 2], ("shown", "shown"), PICTURE, None, "differs"),
    ],
)
def test_a_number_beside_what_else_a_cell_shows(
    shown: list[Any], how: tuple[str, ...], unread: Any, score: int | None, reason: str | None
) -> None:
    """Where all numbers that it shows are right the table beside them does not speak against it."""

    def looked(given: Given) -> Mark:
        assert READINGS not in given.outcomes
        right = given.value in (2, True)
        return decided(Fraction(2 * right), Fraction(2), read=str(given.value))

    pairs = zip(shown, how, strict=True)
    rows = tuple(Candidate(value, Source("notebook", "a.ipynb", cell=1), h) for value, h in pairs)
    readings = Readings(rows, unread)
    outcomes: dict[str, Outcome] = {"": Answer(shown[0]), READINGS: readings}
    found = settled(question(), Given(outcomes), looked)
    assert (found.score, found.reason) == (score, reason)
    assert reason is not None or float(found.read) == 2
