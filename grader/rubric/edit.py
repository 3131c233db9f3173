"""The items of a question changed in the text of a rubric, everything else of it as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item as it is to stand: one that is there already keeps its place."""

    id: str
    text: str
    points: str


class CannotEdit(Exception):
    """The rubric is written in a way that no program should change; the message says what to do."""


def with_items(source: str, question: str, items: Sequence[Wanted], fields: Sequence[str]) -> str:
    """The same rubric with these items of a question.

    They are looked for in `fields`, and new ones go into the first. Raises `CannotEdit`.
    """
    end = "\r\n" if "\r\n" in source else "\n"
    place = _question(source, question)
    edits: list[tuple[int, int, str]] = []
    known: set[str] = set()
    for field in fields:
        listed = _value(place, field)
        for item in listed.value if isinstance(listed, yaml.SequenceNode) else ():
            wanted = _wanted(item, items)
            if wanted is not None:
                known.add(wanted.id)
                edits += _changed(source, item, wanted)
    new = [one for one in items if one.id not in known]
    if new:
        edits.append(_added(source, place, fields[0], new, end))
    for start, stop, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[stop:]
    return source


def _question(source: str, question: str) -> yaml.MappingNode:
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    listed = _value(root, "questions") if isinstance(root, yaml.MappingNode) else None
    for one in listed.value if isinstance(listed, yaml.SequenceNode) else ():
        if not isinstance(one, yaml.MappingNode):
            continue
        id_ = _value(one, "id")
        if id_ is not None and id_.value == question:
            return one
    raise CannotEdit(f"the rubric's file has no question {question} of its own; change it by hand")


def _value(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in mapping.value if key.value == name), None)


def _wanted(item: yaml.Node, items: Sequence[Wanted]) -> Wanted | None:
    id_ = _value(item, "id") if isinstance(item, yaml.MappingNode) else None
    return next((one for one in items if id_ is not None and one.id == id_.value), None)


def _changed(source: str, item: yaml.Node, wanted: Wanted) -> list[tuple[int, int, str]]:
    assert isinstance(item, yaml.MappingNode)
    edits = []
    for name, text in (("text", wanted.text), ("points", wanted.points)):
        node = _value(item, name)
        if not isinstance(node, yaml.ScalarNode):
            raise CannotEdit(f"the item {wanted.id} has no {name} of its own; change it by hand")
        if node.value == text:
            continue
        start, stop = node.start_mark.index, node.end_mark.index
        while stop > start and source[stop - 1] in " \r\n":  # a block ends at the next line
            stop -= 1
        edits.append((start, stop, _scalar(name, text)))
    return edits


def _scalar(name: str, text: str) -> str:
    if name == "points" and _PLAIN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(item: Wanted) -> str:
    fields = (("text", item.text), ("points", item.points))
    return f"{{id: {item.id}, " + ", ".join(f"{n}: {_scalar(n, v)}" for n, v in fields) + "}"


def _added(
    source: str, place: yaml.MappingNode, field: str, new: Sequence[Wanted], end: str
) -> tuple[int, int, str]:
    """Where new items go in, and their text."""
    listed = _value(place, field)
    if isinstance(listed, yaml.SequenceNode) and listed.flow_style:
        at = listed.end_mark.index - 1
        while source[at - 1] in " \r\n,":
            at -= 1
        comma = ", " if listed.value else ""
        return at, at, comma + ", ".join(map(_flow, new))
    if isinstance(listed, yaml.SequenceNode) and listed.value:
        at = _line_end(source, _last(listed.value[-1]).end_mark.index)
        column = " " * listed.start_mark.column
        return at, at, "".join(f"{end}{column}- {_flow(one)}" for one in new)
    if listed is not None:
        raise CannotEdit(f"`{field}` is no list of items; change the rubric by hand")
    if place.flow_style:
        at = place.end_mark.index - 1
        return at, at, f", {field}: [{', '.join(map(_flow, new))}]"
    points = _value(place, "points") or place.value[0][1]
    at = _line_end(source, _last(points).end_mark.index)
    column = " " * place.value[0][0].start_mark.column
    rows = "".join(f"{end}{column}  - {_flow(one)}" for one in new)
    return at, at, f"{end}{column}{field}:{rows}"


def _last(node: yaml.Node) -> yaml.Node:
    """The last scalar, or list or mapping in brackets, of a node."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _line_end(source: str, index: int) -> int:
    """The end of the line in which a place lies; a place behind a line's end lies in that line."""
    while index and source[index - 1] in "\r\n":
        index -= 1
    found = source.find("\n", index)
    if found < 0:
        return len(source)
    return found - 1 if source[found - 1] == "\r" else found
