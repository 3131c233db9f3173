"""Options by label, number or text; several right ones share the points."""

import json
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.choice import Choice
from grader.values import Array
from tests.questions.answers_marked import earned, marked

OPTIONS = {"a": "ridge", "b": "lasso", "c": "elastic net", "d": "none of these"}


def choice(key: list[str], **more: Any) -> Choice:
    """A question of six points."""
    data = {"kind": "choice", "id": "c", "points": 6, "options": OPTIONS, "key": key, **more}
    return Choice.model_validate_json(json.dumps(data))


def mark(question: Choice, answer: Any) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}))


@pytest.mark.parametrize("answer", ["c", "C", "(c)", "c.", 3, "Elastic Net", ["c"], " [c] "])
def test_an_option_may_be_named_in_any_way(answer: Any) -> None:
    """A label in either case, a number from one, or the full text."""
    found = mark(choice(["c"]), answer)
    assert found.status is Status.CORRECT and found.read == "c"


@pytest.mark.parametrize(
    "answer", ["a, c", "a c", ["c", 1], ["ridge", "c", "a"], Array("|i1", (2,), b"\1\3")]
)
def test_several_options_count_as_a_set(answer: Any) -> None:
    """Order and repetition do not count."""
    assert mark(choice(["a", "c"]), answer).score == 6


@pytest.mark.parametrize(
    ("answer", "score"), [("a", 3), ("ab", 0), ("a b", 0), ("a b c", 3), ("b d", 0), ("a c b d", 0)]
)
def test_a_wrong_pick_takes_a_right_one_back(answer: str, score: int) -> None:
    """Marking everything earns nothing, and nothing goes below zero."""
    found = mark(choice(["a", "c"]), answer)
    assert found.score == Fraction(score)


def test_what_is_said_of_picks() -> None:
    """One right option, several, all or nothing, and the key only where it is revealed."""
    assert mark(choice(["a"]), "b").feedback == ("That is not the right option.",)
    assert mark(choice(["a", "c"]), "a").feedback == ("Of your 1 picks 1 are right.",)
    assert mark(choice(["a", "c"], partial=False), "a").score == 0
    assert mark(choice(["a"], reveal=True), "b").feedback[-1] == "Right: a."
    assert mark(choice(["a"]), "a").feedback == ()


@pytest.mark.parametrize("answer", ["e", 0, 5, True, 1.5, [["a"]], {"a": 1}])
def test_what_is_no_option_is_told(answer: Any) -> None:
    """Unknown labels, numbers out of range, truth values and nothing at all."""
    found = mark(choice(["a"]), answer)
    assert found.score == 0 and "Expected: one of a, b, c, d." in found.feedback[0]


FALLS = {"a": "the error grows", "b": "the error falls", "c": "the error stays the same"}
YES = {"1": "Yes, it rose", "2": "No, it fell", "3": "It cannot be told"}
YEARS = {"a": "4704", "b": "8704", "c": "9704"}


@pytest.mark.parametrize(
    ("options", "answer", "picked"),
    [
        (FALLS, "With more rows the error falls.", "b"),
        (FALLS, "**the error falls**, because the mean varies less", "b"),
        (FALLS, "the error falls, because it does not grow", "b"),
        (FALLS, "Answer: b", "b"),
        (FALLS, "The answer is (b).", "b"),
        (FALLS, "I choose option B", "b"),
        (FALLS, "b) since the mean varies less", "b"),
        (FALLS, "(b) the error falls", "b"),
        (FALLS, "- [ ] the error grows\n- [x] the error falls", "b"),
        (FALLS, "a: the error grows\nb: the error falls **\nc: the error stays the same", "b"),
        (YEARS, "- 4704\n- **8704**\n- 9704", "b"),
        (YES, "No it does not change", "2"),
        (YES, "Yes, it rose", "1"),
        (FALLS, "I do not think that the error falls, it stays the same.", None),
        (FALLS, "The error falls or the error grows.", None),
        (FALLS, "a) the error falls", None),
        (FALLS, "A larger sample is better", None),
        (FALLS, "the error grows\nthe error falls\nthe error stays the same", None),
        (YEARS, "- 4704\n- 8704\n- 9704", None),
        (FALLS, "it depends", None),
    ],
)
def test_a_sentence_or_a_mark_picks_an_option(
    options: dict[str, str], answer: str, picked: str | None
) -> None:
    """One option named, implied by its words, or marked; what picks none surely waits."""
    keys = [picked] if picked else list(options)
    for key in keys:
        found = mark(choice([key], options=options), answer)
        if picked:
            assert (found.status, found.read) == (Status.CORRECT, picked)
        else:
            assert (found.status, found.reason) == (Status.AWAITING, "unread")


