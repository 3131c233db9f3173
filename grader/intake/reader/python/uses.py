"""What the code of an asked function uses, by its text: loops, and the names of what it calls.

Nothing is run. Functions and classes of the same form that it uses are followed.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..result import Place, Result, Section
from .near_names import sources_of

MOST_ROWS = 300
MOST_WORDS = 3_000
MAX_TEXT = 400_000
LOOPS = {
    ast.For: "for",
    ast.AsyncFor: "for",
    ast.While: "while",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
}
HIDDEN_LOOPS = frozenset(
    (
        *("map", "functools.reduce", "numpy.vectorize", "numpy.frompyfunc", "numpy.fromiter"),
        *("numpy.apply_along_axis", "numpy.apply_over_axes", "numpy.nditer", "numpy.ndenumerate"),
        *(".apply", ".applymap", ".iterrows", ".itertuples"),
    )
)
"""Calls that are loops under another name."""


@dataclass(slots=True)
class _Code:
    """The definitions and imports of one form."""

    defined: dict[str, tuple[ast.AST, int, int | None]] = field(default_factory=dict)
    whole: list[tuple[ast.AST, int, int | None]] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    starred: list[str] = field(default_factory=list)


def note_uses(hints: Mapping[str, Any], result: Result) -> None:
    """For each question that asks for it, what its function uses, as a section of its own."""
    asked = [question for question in hints["questions"] if question.get("code")]
    for form in result.forms if asked else ():
        code = _read(sources_of(form, result))
        for question in asked:
            names = (*question["code_of"], *question["names"])
            name = next((one for one in names if one in code.defined), None)
            is_whole = question["code"] == "whole"
            if name is None and not (is_whole and code.whole):
                continue
            _, line, cell = code.whole[0] if is_whole or name is None else code.defined[name]
            place = Place(form["form"], form["file"], line, cell)
            section = Section(place)
            found = words_of(code) if is_whole else uses(code, name or "")
            section.candidate(found, place, "named", sure=True)
            result.sections.setdefault(f"{question['id']}/code", []).append(section)


def _read(sources: Sequence[tuple[str, int, int | None]]) -> _Code:
    code = _Code()
    for text, first, cell in sources:
        if len(text) > MAX_TEXT:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        code.whole.append((tree, first - 1, cell))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.name if alias.asname else alias.name.partition(".")[0]
                    code.aliases[alias.asname or name] = name
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    if alias.name == "*":
                        code.starred.append(node.module)
                    else:
                        code.aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        for one in tree.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                code.defined[one.name] = one, first - 1, cell
                for name, member in _members(one) if isinstance(one, ast.ClassDef) else ():
                    code.defined[f"{one.name}.{name}"] = member, first - 1, cell
            elif isinstance(one, ast.Assign) and not isinstance(one.value, ast.Constant):
                for target in one.targets:
                    if isinstance(target, ast.Name):
                        code.defined[target.id] = one.value, first - 1, cell
    return code


def _members(kind: ast.ClassDef) -> Iterator[tuple[str, ast.AST]]:
    """The methods of a class, and the functions that its objects are given as attributes."""
    methods = [one for one in kind.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    for method in methods:
        within = {one.name: one for one in ast.walk(method) if isinstance(one, ast.FunctionDef)}
        for one in ast.walk(method):
            if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Attribute):
                given: ast.AST = one.value
                if isinstance(given, ast.Name):
                    given = within.get(given.id, given)
                if isinstance(given, ast.Lambda | ast.Name | ast.Attribute | ast.FunctionDef):
                    yield one.targets[0].attr, given
    yield from ((one.name, one) for one in methods)


def uses(code: _Code, name: str) -> dict[str, list[list[Any]]]:
    """Loops and names, each as [word, line, cell], in the definition of `name` and what it uses.

    Of a method, what it calls of its own object is followed as well.
    """
    nodes, seen = [code.defined[name]], {name}
    owner = name.rpartition(".")[0]
    for node, _, _ in nodes:  # which grows while it is gone through
        words = (word for inner in ast.walk(node) for word in _words(inner, code))
        for word in (owner + word if owner and word.startswith(".") else word for word in words):
            if word in code.defined and word not in seen:
                seen.add(word)
                nodes.append(code.defined[word])
    return used(code, nodes)


def words_of(code: _Code) -> dict[str, list[list[Any]]]:
    """Every name in a form once, where it stands first."""
    first: dict[str, list[Any]] = {}
    for node, before, cell in code.whole:
        for inner in ast.walk(node):
            for word in (*_words(inner, code), *_settings(inner)):
                first.setdefault(word, [word, getattr(inner, "lineno", 0) + before, cell])
    return {"loops": [], "names": list(first.values())[:MOST_WORDS]}


def used(
    code: _Code, nodes: Sequence[tuple[ast.AST, int, int | None]]
) -> dict[str, list[list[Any]]]:
    """Loops and names in some places of a form, and how its losses are called."""
    loops: dict[tuple[str, int, int | None], None] = {}
    names: dict[tuple[str, int, int | None], None] = {}
    for node, before, cell in nodes:
        for inner in ast.walk(node):
            line = getattr(inner, "lineno", 0) + before
            if type(inner) in LOOPS:
                loops[LOOPS[type(inner)], line, cell] = None
            for word in (*_words(inner, code), *_settings(inner)):
                names[word, line, cell] = None
                if word in HIDDEN_LOOPS or f".{word.rpartition('.')[2]}" in HIDDEN_LOOPS:
                    loops[word.lstrip("."), line, cell] = None
    return {
        "loops": [list(row) for row in list(loops)[:MOST_ROWS]],
        "names": [list(row) for row in list(names)[:MOST_ROWS]],
    }


def _settings(node: ast.AST) -> Iterator[str]:
    """`loss='mse'` and the like, where a library takes the name of a function as a word."""
    if not isinstance(node, ast.keyword) or node.arg not in ("loss", "from_logits"):
        return
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str | bool):
        yield f"{node.arg}={str(node.value.value)[:60]}"


def _words(node: ast.AST, code: _Code) -> Iterator[str]:
    """The dotted name that a node is, its import resolved; `.name` for a method of anything."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        found = code.aliases.get(node.id, node.id)
        yield found
        if found == node.id and found not in code.defined:
            yield from (f"{module}.{found}" for module in code.starred)
    elif isinstance(node, ast.Attribute):
        parts: list[str] = []
        walk: ast.expr = node
        while isinstance(walk, ast.Attribute):
            parts.append(walk.attr)
            walk = walk.value
        if isinstance(walk, ast.Name) and walk.id in code.aliases:
            yield ".".join([code.aliases[walk.id], *reversed(parts)])
        else:
            yield f".{node.attr}"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield "@"
