"""The mistakes that numbers are told apart by."""

from __future__ import annotations

from fractions import Fraction

from grader.questions.mistake import Example, Known, MistakeTable

QUESTION = {
    "id": "p2.inverse",
    "kind": "numeric",
    "points": 4,
    "name": "INVERSE",
    "key": [[1.5, -0.5], [-2, 1]],
    "tolerance": {"absolute": 0.005},
    "credit": {"wrong_sign": "1/2"},
}
MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "wrong_sign",
            "The sign is wrong, the rest is right.",
            Example([["3/2", 0.5], [-2, 1]]),
            part_keeps=Fraction(0),
        ),
        Known(
            "wrong_decimal_point",
            "The decimal point is off by {moved}: it is too {size}.",
            Example([[15, -0.5], [-2, 1]]),
            part_keeps=Fraction(0),
        ),
        Known(
            "transposed",
            "Your matrix is transposed: its rows are the columns.",
            Example([[1.5, -2], [-0.5, 1]]),
            Fraction(0),
        ),
        Known(
            "repeated",
            "Entry {number}: you wrote {wrote}, which is there once too often.",
            Example([2, 2], {"key": [2, 5], "order": "any", "credit": {}}),
            costs="its entry",
        ),
        Known(
            "too_many",
            "You wrote {wrote} too, which is one entry too many.",
            Example([2, 5, 7], {"key": [2, 5], "order": "any", "credit": {}}),
            costs="as much as an entry",
        ),
        Known(
            "wrong_length",
            "{wrote}, which has the right direction and not the right length.",
            Example([6, 8], {"key": ["3/5", "4/5"], "up_to": "sign", "credit": {}}),
            costs="its vector",
        ),
        Known(
            "wrong_unit",
            "{wrote}: the number is right, the unit {unit} is not.",
            Example("3000 km", {"key": 3000, "unit": "m", "credit": {}}),
            part_keeps=Fraction(0),
        ),
        Known(
            "other_quantity",
            "{wrote}; {unit} is no unit of what is asked.",
            Example("3000 kg", {"key": 3000, "unit": "m", "credit": {}}),
            part_keeps=Fraction(0),
        ),
        Known(
            "missing_unit",
            "{wrote}: the number is right, its unit is missing.",
            Example("3000", {"key": 3000, "unit": "m", "without_unit": "half", "credit": {}}),
            costs="as `without_unit:` says",
        ),
        Known("wrong_shape", "", Example([1.5, -0.5, -2, 1]), costs="everything"),
    ),
)
