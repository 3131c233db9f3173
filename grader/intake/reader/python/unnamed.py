"""Code that uses none of the names a rubric asks for: what it answers is a person's to say.

Whoever follows the rubric's names and leaves one out has left out that answer. Whoever follows
none of them, or is asked for no name and sets no label, may have answered anything. A function
that is asked for by its name, and left as it was handed out or beside others that were written,
is not in code that defines none. A network that is made under no asked name may be the one that is
asked for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

from ..result import Place, Result, Section
from .near_names import names_given, sources_of

_ENOUGH = 3
"""Statements that make code an answer that could be meant."""
_SHOWN = 12
_NETWORK = re.compile(r"\bSequential\s*\(|\bModel\s*\(\s*(?:inputs?\s*=|\[)|\bnn\.Module\b")
"""What makes a network of Keras or PyTorch."""


def note_unnamed(hints: Mapping[str, Any], result: Result) -> None:
    """Let every question whose name no code has know of the code that has no asked name at all."""
    questions = [question for question in hints["questions"] if question["names"]]
    asked = {name for question in questions for name in question["names"]}
    forms = [form for form in result.forms if form["form"] != "writeup"]
    held = {
        id(form): asked & _given(form, result) - set(form.get("untouched", ())) for form in forms
    }
    named = set().union(*held.values()) if held else set()
    left = {name for form in forms for name in form.get("untouched", ())}
    unnamed = [form for form in forms if not held[id(form)] and _is_work(form, result)]
    for question in questions:
        if named & set(question["names"]):
            continue
        is_placed = question.get("asked") == "call" and (named or left & set(question["names"]))
        for form in unnamed:
            if not is_placed or _defines(form, result):
                _note(question["id"], form, result)
        for form in forms if question.get("asked") in ("network", "module") else ():
            if form not in unnamed:
                _note(question["id"], form, result, asked)
    working = [form for form in forms if _is_work(form, result)]
    for question in hints["questions"]:
        if question["names"] or not question["writeup"] or _is_labelled(question["id"], result):
            continue
        for form in working:
            _note(question["id"], form, result)


def _is_labelled(question: str, result: Result) -> bool:
    """Whether some text has the question's label, so that its answer is looked for there."""
    return any(one.label != "none" for one in result.sections.get(question, ()))


def _given(form: Mapping[str, Any], result: Result) -> set[str]:
    """The names that a form gives a value, several at once too."""
    rows = sources_of(form, result)
    found = set(names_given(rows))
    for text, _, _ in rows:
        try:
            names = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))
            found |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return found


def _is_work(form: Mapping[str, Any], result: Result) -> bool:
    """Whether a form does something of its own, more than importing."""
    statements = 0
    for text, _, _ in sources_of(form, result):
        if result.starter is not None and result.starter.is_code(text):
            continue
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            statements += _ENOUGH  # code that does not parse is somebody's work all the same
            continue
        statements += sum(_weight(one) for one in body)
    return statements >= _ENOUGH


def _defines(form: Mapping[str, Any], result: Result) -> bool:
    """Whether a form defines what could be called, tests left out; also where it does not parse."""
    for text, _, _ in sources_of(form, result):
        try:
            if any(map(_is_callable, ast.parse(text).body)):
                return True
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return True
    return False


def _is_callable(node: ast.AST) -> bool:
    """Whether something in a statement could be called by a name of its own."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return not node.name.lower().startswith("test")
    return isinstance(node, ast.Lambda) or any(map(_is_callable, ast.iter_child_nodes(node)))


def _weight(statement: ast.stmt) -> int:
    """How much a statement is worth as work: a definition is work by itself, an import none."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return 0
    defines = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return _ENOUGH if defines else 1


def _makes_another(text: str, asked: set[str], result: Result) -> bool:
    """Whether code of the student's makes a network, and gives no asked name a value."""
    if not _NETWORK.search(text) or (result.starter and result.starter.is_code(text)):
        return False
    return not asked & names_given([(text, 1, None)]).keys()


def _note(
    question: str,
    form: Mapping[str, Any],
    result: Result,
    asked: set[str] | None = None,
) -> None:
    """Let a question know of a form, or of the pieces of it that make a network not `asked` for."""
    rows = sources_of(form, result)
    if asked is not None:
        rows = [row for row in rows if _makes_another(row[0], asked, result)]
        if not rows:
            return
    section = Section(Place(form["form"], form["file"]), "near")
    for text, line, cell in rows[:_SHOWN]:
        section.unseen("cells", Place(form["form"], form["file"], line, cell), text=text)
    result.seek(question, section)
