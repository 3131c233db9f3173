"""Static signs that an analysis knew its test data: found in the text, with the line or the cell.

They are findings, not marks: honest splits, pipelines, cross-validation and out-of-fold stacking
raise none.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from .flow import Flow
from .follow import Returned, TooMuch
from .values import Value

MAX_TEXT = 400_000
MAX_FINDINGS = 20


def static_findings(units: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What stands in units of code, each `{"file", "cell", "line", "source"}`.

    Units of one file share their names, as the cells of a notebook do. A finding is `{"kind",
    "message", "file", "line", "cell"}`; its line is counted in the file, in a notebook in the cell.
    """
    found: list[dict[str, Any]] = []
    files: dict[str, list[Mapping[str, Any]]] = {}
    for unit in units:
        files.setdefault(str(unit.get("file", "")), []).append(unit)
    for file, listed in files.items():
        found += _of_file(file, listed)
    return found[:MAX_FINDINGS]


def _of_file(file: str, units: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, Any, Any], dict[str, Any]] = {}
    here: Mapping[str, Any] = {}

    def report(kind: str, line: int, message: str) -> None:
        cell = here.get("cell")
        place = line if cell is not None else line + int(here.get("line") or 1) - 1
        row = {"kind": kind, "message": message, "file": file, "line": place, "cell": cell}
        found.setdefault((kind, cell, place), row)

    flow = Flow(report)
    names: dict[str, Value] = {}
    for unit in units:
        here = unit
        tree = _parsed(str(unit.get("source", "")))
        if tree is None:
            continue
        try:
            flow.run(tree.body, names)
            _follow_uncalled(flow, tree, names)
        except (TooMuch, RecursionError):
            break
        except Returned:
            continue
    return list(found.values())


def _follow_uncalled(flow: Flow, tree: ast.Module, names: dict[str, Value]) -> None:
    """Functions that nothing in the text calls are followed by their arguments' names alone."""
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name not in called:
            flow.define(node, dict(names))


def _parsed(source: str) -> ast.Module | None:
    if len(source) > MAX_TEXT:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
