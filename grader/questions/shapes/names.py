"""An answer as a mapping: named parts in the order of their names, and outcome to probability."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.simple import MAX_TEXT, simple, text_of, too_large
from grader.questions.shapes.texts import closing, pieces, tidy
from grader.values import Expression

T = TypeVar("T")
MAX_OUTCOMES = 10_000
MAX_PLACES = 40
"""Places of one name in a text that are tried."""

_NAMED = (
    r"(?<![A-Za-z\\|])(?:\\mathbf\{|\\vec\{)?(?i:%s)\}?\s*(?:\(\s*[xX]\s*\))?\s*"
    r"(?:=|:|is|be|~|\\sim|:=)\s*"
)
_WRAPPED = re.compile(r"(?:(?:np|numpy|torch)\.)?(?:array|asarray|tensor)|\band\b")
_MADE = re.compile(r"(?:(?:np|numpy|torch)\.)?(?:array|asarray|tensor)\s*\(\s*(?=\[)")
_BARE = re.compile(r"[-+\d.,;/%\s]+")
NUMBER = r"(?:[-+]?\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}|[-+]?\\[dt]?frac\s*\d\s*\d|[-+−]?[\d./]+)"
"""A pattern of numbers and simple fractions, with or without LaTeX."""


def in_order(
    items: Mapping[Any, Any], names: Sequence[str], name_of: Callable[[Any], str] = str
) -> list[Any] | None:
    """The values under the names in their order, or None where one of them is not a key."""
    named = {name_of(key): item for key, item in items.items()}
    return [named[name] for name in names] if set(names) <= set(named) else None


def all_text(value: Any) -> str:
    """All texts of an answer as one, the keys of a mapping before an equals sign."""
    if isinstance(value, str | Expression):
        return text_of(value)[:MAX_TEXT]
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(all_text, value)))[:MAX_TEXT]
    if isinstance(value, dict):
        return "\n".join(f"{key} = {all_text(item)}" for key, item in value.items())[:MAX_TEXT]
    return ""


def by_name(
    value: Any, names: Sequence[str], read: Callable[[Any], T | None]
) -> dict[str, T] | None:
    """What `read` makes of each named part of a mapping, a list in the names' order, or a text.

    None where a part is not there or cannot be read. Capitals do not count.
    """
    if too_large(value):
        return None
    value = simple(value)
    if isinstance(value, dict):
        parts = in_order(value, [name.lower() for name in names], lambda k: str(k).strip().lower())
        return None if parts is None else _all(parts, names, read)
    if isinstance(value, list) and len(value) == len(names):
        found = _all(value, names, read)
        if found is not None:
            return found
    return _in_text(tidy(all_text(value).replace("&", " ")), names, read)


def _all(
    parts: Sequence[Any], names: Sequence[str], read: Callable[[Any], T | None]
) -> dict[str, T] | None:
    found = {name: read(part) for name, part in zip(names, parts, strict=True)}
    there = {name: item for name, item in found.items() if item is not None}
    return there if len(there) == len(names) else None


def _in_text(
    text: str, names: Sequence[str], read: Callable[[Any], T | None]
) -> dict[str, T] | None:
    """What stands after each name: `p = (0.5, 0.5)`, or `p(0) = 0.5, p(1) = 0.5`.

    Where no name is there, brackets one after the other, if they are all there is.
    """
    found: dict[str, T] = {}
    for name in names:
        starts = re.finditer(_NAMED % re.escape(name), text)
        tails = (text[match.end() :] for match in itertools.islice(starts, MAX_PLACES))
        for part in itertools.chain([_by_outcome(text, name)], tails):
            item = read(part) if part else None
            if item is not None:
                found[name] = item
                break
    if found:
        return found if len(found) == len(names) else None
    groups = re.findall(r"[\[(][^\[\]()]*[\])]", text)
    if len(groups) != len(names) or re.search(r"[A-Za-z=|]", _WRAPPED.sub("", text)):
        return None
    return _all(groups, names, read)


def _by_outcome(text: str, name: str) -> dict[Any, str]:
    """`p(0) = 0.5, p(1) = 0.5`, where there are two of them or more."""
    pattern = (
        rf"(?<![A-Za-z|\\])(?:P_)?(?i:{re.escape(name)})\s*"
        rf"\(\s*(?:[A-Za-z]\s*=\s*)?([\w+-]+)\s*\)\s*=\s*({NUMBER})"
    )
    cells = dict(re.findall(pattern, text))
    return cells if len(cells) >= 2 else {}


def outcomes(value: Any) -> dict[Any, Any] | None:
    """Raw probabilities by outcome, from a list, pairs, a mapping, or the start of a text.

    In a list the outcomes are 0, 1 and so on. None where there are fewer than two.
    """
    if too_large(value):
        return None
    value = simple(value)
    if isinstance(value, str | Expression):
        return _outcomes_in(tidy(text_of(value)))
    if isinstance(value, list):
        pairs = [item for item in value if isinstance(item, list) and len(item) == 2]
        if len(pairs) == len(value):
            value = {str(key): item for key, item in pairs}
        else:
            value = dict(enumerate(value))
    elif isinstance(value, dict):
        value = {_outcome(key): item for key, item in value.items()}
    return value if isinstance(value, dict) and 2 <= len(value) <= MAX_OUTCOMES else None


def _outcomes_in(text: str) -> dict[Any, str] | None:
    """The cells of the bracket at the start of a text, each perhaps after its outcome."""
    made = _MADE.match(text)
    text = text[made.end() :] if made else text
    if text[:1] in ("(", "[", "{", "⟨"):
        end = closing(text)
        inner = "" if end is None else text[1:end]
    else:
        inner = text if _BARE.fullmatch(text) else ""
    parts = [part for part in pieces(inner, "[,;]") if part]
    if not 2 <= len(parts) <= MAX_OUTCOMES:
        return None
    if all(":" in part for part in parts):
        pairs = [part.split(":", 1) for part in parts]
        return {_outcome(key.strip(" '\"")): chance.strip() for key, chance in pairs}
    return dict(enumerate(parts))


def _outcome(key: Any) -> Any:
    """An outcome's name; numbers written as text are the same outcomes."""
    cell = read_cell(key)
    if cell is not None and cell.value.denominator == 1:
        return int(cell.value)
    return str(key).strip() if cell is None else cell.value
