"""How a question about a formula begins in a new assignment."""

from __future__ import annotations

from grader.questions.starting import LIKELY, SURE, Said, Started

_SURE = (
    r"\b(?:find|compute|write|give|derive|state) (?:an? |the )?(?:closed[- ]form )?"
    r"(?:expression|formula|derivative|gradient|partial derivatives?|antiderivative|integral of)\b|"
    r"\bdifferentiate\b|\bsimplify\b|\bexpand\b|\bin terms of\b|\bas a function of\b"
)
_LIKELY = r"\b(?:derivative|gradient|closed form|expression for|formula for|solve for)\b"


def start(said: Said) -> Started:
    """One formula."""
    surely = SURE if said.asks(_SURE) else LIKELY if said.asks(_LIKELY) else 0
    return Started(
        {"variables": ["x"], "key": "2*x + 1"},
        f'{said.name} = "2*x + 1"',
        f'{said.name} = "x + 2"',
        surely,
        take="formula",
        note="variables and key are placeholders: write the right formula",
    )
