"""The mistakes that Jacobians are told apart by, as formulas and as numbers at points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.questions.formulas.slip_table import known
from grader.questions.mistake import Example, Known, MistakeTable

NOTHING = Fraction(0)
QUESTION = {
    "id": "p3.jacobian",
    "kind": "jacobian",
    "points": 1,
    "name": "JACOBIAN",
    "variables": ["x", "y"],
    "of": {"u": "x^2 - y^2", "w": "2*x*y + e^x"},
}
_AT = {"at": [[1, 1], [0, 0]]}
_ONE, _ZERO = [[2, -2], ["2+e", 2]], [[0, 0], [1, 0]]


def _slip(name: str, answer: Any, asked: dict[str, Any] | None = None) -> Known:
    """A slip in one entry, which costs that entry."""
    return known(name, Example(answer, asked or {}), part_keeps=NOTHING)


MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "transposed",
            {
                "": "The entries are right but transposed: a Jacobian has a row for each function.",
                "shape": "A Jacobian has a row for each function: {size} here.",
            },
            Example([["2x", "2y + e^x"], ["-2y", "2x"]]),
            Fraction(17, 20),
        ),
        Known(
            "swapped_rows",
            "The rows are right but in another order than the functions of the task.",
            Example([["2y + e^x", "2x"], ["2x", "-2y"]]),
            Fraction(4, 5),
        ),
        Known(
            "swapped_columns",
            "The columns are right but in another order than the variables of the task.",
            Example([["-2y", "2x"], ["2x", "2y + e^x"]]),
            Fraction(4, 5),
        ),
        Known(
            "wrong_point",
            "These are the values at {where}; {asked} is asked.",
            Example([[[2, 0], ["e", 2]], _ZERO], _AT),
            part_keeps=Fraction(1, 2),
            part="point",
        ),
        Known(
            "determinant",
            "That is the determinant of the Jacobian; the matrix itself is asked.",
            Example("4x^2 + 4y^2 + 2y*e^x"),
            Fraction(1, 4),
        ),
        Known(
            "gradient_instead",
            "That is the gradient of {name} alone; a Jacobian has a row for each function.",
            Example(["2x", "-2y"]),
            Fraction(1, 4),
        ),
        Known(
            "wrong_shape",
            "",
            Example([["2x", "-2y", "0"], ["2y + e^x", "2x", "0"]]),
            NOTHING,
        ),
        _slip("missing_term", [["2x", "-2y"], ["2y", "2x"]]),
        _slip("dropped_cross_term", [["2x", "-2y"], ["e^x", "2x"]]),
        _slip("sign", [["2x", "2y"], ["2y + e^x", "2x"]]),
        _slip("other_partial", [["2x", "2x"], ["2y + e^x", "2x"]]),
        _slip("kept_other_term", [["2x", "-2y"], ["2y + e^x", "2x + e^x"]]),
        _slip("power_rule_on_exponential", [["2x", "-2y"], ["2y + x*e^(x-1)", "2x"]]),
        _slip("lost_factor", [["x", "-2y"], ["2y + e^x", "2x"]]),
        _slip("wrong_variable", [["2x", "-2y"], ["2y + e^x", "2y"]]),
        _slip("lost_variable", [["2x", "-2y"], ["2y + e^x", "2"]]),
        _slip("not_differentiated", [["x^2", "-2y"], ["2y + e^x", "2x"]]),
        _slip("constant_factor", [["6x", "-2y"], ["2y + e^x", "2x"]]),
        _slip("offset", [["2x + 1", "-2y"], ["2y + e^x", "2x"]]),
        Known(
            "exponential_at_point",
            {"": "e^0 = 1.", "one": "e^1 = e, which is not 1."},
            Example([_ONE, [[0, 0], [0, 0]]], _AT),
            part_keeps=NOTHING,
        ),
        Known(
            "too_few_digits",
            "Write the exact value, or at least {figures} significant figures.",
            Example([[[2, -2], ["4.7", 2]], _ZERO], _AT),
            part_keeps=Fraction(9, 10),
        ),
        Known(
            "carried_formula",
            "Values that follow from your own formulas count; the mistake was already counted"
            " there.",
            Example(
                [[[2, 2], ["2+e", 2]], _ZERO],
                {"id": "p3.jacobian_at", **_AT, "follow_through": "p3.jacobian"},
                (QUESTION, [["2x", "2y"], ["2y + e^x", "2x"]]),
            ),
            costs="what `carried:` leaves",
        ),
        Known("unreadable", "", Example([["2x", "-2y"], ["2y + e^", "2x"]]), costs="its entry"),
    ),
)
