"""How a question about statements begins in a new assignment."""

from __future__ import annotations

import re

from grader.questions.starting import SURE, Said, Started

_ASKED = r"\btrue\s*(?:or|/|and)\s*false\b|\bt\s*/\s*f\b|\bwhich of (?:the|these) statements"
MOST = 60


def start(said: Said) -> Started:
    """The items of the list below it, as many as there are; every other one is true for now."""
    texts = [re.sub(r"\s+", " ", item).strip()[:300] for item in said.items[:MOST]]
    texts = texts or ["The first statement", "The second statement"]
    keys = [index % 2 == 0 for index in range(len(texts))]
    items = [{"text": text, "key": key} for text, key in zip(texts, keys, strict=True)]
    return Started(
        {"items": items},
        f"{said.name} = {keys}",
        f"{said.name} = {[not key for key in keys]}",
        SURE + 1 if said.asks(_ASKED) else 0,
        take="truth_list",
        note="which statements are true is a placeholder",
    )
