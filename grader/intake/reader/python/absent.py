"""Imports of libraries that are not installed cost what uses them, and not all that stands below.

`import pandas as pd` becomes one line that tries it; where the interpreter that runs the hand-in
does have the library, nothing is changed.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from importlib.util import find_spec

_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTED = re.compile(r"^(?:import|from)[ \t]+([A-Za-z_]\w*)|^import[ \t]+.*,", re.MULTILINE)


def names_absent(source: str, local: Collection[str] = ()) -> bool:
    """Whether a line of the text may import a library that is neither here nor handed in."""
    return any(
        found[1] is None or _is_absent(found[1], local) for found in _IMPORTED.finditer(source)
    )


def without_absent(
    source: str,
    local: Collection[str],
    note: Callable[[int, str], None],
    *,
    whole: bool = False,
) -> str:
    """`source` with its outermost imports of absent libraries tried; line numbers stay.

    `local` are the names of the hand-in's own modules; `note(line, message)` is told each library.
    A module is run as a `whole`: there, statements that use such a library are tried as well.
    """
    if not names_absent(source, local):
        return source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    lines = source.split("\n")
    using = _using(body, local) if whole else set()
    for place, node in reversed(list(enumerate(body))):
        missing = _missing(node, local)
        if node.end_lineno is None or node.end_lineno > len(lines):
            continue
        if missing:
            note(node.lineno, _message(missing))
            _put(lines, node, _tried(node))
        elif place in using:
            _put(lines, node, _guarded(source, node))
    return "\n".join(lines)


def _using(body: Sequence[ast.stmt], local: Collection[str]) -> set[int]:
    """The outermost statements that use what an absent library would have given, in turn."""
    tainted: set[str] = set()
    using: set[int] = set()
    for place, node in enumerate(body):
        names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
        if isinstance(node, ast.Import | ast.ImportFrom):
            if _missing(node, local):
                tainted |= {(one.asname or one.name).partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ClassDef) and tainted & _bases(node):
            using.add(place)
            tainted.add(node.name)
        elif not isinstance(node, _DEFINING) and tainted & {one.id for one in names}:
            using.add(place)
            tainted |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
    return using


def _bases(node: ast.ClassDef) -> set[str]:
    outer = [*node.bases, *node.decorator_list]
    return {one.id for base in outer for one in ast.walk(base) if isinstance(one, ast.Name)}


@lru_cache(maxsize=256)
def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def _is_absent(name: str, local: Collection[str]) -> bool:
    return name not in local and name not in sys.stdlib_module_names and not _is_installed(name)


def _missing(node: ast.stmt, local: Collection[str]) -> list[str]:
    """The absent libraries that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        tops = [(node.module or "").partition(".")[0]] if not node.level else []
    elif isinstance(node, ast.Import):
        tops = [alias.name.partition(".")[0] for alias in node.names]
    else:
        return []
    return [top for top in dict.fromkeys(tops) if top and _is_absent(top, local)]


def _put(lines: list[str], node: ast.stmt, line: str) -> None:
    """Put one line in place of the statement's first, and nothing in the rest."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = lines[first].encode()[: node.col_offset].decode()
    after = lines[last].encode()[node.end_col_offset :].decode()
    lines[first : last + 1] = [before + line + after, *[""] * (last - first)]


def _tried(node: ast.stmt) -> str:
    """An import, or each of its names, that may fail."""
    single = [node]
    if isinstance(node, ast.Import):
        single = [ast.Import(names=[alias]) for alias in node.names]
    tried = "\n".join(f"try: {ast.unparse(one)}\nexcept ImportError: pass" for one in single)
    return f"exec({tried!r})"


def _guarded(source: str, node: ast.stmt) -> str:
    """A statement that may lack a name, at the line where it stands."""
    text = "\n" * (node.lineno - 1) + (ast.get_source_segment(source, node) or "")
    inner = f"exec(compile({text!r}, __file__, 'exec'))"
    return f"exec({f'try: {inner}' + chr(10) + 'except NameError: pass'!r})"


def _message(missing: list[str]) -> str:
    named = " and ".join(missing)
    if len(missing) == 1:
        there, they, them = "is", "it", "it"
    else:
        there, they, them = "are", "they", "them"
    return (
        f"{named} {there} not installed beside the grader: where {they} cannot be imported, only "
        f"what uses {them} fails."
    )
