"""What a solver hands over as a solution: SciPy's result objects, SymPy's mappings and sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grader.questions.shapes.simple import Shape, simple
from grader.values import Expression

_OF_ONE = re.compile(r"\{\s*\((?P<row>[^(){}]*?),?\s*\)\s*\}")
"""A set of one tuple, as `linsolve` prints it."""
_FOUND = ("x", "root")
_TOLD = frozenset({"success", "converged", "flag", "message", "iterations", "nit"})
"""What SciPy's results say beside the solution itself."""


def solution(value: Any, shape: Shape) -> Any:
    """The solution alone, where a value is what a solver gave; any other value as it is."""
    if isinstance(value, Expression):
        only = _OF_ONE.fullmatch(value.text.strip())
        if only is None:
            return value
        entries = [Expression(one.strip()) for one in only["row"].split(",")]
        return entries[0] if len(entries) == 1 else entries
    found = simple(value)
    if isinstance(found, list):
        return _of_list(found, value, shape)
    if not isinstance(found, Mapping):
        return value
    if (own := result_of(found)) is not None:
        return own
    return next(iter(found.values())) if not shape and len(found) == 1 else value


def _of_list(found: list[Any], value: Any, shape: Shape) -> Any:
    if found and all(isinstance(one, Mapping) and len(one) == 1 for one in found):
        solved = [next(iter(one.values())) for one in found]
        return solved[0] if len(solved) == 1 and not shape else solved
    if len(found) == 2 and isinstance(found[1], Mapping) and result_of(found[1]) is not None:
        return found[0]  # as with full_output=True
    if found and len(shape) == 1 and all(map(_is_eigenvalue, found)):
        return [number for number, times, _ in found for _ in range(times)]
    return value


def result_of(found: Mapping[Any, Any]) -> Any:
    """The solution in a result object of SciPy's; None where a mapping is none."""
    if not _TOLD & set(found):
        return None
    return next((found[name] for name in _FOUND if name in found), None)


def _is_eigenvalue(item: Any) -> bool:
    """Whether an item is a value, how often it is one, and its vectors, as `eigenvects` has it."""
    return (
        isinstance(item, list)
        and len(item) == 3
        and isinstance(item[1], int)
        and 0 < item[1] <= 50
        and isinstance(item[2], list)
        and not isinstance(item[0], list)
    )
