"""Experts' columns and gates: right ones, and each mistake by its name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.evidence import Answer
from grader.marking.facts import build_facts
from grader.marking.measures import measure_all
from grader.marks import Mark
from grader.questions.base import Given
from grader.values import array_of
from tests.measures.homework import experts, improvement, performance

QUESTION, MODEL = experts(), performance()
FACTS = build_facts([QUESTION, MODEL], 11)
_, _, HIDDEN, LABELS = QUESTION.rows.parts()
SCORE = HIDDEN @ np.array([1.2, 2.2, 2.8, 2.6, 1.6, 2.4, 1.8, 1.0, 2.6, 1.4]) - 14
LINEAR = 1 / (1 + np.exp(-SCORE / 3))
NETWORK = 1 / (1 + np.exp(-SCORE / 3.3 + 0.1 * HIDDEN[:, 0]))
RULE = (HIDDEN.sum(axis=1) >= 6).astype(float)


def marked(*columns: Any, turned: bool = False, fits: Any = None) -> Mark:
    """The mark of these columns, each in the order of the hidden table."""
    table = np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)
    asked = table[QUESTION.order(len(table))]
    called = [{"ok": True, "value": array_of(asked.T if turned else asked)}]
    outcomes: dict[str, Any] = {QUESTION.id: Answer(called)}
    if fits is not None:
        outcomes[MODEL.id] = Answer(fits)
    measured = measure_all([QUESTION, MODEL], FACTS, outcomes, 11)
    return QUESTION.mark(Given({"": outcomes[QUESTION.id]}, measures=measured[QUESTION.id]))


def test_three_right_columns_earn_everything() -> None:
    """The rule exactly, the models as calibrated predictors."""
    mark = marked(LINEAR, RULE, NETWORK)
    assert mark.score == 2
    assert mark.feedback == ()
    assert [part.score for part in mark.parts] == [Fraction(2, 3)] * 3


@pytest.mark.parametrize(
    ("columns", "score", "mistakes"),
    [
        ((LINEAR, HIDDEN.sum(axis=1) >= 5, NETWORK), Fraction(4, 3), ("other_threshold",)),
        ((LINEAR, HIDDEN.sum(axis=1) / 10, NETWORK), Fraction(4, 3), ("rule_wrong",)),
        ((LINEAR, RULE, LINEAR), Fraction(4, 3), ("same_column",)),
        ((LINEAR, RULE, RULE), Fraction(4, 3), ("same_column",)),
        ((RULE, LINEAR, NETWORK), Fraction(4, 3), ("columns_swapped",)),
        ((LINEAR, RULE, 1 - NETWORK), Fraction(4, 3), ("label_flipped",)),
        ((LINEAR, RULE, LINEAR > 0.5), Fraction(5, 3), ("labels_not_probabilities",)),
        ((LINEAR, RULE, np.full(200, 0.2)), Fraction(4, 3), ("no_skill",)),
        ((LINEAR, RULE, 0.5 + LINEAR / 2), Fraction(5, 3), ("not_calibrated",)),
        ((LINEAR, RULE, SCORE), Fraction(4, 3), ()),
        ((LINEAR, RULE, np.full(200, np.nan)), Fraction(4, 3), ()),
    ],
    ids=[
        *("five items", "mean of items", "copied", "rule twice", "swapped", "flipped"),
        *("labels", "constant", "shifted", "logits", "nan"),
    ],
)
def test_each_mistake_costs_its_column_and_has_a_name(
    columns: tuple[Any, ...], score: Fraction, mistakes: tuple[str, ...]
) -> None:
    """The other columns keep their points."""
    mark = marked(*columns)
    assert mark.score == score, mark.feedback
    assert mark.mistakes == mistakes
    assert mark.feedback


def test_columns_that_came_as_rows_earn_half() -> None:
    """Shape (3, n) is read, and told."""
    mark = marked(LINEAR, RULE, NETWORK, turned=True)
    assert mark.score == 1
    assert "return shape (n, experts)" in " ".join(mark.feedback)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"ok": False, "type": "KeyError", "line": 7}, "raised KeyError at line 7"),
        ({"ok": True, "value": None}, "returned None"),
        ({"ok": True, "value": [0.5] * 600}, "one long row of numbers"),
        ({"ok": True, "value": [[0.5, 1.0]] * 200}, "fewer columns than 3 where 200 x 3"),
        ({"ok": True, "value": [[0.5, 1.0, 0.1]] * 10}, "fewer rows than 200 where 200 x 3"),
        (3, "nothing that can be read"),
    ],
)
def test_answers_that_are_no_columns_say_why(value: Any, said: str) -> None:
    """One sentence for each way, never an exception."""
    outcome = Answer([value])
    measured = measure_all([QUESTION], FACTS, {QUESTION.id: outcome}, 11)
    mark = QUESTION.mark(Given({"": outcome}, measures=measured[QUESTION.id]))
    assert mark.score == 0
    assert said in mark.feedback[0]


def gated(weights: Any, gap: float = 0.0, columns: Any = None) -> list[dict[str, Any]]:
    """The fits of a mixture whose gate shows these weights for every row."""
    assert MODEL.rows is not None
    _, _, hidden, _ = MODEL.rows.parts()
    said = np.stack([0.2 + hidden.mean(axis=1) / 2, hidden[:, 1] / 2, hidden[:, 5] / 2], axis=1)
    table = np.tile(weights, (len(hidden), 1)) if np.ndim(weights) == 1 else weights(hidden)
    output = np.clip((table * said).sum(axis=1) + gap, 0, 1)
    batches = MODEL.batches(len(hidden))
    whole = max(batches, key=len)
    also = {
        "gate_weights": array_of(table[whole]),
        "expert_predictions": array_of(said[whole]),
    }
    answers = [array_of(output[batch]) for batch in batches]
    fit = {"ok": True, "method": "predict_proba", "batches": answers, "also": also}
    return [fit] * len(MODEL.fits)


@pytest.mark.parametrize(
    ("weights", "gap", "mistakes"),
    [
        ([0.5, 0.3, 0.2], 0.0, ()),
        (lambda rows: np.eye(3)[rows[:, :3].argmax(axis=1)] * 0.9 + 0.1 / 3, 0.0, ()),
        ([0.97, 0.02, 0.01], 0.0, ("collapsed",)),
        ([0.5, 0.5, 0.0], 0.0, ("unused_expert",)),
        ([0.5, 0.3, 0.4], 0.0, ("gate_not_distribution",)),
        ([0.62, 0.4, -0.02], 0.0, ("gate_not_distribution", "unused_expert")),
        ([0.5, 0.3, 0.2], 0.05, ("not_the_gated_sum",)),
    ],
    ids=["soft", "routed", "collapsed", "unused", "sum", "negative", "other output"],
)
def test_a_shown_gate_is_checked(weights: Any, gap: float, mistakes: tuple[str, ...]) -> None:
    """Distributions, collapse, idle experts, and the gated sum, with the experts' shares."""
    mark = marked(LINEAR, RULE, NETWORK, fits=gated(weights, gap))
    assert mark.mistakes == mistakes, mark.feedback
    assert mark.score == 2
    assert mark.plot is not None
    assert sum(one["share"] for one in mark.plot["experts"]) == pytest.approx(1, abs=1e-5)


