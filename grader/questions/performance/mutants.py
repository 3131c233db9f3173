"""Models that learned nothing, or that know what they were not told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.performance import Performance
from grader.values import Array, array_of

Change = Callable[[Any, Sequence[int]], Any]
"""Other predictions for those of a batch, whose rows are these."""


def mutants(question: Performance, given: Given) -> Iterator[Mutant]:
    """Models that say the same of every row or what they drew by lot, that take one class for the
    other, know hidden labels, or say of a row what depends on the others.
    """
    source: Performance = given.question(question.shares) if question.shares else question
    seen = given.other(question.shares) if question.shares else given
    if source is None or seen is None or source.handed is not None or source.rows is None:
        return
    of = question.shares or ""
    for name, change, told in _changes(source, seen):
        if (value := _changed(source, seen.value, change)) is not None:
            yield Mutant(name, f"{told} is full", {"": Answer(value)}, of=of)
    labels = seen.facts.get("labels")
    if not question.metrics or labels is None:
        return
    told = "a model that knows the hidden labels, whatever it was fitted to, is full"
    value = _changed(source, seen.value, lambda _, rows: _known(source, labels, rows))
    if source.is_fitted_here and value is not None:
        told += ", and nobody is told"
        yield Mutant("leaking", told, {"": Answer(value)}, noticed=True, of=of)
    told = "a model that says something else of a row in other company is full, and nobody is told"
    value = _changed(source, seen.value, lambda said, rows: _moved(said, rows, len(labels)))
    if value is not None:
        yield Mutant("batch-dependent", told, {"": Answer(value)}, noticed=True, of=of)


def _changes(source: Performance, seen: Given) -> Iterator[tuple[str, Change, str]]:
    """Models that learned nothing: their name, how they predict, and what they are."""
    import numpy as np

    chance = np.random.default_rng(7)

    def constant(said: Any, rows: Sequence[int]) -> Any:
        if said.dtype.kind == "f":
            return np.broadcast_to(said.mean(axis=0), said.shape).copy()
        values, counts = np.unique(said, return_counts=True)
        return np.full_like(said, values[counts.argmax()])

    def blind(said: Any, rows: Sequence[int]) -> Any:
        return chance.permutation(said)

    def exchanged(said: Any, rows: Sequence[int]) -> Any:
        return said[:, ::-1] if said.ndim == 2 else 1 - said

    yield "constant", constant, "a model that says the same of every row"
    yield "label-blind", blind, "a model whose predictions have nothing to do with the rows"
    if source.target == "two" and source.output != "label":
        yield "exchanged", exchanged, "a model that calls the one class the other"


def _known(source: Performance, labels: Sequence[Any], rows: Sequence[int]) -> Any:
    """What a model says that has the hidden labels."""
    import numpy as np

    here = np.array(labels)[list(rows)]
    if source.target == "number":
        return here.astype(float)
    if source.output == "label":
        return np.array(source.classes)[here]
    sure = np.full((len(here), len(source.classes)), 0.05 / max(len(source.classes) - 1, 1))
    sure[np.arange(len(here)), here] = 0.95
    return np.log(sure[:, 1] / sure[:, 0]) if source.output == "logit" else sure


def _moved(said: Any, rows: Sequence[int], every: int) -> Any:
    """The same predictions where all rows are asked at once, and others where only some are."""
    if len(rows) == every or said.dtype.kind != "f":
        return said
    return said / 2 + (0.25 if said.min() >= 0 and said.max() <= 1 else said.std() + 1)


def _changed(source: Performance, value: Any, change: Change) -> Any:
    """The fits with every batch of predictions changed; None where they cannot be."""
    import numpy as np

    fits = []
    count = len(source.rows.hidden.rows) if source.rows and source.rows.hidden else 0
    asked = source.batches(count) if count else []
    for fit in value if isinstance(value, list) else ():
        batches = fit.get("batches") if isinstance(fit, dict) else None
        if not isinstance(batches, list) or len(batches) != len(asked):
            return None
        made = []
        for said, rows in zip(batches, asked, strict=True):
            if not isinstance(said, Array) or said.dtype[1] not in "fiu":
                return None
            numbers = said.numpy()
            numbers = numbers.astype("float64") if numbers.dtype.kind == "f" else numbers
            changed = np.ascontiguousarray(change(numbers, rows))
            if changed.dtype.kind not in "fiu":
                return None
            made.append(array_of(changed))
        fits.append({**fit, "batches": made})
    return fits or None


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
