"""Functions that are wrong in one branch: right results of all cases but one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.evidence import Answer, Outcome, Source
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.function import Function
from grader.values import Array, array_of

ALIKE = 60
"""Cases that are tried one by one."""


def mutants(question: Function, given: Given) -> Iterator[Mutant]:
    """A wrong result in each case, nothing returned, and an exception instead."""
    for suffix, outcome in given.outcomes.items():
        if not isinstance(outcome, Answer) or not isinstance(outcome.value, list):
            continue
        for place, row in enumerate(outcome.value[:ALIKE]):
            if not isinstance(row, Mapping) or "ok" not in row or "steps" in row:
                continue
            where = f"case {place + 1}" + (f" of {suffix}" if suffix else "")
            for name, wrong in _wrong(row):
                rows = [*outcome.value[:place], wrong, *outcome.value[place + 1 :]]
                put: dict[str, Outcome] = {**given.outcomes, suffix: Answer(rows, outcome.source)}
                told = f"{where}: {name} is accepted"
                yield Mutant(f"{where}: {name}", told, _in_every(put, place, wrong, suffix))


def _in_every(
    outcomes: dict[str, Outcome], place: int, wrong: Any, suffix: str
) -> dict[str, Outcome]:
    """The same wrong result where the case is called once more with arrays."""
    found = dict(outcomes)
    for name, outcome in outcomes.items():
        again = name != suffix and name.startswith("arrays")
        listed = outcome.value if again and isinstance(outcome, Answer) else None
        if isinstance(listed, list) and place < len(listed):
            rows = [*listed[:place], wrong, *listed[place + 1 :]]
            found[name] = Answer(rows, getattr(outcome, "source", Source()))
    return found


def _wrong(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Other outcomes of one call."""
    if row.get("ok") is not True:
        yield "no exception", {"ok": True, "value": "zebra"}
        return
    value = row.get("value")
    other = _other(value)
    if other is not None:
        yield "another result", {**row, "value": other}
    if value is not None:
        yield "nothing", {**row, "value": None}
    yield "an exception", {"ok": False, "type": "ZeroDivisionError", "message": "", "line": 1}


def _other(value: Any) -> Any:
    """A value of the same shape that is surely another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 7
    if isinstance(value, float | complex):
        return value * 1.7 + 3.1
    if isinstance(value, str):
        return f"{value} zebra"
    if isinstance(value, Array) and value.dtype[1] in "fiu" and 0 not in value.shape:
        return array_of(value.numpy() * 2 + 5)
    if isinstance(value, list) and value:
        changed = _other(value[0])
        return None if changed is None else [changed, *value[1:]]
    return None


def tried(question: Function) -> tuple[str, ...]:
    """The functions and methods that the cases call."""
    called = {step.call for case in question.cases for step in case.steps or () if step.call}
    methods = tuple(f"{name}.{method}" for name in question.names for method in sorted(called))
    return methods or question.names
