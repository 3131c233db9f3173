"""What a forged summary of a network may make the trusted side do."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from grader.questions.architecture.module import network_of
from grader.questions.architecture.module.cost import MAX_STEPS, TooMuch, work_of
from grader.questions.architecture.module.operations import ELEMENTWISE, PRODUCTS, compute
from grader.questions.architecture.module.steps import Unreadable
from grader.values import array_of

INPUTS = np.ones((4, 2))
LONG = array_of(np.ones((40_000, 1)))
WIDE = array_of(np.ones((1, 40_000)))
V = ["v", 0]


def summary(*steps: list[Any], last: int = 0) -> dict[str, Any]:
    """A forged summary with these operations, of which the last (or another) is the output."""
    rows = [[name, arguments, {}, 1] for name, arguments in steps]
    return {
        "parameters": {"w": array_of(np.ones((2, 1)))},
        "trainable": ["w"],
        "steps": rows,
        "output": ["v", last or len(rows)],
        "value": array_of(np.ones((4, 1))),
    }


@pytest.mark.parametrize(
    "steps",
    [
        [["pow", [10**3000, 10**3000]], ["add", [V, ["v", 1]]]],
        [["mul", [["l", [1, 2, 3]], 10**12]], ["add", [V, ["v", 1]]]],
        [["mul", ["ab", 10**12]], ["add", [V, ["v", 1]]]],
        [["mul", [[1, 2, 3], 10**12]], ["add", [V, ["v", 1]]]],
        [["mm", [["c", LONG], ["c", WIDE]]], ["add", [V, ["v", 1]]]],
        [["add", [["c", LONG], ["c", WIDE]]], ["add", [V, ["v", 1]]]],
        [["exp", [["v", number]]] for number in range(MAX_STEPS + 1)],
        [["mm", [V, ["c", array_of(np.ones((2, 200_000)))]]]]
        + [["erf", [["v", number + 1]]] for number in range(500)],
        [["add", [V, 1j]]],
    ],
    ids=lambda steps: f"{len(steps)}-{steps[0][0]}",
)
def test_nothing_large_is_recomputed(steps: list[list[Any]]) -> None:
    """Work without a bound is refused before it is done, and is no fault of ours."""
    begun = time.monotonic()
    with pytest.raises(Unreadable):
        network_of(summary(*steps), INPUTS)
    assert time.monotonic() - begun < 60  # without the bound: hours, or all of the memory


def test_results_are_counted_before_they_are_there() -> None:
    """The shape of a product or of a sum that repeats its arguments is known beforehand."""
    a, b = np.ones((3, 4)), np.ones((4, 5))
    assert work_of("mm", (a, b)) == (15 + 1) * 4
    assert work_of("linear", (a, b.T, np.ones(5))) == (15 + 1) * 4
    assert work_of("addmm", (np.ones(5), a, b)) == (15 + 1) * 4
    with pytest.raises(TooMuch):
        work_of("add", (np.ones((1 << 14, 1)), np.ones((1, 1 << 14))))


@pytest.mark.parametrize("name", sorted({*ELEMENTWISE} | {*PRODUCTS}))
def test_no_operation_is_counted_as_less_than_it_is(name: str) -> None:
    """Each operation makes at most as many numbers as were counted."""
    for given in ([np.ones((3, 4)), np.ones((4, 4))], [np.ones((3, 4))], [np.ones(4)] * 3):
        try:
            size = sum(np.size(result) for result in compute(name, list(given), {})[:1])
        except (TypeError, ValueError):
            continue
        assert size <= work_of(name, given)
