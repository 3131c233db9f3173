"""The mistakes that formulas, vectors and matrices of formulas are told apart by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.questions.formulas.slip_table import SLIPS, known
from grader.questions.mistake import Example, Known, MistakeTable

QUESTION = {
    "id": "p3.gradient",
    "kind": "symbolic",
    "points": 1,
    "name": "GRADIENT",
    "variables": ["theta_1", "theta_2"],
    "functions": ["C"],
    "key": ["4*theta_1 + 3*theta_2", "3*theta_1"],
    "gradient_of": "2*theta_1^2 + 3*theta_2*theta_1",
}
_GROWTH = {"variables": ["x"], "key": "e^x", "gradient_of": "e^x"}


def _alone(key: str) -> dict[str, Any]:
    """A question about a single formula that is no derivative."""
    return {"variables": ["x"], "key": key, "gradient_of": None}


def _slip(name: str, answer: Any, asked: dict[str, Any] | None = None) -> Known:
    """A slip in one formula: half is left of a formula alone, nothing of one entry."""
    half, nothing = Fraction(1, 2), Fraction(0)
    return known(name, Example(answer, asked or {}), half, nothing, cases=SLIPS[name])


MISTAKES = MistakeTable(
    QUESTION,
    (
        _slip("lost_factor", ["2*theta_1 + 3*theta_2", "3*theta_1"]),
        _slip("dropped_cross_term", ["4*theta_1", "3*theta_1"]),
        _slip("missing_term", ["3*theta_2", "3*theta_1"]),
        _slip("wrong_variable", ["7*theta_1", "3*theta_1"]),
        _slip("lost_variable", ["4*theta_1 + 3*theta_2", "3"]),
        _slip("kept_other_term", ["4*theta_1 + 3*theta_2", "4*theta_1 + 3*theta_1"]),
        _slip("other_partial", ["3*theta_1", "3*theta_1"]),
        _slip("sign", ["4*theta_1 - 3*theta_2", "3*theta_1"]),
        _slip("power_rule_on_exponential", "x*e^(x-1)", _GROWTH),
        _slip("exponent", "x^2", _alone("x^3")),
        _slip("constant_factor", "6*x", _alone("2*x")),
        _slip("offset", "2*x + 1", _alone("2*x")),
        Known(
            "not_differentiated",
            SLIPS["not_differentiated"],
            Example(["2*theta_1^2 + 3*theta_2", "3*theta_1"]),
            Fraction(0),
            Fraction(0),
        ),
        Known(
            "swapped_components",
            SLIPS["swapped_components"],
            Example(["3*theta_1", "4*theta_1 + 3*theta_2"]),
            Fraction(3, 4),
        ),
        Known(
            "common_domain",
            "which agrees with the expected form wherever both are defined.",
            Example("(x^2 - 1)/(x - 1)", {**_alone("x + 1"), "common_domain": "half"}),
            costs="as `common_domain:` says",
        ),
        Known(
            "number_for_formula",
            {
                "": "is a number; a formula in {names} is asked.",
                "point": "is the value at {point}; the formula is asked.",
            },
            Example("12", _alone("3*x^2")),
            costs="everything",
        ),
        Known(
            "repeated",
            {
                "": "{wrote}, which is there once too often.",
                "direction": "{wrote}, whose direction is there once already.",
            },
            Example(["x", "x"], {**_alone("x"), "key": ["x", "-x"], "order": "any"}),
            costs="its entry",
        ),
        Known(
            "too_many",
            "You wrote {wrote} too, which is one entry too many.",
            Example(["x", "-x", "0"], {**_alone("x"), "key": ["x", "-x"], "order": "any"}),
            costs="as much as an entry",
        ),
        Known("wrong_shape", "", Example("4*theta_1"), costs="everything"),
        Known("unreadable", "", Example(["4*theta_1 +* 3", "3*theta_1"]), costs="its entry"),
    ),
)
