"""How a question for a plot begins in a new assignment."""

from __future__ import annotations

from grader.questions.starting import SURE, Said, Started

_SURE = (
    r"\b(?:plot|graph|draw|sketch|visuali[sz]e)\b (?:\w+ ){0,6}?"
    r"(?:the|a|an|your|both|each|these|it|of|histogram|scatter)\b|"
    r"\b(?:make|create|produce|show) (?:an? |the )?(?:\w+ ){0,2}"
    r"(?:plot|histogram|scatter|figure|graph|chart)\b"
)
_RIGHT = (
    "import matplotlib.pyplot as plt\n\n"
    "plt.figure()\nplt.plot([0, 1, 2], [0, 1, 4])\nplt.xlabel(\"x\")\nplt.ylabel(\"y\")\nplt.show()"
)


def start(said: Said) -> Started:
    """A curve with labelled axes under its label."""
    fields: dict[str, object] = {"checks": [{"labels": True}, {"data_points": {"at_least": 2}}]}
    if said.label:
        fields = {"under": said.label, **fields}
    return Started(
        fields,
        _RIGHT,
        _RIGHT.replace('plt.xlabel(\"x\")\n', ""),
        SURE if said.asks(_SURE) else 0,
        name="",
        take="",
        note="what the plot has to show is a placeholder: write checks",
    )
