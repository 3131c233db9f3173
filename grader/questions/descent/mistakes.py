"""The mistakes that tables of an iterative method are told apart by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.questions.formulas.slip_table import known
from grader.questions.mistake import Example, Known, MistakeTable

HALF = Fraction(1, 2)
QUESTION = {
    "id": "p3.descent",
    "kind": "descent",
    "points": 2,
    "name": "DESCENT_TABLE",
    "variables": ["theta_1", "theta_2"],
    "objective": "2*theta_1^2 + 3*theta_2*theta_1",
    "start": [2, 9],
    "step_size": 0.1,
    "steps": 3,
    "min_decimals": 2,
}
_GRADIENT = {
    "id": "p3.gradient",
    "kind": "symbolic",
    "points": 1,
    "name": "GRADIENT",
    "variables": ["theta_1", "theta_2"],
    "key": ["4*theta_1 + 3*theta_2", "3*theta_1"],
}
_BOWL = {"objective": "x^2 + 2*y^2", "variables": ["x", "y"], "start": [1, 1], "steps": 2}
_GROWTH = {"objective": "x^2 + e^x", "variables": ["x"], "start": [2], "steps": 2}


def _slip(name: str, rows: list[Any], asked: dict[str, Any] | None = None) -> Known:
    """A slip in one component of the gradient, by the table to which it leads."""
    return known(name, Example(rows, asked or {}), HALF)


MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "gradient_ascent",
            "You added the step size times the gradient: that climbs. The rule subtracts it.",
            Example([[5.5, 9.6], [10.58, 11.25], [18.187, 14.424]]),
            Fraction(3, 5),
        ),
        Known(
            "sequential_update",
            "You updated {later} with the NEW {earlier}; every component uses the old point.",
            Example([[-1.5, 9.45], [-3.735, 10.5705], [-5.41215, 12.194145]]),
            Fraction(3, 4),
        ),
        Known(
            "sequential_update_reversed",
            "You updated {later} with the NEW {earlier}; every component uses the old point.",
            Example([[-1.32, 8.4], [-3.4308, 8.796], [-5.006052, 9.82524]]),
            Fraction(3, 4),
        ),
        Known(
            "frozen_gradient",
            "Your first row is right; the gradient must be worked out anew at each new point.",
            Example([[-1.5, 8.4], [-5, 7.8], [-8.5, 7.2]]),
            HALF,
        ),
        Known(
            "wrong_step_size",
            "Your rows match the step size {used}; the task says {asked}.",
            Example([[1.65, 8.94], [1.3158, 8.8905], [0.996453, 8.851026]]),
            Fraction(17, 20),
        ),
        Known(
            "forgot_step_size",
            "The step size is missing: you subtracted the gradient.",
            Example([[-33, 3], [90, 102], [-576, -168]]),
            Fraction(7, 10),
        ),
        Known(
            "swapped_components",
            "The components of the gradient are in the wrong order.",
            Example([[1.4, 5.5], [0.98, 3.29], [0.686, 1.911]]),
            Fraction(13, 20),
        ),
        Known(
            "swapped_start",
            {
                "": "You started with the coordinates of the start exchanged.",
                "written": "Your rows are right for the point you started from, which is another.",
            },
            Example([[4.8, -0.7], [3.09, -2.14], [2.496, -3.067]]),
            Fraction(4, 5),
        ),
        Known(
            "wrong_start",
            "Your rows are right for the point you started from, which is another.",
            Example([[1, 1], [0.3, 0.7], [-0.03, 0.61], [-0.201, 0.619]]),
            Fraction(4, 5),
        ),
        Known(
            "missing_momentum",
            "The momentum term is missing: these are the rows of plain gradient descent.",
            Example([[0.8, 0.6], [0.64, 0.36]], {**_BOWL, "method": "momentum", "momentum": 0.5}),
            HALF,
        ),
        Known(
            "gradient_for_newton",
            "These are steps of gradient descent; the step of Newton's method uses the Hessian.",
            Example([[0.8, 0.6], [0.64, 0.36]], {**_BOWL, "method": "newton"}),
            HALF,
        ),
        _slip("lost_factor", [[-1.1, 8.4], [-3.4, 8.73], [-5.339, 9.75]]),
        _slip("dropped_cross_term", [[1.2, 8.4], [0.72, 8.04], [0.432, 7.824]]),
        _slip("missing_term", [[-0.7, 8.4], [-3.22, 8.61], [-5.803, 9.576]]),
        _slip("wrong_variable", [[0.6, 8.4], [0.18, 8.22], [0.054, 8.166]]),
        _slip("lost_variable", [[-1.5, 8.7], [-3.51, 8.4], [-4.626, 8.1]]),
        _slip("kept_other_term", [[-1.5, 7.6], [-3.18, 8.65], [-4.503, 10.876]]),
        _slip("other_partial", [[1.4, 8.4], [0.98, 7.98], [0.686, 7.686]]),
        _slip("not_differentiated", [[-1.5, 8.4], [-4.47, 8.85], [-11.12118, 10.191]]),
        _slip("sign", [[0.1, 8.4], [-2.38, 8.37], [-5.843, 9.084]]),
        _slip("power_rule_on_exponential", [[1.0563], [0.7333]], _GROWTH),
        Known(
            "off_by_one",
            {
                "": "Your row k is step k-1: the start is not a step.",
                "early": "The last step is missing: your table ends a row early.",
                "late": "Your table goes on for one step more than asked.",
                "rows": "Your table has {rows} rows; {steps} steps are asked.",
            },
            Example([[2, 9], [-1.5, 8.4], [-3.42, 8.85]]),
            Fraction(9, 10),
        ),
        Known(
            "only_final_row",
            "Only the last row is there; show every step.",
            Example([[-4.707, 9.876]]),
            HALF,
        ),
        Known(
            "transposed",
            "The numbers are read with rows and columns exchanged: one row a step is asked.",
            Example([[-1.5, -3.42, -4.707], [8.4, 8.85, 9.876]]),
            Fraction(19, 20),
        ),
        Known(
            "swapped_columns",
            "The numbers are right; the columns are exchanged.",
            Example([[8.4, -1.5], [8.85, -3.42], [9.876, -4.707]]),
            Fraction(19, 20),
        ),
        Known(
            "rounded_each_step",
            "You rounded each step; accepted. Carry more digits to stay exact.",
            Example([["-1.5", "8.4"], ["-3.4", "8.8"], ["-4.7", "9.8"]], {"min_decimals": 1}),
            part_keeps=Fraction(1),
            part="number",
        ),
        Known(
            "too_few_digits",
            "Right as far as written; write at least {least} decimals.",
            Example([["-1.5", "8.4"], ["-3.4", "8.9"], ["-4.7", "9.9"]]),
            part_keeps=Fraction(9, 10),
            part="number",
        ),
        Known(
            "index_in_update_rule",
            "The update rule must use the gradient at the old point, theta_{{t-1}}.",
            Example(
                "$\\theta_t = \\theta_{t-1} - \\alpha \\nabla C(\\theta_t)$\n\n"
                "(-1.5, 8.4)\n(-3.42, 8.85)\n(-4.707, 9.876)"
            ),
            Fraction(1),
        ),
        Known(
            "arithmetic_slip",
            {
                "": "{slips}; it costs the numbers it touches.",
                "followed": "{slips}; the rows after it follow from yours and count.",
            },
            Example([[-1.5, 9.6], [-3.78, 10.05], [-5.283, 11.184]]),
            costs="the numbers it touches",
        ),
        Known(
            "carried_gradient",
            "Your rows follow from the gradient you wrote; that mistake was already counted there.",
            Example(
                [[-1.1, 8.4], [-3.4, 8.73], [-5.339, 9.75]],
                {"follow_through": "p3.gradient"},
                (_GRADIENT, ["2*theta_1 + 3*theta_2", "3*theta_1"]),
            ),
            costs="nothing",
        ),
        Known("wrong_shape", "", Example("hello"), costs="everything"),
    ),
)
