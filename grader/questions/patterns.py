"""Patterns as a rubric writes them: checked when it is read, with what to write instead."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from grader.evidence.patterns import compiled, slashed


def _sound(pattern: str) -> str:
    if not pattern.strip():
        raise ValueError("an empty pattern fits everything; write what is looked for")
    compiled(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_sound)]
"""A regular expression; case does not matter, `^` and `$` are the ends of a line."""


def _named(name: str) -> str:
    """A name, or a pattern for names that RE2 and Python understand alike."""
    pattern = slashed(name)
    if pattern is None:
        if not name.strip():
            raise ValueError("write a name, or a pattern for names between slashes")
        return name
    _sound(pattern)
    try:
        re.compile(pattern)
    except re.error as reason:
        raise ValueError(f"this is no pattern: {reason}") from None
    return name


Named = Annotated[str, AfterValidator(_named)]
"""A name, or between slashes a regular expression for names."""
