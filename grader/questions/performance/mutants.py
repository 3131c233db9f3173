"""Models that learned nothing, or that know what they were not told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.performance import Performance
from grader.values import Array, array_of


def mutants(question: Performance, given: Given) -> Iterator[Mutant]:
    """The same prediction for every row, predictions at random, and the classes exchanged."""
    if question.shares or question.handed is not None:
        return
    import numpy as np

    chance = np.random.default_rng(7)

    def constant(numbers: Any) -> Any:
        return np.broadcast_to(numbers.mean(axis=0), numbers.shape).copy()

    def blind(numbers: Any) -> Any:
        return chance.permutation(numbers)

    def exchanged(numbers: Any) -> Any:
        return numbers[:, ::-1] if numbers.ndim == 2 else 1 - numbers

    tried: dict[str, tuple[Callable[[Any], Any], str]] = {
        "constant": (constant, "a model that says the same of every row"),
        "label-blind": (blind, "a model whose predictions have nothing to do with the rows"),
    }
    if question.target == "two" and question.output != "label":
        tried["exchanged"] = (exchanged, "a model that calls the one class the other")
    for name, (change, what) in tried.items():
        value = _changed(given.value, change)
        if value is not None:
            yield Mutant(name, f"{what} is full", {"": Answer(value)})


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """The fits with every batch of predictions changed."""
    if not isinstance(value, list):
        return None
    fits = []
    for fit in value:
        batches = fit.get("batches") if isinstance(fit, dict) else None
        if not isinstance(batches, list):
            return None
        made = [_batch(one, change) for one in batches]
        if None in [one if one is None else 0 for one in made]:
            return None
        fits.append({**fit, "batches": made})
    return fits


def _batch(one: Any, change: Callable[[Any], Any]) -> Any:
    if not isinstance(one, Array) or not one.dtype.startswith("<f"):
        return None
    import numpy as np

    return array_of(np.ascontiguousarray(change(one.numpy().astype("float64"))))


def loose(question: Performance, given: Given) -> Iterator[tuple[str, str]]:
    """Ramps narrower than the noise, and thresholds above what the reference surely reaches."""
    first = given.measures.get("first")
    for ramp in question.metrics:
        found = first.get(ramp.metric) if isinstance(first, dict) else None
        if not isinstance(found, dict) or not {"low", "high"} <= found.keys():
            continue
        low, high = float(found["low"]), float(found["high"])
        none, full = ramp.ends
        rows = given.measures.get("rows")
        if abs(full - none) < (high - low) / 2:
            told = (
                f"{ramp.metric}: all points lie between {none:g} and {full:g}, within the noise of "
                f"{rows} rows (±{(high - low) / 2:.3g}): chance decides them"
            )
            yield f"{ramp.metric} within the noise", told
        worse = low if ramp.rises else high
        if ramp.level(worse, question.steps) < question.steps:
            told = (
                f"{ramp.metric}: full points from {full:g} lie within the noise of the reference's "
                f"own {float(found.get('point', low)):.3g} "
                f"({low:.3g} to {high:.3g})"
            )
            yield f"{ramp.metric} within the reference's noise", told