@pytest.mark.parametrize("answer", [None, "", "  ", [], "..."])
def test_nothing_picked_is_missing(answer: Any) -> None:
    """A blank and a placeholder are no wrong option."""
    assert mark(choice(["a"]), answer).status is Status.MISSING


def test_a_number_that_is_a_label_is_the_label() -> None:
    """Where labels are numbers, 2 means the label 2 and not the second option."""
    question = choice(["2"], options={"2": "two", "1": "one"})
    assert mark(question, 2).score == 6
    assert mark(question, 1).score == 0


def test_a_key_outside_the_options_is_a_mistake() -> None:
    """The rubric's author is told which options there are."""
    assert choice(["a"]).problems() == []
    ((place, said),) = choice(["z"]).problems()
    assert place == "key" and "they are a, b, c, d" in said


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (23.759, Status.CORRECT), ("23.76", Status.CORRECT), (24, Status.CORRECT),
        (13.75, Status.INCORRECT), (43.7, Status.INCORRECT), (18.75, Status.AWAITING),
        (2, Status.AWAITING), ("23,75", Status.CORRECT), ("b", Status.CORRECT),
    ],
)  # fmt: skip
def test_a_number_is_the_option_that_it_is_nearest_to(answer: Any, status: Status) -> None:
    """Options that are numbers are picked by number; what lies between two is a person's."""
    options = {"a": "13.75", "b": "23.75", "c": "33.75", "d": "43.75"}
    assert mark(choice(["b"], options=options), answer).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("We filled the gaps.\nHas it changed? (Yes, it increased)", Status.CORRECT),
        ("No gaps are left.\nThe median was 149.\nAnswer: A. Yes, it increased", Status.CORRECT),
        ("It is 152 now.\nYes, it decreased", Status.INCORRECT),
        ("No gaps are left.\nThe median is 152 now.", Status.AWAITING),
        ("Yes, it increased\nYes, it decreased\nNo", Status.AWAITING),
    ],
)
def test_one_line_of_a_longer_text_may_pick(text: str, status: Status) -> None:
    """By all the words of an option; the first word of a sentence picks nothing."""
    options = {"a": "Yes, it increased", "b": "Yes, it decreased", "c": "No"}
    assert mark(choice(["a"], options=options), text).status == status


MOVES = {"a": "Yes, it increased", "b": "Yes, it decreased", "c": "No"}


@pytest.mark.parametrize(
    ("answer", "picked"),
    [
        ("The median age rose after that.", "a"),
        ("The median age went down, as one would expect.", "b"),
        ("The median age has not changed, it stayed the same: 149", "c"),
        ("median age: 149.0\nmode: 152.0\nmedian age after filling: 152.0", "a"),
        ("df['age'].median(): 149.0\ndf['age'].median(): 140.5", "b"),
        ("median before: 149\nmedian after: 149", "c"),
        ("The median age moved from 1,490 to 1,520.", "a"),
        ("149.0\n152.0", "a"),
        ("50%     149.0\nmax     200.0\n50%     152.0\nmax     200.0", "a"),
    ],
)
def test_a_change_may_be_told_or_shown(answer: str, picked: str) -> None:
    """In words, or by the values before and after; values alone never show a wrong option."""
    about = {"options": MOVES, "title": "Has the median age changed?"}
    assert mark(choice([picked], **about), answer).read == picked
    for key in set(MOVES) - {picked}:
        found = mark(choice([key], **about), answer)
        assert found.status in (Status.AWAITING, Status.INCORRECT)
        assert found.status is Status.AWAITING or re.search("rose|down|not changed", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The median age may rise or fall.",
        "It did not increase.",
        "mean: 3\nmedian: 149\nmode: 152",
        "Has the median age increased?",
        "mode before: 3, mode after: 5, that is all that can be said of the rows that were filled, "
        "since the share of gaps decreased",
    ],
)
def test_no_change_is_made_up(answer: str) -> None:
    """Neither of both words, of a denial, of values of several things, nor of a question."""
    for key in MOVES:
        about = {"options": MOVES, "title": "Has the median age changed?"}
        assert mark(choice([key], **about), answer).status is Status.AWAITING


