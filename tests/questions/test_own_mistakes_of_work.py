"""Mistakes that an instructor lists where the answer is an argument, a model, columns or a plot."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given, Question
from grader.questions.figure.mistakes import drawn
from grader.questions.own import own_problems
from tests.questions.answers_marked import asked, marked
from tests.questions.test_mixture import LINEAR, NETWORK, RULE
from tests.questions.test_mixture import QUESTION as EXPERTS

VARIANCE: dict[str, Any] = {
    "kind": "derivation", "random": ["X"], "wanted": "Var(X) = E[X^2] - E[X]^2",
    "mistakes": [
        {"answer": "E[X^2] = E[X]^2", "points": 1, "say": "The square is not linear.", "id": "sq"},
    ],
}  # fmt: skip
SELF: dict[str, Any] = {
    "kind": "derivation", "densities": ["p", "q"],
    "steps": [{"id": "zero", "title": "zero", "points": 1, "concludes": "KL(p || p) = 0"}],
    "mistakes": [{"answer": "KL(p||q) = KL(q||p)", "points": 1, "say": "It is not symmetric."}],
}  # fmt: skip
MODEL: dict[str, Any] = {
    "kind": "performance", "rows": {"train": "a.csv", "label": "y"},
    "metrics": [{"metric": "accuracy", "none_below": 0.5, "full_from": 0.9}],
    "mistakes": [
        {"answer": {"accuracy": {"least": 0.69, "most": 0.71}}, "points": 1,
         "say": "70 % is what saying no to all earns.", "id": "all_no"},
        {"answer": "label_blind", "points": 0, "say": "Your fit forgets y.", "id": "forgets"},
    ],
}  # fmt: skip
PLOT: dict[str, Any] = {
    "kind": "figure", "checks": [{"curve": {"formula": "t^2", "over": [0, 2]}}, {"title": True}],
    "mistakes": [{"answer": {"curve": {"formula": "t^3", "over": [0, 2]}}, "points": 1,
                  "say": "That is the cube.", "id": "cube"}],
}  # fmt: skip


def question_of_columns(*mistakes: dict[str, Any]) -> Question:
    """The experts' question with mistakes of its own."""
    fields = EXPERTS.model_dump(mode="json", exclude_unset=True, exclude={"rows"})
    made = type(EXPERTS).model_validate_json(
        json.dumps({**fields, "rows": {"train": "a.csv", "label": "y"}, "mistakes": mistakes})
    )
    return made.model_copy(update={"rows": EXPERTS.rows})


def of_measures(fields: dict[str, Any], point: float, **more: Any) -> Mark:
    """The mark of a model of which this was measured."""
    row = {"point": point, "low": point - 0.02, "high": point + 0.02, "each": [point]}
    measured = {"rows": 200, "first": {"accuracy": row}, **more}
    return asked(fields).mark(Given({"": Answer([])}, measures=measured))


def curve(power: int) -> dict[str, Any]:
    """A drawn power of t."""
    places = [n / 20 for n in range(41)]
    line = {"x": places, "y": [x**power for x in places], "n": 41}
    value: dict[str, Any] = drawn(lines=[line])
    return value


@pytest.mark.parametrize(
    ("fields", "answer", "name"),
    [
        (VARIANCE, ["Var(X) = E[X^2] - E[X]^2", "E[X^2] = E[X]^2"], "sq"),
        (VARIANCE, r"$Var(X) = E[(X-E[X])^2]$, $E[X]^2 = E[X^2]$", "sq"),
        (SELF, ["KL(q||p) = KL(p||q)", "KL(p||p) = KL(q||q)"], "it_is_not_symmetric"),
        (PLOT, curve(3), "cube"),
    ],
)
def test_a_listed_step_or_curve_is_named(fields: dict[str, Any], answer: Any, name: str) -> None:
    """In either order of its sides; what else is said of the answer stays."""
    mark, without = marked(fields, answer), marked({**fields, "mistakes": []}, answer)
    assert mark.mistakes[0] == name and mark.score == 1 and mark.status is Status.PARTIAL
    assert mark.feedback[0] == fields["mistakes"][0]["say"]
    kept = [
        said
        for said in without.feedback
        if not said.startswith(("Score", "Credited")) and not said.endswith("by a person.")
    ]
    assert set(kept) <= set(mark.feedback)
    assert list(own_problems(asked(fields))) == []


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (VARIANCE, "Var(X) = E[(X-E[X])^2] = E[X^2] - E[X]^2"),
        (VARIANCE, ["Var(X) = E[X^2]"]),
        (SELF, ["KL(p||p) = 0"]),
        (PLOT, curve(2)),
        (PLOT, curve(4)),
    ],
)
def test_no_other_work_is_taken_for_it(fields: dict[str, Any], answer: Any) -> None:
    """Right or wrong."""
    assert marked(fields, answer) == marked({**fields, "mistakes": []}, answer)


