"""What every kind tells beside a mark: what to do next, what points follow from, the key."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions import BY_NAME
from grader.questions.base import Given, Question
from grader.questions.own import OwnMistake, own_problems
from grader.questions.telling.worded import as_typed
from grader.rubric.model import AnyQuestion

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
DISC = {"kind": "numeric", "key": 3.1514, "tolerance": {"absolute": 0.0005}}
GRADIENT = {"kind": "symbolic", "variables": ["x", "y"], "key": ["2*x*y", "x^2"]}
JACOBIAN = {"kind": "jacobian", "variables": ["x", "y"], "of": {"u": "x^2 - y^2", "w": "x*y"}}
DESCENT = {
    "kind": "descent", "objective": "x^2 + y^2", "variables": ["x", "y"], "start": [1, 1],
    "step_size": 0.1, "steps": 2,
}  # fmt: skip
CLAIMS = {
    "kind": "true_false", "reasons": "required",
    "items": [{"key": True, "text": "It is so."}, {"key": False}],
}  # fmt: skip


def question(fields: dict[str, Any]) -> Question:
    """A question of four points."""
    made = ADAPTER.validate_json(json.dumps({"id": "q", "points": 4, "name": "A", **fields}))
    assert isinstance(made, Question)
    return made


def marked(asked: Question, answer: Any) -> Mark:
    """The mark of one answer."""
    return asked.mark(Given({"": Answer(answer)}, seed=1))


@pytest.mark.parametrize("kind", BY_NAME)
def test_every_kind_says_what_to_do_next_in_words_of_its_own(kind: str) -> None:
    """No two kinds, and no kind and the general words, say the same."""
    said = BY_NAME[kind].look_again
    others = [other.look_again for name, other in BY_NAME.items() if name != kind]
    assert said.endswith(".") and said not in [*others, Question.look_again]


@pytest.mark.parametrize("fields", [DISC, GRADIENT, JACOBIAN, DESCENT, CLAIMS])
def test_advice_is_told_by_every_kind_below_full_marks_and_only_there(fields: Any) -> None:
    """Once, whatever the kind; nothing at full marks."""
    wrong: Any = {"true_false": [False, True]}.get(fields["kind"], [[1, 2], [3, 4]])
    asked = question({**fields, "advice": "Look at section 2."})
    mark = marked(asked, 2 if fields is DISC else wrong)
    assert mark.feedback.count("Look at section 2.") == 1
    assert asked.next_step(mark.status) == "Look at section 2."
    if (key := asked.own_key()) is not None:
        assert "Look at section 2." not in marked(asked, key).feedback


def test_a_rule_says_what_a_mistake_keeps() -> None:
    """A share of each step where it explains all, of the entry it is in, or of the points."""
    asked = question(DESCENT)
    climbed = marked(asked, [[1.2, 1.2], [1.44, 1.44]])
    assert asked.rule_of(climbed) == "This mistake keeps 60% of each step."
    assert asked.cause_of(climbed).startswith("You added the step size times the gradient")
    other = question(JACOBIAN)
    turned = marked(other, [["2*x", "y"], ["-2*y", "x"]])
    assert other.rule_of(turned) == "This mistake keeps 85% of each entry."
    slip = marked(other, [["2*x", "2*y"], ["y", "x"]])
    assert other.rule_of(slip) == "This mistake costs the entry it is in."
    claims = question(CLAIMS)
    assert claims.rule_of(marked(claims, [True, False])) == (
        "Each of the 2 items is worth 2; without its reason 50% of that."
    )
    assert asked.rule_of(marked(asked, asked.own_key())) == ""


def test_a_rubric_may_set_the_share() -> None:
    """`credit:` changes the rule with the mark."""
    asked = question({**DESCENT, "credit": {"gradient_ascent": 0.25}})
    mark = marked(asked, [[1.2, 1.2], [1.44, 1.44]])
    assert mark.score == 1 and asked.rule_of(mark) == "This mistake keeps 25% of each step."


def test_the_key_is_shown_as_it_was_typed() -> None:
    """3.1514 and not 15757/5000, in what is expected and in what is said."""
    asked = question({**DISC, "reveal": True})
    assert asked.expected() == ("3.1514",)
    assert marked(asked, 2).feedback[0].endswith("Expected: 3.1514.")
    assert question(GRADIENT).expected() == ("[2*x*y, x^2]",)


@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=5))
def test_a_decimal_is_shown_with_its_own_digits(number: Any) -> None:
    """What is shown is the number, and as short as it can be written."""
    shown = as_typed(Fraction(number))
    assert Fraction(shown) == Fraction(number) and "/" not in shown
    assert not shown.endswith((".", ".0")) or "." not in shown


def test_other_fractions_stay_fractions() -> None:
    """A third has no decimal; lists are shown entry by entry."""
    assert as_typed((Fraction(1, 3), Fraction(-1, 4))) == "[1/3, -0.25]"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (DISC, 6.2832), (GRADIENT, ["2*x", "x^2"]), (JACOBIAN, [["2*x", "2*y"], ["x", "y"]]),
        (DESCENT, [[1.2, 1.2], [1.44, 1.44]]),
    ],
)  # fmt: skip
def test_the_line_that_names_a_wrong_answer_validates_and_tells_it(
    fields: Any, answer: Any
) -> None:
    """Made of what was read, put into the rubric as it stands, it is recognised."""
    asked = question(fields)
    mark = marked(asked, answer)
    line = asked.snippet(mark.read or str(answer))
    rows = yaml.safe_load(line)["mistakes"]
    named = question({**fields, "mistakes": rows})
    assert list(own_problems(named)) == []
    again = marked(named, answer)
    assert again.status is Status.PARTIAL and again.score == 2
    assert named.cause_of(again) == OwnMistake.model_validate(rows[0]).say


@given(st.text(max_size=60))
def test_no_text_gives_a_line_that_breaks_a_rubric(read: str) -> None:
    """Whatever an answer reads, its line is one mistake in YAML, or there is none."""
    line = question(GRADIENT).snippet(read)
    if line:
        (row,) = yaml.safe_load(line)["mistakes"]
        assert set(row) == {"answer", "points", "say"} and "\n" not in line
