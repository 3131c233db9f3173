"""Truth values by rule and never by truthiness, their reasons, and what a person decides."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marks import Judgement, Mark, Status
from grader.questions.base import Given
from grader.questions.true_false import TrueFalse, read_item, read_items, read_truth
from grader.values import Array, Opaque

KEYS = [True, False, False, True, False, True, False, True]


def true_false(keys: list[bool], **more: Any) -> TrueFalse:
    """A question of one point for each statement."""
    items = [{"key": key, "why": "So it is."} for key in keys]
    data = {"kind": "true_false", "id": "p1", "points": len(keys), "items": items, **more}
    return TrueFalse.model_validate_json(json.dumps(data))


def mark(question: TrueFalse, answer: Any, judgement: Judgement | None = None) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}, judgement=judgement))


@pytest.mark.parametrize(
    "answer",
    [
        KEYS,
        [int(key) for key in KEYS],
        [float(key) for key in KEYS],
        [str(key) for key in KEYS],
        [str(key).lower() for key in KEYS],
        ["T" if key else "F" for key in KEYS],
        ["**True**" if key else "`no`." for key in KEYS],
        ["1.0" if key else "0" for key in KEYS],
        "TFFTFTFT",
        "T, F; F T\nfalse true F yes",
        Array("|b1", (8,), bytes(KEYS)),
        dict(enumerate(KEYS, 1)),
        {str(i): key for i, key in enumerate(KEYS, 1)},
        {f"p1_{i}": key for i, key in reversed(list(enumerate(KEYS, 1)))},
        {f"Statement {i}.": [key, "why"] for i, key in enumerate(KEYS, 1)},
        [{"answer": key, "reason": "why"} for key in KEYS],
        [{"Truth": key} for key in KEYS],
    ],
)
def test_the_same_truth_values_count_in_every_form(answer: Any) -> None:
    """Booleans, numbers, words, letters, NumPy arrays, and mappings from 1 to 8."""
    found = mark(true_false(KEYS), answer)
    assert found.status is Status.CORRECT and found.score == 8
    assert [part.id for part in found.parts] == [f"p1.{i}" for i in range(1, 9)]


@pytest.mark.parametrize("item", ["F", "false", "False", "0", "no", "FALSE", " f "])
def test_a_false_in_words_is_not_true_because_it_is_not_empty(item: str) -> None:
    """Python would call each of these texts true."""
    assert read_truth(item) == (False, "")


@pytest.mark.parametrize(
    "item",
    [2, -1, 0.5, float("nan"), 1j, "maybe", "10", "truely", "True False", "True, False",
     "True or False", "not always false", "T/F", "1. False as it is", "F. True as it is", "T. F.",
     "1.5", "true or", "%", [True, False, True], [], [[True]], {"x": True},
     {}, Opaque("AlwaysTrue", "True")],
)  # fmt: skip
def test_what_is_neither_true_nor_false_is_refused(item: Any) -> None:
    """Other numbers, both at once, containers and objects that act true earn nothing."""
    row = read_item(item)
    assert row.truth is None
    found = mark(true_false([True, False]), [item, item])
    assert found.score == 0
    assert all(part.status is not Status.CORRECT for part in found.parts)


@pytest.mark.parametrize(
    "item", ["maybe", "True or False", "True, or False", "T/F", "not always false", "1. False"]
)
def test_words_that_say_neither_wait_for_a_person(item: str) -> None:
    """What a person may understand is no zero; the other items keep their points."""
    found = mark(true_false([True, False]), [True, item])
    assert found.status is Status.AWAITING and found.score == 1
    assert found.reason == "unread"
    assert found.parts[1].status is Status.AWAITING
    assert mark(true_false([True, False]), "see the picture above").status is Status.AWAITING


@pytest.mark.parametrize(
    ("item", "truth"),
    [
        ("not true", False), ("Not false", True), ("It is not true.", False), ("isn't true", False),
        ("This statement is not correct", False), ("not always true", False), ("nicht wahr", False),
        ("Not true: the mean moves", False), ("never true", False), ("It is not wrong", True),
        ("✓", True), ("✗ because it diverges", False), ("☒", False), ("right", True),
        ("Vrai", True), ("faux", False), ("falsch", False), ("верно", True), ("错误", False),
        ("sí", True), ("não", False), ("untrue", False), ("○○", None), ("neither", None),
    ],
)  # fmt: skip
def test_negations_signs_and_other_languages(item: str, truth: bool | None) -> None:
    """A negation turns the value round; ticks and the words of other languages count."""
    assert read_truth(item)[0] is truth


def test_an_object_is_named_and_a_long_text_cut() -> None:
    """What was written is shown, within bounds."""
    found = mark(true_false([True, True]), [Opaque("Sly", "True"), "x" * 1000])
    assert "an object of type Sly, which is neither" in found.parts[0].feedback[0]
    assert "…" in found.parts[1].feedback[0] and len(found.parts[1].feedback[0]) < 150


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("True - because it is convex", "because it is convex"),
        ("true: it is convex", "it is convex"),
        ("**True.** It is convex", "It is convex"),
        ("True. It is convex", "It is convex"),
        ("(T) It is convex", "It is convex"),
        ("T, since it is convex", "since it is convex"),
        ("True because it is convex", "because it is convex"),
        ("Yes (it is convex)", "it is convex)"),
    ],
)
def test_a_reason_may_follow_in_the_same_text(text: str, reason: str) -> None:
    """What stands after the truth value is its reason."""
    truth, found = read_truth(text)
    assert truth is True
    assert found == reason


def test_a_long_chain_of_truth_values_is_read_in_bounded_work() -> None:
    """No hostile text makes reading run away."""
    for chain in ("T-", "T. ", "T.-", "T, ", "(T) "):
        assert read_truth(chain * 50_000)[0] in (True, None)


def test_wrong_and_missing_items_are_told_one_by_one() -> None:
    """A wrong item names what was written; an item left out is missing, not wrong."""
    found = mark(true_false([True, False, True, True]), [True, True, None, ""])
    assert found.score == 1 and found.feedback == ("1 of 4 items earned full points.",)
    assert found.parts[1].feedback == ("Item 2: you wrote True, which is not right.",)
    assert [part.status for part in found.parts[2:]] == [Status.MISSING] * 2
    assert found.read == "1. True\n2. True\n3. ?\n4. ?"
    short = mark(true_false([True, False]), {1: True})
    assert [part.status for part in short.parts] == [Status.CORRECT, Status.MISSING]


@pytest.mark.parametrize("item", [None, "", "  ", "\n\t", "\u00a0", {}, [None], ["", "why"]])
def test_white_space_is_no_answer(item: Any) -> None:
    """An item of nothing but white space is missing, and nothing but such items is no answer."""
    question = true_false([True, False])
    assert mark(question, [True, item]).parts[1].status is Status.MISSING
    found = mark(question, [item, item])
    assert found.status is Status.MISSING and found.score == 0
    assert found.feedback == (f"Nothing is written. Expected: {TrueFalse.entry}.",)


def test_the_key_and_its_reason_show_only_where_revealed() -> None:
    """`reveal: true` says what is right and why."""
    assert "So it is" not in mark(true_false([True]), [False]).parts[0].feedback[0]
    told = mark(true_false([True], reveal=True), [False]).parts[0].feedback[0]
    assert told.endswith("It is True. So it is.")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (7, "not a list or a mapping"),
        (None, "not a list or a mapping"),
        ([True] * 3, "3 items where there are 2"),
        ({3: True}, "is not one of the items 1 to 2"),
        ({"a": True}, "is not one of the items"),
        ({True: True}, "is not one of the items"),
        ({1: True, "1": False}, "Item 1 is there twice"),
    ],
)
def test_an_answer_of_another_form_says_what_is_expected(answer: Any, said: str) -> None:
    """A whole answer that cannot be matched with the statements is told once."""
    found = mark(true_false([True, False]), answer)
    assert found.score == 0 and found.parts == ()
    assert said in found.feedback[0] and "(2 of them)" in found.feedback[0]


@pytest.mark.parametrize(
    ("reason_for", "scores", "needing"),
    [
        ("false", [1, Fraction(1, 2)], "False"),
        ("true", [Fraction(1, 2), 1], "True"),
        ("both", [Fraction(1, 2), Fraction(1, 2)], "either kind"),
    ],
)
def test_a_required_reason_left_out_halves_the_item(
    reason_for: str, scores: list[Any], needing: str
) -> None:
    """Only the answers that need a reason lose half; with reasons all is full."""
    question = true_false([True, False], reasons="required", reason_for=reason_for)
    found = mark(question, [True, False])
    assert [part.score for part in found.parts] == scores
    assert f"An answer of {needing} needs its reason." in found.feedback[0]
    assert "its reason is missing: 0.5 of 1" in str(found.parts)
    full = mark(question, [[True, "as shown"], "False - as shown"])
    assert full.score == 2 and "2. False - as shown" in full.read


def test_a_wrong_answer_earns_nothing_for_its_reason() -> None:
    """A reason does not rescue a wrong truth value."""
    question = true_false([True], reasons="required", without_reason=0)
    assert mark(question, [[False, "because"]]).score == 0
    assert mark(true_false([False], reasons="required", without_reason=0), [False]).score == 0


def test_reasons_by_hand_wait_for_a_person() -> None:
    """With a reason the mark is open, then what a person gave; without one it is decided."""
    question = true_false([True, False], reasons="by_hand")
    answer = [True, ["False", "it diverges"]]
    found = mark(question, answer)
    assert found.status is Status.AWAITING and found.score == 2
    assert "read by a person" in found.feedback[-1]
    judged = mark(question, answer, Judgement(Fraction(3, 2), comment="Half a reason."))
    assert judged.score == Fraction(3, 2) and judged.feedback[-1] == "Half a reason."
    assert mark(question, [True, False]).score == Fraction(3, 2)


_ITEM = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(_ITEM)
def test_any_answer_is_read_or_refused(value: Any) -> None:
    """Nothing raises, and what is read has one row for each statement."""
    rows = read_items(value, 3)
    assert isinstance(rows, str) or len(rows) == 3
    assert mark(true_false([True, False, True]), value).score is not None


@settings(max_examples=100, deadline=None)
@given(st.booleans(), st.text(st.characters(categories=["L", "Zs"]), min_size=9, max_size=40))
def test_a_reason_never_changes_the_truth_value(truth: bool, reason: str) -> None:
    """Whatever is written after a dash, the first word decides."""
    assert read_truth(f"{truth} - {reason}")[0] in (truth, None)


@pytest.mark.parametrize(
    "answer",
    [
        "1. True\n2. False. Adam adapts.\n3) F - not so\n4. It is true.",
        "True\nFalse\nFalse, since it is\nTrue",
        "1. True 2. False 3. False 4. True",
        {"a": True, "b": False, "c": False, "d": True},
        ["✓", "✗ because not", "❌", "✔"],
        ["It is true", "The statement is false. It is not so", "That is wrong", "This is correct."],
    ],
)
def test_items_by_number_by_line_and_in_sentences(answer: Any) -> None:
    """Each of these says true, false, false, true."""
    assert mark(true_false([True, False, False, True]), answer).status is Status.CORRECT


@pytest.mark.parametrize("answer", ["1e", "0^", "t?", [[True, False], [False, True]]])
def test_two_characters_are_no_two_items_unless_both_are_truth_values(answer: Any) -> None:
    """A text as long as the list is only taken apart where each of its characters is an item."""
    assert mark(true_false([True, False]), answer).score == 0


def test_a_reason_may_begin_with_the_other_word() -> None:
    """A long second part is a reason, whatever its first word."""
    found = mark(true_false([False]), [[False, "True, but only for convex functions"]])
    assert found.status is Status.CORRECT
