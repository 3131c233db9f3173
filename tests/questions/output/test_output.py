"""Printed and displayed values: right, wrong, each way of looking for them, and nothing at all."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from grader.errors import RubricError
from grader.evidence import Answer, Raised, TimedOut, Unavailable
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.output import Output
from grader.questions.output.mistakes import printed
from grader.rubric import load_rubric
from grader.rubric.model import AnyQuestion
from grader.values import Array

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)


def asked(*expect: dict[str, Any], **more: Any) -> Output:
    """A question for what is printed, worth a point for each thing."""
    fields = {"id": "q", "kind": "output", "points": max(len(expect), 1), **more}
    if expect:
        fields["expect"] = list(expect)
    question = ADAPTER.validate_json(json.dumps(fields))
    assert isinstance(question, Output)
    return question


def marked(question: Output, text: str | dict[str, Any]) -> Mark:
    """The mark where this is printed."""
    value = printed(text) if isinstance(text, str) else text
    return question.mark(Given({"": Answer(value)}))


@pytest.mark.parametrize(
    ("item", "text", "status"),
    [
        ({"after": "RMSE", "key": 0.2254}, "RMSE in test set is 0.2254", "correct"),
        ({"after": "RMSE", "key": 0.22541}, "rmse: 0.225", "correct"),
        ({"after": "RMSE", "key": 0.22541}, "RMSE: 2.2541e-1", "correct"),
        ({"after": "RMSE", "key": 0.22541}, "RMSE: 0.23", "incorrect"),
        ({"after": "RMSE", "key": 0.2254}, "RMSE: 0.3", "incorrect"),
        ({"after": "RMSE", "key": 0.2254}, "error: 0.2254", "awaiting"),
        ({"after": ["RMSE", "error"], "key": 0.2254}, "error: 0.2254", "correct"),
        ({"after": "acc", "key": 0.915}, "acc: 91.5%", "correct"),
        ({"after": "acc", "key": 91.5}, "acc: 91.5 %", "correct"),
        ({"after": "n", "key": 12345}, "n = 12,345", "correct"),
        ({"after": "n", "key": 12.345}, "n = 12,345", "awaiting"),
        ({"after": "n", "key": 3.14}, "n = 3,14", "correct"),
        ({"after": "n", "key": 0.915}, "n = 0,915", "correct"),
        ({"after": "n", "key": 3}, "n = 3,14", "incorrect"),
        ({"key": 3.14}, "n = 3,14", "correct"),
        ({"after": "a", "key": 1}, "a: 1\na: 2", "awaiting"),
        ({"after": "a", "key": 1, "which": "first"}, "a: 1\na: 2", "correct"),
        ({"after": "a", "key": 1, "which": "last"}, "a: 1\na: 2", "incorrect"),
        ({"after": "a", "key": 2, "which": "any"}, "a: 1\na: 2", "correct"),
        ({"after": "a", "key": 3, "which": "any"}, "a: 1\na: 2", "awaiting"),
        ({"after": "A", "key": [[1, 2], [3, 4]]}, "A:\n[[1. 2.]\n [3. 4.]]", "correct"),
        ({"after": "A", "key": [[1, 2], [3, 4]]}, "A:\n[[1. 2.]\n [3. 5.]]", "partial"),
        ({"after": "A", "key": [1, 2, 3]}, "A [1 ... 3]", "awaiting"),
        ({"key": 3.14}, "radius 1, area 3.14", "correct"),
        ({"key": 3.14}, "radius 1, area 3.2", "awaiting"),
        ({"key": 2}, "fuel types: 2", "correct"),
        ({"key": 2}, "fuel types: 3", "incorrect"),
        ({"key": 2}, "petrol 17\ndiesel 25\n2", "correct"),
        ({"key": 2}, "petrol 17\ndiesel 2\ngas 9", "awaiting"),
        ({"key": 2}, "petrol 17, diesel 2", "awaiting"),
        ({"key": 9704}, "(9704, 11)", "correct"),
        ({"key": 9704}, " ".join(map(str, range(10_000))), "awaiting"),
        ({"key": 23.7591}, "\n".join(f"{n} {n / 7}" for n in range(40)) + "\n9 23.7591", "correct"),
        ({"key": 23.7591, "tolerance": {"relative": 0.1}}, "11 23 9 24 1 2", "awaiting"),
        ({"key": [1, 2.5]}, "a    1.0\nb    2.5\ndtype: float64", "correct"),
        ({"match": r"k=(\d+)", "key": 3}, "best k=3 of 9", "correct"),
        ({"match": r"k=(\d+)", "key": 3}, "best k=4 of 9", "incorrect"),
        ({"match": r"best:\s*(?P<value>\w+)", "word": ["rf", "forest"]}, "Best: RF", "correct"),
        ({"match": r"best:\s*(?P<value>\w+)", "word": "rf"}, "Best: tree", "incorrect"),
        ({"match": r"^done$"}, "x\ndone\n", "correct"),
        ({"match": r"^done$"}, "not done yet", "awaiting"),
        ({"after": "winner", "word": "tree"}, "The winner: a Tree of depth 3", "correct"),
        ({"word": "converged"}, "It has Converged.", "correct"),
        ({"word": "converged"}, "It has not.", "awaiting"),
        ({"text": "1\n2  3"}, "0\n  1\n\n2 3\n4", "correct"),
        ({"text": "1\n2"}, "1\n3\n2", "awaiting"),
        ({"match": "Traceback", "absent": True}, "fine", "correct"),
        ({"match": "Traceback", "absent": True}, "Traceback (most", "incorrect"),
    ],
)
def test_what_is_shown_is_marked(item: dict[str, Any], text: str, status: str) -> None:
    """Where it is found and wrong it earns nothing; found in no expected way it is a person's."""
    assert marked(asked(item), text).status == status


