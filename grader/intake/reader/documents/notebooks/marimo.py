"""Marimo's notebooks: functions under `@app.cell`, put in the order in which they run."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

from .cells import Cell, Notebook, cell

_APP = re.compile(r"^(\w+)\s*=\s*marimo\.App\(", re.MULTILINE)
MAX_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class _Part:
    """A cell with the names it needs of others and those that it gives to them."""

    cell: Cell
    needs: frozenset[str]
    gives: frozenset[str]


def cells_of_marimo(text: str) -> Notebook | None:
    """The cells of a marimo notebook, or None where the file is none that can be parsed."""
    app = _APP.search(text)
    if app is None or "import marimo" not in text or len(text) > MAX_TEXT:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = text.split("\n")
    parts = []
    for node in tree.body:
        part = _part(node, app[1], lines)
        if part is not None:
            parts.append(part)
    return Notebook(tuple(part.cell for part in _ordered(parts)), form="marimo")


def _part(node: ast.stmt, app: str, lines: list[str]) -> _Part | None:
    if isinstance(node, ast.With):
        setup = ast.unparse(node.items[0].context_expr).startswith(f"{app}.setup")
        found = _body(node.body, lines) if setup else None
        return _Part(found, frozenset(), frozenset({""})) if found is not None else None
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return None
    marks = [ast.unparse(mark).partition("(")[0] for mark in node.decorator_list]
    if f"{app}.function" in marks or f"{app}.class_definition" in marks:
        found = cell("code", lines[node.lineno - 1 : node.end_lineno], node.lineno)
        return _Part(found, frozenset(), frozenset({node.name})) if found is not None else None
    if f"{app}.cell" not in marks or isinstance(node, ast.ClassDef):
        return None
    needs = frozenset(argument.arg for argument in node.args.args)
    body, gives = node.body, frozenset[str]()
    if isinstance(body[-1], ast.Return):
        gives = frozenset(n.id for n in ast.walk(body[-1]) if isinstance(n, ast.Name))
        body = body[:-1]
    if not body:
        return None
    found = _markdown(body) or _body(body, lines)
    return _Part(found, needs, gives) if found is not None else None


def _body(body: list[ast.stmt], lines: list[str]) -> Cell | None:
    """The statements of a function at the left edge, with the comments between them."""
    first, last = body[0].lineno, body[-1].end_lineno or body[-1].lineno
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    source = textwrap.dedent("\n".join(lines[first - 1 : last]))
    return cell("code", source.split("\n"), first)


def _markdown(body: list[ast.stmt]) -> Cell | None:
    """The text of a cell that is only `mo.md("…")`."""
    only = body[0] if len(body) == 1 else None
    call = only.value if isinstance(only, ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) not in ("mo.md", "marimo.md"):
        return None
    said = call.args[0] if call.args else None
    if not isinstance(said, ast.Constant) or not isinstance(said.value, str):
        return None
    return cell("markdown", textwrap.dedent(said.value).split("\n"), said.lineno)


def _ordered(parts: list[_Part]) -> list[_Part]:
    """Parts after those that give what they need, else as they stand in the file."""
    given = {name for part in parts for name in part.gives}
    done: set[str] = set()
    waiting, ordered = list(parts), []
    while waiting:
        ready = next((p for p in waiting if not (p.needs & given) - done), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
        done |= ready.gives
    return ordered
