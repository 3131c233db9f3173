"""Units that an answer names and the rubric does not: right, or a person's, and no zero."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.questions.numeric.percent import per_cent
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.numeric.unnamed import in_its_unit
from tests.questions.answers_marked import earned

LENGTH: dict[str, Any] = {"kind": "numeric", "key": 3000}
SPEED: dict[str, Any] = {"kind": "numeric", "key": 10}
SHARE: dict[str, Any] = {"kind": "numeric", "key": "0.5"}
HALF_TURN: dict[str, Any] = {
    "kind": "numeric", "key": "3.1416", "tolerance": {"absolute": "0.001"},
}  # fmt: skip
WARMTH: dict[str, Any] = {"kind": "numeric", "key": 50}

CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    (LENGTH, "4", ["3000", "3000 apples", "3000 m", "3000 N", "3000 Pa", "3000/s", "3 thousand"]),
    (LENGTH, "undecided", [
        "3 km", "3km", r"3\,\mathrm{km}", "$3$ km", "d = 3 km", "3 kilometres", "300000 cm",
        "3 kg", "3 foo", "3 apples", "30 dozens", "3k", "50 minutes", "3 klicks",
    ]),
    (LENGTH, "0", ["2 km", "4 m", "3 x", "3x", "5", "31 minutes", "4k", "0.3 %"]),
    (SPEED, "undecided", ["36 km/h", "36 kph", r"36\,\mathrm{km/h}"]),
    (SPEED, "4", ["10 m/s"]), (SPEED, "0", ["35 km/h", "36"]),
    (SHARE, "4", ["50 %", "50 percent", "50 per cent", "1/2"]),
    (SHARE, "undecided", ["30 minutes", "500 mm", "500 g"]), (SHARE, "0", ["0.5 %", "20 percent"]),
    (HALF_TURN, "undecided", ["180°", "180 degrees", "3.1416 rad"]),
    (HALF_TURN, "4", [r"180^\circ"]), (HALF_TURN, "0", ["90°"]),
    (WARMTH, "undecided", ["50 %", "50 percent", r"50\ \text{percent}", "50 pct"]),
    (WARMTH, "undecided", ["50 °C", "323.15 K", "122 °F"]), (WARMTH, "0", ["60 °C", "300 K"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {a} for {f['key']}")
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_a_unit_that_was_not_asked_costs_nothing_by_itself(
    fields: dict[str, Any], worth: str, answer: str
) -> None:
    """The number in some other unit may be the key; what can be it in none is wrong."""
    assert earned(fields, answer) == worth


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5000),
    st.sampled_from([("km", 1000), ("cm", Fraction(1, 100)), ("hours", 3600), ("mA", "1/1000"),
                     ("GHz", 10**9), ("kg", 1), ("kPa", 1000), ("ms", "1/1000")]),
)  # fmt: skip
def test_the_key_in_any_usual_unit_is_never_a_zero(number: int, unit: tuple[str, Any]) -> None:
    """Whatever unit its author had in mind."""
    name, factor = unit
    fields = {"kind": "numeric", "key": str(number * Fraction(factor))}
    assert earned(fields, f"{number} {name}") != "0"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_unit_or_none_and_never_raises(text: str) -> None:
    """Whatever stands behind the number."""
    anything = Tolerance(absolute=Fraction(1))
    in_its_unit(text, Fraction(3), anything)
    in_its_unit(f"3 {text}", Fraction(3), anything)
    per_cent(f"3 {text}")
