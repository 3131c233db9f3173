"""Whether code that reads as Python 3 was written for Python 2: it uses what only that had."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from ..result import Result

WORDS = re.compile(
    rb"\b(?:xrange|raw_input|unicode|basestring|unichr|execfile)\b"
    rb"|\.(?:has_key\(|iter(?:items|keys|values)\(\))"
)
"""What code of Python 2 has that no code of Python 3 gets by with."""
MARK = "\n# written for Python 2\n"
"""The last line of a module that is run as Python 2, also where another one imports it."""
_NAMES = {"xrange", "raw_input", "unicode", "basestring", "unichr", "execfile"}
_METHODS = {"iteritems", "iterkeys", "itervalues", "has_key"}
_FOR_BOTH = re.compile(
    r"NameError|\bversion_info\b|\bsys\.version|python_version|\bPY[23]\b"
    r"|(?:import|from)[ \t]+(?:six|pandas)\b"
)
"""Code that looks which Python it has, or whose tables have methods of these names."""


def is_for_python_2(sources: Iterable[str]) -> bool:
    """Whether the pieces of one program, all of which parse, use what they do not have in Python 3.

    A name that any of them gives a meaning is theirs, such as `from past.builtins import xrange`.
    """
    kept = list(sources)
    if not any(WORDS.search(one.encode("utf-8", "replace")) for one in kept):
        return False
    if any(_FOR_BOTH.search(one) for one in kept):
        return False
    used: set[str] = set()
    given: set[str] = set()
    for one in kept:
        try:
            tree = ast.parse(one)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            _note(node, used, given)
    return bool((used & (_NAMES | _METHODS)) - given)


def note_python_2(file: str, result: Result) -> None:
    """Say so of the first file of a submission; the others are as old."""
    if not any(kind == "python-2" for kind, *_ in result.findings):
        message = f"{file} is written for Python 2 and is run as Python 3 as far as that goes."
        result.note("python-2", message, file)


def _note(node: ast.AST, used: set[str], given: set[str]) -> None:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            used.add(name)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _METHODS:
            used.add(name)
        case ast.Name(id=name) | ast.arg(arg=name):
            given.add(name)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            given.add(name)
        case ast.ImportFrom(names=aliases) | ast.Import(names=aliases):
            given |= _NAMES if aliases[0].name == "*" and _may_hold_them(node) else set()
            given |= {one.asname or one.name for one in aliases}


def _may_hold_them(node: ast.AST) -> bool:
    """Whether a star may bring names of Python 2: from a module that is for both."""
    module = getattr(node, "module", None) or ""
    return module.partition(".")[0] in ("past", "future", "builtins", "compat", "utils")
