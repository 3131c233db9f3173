"""The reference's functions with a wrong result in one place, to see whether anything asks there.

Every `return` of a function that a question calls is made to give something else, one at a time,
and the question asked again: where nothing is lost, code that is wrong there has full marks.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.rubric.model import Rubric
from grader.selftest.mutants import of_kind

MOST = 16
"""Places of one question that are tried."""
CHANGED = "_another_result"
_WRONG = f"""
def {CHANGED}(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float, complex)):
        return value * 1.7 + 3.1
    if isinstance(value, str):
        return value + " zebra"
    if isinstance(value, (list, tuple)) and value:
        return type(value)([{CHANGED}(value[0]), *value[1:]])
    if isinstance(value, dict) and value:
        first = next(iter(value))
        return {{**value, first: {CHANGED}(value[first])}}
    if type(value).__module__.partition(".")[0] in ("numpy", "torch"):
        return ~value if "bool" in str(value.dtype) else value * 2 + 5
    raise ArithmeticError("another result")
"""


@dataclass(frozen=True, slots=True)
class Branch:
    """A reference's module that is wrong in one place of a function that a question calls."""

    question: str
    source: str
    line: int
    code: str


def branches(rubric: Rubric, source: str) -> Iterator[Branch]:
    """Each place of each question whose kind says which functions it calls."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for question in rubric.questions:
        asked = of_kind(question, "tried")
        names = asked(question) if asked is not None else ()
        places = [
            node
            for one in _named(tree.body, names)
            for node in ast.walk(one)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        if not len(places) > 1:
            continue  # what has one way out is tried by its results alone
        for node in places[:MOST]:
            said = " ".join((ast.get_source_segment(source, node) or "return").split())[:60]
            yield Branch(question.id, _with_wrong(tree, node), node.lineno, said)


def _named(body: Sequence[ast.stmt], names: Collection[str]) -> Iterator[ast.stmt]:
    """The functions and classes of these names, and the methods that are named with their class."""
    for one in body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name in names:
            yield one
        elif isinstance(one, ast.ClassDef):
            own = f"{one.name}."
            yield from _named(one.body, {n[len(own) :] for n in names if n.startswith(own)})


def _with_wrong(tree: ast.Module, node: ast.Return) -> str:
    """The module in which one `return` gives another result."""
    places: Sequence[ast.AST] = [one for one in ast.walk(tree) if isinstance(one, ast.Return)]
    number = places.index(node)
    changed = copy.deepcopy(tree)
    here = [one for one in ast.walk(changed) if isinstance(one, ast.Return)][number]
    assert here.value is not None
    here.value = ast.Call(ast.Name(CHANGED, ast.Load()), [here.value], [])
    changed.body.extend(ast.parse(_WRONG).body)
    return ast.unparse(ast.fix_missing_locations(changed))
