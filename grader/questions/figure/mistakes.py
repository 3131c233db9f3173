"""The mistakes that figures are told apart by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.questions.mistake import Example, Known, MistakeTable


def drawn(*lines: dict[str, Any], **axes: Any) -> dict[str, Any]:
    """What collecting makes of a figure with one pair of axes, for examples."""
    whole = {"xlabel": "t", "ylabel": "height", "legend": ["path"], "xscale": "linear",
             "yscale": "linear", "lines": list(lines), **axes}  # fmt: skip
    return {"figures": [{"data": {"axes": [whole]}, "place": ["notebook", "hw.ipynb", None, 4]}]}


X = [n / 4 for n in range(9)]
Y = [x * x for x in X]
PATH: dict[str, Any] = {"x": X, "y": Y, "label": "path"}
QUESTION = {
    "id": "p2.path",
    "kind": "figure",
    "points": 3,
    "checks": [
        {"labels": True},
        {"legend": True},
        {"curve": {"formula": "t^2", "over": [0, 2]}, "name": "the path"},
    ],
}
MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "unlabelled_axis",
            {"": "the {axis} axis has no label.", "both": "neither axis has a label."},
            Example(drawn(PATH, ylabel=""), shown="no label on the y axis"),
            costs="half of the check's points per axis",
        ),
        Known(
            "no_legend",
            {"": "there is no legend.", "empty": "the legend has no entry with a name."},
            Example(drawn(PATH, legend=None), shown="curves without a legend"),
            costs="the check's points",
        ),
        Known(
            "swapped_axes",
            "it is the right curve with its axes exchanged.",
            Example(drawn({"x": Y, "y": X}), shown="`plt.plot(y, x)`"),
            part_keeps=Fraction(0),
        ),
        Known(
            "upside_down",
            "it is the right curve upside down: its sign is wrong.",
            Example(
                drawn({"x": X, "y": [-y for y in Y]}), shown="`plt.plot(x, -y)`"
            ),
            part_keeps=Fraction(0),
        ),
    ),
)
