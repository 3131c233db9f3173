"""Each measured kind says which of its fields its measures depend on; every field is on a side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from grader.gradebook import fingerprint
from grader.marking.measures import measured_part
from grader.questions import KINDS
from grader.questions.architecture import Architecture
from grader.questions.architecture.fields import Bounds
from grader.questions.base import Question
from grader.questions.find import Find
from grader.questions.mixture import Expert, Gate, Mixture
from grader.questions.own import OwnMistake
from grader.questions.performance import Performance
from grader.questions.performance.fields import Beats, Predictions, Prior
from grader.questions.performance.held_out import Rows
from grader.questions.performance.ramp import Ramp
from grader.questions.record import Item, Writeup
from grader.questions.tables import TableData

ROWS = Rows(train=TableData("train.csv"), label="y")
COMMON: dict[str, Any] = {"id": "q", "points": 2, "name": "M"}
SHARED: dict[str, Any] = {
    "title": "Another",
    "points": Fraction(3),
    "bonus": True,
    "prompt": "What is it?",
    "reveal": True,
    "audience": "instructor",
    "feedback": "item",
    "sources": ("module",),
    "seconds": 7.0,
    "writeup": Writeup(under=("Problem 1",)),
    "advice": "Look again.",
    "when_unsure": "zero",
    "find": (Find(name="N"),),
    "trust": "saved",
    "mistakes": (OwnMistake(answer=1, say="That is one."),),
    "judging": (Item(id="seen", text="Seen.", points=Fraction(1)),),
    "survivors": {"flipped": "It is meant to live."},
}
"""What every question has, and no measure depends on."""


@dataclass(frozen=True)
class Sides:
    """A question, and another value for each of its fields, by the side the field is on."""

    question: Question
    measured: dict[str, Any]
    other: dict[str, Any]


SIDES = {
    "performance": Sides(
        Performance(
            **COMMON,
            kind="performance",
            rows=ROWS,
            metrics=(
                Ramp(
                    metric="roc_auc",
                    none_below=Fraction(1, 2),
                    full_from=Fraction(1),
                ),
            ),
            beats=Beats(baseline="prevalence"),
            prior=Prior(at_least=6),
        ),
        {
            "id": "r",
            "rows": ROWS.model_copy(update={"label": "z"}),
            "shares": "other",
            "seeds": 3,
            "more_seeds": 5,
            "shuffled": 1,
            "prior": Prior(at_least=7),
            "output": "label",
            "gate": ("weights",),
            "fitted": True,
            "predictions": Predictions(file="said.csv"),
            "metrics.metric": "brier",
            "beats.baseline": "random_forest",
            "beats.trees": 7,
            "beats.question": "other",
            "beats.metric": "brier",
        },
        {
            **SHARED,
            "name": "N",
            "steps": 9,
            "borderline": "median",
            "constant": Fraction(0),
            "label_blind": Fraction(1, 2),
            "shuffled_labels": Fraction(0),
            "batch_dependence": Fraction(0),
            "copies_rows": "ask",
            "inputs": "list",
            "metrics.none_below": Fraction(1, 3),
            "metrics.full_from": Fraction(3, 4),
            "metrics.none_above": Fraction(1, 3),
            "metrics.full_to": Fraction(3, 4),
            "beats.full_from": Fraction(1, 9),
            "beats.none_below": Fraction(1, 9),
        },
    ),
    "mixture": Sides(
        Mixture(
            **COMMON,
            kind="mixture",
            rows=ROWS,
            experts=(Expert(name="the rule", at_least=6), Expert(name="a model")),
            gate=Gate(of="other"),
        ),
        {
            "id": "r",
            "rows": ROWS.model_copy(update={"holdout": 0.5}),
            "experts.at_least": 7,
            "gate.of": "another",
        },
        {
            **SHARED,
            "name": "N",
            "experts.name": "an expert",
            "experts.auc_from": Fraction(1, 9),
            "experts.skill_from": Fraction(1, 9),
            "gate.share": Fraction(1, 9),
            "gate.collapsed_above": Fraction(1, 9),
            "gate.unused_below": Fraction(1, 9),
        },
    ),
    "architecture": Sides(
        Architecture(
            **COMMON, kind="architecture", layers=(20, 8, 1), activations=("tanh", "sigmoid")
        ),
        {
            "id": "r",
            "name": "N",
            "layers": (10, 8, 1),
            "steps": ("dense",),
            "input": (10,),
            "framework": "keras",
            "form": "source",
            "find": SHARED["find"],
            "writeup": SHARED["writeup"],
        },
        {
            **{name: value for name, value in SHARED.items() if name not in ("find", "writeup")},
            "with_loss": True,
            "activations": ("relu", "sigmoid"),
            "bias": False,
            "range": (0.0, 1.0),
            "build": ((20,),),
            "parameters": Bounds(most=9),
            "shares": {"sizes": Fraction(1)},
        },
    ),
}


def changed(record: BaseModel, path: list[str], value: Any) -> Any:
    """The record with one field changed, in each record of a list on the way."""
    field, *rest = path
    if not rest:
        return record.model_copy(update={field: value})
    inner = getattr(record, field)
    new = (
        tuple(changed(one, rest, value) for one in inner)
        if isinstance(inner, tuple)
        else changed(inner, rest, value)
    )
    return record.model_copy(update={field: new})


def leaves(record: BaseModel, named: set[str], prefix: str = "") -> Iterator[str]:
    """Every field of a record and of those in it, down to what is named as a whole."""
    for field in type(record).model_fields:
        path, value = f"{prefix}{field}", getattr(record, field)
        inner = value[0] if isinstance(value, tuple) and value else value
        if path not in named and isinstance(inner, BaseModel):
            yield from leaves(inner, named, f"{path}.")
        else:
            yield path


def test_every_measured_kind_is_here() -> None:
    """A kind that measures, or has facts, names its fields and has a table of both sides."""
    measured = {kind for kind in KINDS if kind.is_measured()}
    assert measured == {type(sides.question) for sides in SIDES.values()}


@pytest.mark.parametrize("kind", SIDES)
def test_every_field_is_on_exactly_one_side(kind: str) -> None:
    """A new field of a measured kind has to be put on a side, and a name that is none is seen."""
    sides = SIDES[kind]
    named = set(sides.measured) | set(sides.other)
    assert set(leaves(sides.question, named)) - {"kind"} == named
    assert not set(sides.measured) & set(sides.other)
    assert sides.measured.keys() == type(sides.question).measured_from


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind in SIDES for path in SIDES[kind].measured]
)
def test_a_named_field_makes_measures_anew(kind: str, path: str) -> None:
    """Whatever decides what is measured changes what measures are kept under."""
    sides = SIDES[kind]
    other = changed(sides.question, path.split("."), sides.measured[path])
    assert other != sides.question
    assert fingerprint(measured_part(other)) != fingerprint(measured_part(sides.question))


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind in SIDES for path in SIDES[kind].other]
)
def test_any_other_field_keeps_measures(kind: str, path: str) -> None:
    """Points, words, thresholds and what is asked leave kept measures where they are."""
    sides = SIDES[kind]
    other = changed(sides.question, path.split("."), sides.other[path])
    assert other != sides.question
    assert fingerprint(measured_part(other)) == fingerprint(measured_part(sides.question))