@given(
    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)
def test_two_values_show_the_sign_of_their_difference(first: float, last: float) -> None:
    """Whatever they are."""
    way = "a" if last > first else "b" if last < first else "c"
    text = f"median age: {first:f}\nmedian age: {last:f}"
    for key in MOVES:
        found = mark(choice([key], options=MOVES, title="median age"), text)
        assert (found.status is Status.CORRECT) == (key == way)


SEVERAL = {
    "kind": "choice", "options": {"a": "mean", "b": "median", "c": "mode", "d": "range"},
    "key": ["a", "c"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        ({"a": True, "b": False, "c": True, "d": False}, "4"),
        ([True, False, True, False], "4"), ([False, True, False, True], "0"), ([False] * 4, "0"),
        ("- a\n- c", "4"), ("mean and mode", "4"), ("- a\n- b", "0"), ("a", "2"),
    ],
)  # fmt: skip
def test_several_options_are_picked_in_several_ways(answer: Any, worth: str) -> None:
    """By truth values for each, in a list with bullets, by their words."""
    assert earned(SEVERAL, answer) == worth


def test_a_sentence_that_names_some_of_several_is_read_by_a_person() -> None:
    """What it says of the others may be written otherwise."""
    assert marked(SEVERAL, "I choose a) mean, and also c) mode").score is None


@pytest.mark.parametrize(
    "answer",
    ["(a)(b)", "(a b)", "(a · b)", "(a|b)", "(a)/(b)", "a) b)", "(a+b+c)^2", "[a] [d]", "a: b",
     "(a) c d"],
)  # fmt: skip
def test_more_labels_than_one_are_no_pick_of_the_first(answer: str) -> None:
    """Whoever names the wrong ones beside the right one has not chosen."""
    found = mark(choice(["a"]), answer)
    assert found.score != 6 and found.status in (Status.AWAITING, Status.INCORRECT)


@pytest.mark.parametrize(
    "answer", ["(a) a", "(a) 2", "\uff41", "\uff08\uff41\uff09", "(a)(a)", "a) ridge"]
)
def test_a_label_said_twice_or_in_wide_letters_is_one(answer: str) -> None:
    """With a number, its own words, or as East Asian keyboards type it."""
    assert mark(choice(["a"]), answer).score == 6


@pytest.mark.parametrize("answer", ["a?", "b?", "a~"])
def test_a_label_with_a_doubt_is_no_zero(answer: str) -> None:
    """A person reads what was meant."""
    assert mark(choice(["a"]), answer).status is Status.AWAITING


@pytest.mark.parametrize(
    ("answer", "label"), [("2,5", "b"), ("2.5", "b"), ("1,000", "d"), ("25", "c")]
)
def test_a_number_picks_its_option_with_a_comma_too(answer: str, label: str) -> None:
    """Before decimals, or between thousands."""
    options = {"a": "0.25", "b": "2.5", "c": "25", "d": "1000"}
    assert mark(choice([label], options=options), answer).read == label


@pytest.mark.parametrize("answer", ["it decreases or increases", "!b", "~b"])
def test_one_or_the_other_and_what_is_denied_is_no_pick(answer: str) -> None:
    """Not even where one of them is right."""
    options = {"a": "It increases", "b": "It decreases", "c": "It stays the same"}
    assert mark(choice(["b"], options=options), answer).status is not Status.CORRECT
