"""Words of other quantities: what is surely about another, and what a student may call theirs."""

from __future__ import annotations

import pytest

from grader.intake.reader.writeup.claims.mentions import is_named_otherwise
from grader.intake.reader.writeup.claims.told import formula_told, several_told, told
from grader.intake.reader.writeup.markup import Block
from grader.intake.reader.writeup.sections import Placed


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("MSE", "RMSE"),
        ("loss", "accuracy"),
        ("accuracy", "loss"),
        ("cross-entropy", "entropy"),
        (r"\text{recall}", "precision"),
        ("Cov(X, Y)", "correlation"),
        ("The test error on the held-out rows", "accuracy"),
        ("Then the **variance** is", "mean"),
    ],
)
def test_another_known_quantity_is_told_by_its_words(words: str, asked: str) -> None:
    """Also set in a formula or in bold, with what it is of behind it."""
    assert is_named_otherwise(words, [asked])


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("MSE", "loss"),
        ("The cross-entropy", "loss"),
        ("error", "RMSE"),
        ("my answer", "mean"),
        ("result", "precision"),
        ("average time", "mean"),
        ("The expected value", "mean"),
        ("From the variance we get that all of it", "mean"),
        ("recall", "capacity"),
        ("recall", "x"),
    ],
)
def test_a_name_of_their_own_is_not(words: str, asked: str) -> None:
    """Nor a kind of what is asked, nor a word on the way, nor where the asked one is not known."""
    assert not is_named_otherwise(words, [asked])


def test_signs_before_a_number_are_read_in_time_with_their_length() -> None:
    """A rule, a frame or brackets before a number are passed over: each more took twice as long."""
    for signs in ("-" * 300, "( " * 200, "the  " * 200, "a, " * 300, "$" * 41, "a-" * 300):
        (block,) = [Placed(Block("paragraph", f"{signs}x 5", 1, 1), (1,))]
        assert not [*told([block], "mean"), *formula_told([block], "mean")]
        assert not list(several_told([block], "mean"))
