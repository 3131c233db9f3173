"""The mathematics of the real submission, as the reader of write-ups yields it."""

import json
from fractions import Fraction
from typing import Any

import pytest

from grader.marks import Status
from tests.questions.mathematics import CASES, QUESTIONS, SEEDS, mark


def answers() -> dict[str, Any]:
    """The values read from the write-up, for the mathematical questions."""
    text = (CASES / "seed-writeup" / "expected.json").read_text("utf-8")
    return {name: row["value"] for name, row in json.loads(text).items() if name in QUESTIONS}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_formula_of_the_real_hand_in_is_marked_as_it_deserves(seed: int) -> None:
    """Right work is full; the missing p, the missing step and the bare assertion are named."""
    values = answers()
    assert set(values) == set(QUESTIONS)
    marks = {name: mark(name, value, values, seed) for name, value in values.items()}
    for name in ("p3.gradient", "p3.descent", "p3.jacobian", "p3.jacobian_at", "p4.identity"):
        assert marks[name].status is Status.CORRECT, (name, marks[name])
        assert marks[name].mistakes == ()
    assert marks["p4.mle"].score == Fraction(7, 2)
    assert marks["p4.mle"].mistakes == ("missing_p", "missing_sample_mean")
    assert any(said.startswith("The way from $KL(") for said in marks["p4.mle"].feedback)
    assert "write log p(x | theta)" in marks["p4.mle"].feedback[0]
    assert marks["p4.asymmetry"].score == Fraction(3, 2)
    assert marks["p4.asymmetry"].mistakes == ("only_asserted",)
