"""YAML as people mean it: 1e-6 is a number, `no` is a word, 010 is ten; every value has a place.

Built on PyYAML's composer with YAML 1.2's core rules; repeated keys, tags, merge keys and
runaway aliases are mistakes with a position.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from grader.errors import Mistake, RubricError, UsageMistake, did_you_mean

MAX_BYTES = 4 << 20
MAX_NODES = 200_000

_TAG = "tag:yaml.org,2002:"


class Loader(yaml.SafeLoader):
    """A composer with YAML 1.2 scalars only."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own interface)


class QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same scalars for large files; its messages say less."""

    yaml_implicit_resolvers = Loader.yaml_implicit_resolvers


for _name, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+."),
):
    Loader.add_implicit_resolver(_TAG + _name, re.compile(rf"^(?:{_pattern})$"), [*_first, ""])


def nodes_of(text: str, loader: Any = Loader) -> yaml.Node | None:
    """The node tree of a text, None for an empty one; raises `yaml.YAMLError` for any other text.

    PyYAML itself raises what Python says of characters beyond the last one and of deep nesting.
    """
    try:
        return yaml.compose(text, Loader=loader)
    except (RecursionError, ValueError, OverflowError) as error:
        raise yaml.YAMLError(str(error)) from None


def compose(file: Path) -> yaml.Node:
    """The node tree of a YAML file; raises `UsageMistake` or `RubricError` with the position."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        beside = [str(one) for one in file.parent.glob("*.y*ml")]
        close = did_you_mean(str(file), beside) or "; give the path of a rubric (.yaml)"
        raise UsageMistake(f"{file}: no such file{close}") from None
    except IsADirectoryError:
        raise UsageMistake(f"{file}: a folder; give the path of a rubric (.yaml) in it") from None
    except OSError as error:
        raise UsageMistake(f"{file}: cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise UsageMistake(f"{file}: larger than {MAX_BYTES >> 20} MiB; that is no rubric")
    try:
        node = nodes_of(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "this byte is not UTF-8; save the file as UTF-8"
        raise RubricError(file, [Mistake(line, 1, "", message)]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RubricError(file, [_syntax(mark, error)]) from None
    except yaml.YAMLError as error:
        raise RubricError(file, [Mistake(1, 1, "", f"not YAML: {error}")]) from None
    if node is None:
        raise RubricError(file, [Mistake(1, 1, "", "the file is empty; start with `title:`")])
    return node


def _syntax(mark: yaml.Mark | None, error: yaml.MarkedYAMLError) -> Mistake:
    problem = " ".join(filter(None, (error.context, error.problem)))
    hint = "check indentation, colons and quotes here"
    if problem.startswith("mapping values"):
        hint = "a text that holds a colon and a blank has to stand in quotes"
    message = f"not YAML: {problem}; {hint}"
    return Mistake((mark.line if mark else 0) + 1, (mark.column if mark else 0) + 1, "", message)


class Reader:
    """Turns nodes into plain data and gathers the mistakes met on the way."""

    def __init__(self, most_nodes: int = MAX_NODES) -> None:
        self.most_nodes = most_nodes
        self.mistakes: list[Mistake] = []
        self.too_large = False
        self._nodes = 0

    def data(self, node: yaml.Node, path: tuple[str, ...] = ()) -> Any:
        """Plain JSON-able data of a node: dicts with text keys, lists and scalars."""
        self._nodes += 1
        if self._nodes > self.most_nodes or len(path) > 60:
            if not self.too_large:
                self.too_large = True
                message = "too large or too deeply nested; aliases count each time"
                self.note(node, path[:3], message)
            return None
        if not _is_plain(node):
            self.note(node, path, f"the tag {node.tag} is not allowed here; write a plain value")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.data(item, (*path, str(i))) for i, item in enumerate(node.value)]
        return self.scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.note(key_node, path, "a key must be a single word or number")
                continue
            key = key_node.value
            if key in result:
                first = lines[key]
                self.note(key_node, (*path, key), f"given twice (first in line {first}); keep one")
                continue
            lines[key] = key_node.start_mark.line + 1
            result[key] = self.data(value_node, (*path, key))
        return result

    def scalar(self, node: yaml.ScalarNode, path: tuple[str, ...]) -> Any:
        """The value of a scalar by YAML 1.2's core rules."""
        text = node.value
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" | "float" if len(text) > 400:
                self.note(node, path, "a number with more than 400 characters")
                return 0
            case "int":
                return int(text)
            case "float":
                return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
            case "str":
                return text
            case other:
                self.note(node, path, f"the tag !!{other} is not allowed; write a plain value")
                return text

    def note(self, node: yaml.Node, path: Sequence[str], message: str) -> None:
        """Keep one mistake at the place of `node`."""
        mark = node.start_mark
        self.mistakes.append(Mistake(mark.line + 1, mark.column + 1, ".".join(path), message))


def _is_plain(node: yaml.Node) -> bool:
    """Whether a node has the tag of its own shape; scalars are looked at one by one."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag.startswith(_TAG)
    return node.tag == _TAG + ("map" if isinstance(node, yaml.MappingNode) else "seq")


def place(node: yaml.Node, loc: Sequence[str | int]) -> tuple[int, int, str]:
    """Line, column and path of the deepest node along `loc`; parts that fit nothing are skipped.

    A key's own position is meant where the mistake is the key, so mapping items give their key.
    """
    mark, path = node.start_mark, []
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and str(step).isdigit():
            if int(step) >= len(node.value):
                break
            node = node.value[int(step)]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == str(step)), None)
            if pair is None:
                continue
            mark, node = pair[0].start_mark, pair[1]
        else:
            continue
        path.append(str(step))
    return mark.line + 1, mark.column + 1, ".".join(path)
