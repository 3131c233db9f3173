"""How a question about numbers begins in a new assignment."""

from __future__ import annotations

import re

from grader.questions.starting import LIKELY, SURE, Said, Started

_SURE = (
    r"\bnumerical(?:ly)? value|\beigenvalues?\b|to (?:\d|two|three|four) (?:decimal|significant)|"
    r"\bhow many\b|\bwhat (?:is|are) the "
    r"(?:value|mean|median|variance|probability|number|size|sum)|"
    r"\bround(?:ed)? to\b|\bevaluate\b.{0,60}\bat\b"
)
_LIKELY = r"\b(?:compute|calculate|evaluate|determine|estimate|find the (?:value|number|mean))\b"


def start(said: Said) -> Started:
    """One number, or the eigenvalues in any order."""
    surely = SURE if said.asks(_SURE) else LIKELY if said.asks(_LIKELY) else 0
    note = "the key is a placeholder: write the right number, and a tolerance where it is rounded"
    if re.search(r"\beigenvalues\b", said.said):
        fields = {"key": [41, 43], "order": "any"}
        return Started(fields, f"{said.name} = [43, 41]", f"{said.name} = [1, 2]", surely,
                       take="formula", note=note)  # fmt: skip
    return Started(
        {"key": 42}, f"{said.name} = 42", f"{said.name} = 41", surely, take="formula", note=note
    )
