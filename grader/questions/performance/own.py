"""Models that the rubric lists as mistakes: by a sign, or by where a metric lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError, model_validator

from grader.questions.performance.mistakes import MISTAKES
from grader.questions.record import Exact, Record
from grader.questions.words import as_float


class Bounds(Record):
    """Where a measured number lies."""

    least: Exact | None = None
    """At least this."""
    most: Exact | None = None
    """At most this."""

    @model_validator(mode="after")
    def _some(self) -> Bounds:
        if self.least is None and self.most is None:
            raise ValueError("write least, most or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is above most: exchange them")
        return self

    def holds(self, value: float) -> bool:
        """Whether a number lies between the two."""
        above = self.least is None or value >= float(self.least)
        return above and (self.most is None or value <= float(self.most))


def bounds_of(answer: Mapping[str, Any], known: Iterable[str], how: str) -> dict[str, Bounds]:
    """The bounds that a mistake names, by metric; raises `ValueError` saying what to write."""
    found = {}
    for name, bounds in answer.items():
        if name not in (names := list(known)):
            raise ValueError(f"there is no {name!r} here; one of {', '.join(names)}: {how}")
        try:
            found[name] = Bounds.model_validate(bounds)
        except ValidationError as error:
            said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            raise ValueError(f"{name}: {said}; {how}") from None
    return found


def is_model(answer: Any, metrics: Iterable[str], measured: Mapping[str, Any]) -> bool:
    """Whether what was measured is this mistake: `constant`, or `{accuracy: {least: 0.99}}`."""
    how = "write {METRIC: {least: 0.99}}, or a sign such as constant"
    if isinstance(answer, str):
        if answer not in MISTAKES.credited | {row.id for row in MISTAKES}:
            names = ", ".join(row.id for row in MISTAKES)
            raise ValueError(f"there is no sign {answer!r}; one of {names}: {how}")
        signs = [name for name, _ in measured.get("signs", ())]
        return answer in (*signs, *measured.get("mistakes", ()))
    if not isinstance(answer, dict) or not answer:
        raise ValueError(how)
    asked = bounds_of(answer, metrics, how)
    first = measured.get("first") or {}
    return bool(first) and all(
        name in first and bounds.holds(as_float(first[name]["point"]))
        for name, bounds in asked.items()
    )
