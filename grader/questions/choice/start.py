"""How a question with options begins in a new assignment."""

from __future__ import annotations

import re
import string

from grader.questions.starting import SURE, Said, Started

_ASKED = (
    r"\bmultiple[- ]choice\b|\b(?:choose|select|circle|tick|check|pick) (?:one|all|the|every)\b"
)
_WHICH = r"\bwhich (?:one )?of the following\b"
MOST = 26


def start(said: Said) -> Started:
    """The items of the list below it are the options."""
    texts = [re.sub(r"\s+", " ", item).strip()[:300] for item in said.items[:MOST]]
    asked = said.asks(_ASKED) or (said.asks(_WHICH) and len(texts) > 1)
    texts = texts if len(texts) > 1 else ["The first option", "The second option"]
    options = dict(zip(string.ascii_lowercase, texts, strict=False))
    return Started(
        {"options": options, "key": ["a"]},
        f'{said.name} = "a"',
        f'{said.name} = "b"',
        SURE if asked else 0,
        note="the right option is a placeholder",
    )
