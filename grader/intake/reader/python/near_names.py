"""Answers of code under another name than the asked one, or under none.

A name may differ in case and underscores; source that is read and not run needs no name.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..result import Place, Result

_GIVEN = re.compile(
    r"^(?P<defined>(?:class|def)[ \t]+)?(?P<name>[A-Za-z_]\w*)"
    r"(?:(?=[ \t]*\()|[ \t]*(?::[^=\n]{1,60})?=(?!=)[ \t]*(?P<value>lambda\b)?|(?=:))",
    re.MULTILINE,
)


_TELLING = 3
"""Letters of a name from which its case tells nothing: `x` is often something else than `X`."""


def folded(name: str) -> str:
    """A name without what people get wrong of it."""
    return name.casefold().replace("_", "")


def take_near_names(hints: Mapping[str, Any], result: Result) -> None:
    """Give each form the asked name of what it holds under a near one, and say so.

    Nothing is done where some form has the name itself, or the near one is itself asked for.
    """
    groups = [question["names"] for question in hints["questions"] if question["names"]]
    given = [names_given(sources_of(form, result)) for form in result.forms]
    asked = {name for names in groups for name in names}
    held = set().union(*given) if given else set()
    for names in groups:
        if held & set(names):
            continue
        for form, there in zip(result.forms, given, strict=True):
            found = _near(names, there, asked)
            if found is not None:
                _alias(form, *found, result)
                break


def take_source(hints: Mapping[str, Any], result: Result) -> None:
    """Answer a question of `take: code` by code that gives it no name: Keras in a cell of its own.

    The first cell or module that mentions one of the hint's words counts; it is read, not run.
    """
    forms = [form for form in result.forms if form["form"] != "writeup"]
    held = {name for form in forms for name in names_given(sources_of(form, result))}
    for question in hints["questions"]:
        hint = question["writeup"]
        if not hint or hint["take"] != "code" or not hint["of"] or held & set(question["names"]):
            continue
        uses = re.compile(
            rf"^[ \t]*(?:import|from)\s+(?:{'|'.join(map(re.escape, hint['of']))})\b", re.MULTILINE
        )
        for form in forms:
            rows = [row for row in sources_of(form, result) if uses.search(row[0])]
            if rows:
                text, line, cell = rows[0]
                place = Place(form["form"], form["file"], line, cell)
                result.named(question["id"], text.strip("\n") + "\n", place, "scanned")
                break


def may_be_near(names: Iterable[Sequence[str]], data: bytes) -> bool:
    """Whether a plain module lacks a question's names and may hold a near one; cheap."""
    text = data.replace(b"_", b"").lower()
    return any(
        all(name.encode() not in data for name in group)
        and any(folded(name).encode() in text for name in group)
        for group in names
    )


def sources_of(form: Mapping[str, Any], result: Result) -> list[tuple[str, int, int | None]]:
    """(text, first line, cell) of each unit of a form."""
    rows: list[tuple[str, int, int | None]] = []
    for unit in form["units"]:
        if "file" in unit:
            rows.append((result.texts.get(unit["file"], ""), 1, None))
        else:
            rows.append((unit["source"], unit.get("line") or 1, unit.get("cell")))
    return rows


def names_given(
    sources: Sequence[tuple[str, int, int | None]],
) -> dict[str, tuple[bool, int, int | None]]:
    """The names that code gives a value: whether callable by its text, the line, the cell."""
    found: dict[str, tuple[bool, int, int | None]] = {}
    for text, first, cell in sources:
        for match in _GIVEN.finditer(text):
            if match[0] == match["name"]:  # a call or a block, and no assignment
                continue
            line = text.count("\n", 0, match.start()) + first
            calls = bool(match["defined"] or match["value"])
            found[match["name"]] = (calls, line, cell)
        for name, line in _stored(text):
            found.setdefault(name, (False, line + first - 1, cell))
    return found


@functools.lru_cache(4096)  # several questions want to know it of the same cells
def _stored(text: str) -> tuple[tuple[str, int], ...]:
    """(name, line) of each other name that a text gives: in pairs, blocks, loops, imports."""
    try:
        return tuple(_stored_in(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _stored_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(
            node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
        ):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
            shared = [one for one in ast.walk(node) if isinstance(one, ast.Global)]
            yield from ((name, one.lineno) for one in shared for name in one.names)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0], node.lineno
        pending += ast.iter_child_nodes(node)


def _near(
    names: Sequence[str], given: Mapping[str, tuple[bool, int, int | None]], asked: set[str]
) -> tuple[str, str, int, int | None] | None:
    """(asked name, near name, line, cell); a function is no near name of a value in capitals."""
    for name in names:
        for near, (calls, line, cell) in given.items():
            alike = folded(near) == folded(name) and near not in asked
            if alike and (not calls or not name.isupper()):
                return name, near, line, cell
    return None


def _alias(
    form: dict[str, Any], name: str, near: str, line: int, cell: int | None, result: Result
) -> None:
    source = f"if {near!r} in globals() and {name!r} not in globals():\n    {name} = {near}"
    form["units"] = [*form["units"], {"cell": cell, "line": max(line - 1, 1), "source": source}]
    if len(folded(name)) < _TELLING:
        form["guessed"] = [*form.get("guessed", ()), name]
    message = f"{near} is taken for {name}, the name that is asked for."
    result.note("name-near", message, form["file"], line, cell)
