"""What is wrong with an expert's column, or with a gate that divides the rows among experts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grader.questions.mistake import Example, Known, MistakeTable

NOTHING, HALF = Fraction(0), Fraction(1, 2)
QUESTION = {
    "id": "p5.experts",
    "kind": "mixture",
    "points": 2,
    "name": "expert_features",
    "rows": {
        "train": "homework2/asd_train.csv",
        "label": "Class/ASD",
        "hidden": "../answers/homework2/hidden/asd_experts.csv",
        "hidden_labels": "../answers/homework2/hidden/asd_experts_labels.csv",
    },
    "experts": [
        {"name": "logistic regression"},
        {"name": "the rule", "at_least": 6},
        {"name": "neural network"},
    ],
    "gate": {"of": "p5.performance"},
}
IS_RULE = "this column is the rule, not a fitted model."
_RIGHT = {"rows": 200, "wrong": 0}


def _model(**more: Any) -> dict[str, Any]:
    """What is measured of a model's column, a good one but for what is given."""
    good = {"point": 0.9, "low": 0.86, "high": 0.94}
    close = {"point": 0.1, "low": 0.08, "high": 0.12}
    return {"auc": good, "brier": close, "prevalence_brier": 0.16, "labels_only": False, **more}


def _column(shown: str, place: int, found: Mapping[str, Any]) -> Example:
    """Three columns of which only the one at `place`, counted from 1, is as found."""
    columns = [_model(), _RIGHT, _model()]
    columns[place - 1] = dict(found)
    return Example([], measured={"columns": columns}, shown=shown)


def _gate(shown: str, **more: Any) -> Example:
    """Three right columns, and a gate with no fault but what is given."""
    shares = more.pop("shares", (0.4, 0.3, 0.3))
    gate = {
        **{"shown": True, "rows": 200, "off_rows": 0, "worst_sum": 1.0, "balance": 0.9},
        **{"room": 0.001, "experts": [{"share": share} for share in shares]},
        **more,
    }
    measured = {"columns": [_model(), _RIGHT, _model()], "gate": gate}
    return Example([], measured=measured, shown=shown)


def _known(name: str, says: str | dict[str, str], example: Example, keeps: Fraction) -> Known:
    return Known(name, says, example, part_keeps=keeps)


MISTAKES = MistakeTable(
    QUESTION,
    (
        _known(
            "columns_swapped",
            {"": "the rule stands in column {moved} instead.", "model": IS_RULE},
            _column(
                "the columns of the rule and of the network exchanged",
                2,
                {"rows": 200, "wrong": 40, "found_at": 3},
            ),
            HALF,
        ),
        _known(
            "other_threshold",
            "this is the rule with at least {threshold}, where {asked} was asked "
            "({wrong} of {rows} rows differ).",
            _column("a rule of at least 5 items", 2, {"rows": 200, "wrong": 40, "threshold": 5}),
            NOTHING,
        ),
        _known(
            "rule_wrong",
            "differs from the rule in {wrong} of {rows} rows.",
            _column("the share of items in place of the rule", 2, {"rows": 200, "wrong": 150}),
            NOTHING,
        ),
        _known(
            "same_column",
            {"": "the same numbers as column {other}.", "rule": IS_RULE},
            _column("the network's column is the regression's", 3, _model(copies=1)),
            NOTHING,
        ),
        _known(
            "label_flipped",
            "{measured}; it predicts the opposite class.",
            _column(
                "the probability of class 0",
                3,
                _model(auc={"point": 0.1, "low": 0.06, "high": 0.14}),
            ),
            NOTHING,
        ),
        _known(
            "no_skill",
            "{measured}; it hardly predicts the label.",
            _column(
                "the same number in every row",
                3,
                _model(auc={"point": 0.5, "low": 0.5, "high": 0.5}),
            ),
            NOTHING,
        ),
        _known(
            "labels_not_probabilities",
            "{measured}; it holds labels 0 and 1, not probabilities.",
            _column("`predict` in place of `predict_proba`", 3, _model(labels_only=True)),
            HALF,
        ),
        _known(
            "not_calibrated",
            "{measured}; it orders rows but its probabilities are off "
            "(a constant scores {constant}).",
            _column(
                "probabilities from 0.5 to 1",
                3,
                _model(brier={"point": 0.3, "low": 0.25, "high": 0.35}),
            ),
            HALF,
        ),
        Known(
            "gate_unreadable",
            "The gate could not be read: {problem}.",
            _gate("`gate_weights` raises", problem="gate_weights raised ValueError"),
            costs="the gate's share",
        ),
        Known(
            "gate_not_distribution",
            "In {off} of {rows} rows the gate's weights are not a distribution ({why}).",
            _gate("weights that add up to 1.2", off_rows=200, worst_sum=1.2),
            costs="the gate's share",
        ),
        Known(
            "collapsed",
            "Expert {number} does nearly everything: the mixture has collapsed.",
            _gate("one expert has 98 % of the weight", shares=(0.98, 0.01, 0.01)),
            costs="the gate's share",
        ),
        Known(
            "unused_expert",
            "Expert {number} is hardly ever used.",
            _gate("one expert has 0.1 % of the weight", shares=(0.6, 0.399, 0.001)),
            costs="the gate's share",
        ),
        Known(
            "not_the_gated_sum",
            "The output is not the gated sum of the experts: it differs by up to {gap}.",
            _gate("an output that is the largest expert's", sum_gap=0.2),
            costs="the gate's share",
        ),
    ),
)