def test_items_are_parts_with_points_of_their_own() -> None:
    """Those without points share what is left; what is open has no score yet."""
    question = asked(
        {"after": "a", "key": 1, "points": 3, "title": "the mean"},
        {"after": "b", "key": 2},
        {"after": "c", "key": 3},
        points=5,
    )
    assert question.worth == [3, 1, 1]
    mark = marked(question, "a: 1\nb: 5")
    assert [part.score for part in mark.parts] == [3, 0, None]
    assert mark.status == Status.AWAITING and mark.score == 3 and mark.reason == "unsure"
    assert marked(question, "d: 4").score is None
    assert marked(question, "a: 1\nb: 2\nc: 3").score == 5


def test_when_unsure_zero_decides() -> None:
    """For exercises in which the form is the thing."""
    question = asked({"after": "a", "key": 1}, when_unsure="zero")
    assert marked(question, "value 1").status == Status.INCORRECT


def test_what_was_cut_off_decides_nothing() -> None:
    """A wrong value may be put right in what was not kept."""
    value = printed("a: 5")
    value["shown"][0]["cut"] = 100_000
    assert marked(asked({"after": "a", "key": 1}), value).status == Status.AWAITING


def test_nothing_shown_is_missing_unless_it_was_shown_before() -> None:
    """Or something that it needs is lacking here, or something is written instead."""
    question = asked({"after": "a", "key": 1})
    value = {**printed(""), "shown": []}
    assert marked(question, value).status == Status.MISSING
    raised = marked(question, {**value, "errors": ["ValueError: x (hw.py, line 3)"]})
    assert raised.status == Status.MISSING and "ValueError" in raised.feedback[0]
    saved = printed("a: 1")["shown"]
    for change in ({"lost": ["no card"]}, {"written": "The value is 1."}, {"saved": saved}):
        assert marked(question, {**value, **change}).status == Status.AWAITING
    trusted = {**value, "saved": saved, "trust": "saved"}
    assert marked(question, trusted).status == Status.CORRECT


def test_a_label_that_is_not_there_leaves_it_to_a_person() -> None:
    """Even where the right value stands somewhere."""
    value = {**printed(""), "labelled": False, "elsewhere": printed("a: 1")["shown"], "shown": []}
    mark = marked(asked({"after": "a", "key": 1}, under="Question 1"), value)
    assert mark.status == Status.AWAITING and "label was not found" in mark.feedback[0]


def test_an_earlier_run_that_says_otherwise_is_told() -> None:
    """The run here counts."""
    value = {**printed("a: 2"), "earlier": printed("a: 1")["shown"]}
    mark = marked(asked({"after": "a", "key": 1}), value)
    assert mark.status == Status.INCORRECT
    assert "The saved output says 1; run again here it is 2." in mark.feedback


RUNS = {
    "runs": [
        {"stdin": "3\n4\n", "expect": [{"after": "sum", "key": 7}]},
        {"call": "greet", "arguments": ["Ada"], "expect": [{"word": "hello"}, {"key": 5}]},
    ],
    "points": 3,
}


def test_each_run_is_marked_by_what_it_showed() -> None:
    """And by what a call gave back; one that raised loses only itself, one that was slow waits."""
    question = asked(**RUNS)
    first, second = question.probes()
    assert (first.names, second.names, second.arguments) == ((), ("greet",), (["Ada"],))
    good = Answer({"text": "sum: 7", "cut": 0})
    back = Answer({"text": "Hello", "cut": 0, "value": 5})
    answer = Answer({"shown": []})
    assert question.mark(Given({"": answer, "run.0": good, "run.1": back})).score == 3
    late = question.mark(Given({"": answer, "run.0": TimedOut(3.0), "run.1": back}))
    assert late.score == 2 and late.status == Status.AWAITING
    assert "stopped after 3 s" in late.parts[0].feedback[0]
    lacking = Unavailable("library", "torch is not here")
    open_ = question.mark(Given({"": answer, "run.0": lacking, "run.1": back}))
    assert open_.score == 2 and open_.status == Status.AWAITING
    crashed = Answer({"text": "sum: 7", "cut": 0, "raised": ["ValueError: x", 3]})
    mark = question.mark(Given({"": answer, "run.0": crashed, "run.1": Raised("E", "")}))
    assert mark.score == 1 and "Run 1: your code raised ValueError: x at line 3." in mark.feedback


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"expect": [{}]}, "say what has to be shown"),
        ({"expect": [{"after": "a"}]}, "key or word"),
        ({"expect": [{"after": "a", "match": "b", "key": 1}]}, "found after and match"),
        ({"expect": [{"key": 1, "word": "a"}]}, "not both"),
        ({"expect": [{"text": " "}]}, "empty text"),
        ({"expect": [{"text": "a", "key": 1}]}, "remove key"),
        ({"expect": [{"match": "(?=a)"}]}, "look-ahead"),
        ({"expect": [{"key": "a"}]}, "write numbers"),
        ({"runs": [{}]}, "Field required"),
        ({"expect": [{"key": 1, "which": "second"}]}, "'only', 'first', 'last' or 'any'"),
    ],
)
def test_a_field_that_is_wrong_is_told(fields: dict[str, Any], told: str) -> None:
    """With what to write instead."""
    with pytest.raises(ValidationError, match=told):
        asked(**fields)


