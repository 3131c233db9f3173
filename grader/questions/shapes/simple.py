"""What arrives as an answer, made simple and known to be small before anything is read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from grader.values import Array, Expression, Opaque

MAX_TEXT = 65_536
"""Characters of one text that is read as a list, a table or a mapping."""
MAX_CELLS = 100_000
"""Entries of any answer that are looked at one by one."""
MAX_DEPTH = 60
Shape = tuple[int, ...]


def too_large(value: Any, most: int = MAX_CELLS) -> str:
    """What is handed in, in words, where it is more than `most` entries, or a text too long.

    Nothing is unpacked and no text is read; the walk ends at the first entry too many.
    """
    entries, waiting = 0, [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return f"lists nested more than {MAX_DEPTH} deep"
        if isinstance(item, Array):
            entries += math.prod(item.shape)
        elif isinstance(item, list | tuple | dict):
            entries += len(item)
        if isinstance(item, str | Expression) and len(text_of(item)) > MAX_TEXT:
            return f"a text of more than {MAX_TEXT} characters"
        if entries > most:
            whole = value.shape if isinstance(value, Array) else ()
            return size_in_words(whole) if whole else f"more than {most} entries"
        if isinstance(item, list | tuple):
            waiting += [(inner, depth + 1) for inner in item]
        elif isinstance(item, dict):
            waiting += [(inner, depth + 1) for pair in item.items() for inner in pair]
    return ""


def simple(value: Any) -> Any:
    """Arrays and tuples as lists; texts, SymPy's texts, numbers and mappings as they are."""
    if isinstance(value, Array):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [simple(item) for item in value]
    if isinstance(value, Mapping):
        return {key: simple(item) for key, item in value.items()}
    return value


def text_of(value: str | Expression) -> str:
    """The text of a text, whether typed or printed by SymPy."""
    return value.text if isinstance(value, Expression) else value


def type_of(value: Any) -> str:
    """The name of a value's type, for a message."""
    return value.type[:60] if isinstance(value, Opaque) else type(value).__name__


def shape_of(value: Any) -> Shape | None:
    """The lengths of nested lists from the outside in, () for one entry, None where ragged."""
    if not isinstance(value, list | tuple):
        return ()
    inner = {shape_of(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or () if inner else ()))


def size_in_words(shape: Sequence[int]) -> str:
    """The lengths of an array or of nested lists, in words."""
    if not shape:
        return "a single number"
    if len(shape) == 1:
        return f"a list of {shape[0]} numbers" if shape[0] != 1 else "a list of one number"
    word = "a matrix" if len(shape) == 2 else "an array"
    return f"{word} of shape {'x'.join(map(str, shape))}"
