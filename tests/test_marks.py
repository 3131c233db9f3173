"""Marks: statuses follow from scores, sums are exact, and our fault is never a zero."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.marks import (
    Mark,
    Status,
    awaiting,
    decided,
    missing,
    not_gradable,
    number,
    show,
    status_of,
    tally,
)

POINTS = st.fractions(Fraction(1, 100), 100, max_denominator=100)
SCORES = st.fractions(-10, 110, max_denominator=100)


@given(SCORES, POINTS)
def test_a_decided_score_is_held_between_nothing_and_the_points(
    score: Fraction, points: Fraction
) -> None:
    """No arithmetic of a kind gives more than the points or less than nothing."""
    mark = decided(score, points)
    assert mark.score is not None
    assert 0 <= mark.score <= points
    assert (mark.status == Status.CORRECT) == (mark.score == points)
    assert (mark.status == Status.INCORRECT) == (mark.score == 0)


def test_nothing_of_nothing_is_correct() -> None:
    """A question of no points that was answered is not wrong."""
    assert status_of(Fraction(0), Fraction(0)) == Status.CORRECT


def test_a_mistake_is_named_once() -> None:
    """The same mistake in several places is one mistake, in the order of finding."""
    assert decided(Fraction(0), Fraction(1), mistakes=["b", "a", "b"]).mistakes == ("b", "a")


def test_our_fault_has_no_score() -> None:
    """A fault of the grader exports no number and says whose it was."""
    mark = not_gradable(Fraction(2), "the sandbox fell")
    assert mark.score is None
    assert mark.status == Status.NOT_GRADABLE
    assert "not your fault: the sandbox fell" in mark.feedback[0]


def test_nothing_handed_in_is_zero_and_missing() -> None:
    """Missing is told apart from wrong."""
    mark = missing(Fraction(2), "Not there.")
    assert mark.status == Status.MISSING
    assert mark.score == 0


ONE = decided(Fraction(1), Fraction(2))
OPEN = awaiting(Fraction(3))
HALF = awaiting(Fraction(3), score=Fraction(1))
OURS = not_gradable(Fraction(4), "x")


@pytest.mark.parametrize(
    ("marks", "score", "points", "decided_points", "status"),
    [
        ([], 0, 0, 0, "graded"),
        ([(ONE, False), (ONE, False)], 2, 4, 4, "graded"),
        ([(ONE, False), (ONE, True)], 2, 2, 2, "graded"),
        ([(ONE, False), (OPEN, False)], 1, 5, 2, "awaiting"),
        ([(ONE, False), (HALF, False)], 2, 5, 5, "awaiting"),
        ([(ONE, False), (OPEN, False), (OURS, False)], 1, 9, 2, "not_gradable"),
        ([(OPEN, True)], 0, 0, 0, "awaiting"),
    ],
)
def test_a_hand_in_adds_up(
    marks: list[tuple[Mark, bool]], score: int, points: int, decided_points: int, status: str
) -> None:
    """Bonus counts on top, open questions count nothing yet, the worst status names the whole."""
    total = tally(marks)
    assert [total.score, total.points, total.decided] == [score, points, decided_points]
    assert total.status == status


def test_bonus_is_kept_apart() -> None:
    """What bonus questions earned can be taken back from a late submission."""
    assert tally([(ONE, False), (ONE, True)]).bonus == 1


@given(st.lists(st.tuples(SCORES, POINTS), max_size=12))
def test_sums_are_exact_in_any_order(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Tenths add up to wholes, and the order of questions changes nothing."""
    marks = [(decided(score, points), False) for score, points in pairs]
    assert tally(marks) == tally(marks[::-1])
    assert tally(marks).score == sum((mark.score or 0 for mark, _ in marks), Fraction(0))


@pytest.mark.parametrize(
    ("value", "written", "shown"),
    [
        (Fraction(2), 2, "2"),
        (Fraction(1, 2), 0.5, "0.5"),
        (Fraction(1, 3), 0.3333, "0.33"),
        (Fraction(99999, 100000), 1, "1"),
        (Fraction(1, 20000), 0, "0"),
        (Fraction(10), 10, "10"),
        (Fraction(1, 200), 0.005, "0"),
        (Fraction(3, 200), 0.015, "0.02"),
    ],
)
def test_scores_as_files_and_sentences_show_them(
    value: Fraction, written: float, shown: str
) -> None:
    """Files have four places, sentences two, both half to even, whole numbers as such."""
    assert number(value) == written
    assert type(number(value)) is type(written)
    assert show(value) == shown


def test_a_score_that_is_not_decided_is_a_dash() -> None:
    """Nothing that could be taken for a number."""
    assert show(None) == "-"
