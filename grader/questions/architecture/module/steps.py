"""The operations that a torch module's summary lists, as they came from outside: checked, numbered,
and those left out that nothing depends on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.questions.architecture.module.cost import MAX_STEPS
from grader.values import Array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


class Unreadable(ValueError):
    """The summary that came back is not one that our own recorder writes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded operation; `first` is the number of its first result."""

    name: str
    arguments: list[Any]
    named: dict[str, Any]
    first: int
    count: int
    in_place: bool = False

    def references(self, kind: str) -> set[Any]:
        """Numbers of results ("v") or names of parameters ("p") that go in."""
        found, stack = set(), [*self.arguments, *self.named.values()]
        while stack:
            item = stack.pop()
            if isinstance(item, list) and len(item) == 2 and item[0] == kind:
                found.add(item[1])
            elif isinstance(item, list) and len(item) == 2 and item[0] == "l":
                stack.extend(item[1])
        return found


def steps_of(rows: Any) -> list[Step]:
    """The steps in the order they ran, their results numbered from 1; the input is 0."""
    steps, number = [], 1
    if len(rows) > MAX_STEPS:
        raise Unreadable("it has more operations than the recorder writes")
    for name, arguments, named, count in rows:
        plain = str(name).removeprefix("aten::").split(".")[0]
        in_place = plain.endswith("_") and not plain.startswith("__")
        plain = plain.rstrip("_") if in_place else plain
        if type(count) is not int or not 0 <= count <= 100:
            raise Unreadable("an operation has an impossible number of results")
        steps.append(Step(plain, arguments, dict(named), number, count, in_place))
        number += count
    return steps


def live(steps: list[Step], output: Any) -> list[Step]:
    """The steps that the output depends on."""
    if not (isinstance(output, list) and output[0] == "v"):
        raise Unreadable("the output does not depend on the input")
    wanted, kept = {output[1]}, []
    for step in reversed(steps):
        if any(step.first <= n < step.first + step.count for n in wanted):
            kept.append(step)
            wanted |= step.references("v")
    if 0 not in wanted:
        raise Unreadable("the output does not depend on the input")
    return kept[::-1]


def numbers_in(value: Any) -> Numbers:
    """An array of the summary, in double precision."""
    import numpy as np

    numbers = value.numpy() if isinstance(value, Array) else np.asarray(value)
    if numbers.dtype.kind == "b":
        return numbers
    if numbers.dtype.kind == "c":
        raise Unreadable("it has complex numbers where real ones are expected")
    return numbers.astype(np.float64)
