"""Modules that a notebook was saved as: cells between marks, marimo's functions, kernel lines."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import Any

from ..result import Place, Result
from .magics import may_need_kernel, parses, plain_python
from .python2 import LOOKS, python_3

_CELL = re.compile(
    r"^#[ ]?(?:%%(?P<said>.*)|In[ ]?\[[ \d]*\]:?[ ]*|<(?P<old>codecell|markdowncell)>.*)$",
    re.MULTILINE,
)
_MARKS = (b"# %%", b"#%%", b"# In[", b"# In [", b"# <codecell>", b"import marimo")


def is_no_plain_module(data: bytes) -> bool:
    """Whether a module may be one that a kernel, or an older Python, was written for."""
    return (
        any(mark in data for mark in _MARKS)
        or may_need_kernel(data)
        or LOOKS.search(data) is not None
    )


def module_text(text: str, place: Place, result: Result) -> tuple[str, bool]:
    """The module as plain Python 3, and whether it was Python 2."""
    if parses(text):
        return text, False
    plain = plain_python(text, place, result)
    if parses(plain):
        return plain, False
    older = python_3(plain)
    if older is None:
        return plain, False
    message = f"{place.file} is written for Python 2 and is run as Python 3 as far as that goes."
    result.note("python-2", message, place.file)
    return older, True


def cells_of(text: str) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """(units, Markdown) of a module with cells in it; nothing where it has none.

    Cells are counted from one; a unit's lines are those of the file.
    """
    marimo = _marimo(text) if "import marimo" in text else None
    if marimo is not None:
        return marimo
    marks = list(_CELL.finditer(text))
    if not marks:
        return [], []
    units: list[dict[str, Any]] = []
    prose: list[tuple[int, str]] = []
    starts = [(0, 0, ""), *((m.start(), m.end(), (m["said"] or m["old"] or "")) for m in marks)]
    ends = [m.start() for m in marks] + [len(text)]
    number = 0
    for (_, start, said), end in zip(starts, ends, strict=True):
        body = text[start:end]
        if not body.strip():
            continue
        number += 1
        if re.search(r"\bmarkdown|\[md\]", said):
            prose.append((number, without_hashes(body)))
            continue
        blank = "\n" * text.count("\n", 0, start)
        units.append({"cell": number, "line": 1, "source": blank + body})
    return units, prose


def without_hashes(text: str) -> str:
    """The text of comments."""
    lines = (re.sub(r"^[ \t]*#+[ ]?", "", line) for line in text.strip("\n").split("\n"))
    return re.sub(r'^\s*(?:r|f)?"""|"""\s*$', "", "\n".join(lines))


def _marimo(text: str) -> tuple[list[dict[str, Any]], list[tuple[int, str]]] | None:
    """The cells of a marimo notebook, each behind those that it takes its names from."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = text.split("\n")
    cells = [node for node in body if isinstance(node, _DEFINING) and _is_cell(node)]
    if not cells and not any(isinstance(node, ast.With) for node in body):
        return None
    units: list[dict[str, Any]] = []
    prose: list[tuple[int, str]] = []
    setup = [node for node in body if isinstance(node, ast.With)]
    kept = [
        node
        for node in body
        if isinstance(node, (*_DEFINING, ast.ClassDef))
        and not _is_cell(node)
        and "app" in ast.dump(ast.Tuple(node.decorator_list, ast.Load()))
    ]
    for number, node in enumerate([*setup, *kept, *_in_order(cells)], 1):
        inner = node.body if not isinstance(node, ast.ClassDef) and node not in kept else [node]
        statements = [one for one in inner if not isinstance(one, ast.Return)]
        prose += [(number, said) for one in statements if (said := _markdown(one))]
        if statements:
            first, last = statements[0].lineno, statements[-1].end_lineno or 0
            source = textwrap.dedent("\n".join(lines[first - 1 : last]))
            unit = {"cell": number, "line": 1, "source": "\n" * (first - 1) + source}
            units.append(unit)
    return units, prose


_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef)


def _is_cell(node: ast.AST) -> bool:
    for one in getattr(node, "decorator_list", ()):
        called = one.func if isinstance(one, ast.Call) else one
        if isinstance(called, ast.Attribute) and called.attr == "cell":
            return True
    return False


def _in_order(cells: list[Any]) -> list[Any]:
    """Cells so that each comes behind those that give the names it takes."""
    gives: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for one in cell.body:
            if isinstance(one, ast.Return) and one.value is not None:
                gives.update({n.id: place for n in ast.walk(one.value) if isinstance(n, ast.Name)})
    done: list[int] = []
    pending = list(range(len(cells)))
    while pending:
        ready = [p for p in pending if _needs(cells[p], gives, p) <= set(done)] or pending[:1]
        done.append(ready[0])
        pending.remove(ready[0])
    return [cells[place] for place in done]


def _needs(cell: Any, gives: dict[str, int], own: int) -> set[int]:
    names = [one.arg for one in (*cell.args.args, *cell.args.kwonlyargs)]
    return {gives[name] for name in names if name in gives} - {own}


def _markdown(statement: ast.stmt) -> str:
    """The text of `mo.md("…")`."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not call.args:
        return ""
    text = call.args[0]
    named = isinstance(call.func, ast.Attribute) and call.func.attr == "md"
    plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
    return textwrap.dedent(text.value) if named and plain else ""  # type: ignore[attr-defined]
