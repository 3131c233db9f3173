"""Words and short phrases: aliases, parts of the points, and slips of the keyboard."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.short_text import ShortText


def short_text(key: list[str], **more: Any) -> ShortText:
    """A question of four points."""
    data = {"kind": "short_text", "id": "s", "points": 4, "key": key, **more}
    return ShortText.model_validate_json(json.dumps(data))


def mark(question: ShortText, answer: Any) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}))


@pytest.mark.parametrize(
    "answer", ["Adam", " adam. ", "*ADAM*", "`Adam`", "Adam\n", "Ａdam", "(Adam)"]
)
def test_case_spaces_and_outer_marks_do_not_count(answer: str) -> None:
    """The same word in other clothes is the same word."""
    found = mark(short_text(["AdamW", "Adam"]), answer)
    assert found.status is Status.CORRECT and found.read == answer


def test_case_counts_where_the_rubric_says_so() -> None:
    """`case_sensitive` tells Adam from adam."""
    question = short_text(["Adam"], case_sensitive=True)
    assert mark(question, "Adam").score == 4
    assert mark(question, "adam").score == 0


@pytest.mark.parametrize("answer", ["gardient", "gradent", "gradiient", "gradiemt"])
def test_one_slip_in_a_long_word_is_accepted_and_told(answer: str) -> None:
    """One letter exchanged, missing, added or changed."""
    found = mark(short_text(["gradient"]), answer)
    assert found.score == 4 and "a typo" in found.feedback[0]
    assert mark(short_text(["gradient"], typos="1/2"), answer).score == 2


@pytest.mark.parametrize(
    ("key", "answer"),
    [("mean", "meam"), ("gradient", "gradnei"), ("gradient", "grad"), ("gradient", "hradienz")],
)
def test_a_short_word_or_two_slips_are_wrong(key: str, answer: str) -> None:
    """Below six letters a slip may be another word."""
    found = mark(short_text([key]), answer)
    assert found.score == 0 and found.feedback == ("That is not the word looked for.",)


def test_an_alias_may_earn_a_share_and_the_key_may_be_revealed() -> None:
    """`partly` gives a share; `reveal` says what was looked for."""
    question = short_text(["stochastic"], partly={"random": "1/4"}, reveal=True)
    found = mark(question, "Random")
    assert found.score == 1 and found.status is Status.PARTIAL
    assert found.feedback == ("That is partly right.", "Expected: stochastic.")


@pytest.mark.parametrize("answer", ["", " . ", None])
def test_nothing_written_is_told(answer: Any) -> None:
    """Empty answers have their own sentence."""
    found = mark(short_text(["word"]), answer)
    assert found.status is Status.MISSING and "Nothing is written" in found.feedback[0]


@pytest.mark.parametrize("answer", [True, [1], {"a": "word"}, ["word", "other"]])
def test_what_is_no_text_earns_nothing(answer: Any) -> None:
    """Truth values and containers are not text; a number is."""
    assert mark(short_text(["word", "true"]), answer).score == 0
    assert mark(short_text(["42"]), 42).score == 4


@given(st.text(max_size=30))
def test_reading_twice_changes_nothing(text: str) -> None:
    """A text made normal and padded outside stays itself, so keys and answers meet."""
    question = short_text(["word"])
    assert question.normal(f"  {text}\n") == question.normal(text)
    assert 0 <= (mark(question, text).score or 0) <= 4


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("Answer: dropout", Status.CORRECT),
        ("The answer is dropout.", Status.CORRECT),
        ("It is called **dropout**", Status.CORRECT),
        ("It is not dropout", Status.AWAITING),
        ("dropout or batch norm", Status.AWAITING),
        ("We set some of the units to zero while training", Status.AWAITING),
        ("weight decay", Status.INCORRECT),
        ("Answer: weight decay", Status.INCORRECT),
        ("", Status.MISSING),
        ("TODO", Status.MISSING),
        (None, Status.MISSING),
    ],
)
def test_a_word_in_a_sentence(answer: Any, status: Status) -> None:
    """The word alone behind "the answer is" counts; any other sentence is read by a person."""
    assert mark(short_text(["dropout"]), answer).status is status


def test_a_list_of_one_word_is_the_word() -> None:
    """As code gives it where several answers are of a kind."""
    assert short_text(["bias"]).mark(Given({"": Answer(["Bias"])})).status is Status.CORRECT
