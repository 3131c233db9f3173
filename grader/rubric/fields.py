"""Which fields a rubric may have at a place, for messages about those that it has there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from grader.errors import did_you_mean
from grader.questions import BY_NAME
from grader.questions.base import Question
from grader.rubric.model import rubric_of

_FEW = 12
_USUAL = frozenset(field.alias or name for name, field in Question.model_fields.items())


def said_of_unknown(field: str, loc: Sequence[str | int]) -> str:
    """What to write instead of a field that is not known at `loc`."""
    allowed = _fields_at(loc)
    if re.search(r"[^\w-]|^\d", field):
        return "; a text that holds a comma or a colon has to stand in quotes"
    for name in allowed if field not in allowed else ():
        for within, written in (((name,), f"{{{field}: …}}"), ((name, 0), f"[{{{field}: …}}]")):
            if field in _fields_at((*loc, *within)):
                return f"; it stands inside `{name}:`, as in `{name}: {written}`"
    if close := did_you_mean(field, allowed):
        return close
    own = [name for name in allowed if "kind" not in allowed or name not in _USUAL]
    if 0 < len(own) <= _FEW:
        kind = f"a question of kind {loc[-1]} has" if "kind" in allowed else "there can be"
        return f"; {kind} {', '.join(sorted(own))}"
    return "; remove it or correct its name"


def said_of_mapping(loc: Sequence[str | int]) -> str:
    """What to write where a mapping of fields is meant; empty where any key will do."""
    allowed = list(_fields_at(loc))
    if not allowed:
        return ""
    return f"write a mapping such as {{{allowed[0]}: …}}; it can have {', '.join(allowed)}"


def _fields_at(loc: Sequence[str | int]) -> Mapping[str, None]:
    """The names of all fields at a place, in their order; kinds and types in it are pydantic's."""
    nodes = [_schema()]
    for step in loc:
        below = [child for node in nodes for child in _below(node, step)]
        nodes = below or nodes  # a step that is no field tells which type was tried
    return dict.fromkeys(
        name for node in nodes for option in _options(node) for name in option.get("properties", {})
    )


@cache
def _schema() -> Any:
    return rubric_of(BY_NAME).model_json_schema(mode="validation")


def _options(node: Any) -> Iterator[Any]:
    """The schemas without a choice that a schema stands for."""
    if reference := node.get("$ref"):
        yield from _options(_schema()["$defs"][reference.rpartition("/")[2]])
    elif choices := node.get("anyOf") or node.get("oneOf") or node.get("allOf"):
        for choice in choices:
            yield from _options(choice)
    else:
        yield node


def _below(node: Any, step: str | int) -> Iterator[Any]:
    mapping = node.get("discriminator", {}).get("mapping", {})
    if step in mapping:
        yield {"$ref": mapping[step]}
        return
    for option in _options(node):
        if isinstance(step, int):
            yield from [option["items"]] if isinstance(option.get("items"), dict) else []
            yield from option.get("prefixItems", ())[step : step + 1]
        elif step in option.get("properties", {}):
            yield option["properties"][step]
        elif isinstance(option.get("additionalProperties"), dict):
            yield option["additionalProperties"]
