"""Whether an asked name is used in what a section says of others: p in `q = 1 - p`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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


def used_for_another(statements: Sequence[Said], of: Sequence[str]) -> Callable[[Said], bool]:
    """Tells of each statement whether it is about another name and stands beside one that uses an
    asked name without giving its value, so that both are at hand and are not the same.
    """
    equal = {
        key(side)
        for said in statements
        if any(matches(side, of) for side in said.parts)
        for side in said.parts
    }
    used = [
        [any(_uses(side, name, said.typeset) for name in of) for side in said.parts]
        for said in statements
    ]
    many = sum(map(any, used))
    own = {id(said): (any(row), any(row[1:])) for said, row in zip(statements, used, strict=True)}

    def tell(one: Said) -> bool:
        left = one.left
        if not left or key(left) in equal or any(base(left) == base(name) for name in of):
            return False
        whole, behind_its_name = own[id(one)]
        return many > whole or behind_its_name

    return tell


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
