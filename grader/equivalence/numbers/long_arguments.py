"""Functions and roots without brackets, whose argument may go on: `sin x/2`, `cos π/3`, `√2π`."""

from __future__ import annotations

import re

_FUNCTIONS = r"\\?(?:arc)?(?:sin|cos|tan|cot|sec|csc)h?|\\?(?:log|ln|exp)"
_PIECE = r"[^\s$()\[\]{}+\-−=,;/*<>|]"
_LONG = re.compile(
    rf"(?<![A-Za-z\\])(?P<name>{_FUNCTIONS})(?:\s+|(?=[\\πθ]))(?P<of>{_PIECE}{{1,12}}\s?/\s?{_PIECE}{{1,8}})"
)
_ROOT = re.compile(r"√\s?(\d+\s?[A-Za-zπθλ]|[A-Za-zπθλ]{2,4})(?![A-Za-z(])")


def with_long_arguments(text: str) -> str:
    """The text with each such argument in brackets as far as it may go."""
    return _ROOT.sub(r"√(\1)", _LONG.sub(r"\g<name>(\g<of>)", text))