def test_a_model_is_known_by_its_metric_or_by_a_sign() -> None:
    """Within the bounds, or where the sign was seen; any other is marked as without the list."""
    assert of_measures(MODEL, 0.7).mistakes == ("all_no",)
    assert of_measures(MODEL, 0.7).score == 1
    blind = of_measures(MODEL, 0.6, signs=[["label_blind", {}]])
    assert blind.mistakes[0] == "forgets" and blind.score == 0
    assert blind.feedback[0] == "Your fit forgets y." and len(blind.feedback) > 2
    without = {**MODEL, "mistakes": []}
    for point in (0.6, 0.8, 0.95):
        assert of_measures(MODEL, point) == of_measures(without, point)
    assert list(own_problems(asked(MODEL))) == []


def test_a_column_is_known_by_its_rule_or_by_its_measures() -> None:
    """With what the others earn, where the mistake names no points."""
    rule = {"answer": {"column": 2, "at_least": 7}, "say": "More than six, not six.", "id": "more"}
    poor = {"answer": {"column": 3, "auc": {"most": 0.6}}, "points": "1/2", "say": "Not trained."}
    question = question_of_columns(rule, poor)
    assert list(own_problems(question)) == []
    from tests.questions import test_mixture

    hidden = test_mixture.HIDDEN

    def mark(*columns: Any) -> Mark:
        given = test_mixture.marked(*columns)
        measures = measured_of(columns)
        assert question.mark(Given({"": Answer([])}, measures=measures)).points == given.points
        return question.mark(Given({"": Answer([])}, measures=measures))

    found = mark(LINEAR, hidden.sum(axis=1) >= 7, NETWORK)
    assert found.mistakes[0] == "more" and found.score == Fraction(4, 3)
    assert mark(LINEAR, RULE, np.full(200, 0.2)).score == Fraction(1, 2)
    assert mark(LINEAR, hidden.sum(axis=1) >= 5, NETWORK).mistakes == ("other_threshold",)
    assert mark(LINEAR, RULE, NETWORK).status is Status.CORRECT


def measured_of(columns: Any) -> Any:
    """What is measured of columns in the order of the hidden table."""
    from grader.questions.mixture.measure import measure_columns
    from grader.values import array_of
    from tests.questions.test_mixture import FACTS

    table = np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)
    asked_rows = table[EXPERTS.order(len(table))]
    called = [{"ok": True, "value": array_of(asked_rows)}]
    return measure_columns(EXPERTS, called, FACTS[EXPERTS.id], 11)


@pytest.mark.parametrize(
    ("fields", "answer", "said"),
    [
        (VARIANCE, "X", "write the wrong step"),
        (SELF, "words only", "write the wrong step"),
        (MODEL, {"recall": {"least": 1}}, "there is no 'recall' here; one of accuracy"),
        (MODEL, {"accuracy": {"least": 1, "most": 0}}, "least is above most"),
        (MODEL, {"accuracy": 0.7}, "accuracy:"),
        (MODEL, "lazy", "there is no sign 'lazy'"),
        (MODEL, 3, "write {METRIC:"),
        (PLOT, {"curve": 3}, "write a check"),
        (PLOT, 3, "write a check"),
    ],
)
def test_a_mistake_that_cannot_be_one_is_told(
    fields: dict[str, Any], answer: Any, said: str
) -> None:
    """With what to write."""
    made = asked({**fields, "mistakes": []})
    listed = type(made).model_validate_json(
        json.dumps({
            **made.model_dump(mode="json", exclude_unset=True),
            "mistakes": [{"answer": answer, "say": "No."}],
        })
    )  # fmt: skip
    ((where, told), *_) = own_problems(listed)
    assert where == "mistakes.0.answer" and said in told


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"column": 9, "at_least": 7}, "there are 3 columns"), ({"column": 2}, "write {column"),
        ({"column": 2, "auc": {"most": 1}}, "column 2 is a rule"), (4, "write {column"),
        ({"column": 1, "acc": {"most": 1}}, "there is no 'acc' here"),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_one_is_told(answer: Any, said: str) -> None:
    """With what to write."""
    ((where, told), *_) = own_problems(question_of_columns({"answer": answer, "say": "No."}))
    assert where == "mistakes.0.answer" and said in told
