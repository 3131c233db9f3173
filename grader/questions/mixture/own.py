"""Columns of experts that the rubric lists as mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.questions.performance.own import bounds_of
from grader.questions.words import as_float

if TYPE_CHECKING:
    from grader.questions.mixture import Expert

HOW = "write {column: 2, at_least: 7} of a rule, or {column: 1, auc: {most: 0.6}} of a model"


def is_column(answer: Any, experts: Sequence[Expert], measured: Mapping[str, Any]) -> bool:
    """Whether a column is the one of a mistake; raises `ValueError` saying what to write."""
    if not isinstance(answer, dict) or len(answer) < 2:
        raise ValueError(HOW)
    number = answer.get("column")
    if type(number) is not int or not 1 <= number <= len(experts):
        raise ValueError(f"there are {len(experts)} columns: {HOW}")
    rest = {name: value for name, value in answer.items() if name != "column"}
    columns = measured.get("columns", ())
    found = columns[number - 1] if number <= len(columns) else {}
    if experts[number - 1].at_least is not None:
        if rest.keys() != {"at_least"} or type(rest["at_least"]) is not int:
            raise ValueError(f"column {number} is a rule: {HOW}")
        return found.get("threshold") == rest["at_least"]
    bounds = bounds_of(rest, ("auc", "brier"), HOW)
    return bool(found) and all(
        name in found and one.holds(as_float(found[name]["point"])) for name, one in bounds.items()
    )
