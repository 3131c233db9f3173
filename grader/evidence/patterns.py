"""Patterns of an instructor's, tried on texts of strangers in time linear in their length.

They are regular expressions as RE2 has them: without look-around and back references, and so
without backtracking. No text, however it is made, keeps one busy.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

MOST = 500
"""Characters of a pattern."""
MOST_MATCHES = 200


@functools.lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The pattern ready to search with; raises `ValueError` with what to write instead."""
    if len(pattern) > MOST:
        raise ValueError(f"a pattern may have {MOST} characters")
    try:
        import re2
    except ImportError:
        said = "patterns need a library: install homework-grader[grade]"
        raise ValueError(said) from None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    try:
        return re2.compile(f"(?mi){pattern}", options)
    except re2.error as reason:
        said = reason.args[0]
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise ValueError(_advice(said)) from None


def _advice(said: str) -> str:
    if "perl operator" in said:
        return (
            "look-ahead, look-behind and the like are not understood; write what stands before and "
            "after, with the wanted part in (?P<value>...)"
        )
    if "invalid escape" in said:
        return f"this is no pattern ({said}); a back reference such as \\1 is not understood"
    return f"this is no pattern: {said}"


def spans(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the wanted part stands: the group `value`, else the first one, else all of a match."""
    for count, found in enumerate(compiled(pattern).finditer(text)):
        if count >= MOST_MATCHES:
            return
        named = found.re.groupindex.get("value")
        groups = (named,) if named is not None else range(1, found.re.groups + 1)
        group = next((n for n in groups if found.group(n) is not None), 0)
        yield found.span(group)


def matches(pattern: str, text: str) -> Iterator[str]:
    """The wanted part of everything that the pattern finds in a text."""
    for start, end in spans(pattern, text):
        yield text[start:end]


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern is found somewhere in a text."""
    return compiled(pattern).search(text) is not None


def slashed(name: str) -> str | None:
    """The pattern of a name that is written between slashes, or None."""
    return name[1:-1] if len(name) > 2 and name.startswith("/") and name.endswith("/") else None


def wanted(name: str, text: str) -> bool:
    """Whether a text is this name, or fits it where it is a pattern between slashes."""
    pattern = slashed(name)
    if pattern is not None:
        return fits(pattern, text[:300])
    return " ".join(name.split()).casefold() == " ".join(text.split()).casefold()
