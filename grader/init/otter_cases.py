"""Newer tests of otter: functions that raise, each with the names it takes from what came in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.init.draft import OneTest, points_of

DECORATOR = "test_case"
ENVIRONMENT = "env"
"""The parameter by which a test takes all names at once."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What one file of tests holds."""

    tests: tuple[OneTest, ...]
    points: Fraction | None = None
    name: str = ""


def is_of_functions(text: str) -> bool:
    """Whether a file of tests says that it is of this form."""
    return "OK_FORMAT" in text or f"@{DECORATOR}" in text


def cases_in(text: str) -> Cases:
    """The tests of a file, or none where it is no Python."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return Cases(())
    said = {
        node.targets[0].id: _plain(node.value)
        for node in body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    shared = [node for node in body if not _is_plumbing(node) and not _is_test(node)]
    before = "".join(f"{ast.unparse(node)}\n" for node in shared)
    tests = tuple(
        OneTest(f"{before}{_called(node)}", _points(node), says=_says(node))
        for node in body
        if isinstance(node, ast.FunctionDef) and _is_test(node)
    )
    points = points_of(said["points"], Fraction(-1)) if said.get("points") is not None else None
    name = said.get("name")
    return Cases(tests, points if points is None or points >= 0 else None, str(name or ""))


def called_cell(code: str) -> str | None:
    """The code of a test cell with its function called; None where it is no single function."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return None
    tests = [node for node in body if isinstance(node, ast.FunctionDef)]
    others = [node for node in body if node not in tests]
    if len(tests) != 1 or not all(isinstance(one, ast.Import | ast.ImportFrom) for one in others):
        return None
    before = "".join(f"{ast.unparse(node)}\n" for node in others if not _is_plumbing(node))
    return before + _called(tests[0])


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and (
        node.name.startswith("test") or any(map(_is_decorator, node.decorator_list))
    )


def _is_decorator(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(called).rpartition(".")[2] == DECORATOR


def _is_plumbing(node: ast.stmt) -> bool:
    """What only otter needs: its imports, and what the file says of itself."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] == "otter"
    if isinstance(node, ast.Import):
        return all(one.name.partition(".")[0] == "otter" for one in node.names)
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in ("OK_FORMAT", "name", "points", "all_or_nothing")
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _called(node: ast.FunctionDef) -> str:
    """A test without its decorators, and its call with the names that it takes."""
    kept = [one for one in node.decorator_list if not _is_decorator(one)]
    bare = ast.FunctionDef(**{**{f: getattr(node, f) for f in node._fields},
                              "decorator_list": kept})  # fmt: skip
    ast.copy_location(bare, node)
    usual = len(node.args.args) - len(node.args.defaults)
    names = [one.arg for one in [*node.args.posonlyargs, *node.args.args[: max(usual, 0)]]]
    given = ", ".join("globals()" if name == ENVIRONMENT else name for name in names)
    return f"{ast.unparse(bare)}\n\n{node.name}({given})"


def _settings(node: ast.FunctionDef) -> Iterator[tuple[str, Any]]:
    for one in node.decorator_list:
        if _is_decorator(one) and isinstance(one, ast.Call):
            yield from ((word.arg, _plain(word.value)) for word in one.keywords if word.arg)


def _points(node: ast.FunctionDef) -> Fraction | None:
    found = dict(_settings(node)).get("points")
    return None if found is None else points_of(found, Fraction(1))


def _says(node: ast.FunctionDef) -> str:
    found = dict(_settings(node)).get("name")
    return found if isinstance(found, str) else node.name


def _plain(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None
