"""Whether an asked name is used in what a section says of others: p in `q = 1 - p`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..formulas import key
from .named import base, matches
from .quantities import is_other
from .said import Said

_TEXT = re.compile(
    r"\\(?:text\w*|mathrm|operatorname\*?|mbox)\s*\{[^{}]*\}|(?<!\\)(?:[A-Z][a-z]{2,}|[a-z]{4,}"
    r"|exp|log|sin|cos|tan|max|min|var|cov|det|mod)(?![A-Za-z])"
)
"""Words in a formula; all other letters that stand together are a product."""
_BELOW = re.compile(r"_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\w)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_LETTER = re.compile(r"\\?[A-Za-z]+|[^\W\d_a-zA-Z]")


def used_for_another(one: Said, statements: Sequence[Said], of: Sequence[str]) -> bool:
    """Whether a statement about another name stands beside one that uses an asked name without
    giving its value, so that both are at hand and are not the same.
    """
    equal = {
        key(side)
        for said in statements
        if any(matches(side, of) for side in said.parts)
        for side in said.parts
    }
    if not one.left or key(one.left) in equal or any(base(one.left) == base(name) for name in of):
        return False
    return any(
        _uses(side, name, said.typeset)
        for said in statements
        for side in said.parts[said is one :]
        for name in of
    )


def is_of_another(words: str, of: Sequence[str]) -> bool:
    """Whether words before a value end with a formula of another thing: "So 2x is 6"."""
    tail: list[str] = []
    for token in reversed(words.split()):
        if re.search(r"[^\W\d_]{2}", token):
            break
        tail.insert(0, token)
    sides = " ".join(tail).split("=")
    if any(matches(side, of) for side in sides if side.strip()):
        return False
    used = len(sides) > 1 and any(_uses(side, name, False) for side in sides for name in of)
    return used or is_other(sides[0], of)


def _uses(side: str, name: str, typeset: bool) -> bool:
    """Whether a side of a statement holds a name; letters of a formula are a product."""
    wanted = name.strip()
    if len(wanted) > 2 and not wanted.startswith("\\"):
        return not re.fullmatch(r"[^\W\d_]+", wanted) and key(wanted) in key(side)
    if _LETTER.fullmatch(wanted) is None:
        return key(wanted) in key(side)
    if wanted.startswith("\\"):
        return wanted in _COMMAND.findall(_BELOW.sub(" ", side))
    bare = _BELOW.sub(" ", _TEXT.sub(" ", side))
    if typeset:
        return wanted in _COMMAND.sub(" ", bare)
    return re.search(rf"(?<![^\W\d_\\]){re.escape(wanted)}(?![^\W\d_])", bare) is not None
