"""The mistakes that printed values are told apart by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.questions.mistake import Example, Known, MistakeTable


def printed(text: str) -> dict[str, Any]:
    """What collecting makes of one printed text, for examples."""
    return {"shown": [{"text": text, "place": ["module", "hw.py", None, None]}]}


QUESTION = {
    "id": "p2.gap",
    "kind": "output",
    "points": 2,
    "expect": [{"after": "gap", "key": -0.125}],
}
MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "wrong_sign",
            "The sign is wrong, the rest is right.",
            Example(printed("gap: 0.125"), shown="`gap: 0.125`"),
            part_keeps=Fraction(0),
        ),
        Known(
            "wrong_decimal_point",
            "The decimal point is off by {moved}: it is too {size}.",
            Example(printed("gap: -1.25"), shown="`gap: -1.25`"),
            part_keeps=Fraction(0),
        ),
        Known(
            "transposed",
            "Your matrix is transposed: its rows are the columns.",
            Example(
                printed("A = [[1. 3.]\n [2. 4.]]"),
                {"expect": [{"after": "A", "key": [[1, 2], [3, 4]]}]},
                shown="`A = [[1. 3.] [2. 4.]]`",
            ),
            Fraction(0),
        ),
        Known(
            "wrong_shape",
            "",
            Example(printed("gap: [0.5 1.]"), shown="`gap: [0.5 1.]`"),
            costs="everything",
        ),
    ),
)
