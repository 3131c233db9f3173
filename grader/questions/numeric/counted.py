"""How often a number is one of several: `3 (multiplicity 2)`, `3 (double)`, `3 (x2)`."""

from __future__ import annotations

import re

_TIMES = re.compile(
    r"[\s,;]*[(\[]?\s*(?:"
    r"(?:with\s+|of\s+)?(?:algebraic\s+)?mult(?:iplicity|\.)?\s*(?:of\s*|=\s*|:\s*)?"
    r"(?P<count>\d|one|two|three|four)"
    r"|(?P<word>double|twice|triple|simple)(?:\s+(?:root|eigenvalue))?"
    r"|[x×](?P<times>\d))\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_WORDS = {
    "one": 1, "simple": 1, "two": 2, "double": 2, "twice": 2, "three": 3, "triple": 3, "four": 4,
}  # fmt: skip


def as_often(part: str) -> list[str]:
    """The text of a number so often; an empty list where it does not say."""
    said = _TIMES.search(part[-60:])
    if said is None:
        return []
    word = (said["count"] or said["word"] or said["times"]).lower()
    alone = part[: len(part) - len(part[-60:]) + said.start()].strip("$ ")
    return [alone] * (_WORDS.get(word) or int(word))