@pytest.mark.parametrize(
    ("fields", "path", "told"),
    [
        ({}, "kind", "write expect"),
        ({"expect": [{"key": 1}], "runs": RUNS["runs"]}, "expect", "write expect"),
        ({"runs": RUNS["runs"], "under": "Q 1"}, "under", "no cells under a label"),
        ({"expect": [{"key": 1, "points": 3}], "points": 2}, "points", "worth 3 of 2"),
        ({"expect": [{"key": 1, "points": 1}], "points": 2}, "points", "worth 1 of 2"),
        ({"expect": [{"key": 0, "tolerance": {"relative": 0.1}}]}, "expect.0.tolerance", "0"),
        ({"expect": [{"key": 1}], "credit": {"wrong_sing": 1}}, "credit.wrong_sing", "wrong_sign"),
        ({"expect": [{"key": 1}], "find": [{"name": "a"}]}, "find", "remove find"),
    ],
)
def test_fields_that_do_not_fit_together_are_told(
    fields: dict[str, Any], path: str, told: str
) -> None:
    """At the field."""
    found = asked(**fields).problems()
    assert any(place == path and told in said for place, said in found), found


def test_a_mistake_in_a_rubric_has_its_line(tmp_path: Any) -> None:
    """And column."""
    file = tmp_path / "r.yaml"
    file.write_text(
        "title: t\nquestions:\n  - id: a\n    kind: output\n    points: 1\n"
        "    expect:\n      - {after: a}\n"
    )
    with pytest.raises(RubricError, match=r":7:9.*key or word"):
        load_rubric(file)


def test_own_mistakes_are_recognised_among_what_is_shown() -> None:
    """The instructor's sentence, and its points."""
    own = {"answer": 6.28, "points": "1/2", "say": "That is the circumference."}
    question = asked({"after": "area", "key": 3.14}, mistakes=[own])
    assert question.problems() == []
    mark = marked(question, "area: 6.28")
    assert (mark.score, mark.status) == (Fraction(1, 2), Status.PARTIAL)
    assert "circumference" in mark.feedback[0]


HOSTILE: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=5), one, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60)
@given(HOSTILE, st.text(max_size=80))
def test_no_value_earns_points_by_being_odd(value: Any, text: str) -> None:
    """A displayed value of any kind, and any text beside it."""
    plain = printed(text)
    plain["shown"].append({**plain["shown"][0], "value": value, "displayed": True})
    question = asked({"after": "accuracy", "key": 0.915}, {"key": [[1, 2], [3, 4]]})
    mark = marked(question, plain)
    assert mark.status is not Status.CORRECT or value == [[1, 2], [3, 4]]
    runs = asked(**RUNS)
    runs.mark(Given({"": Answer({"shown": []}), "run.0": Answer(value)}))


def test_whoever_marks_by_hand_reads_what_is_printed() -> None:
    """And not the data around it."""
    question = asked({"after": "a", "key": 1})
    assert question.as_text(printed("a: 2\n")) == "a: 2"
    assert question.as_text({"shown": [], "saved": printed("b")["shown"]}) == "b"
    assert question.as_text({"shown": []}) == "(nothing is shown)"


def test_a_displayed_table_is_read_as_it_is_printed() -> None:
    """A number among others of a series; feedback never repeats raw data."""
    value = printed("")
    array = Array("<f8", (2,), bytes(16))
    text = "origin\nAsia      23.759123\nEurope    25.967222\ndtype: float64"
    row = {**value["shown"][0], "text": text, "value": array, "displayed": True}
    shown = {"shown": [row]}
    assert marked(asked({"key": 23.759122836520497}), shown).status == Status.CORRECT
    wrong = marked(asked({"key": [1, 2]}), shown)
    assert "Array" not in "".join(wrong.feedback) and "23.759123" in wrong.feedback[0]


def test_a_cell_that_stopped_here_and_went_on_before_decides_nothing() -> None:
    """A newer library may refuse what an older one did."""
    value = {**printed("a: 2"), "errors": ["ValueError: x"], "earlier": printed("a: 1")["shown"]}
    assert marked(asked({"after": "a", "key": 1}), value).status == Status.AWAITING
    assert marked(asked({"after": "a", "key": 2}), value).status == Status.CORRECT
