"""What was handed in as a report shows it back, and whether anything was."""

from __future__ import annotations

import math
import re
from typing import Any

from grader.equivalence.printing import to_text
from grader.equivalence.trees.tree import Expr
from grader.values import Array, Expression, Opaque

MAX_ITEMS = 400
"""More entries than any answer holds."""
STUBS = frozenset(("builtins.ellipsis", "builtins.NotImplementedType"))
"""Types of the objects that starter code leaves where an answer belongs."""
_PLACEHOLDER = re.compile(
    r"(?:(?:write|put|enter|type|fill in|insert|add)?\s*(?:your|the)?\s*(?:answer|solution|code)s?"
    r"(?:\s*(?:goes)?\s*here)?|fill (?:me )?in|to-?do|tbd|fixme|none|null|notimplemented|x{3,}|"
    r"[\s._?…⋯–—-]+|\\(?:[lc]?dots|underline|rule|hspace|vspace)(?:\{[^{}]*\})*)[\s.:!?…_]*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a text is blank or only stands where an answer was to be written, such as `...`."""
    bare = text.strip().strip("$*_`#<>[](){}\"' \t\n").strip()
    return not bare or (len(bare) < 80 and _PLACEHOLDER.fullmatch(bare) is not None)


def is_empty(value: Any) -> bool:
    """Whether nothing is written: white space, or a list or mapping of nothing else."""
    if isinstance(value, Opaque) and value.type in STUBS:
        return True
    if isinstance(value, list | tuple):
        return all(map(is_empty, value))
    if isinstance(value, dict):
        return all(map(is_empty, value.values()))
    if isinstance(value, str | Expression):
        return is_placeholder(value if isinstance(value, str) else value.text)
    return value is None or (isinstance(value, Array) and 0 in value.shape)


def shown(value: Any) -> str:
    """A value as a report shows it, cut to a line or two."""
    if isinstance(value, Expression):
        text = value.text
    elif isinstance(value, str):
        text = value
    elif isinstance(value, Array):
        small = math.prod(value.shape) <= MAX_ITEMS
        text = str(value.tolist()) if small else f"an array of shape {value.shape}"
    elif isinstance(value, list):
        text = "[" + ", ".join(shown(item) for item in value[:40]) + "]"
    elif isinstance(value, dict):
        pairs = list(value.items())[:40]
        text = "{" + ", ".join(f"{shown(k)}: {shown(v)}" for k, v in pairs) + "}"
    elif isinstance(value, tuple):
        text = "(" + ", ".join(shown(item) for item in value) + ")"
    elif isinstance(value, Opaque):
        text = value.text
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= 240 else text[:239] + "…"


def written_as(expr: Expr) -> str:
    """A tree as infix text for a report; numbers too long to print are left out."""
    try:
        text = to_text(expr)
    except ValueError:
        return "a formula with a very long number"
    return text if len(text) <= 240 else text[:239] + "…"
