"""Figures with other curves, without labels, on other scales."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.figure import Figure


def mutants(question: Figure, given: Given) -> Iterator[Mutant]:
    """Each of the changes that the question's checks should see."""
    kinds = {check.kind for check in question.checks}
    tried: dict[str, tuple[set[str], Callable[[dict[str, Any]], None]]] = {
        "other curves": ({"curve"}, _moved),
        "no labels": ({"labels"}, _unlabelled),
        "other scales": ({"scale"}, _rescaled),
        "no curves": ({"curve", "curves", "data_points"}, _emptied),
    }
    for name, (seen_by, change) in tried.items():
        if seen_by & kinds:
            outcomes = {
                suffix: Answer(changed, outcome.source)
                for suffix, outcome in given.outcomes.items()
                if isinstance(outcome, Answer)
                and (changed := _changed(outcome.value, change)) is not None
            }
            if outcomes:
                yield Mutant(name, f"a figure with {name} is accepted", {**outcomes})


def _changed(value: Any, change: Callable[[dict[str, Any]], None]) -> Any:
    """The figures with each of their axes changed; None where there are none."""
    if not isinstance(value, Mapping) or not isinstance(value.get("figures"), list):
        return None
    whole: dict[str, Any] = copy.deepcopy(dict(value))
    for figure in whole["figures"]:
        data = figure.get("data")
        for axes in data.get("axes", ()) if isinstance(data, dict) else ():
            change(axes)
    return whole


def _moved(axes: dict[str, Any]) -> None:
    for line in axes.get("lines", ()):
        y = line.get("y")
        if hasattr(y, "tolist"):
            y = y.tolist()
        if isinstance(y, list):
            line["y"] = [v * 1.7 + 1 if isinstance(v, int | float) else v for v in y]


def _unlabelled(axes: dict[str, Any]) -> None:
    axes.update({"xlabel": "", "ylabel": ""})


def _rescaled(axes: dict[str, Any]) -> None:
    for name in ("xscale", "yscale"):
        axes[name] = "linear" if axes.get(name) == "log" else "log"


def _emptied(axes: dict[str, Any]) -> None:
    axes["lines"] = []
