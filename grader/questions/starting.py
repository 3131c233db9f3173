"""How a question of a new assignment begins: what a sheet says of it, and what kinds make of it.

Fields and answers are placeholders that fit each other, so that a new assignment can be tried
before its keys are typed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SURE, LIKELY, USUAL = 3, 2, 1
"""How surely a text asks for a kind: by its own words, by one of them, or for want of another."""
_CODE = re.compile(r"`([^`\n]{1,120})`|\\(?:texttt|verb\|?)\{?([^}|\n]{1,120})[}|]")
_CALL = re.compile(r"(?<![\w.])([a-z_]\w{1,40})\(([\w\s,=.*:\[\]\"']{0,120})\)")


@dataclass(frozen=True, slots=True)
class Started:
    """The fields of a question, its right answer and a wrong one, as lines of Python."""

    fields: Mapping[str, Any]
    answer: str
    wrong: str
    surely: int = USUAL
    name: str = ""
    """The name that code has, where it is not the usual one."""
    take: str = "prose"
    """How a write-up holds the answer; empty where none can."""
    note: str = ""
    """What is to be typed in, for the author."""


@dataclass(frozen=True)
class Said:
    """What a sheet says of one question: its heading, its text, and the items of its lists."""

    name: str
    """The name under which code gives the answer, unless the text has one."""
    heading: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    """What stands in its cells or listings of code."""
    label: str = ""
    """The label it stands under."""
    words: str = field(init=False, default="")

    @cached_property
    def said(self) -> str:
        """All of it in lower case."""
        return " ".join([self.heading, self.text, *self.items]).lower()

    def asks(self, pattern: str) -> bool:
        """Whether a pattern stands in it."""
        return re.search(pattern, self.said) is not None

    @cached_property
    def signature(self) -> tuple[str, tuple[str, ...]] | None:
        """The function that its text or its code names, with its parameters."""
        defined = re.search(r"^def\s+(\w+)\s*\(([^)]{0,200})\)", self.code, re.M)
        if defined is not None:
            return defined[1], _parameters(defined[2])
        for one, two in _CODE.findall(self.text):
            called = _CALL.fullmatch((one or two).removeprefix("def ").rstrip(": ").strip())
            if called is not None:
                return called[1], _parameters(called[2])
        called = _CALL.search(self.text)
        return (called[1], _parameters(called[2])) if called is not None else None


def _parameters(text: str) -> tuple[str, ...]:
    """The names of parameters without what they are usually, and without stars."""
    names = (part.partition("=")[0].partition(":")[0].strip() for part in text.split(","))
    return tuple(name for name in names if name.isidentifier() and name != "self")[:8]