def test_a_gate_decides_points_only_where_the_rubric_says_so() -> None:
    """With a share of a quarter, a collapsed gate costs half a point of two."""
    question = experts(gate={"of": "p5.performance", "share": "1/4"})
    table = np.stack([LINEAR, RULE, NETWORK], axis=1)[question.order(200)]
    outcome = Answer([{"ok": True, "value": array_of(table)}])
    outcomes = {question.id: outcome, MODEL.id: Answer(gated([0.97, 0.02, 0.01]))}
    measured = measure_all([question, MODEL], FACTS, outcomes, 11)
    mark = question.mark(Given({"": outcome}, measures=measured[question.id]))
    assert mark.score == Fraction(3, 2)


def test_a_gate_is_found_through_a_question_that_shares_its_fits() -> None:
    """Naming the comparison instead of the model means the same fits, and measures the same."""
    table = np.stack([LINEAR, RULE, NETWORK], axis=1)[QUESTION.order(200)]
    called = Answer([{"ok": True, "value": array_of(table)}])
    outcomes = {QUESTION.id: called, MODEL.id: Answer(gated([0.5, 0.3, 0.2]))}
    gates = []
    for name in (MODEL.id, "p5.improvement"):
        questions = [experts(gate={"of": name}), MODEL, improvement()]
        gates.append(measure_all(questions, FACTS, outcomes, 11)[QUESTION.id]["gate"])
    assert gates[0] == gates[1]
    assert gates[0]["shown"]


def test_stacking_shows_no_gate_and_loses_nothing() -> None:
    """A model without a gate is as good as one with."""
    fits = [{**fit, "also": {}} for fit in gated([0.5, 0.3, 0.2])]
    mark = marked(LINEAR, RULE, NETWORK, fits=fits)
    assert mark.score == 2
    assert mark.plot is not None
    assert "experts" not in mark.plot
