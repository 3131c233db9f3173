"""YAML 1.2 as plain data: no tags, no surprises, and aliases counted before they are expanded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

MAX_TEXT = 20_000_000
MAX_DEPTH = 40
_INT = re.compile(r"[-+]?[0-9]{1,4000}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
    **{f"{sign}.{word}": float(f"{sign}inf")
       for sign in ("", "+", "-") for word in ("inf", "Inf", "INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}  # fmt: skip
"""The scalars of YAML 1.2's core rules, as for rubrics; a test holds the two equal."""


class Unreadable(Exception):
    """The text is not data this reads; the message is one clause for a finding."""


def read_yaml(
    text: str, *, keep: Callable[[Any, int], bool] | None = None, budget: int = 100_000
) -> Any:
    """The one document in `text` as lists, mappings, texts and numbers.

    `budget` is the largest number of nodes after aliases are expanded; `keep(key, depth)` says
    which mapping keys are read at all. Raises `Unreadable`.
    """
    import yaml

    if len(text) > MAX_TEXT:
        raise Unreadable(f"it is longer than {MAX_TEXT} characters")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _must_be_shallow(yaml.parse(text, Loader=loader), 10 * budget)
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as reason:
        raise Unreadable(_where(reason)) from None
    except (RecursionError, ValueError, AttributeError) as reason:
        raise Unreadable(f"it is no valid YAML ({type(reason).__name__})") from None
    return _Builder(keep, budget).value(node, 0) if node is not None else None


def _must_be_shallow(events: Iterable[Any], most: int) -> None:
    """Refuse deep nesting while it is a stream: composing it would overflow the stack of C."""
    depth = 0
    for number, event in enumerate(events):
        if number > most:
            raise Unreadable("it holds far too much data")
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > MAX_DEPTH + 5:
            raise Unreadable(f"it is nested more than {MAX_DEPTH} levels deep")


class _Builder:
    """Counts nodes over one document, so that a bomb of aliases ends early."""

    def __init__(self, keep: Callable[[Any, int], bool] | None, budget: int) -> None:
        self.keep = keep
        self.budget = budget

    def value(self, node: Any, depth: int) -> Any:
        """The plain value of a node; raises `Unreadable`."""
        self.budget -= 1
        if self.budget < 0:
            raise Unreadable("its aliases expand to far too much data")
        if depth > MAX_DEPTH:
            raise Unreadable(f"it is nested more than {MAX_DEPTH} levels deep")
        if node.tag.startswith("!") or ":python" in node.tag:
            raise Unreadable(f"line {node.start_mark.line + 1} uses a tag, which is not allowed")
        if node.id == "scalar":
            return _scalar(node)
        if node.id == "sequence":
            return [self.value(item, depth + 1) for item in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: Any, depth: int) -> dict[Any, Any]:
        """The kept entries of a mapping; a key that stands twice is refused, not overwritten."""
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.value(key_node, depth + 1)
            if isinstance(key, list):
                key = tuple(key)
            try:
                again = key in found
            except TypeError:
                raise Unreadable(
                    f"line {key_node.start_mark.line + 1} has a key that is no plain value"
                ) from None
            if again:
                raise Unreadable(f"line {key_node.start_mark.line + 1} repeats the key {key!r}")
            if self.keep is None or self.keep(key, depth):
                found[key] = self.value(value_node, depth + 1)
        return found


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def _where(reason: Any) -> str:
    mark = getattr(reason, "problem_mark", None)
    problem = str(getattr(reason, "problem", None) or "it is no valid YAML")[:200]
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem
