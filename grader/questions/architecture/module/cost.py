"""What recomputing a recorded operation costs, known before it is done.

A summary is hostile: nothing says that its operations ran, or that our own recorder wrote them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from grader.questions.architecture.module.layers import LAYERS, cells_of
from grader.questions.architecture.module.operations import ELEMENTWISE, PRODUCTS

MAX_STEPS = 2_000
"""As many operations as the recorder writes down."""
MAX_CELLS = 60_000_000
"""Numbers in the results of all operations together, which are kept."""
MAX_WORK = 5_000_000_000
"""Multiplications in all operations together: some seconds."""
_EXACT = 2**53
_SLOW = {"erf": 1000, "gelu": 1000}


class TooMuch(ValueError):
    """Recomputing would take more time or memory than any network of a homework needs."""


def plain_number(item: Any) -> Any:
    """An argument that is no array, as it is; `TooMuch` for one whose arithmetic has no bound."""
    if item is None or isinstance(item, bool | float | str):
        return item
    if isinstance(item, int) and abs(item) <= _EXACT:
        return item
    raise TooMuch(f"an operation was given {type(item).__name__} where numbers are expected")


def work_of(name: str, given: Iterable[Any]) -> int:
    """Multiplications in an operation on `given`; `TooMuch` where its result has too many numbers.

    Shapes that do not fit each other count as if they did: computing them fails anyway.
    """
    given = list(given)
    if name in ELEMENTWISE or name in PRODUCTS:
        for item in given:
            if isinstance(item, list | dict) or (isinstance(item, str) and name != "gelu"):
                raise TooMuch(f"{name} was given something that is not a number")
    shapes = [item.shape for item in given if hasattr(item, "shape")]
    if name in LAYERS:
        made, times = cells_of(name, given)
        if made > MAX_CELLS:
            raise TooMuch("the module's results are too large to recompute")
        return (made + 1) * max(times, 1)
    if name in ("zeros", "ones"):
        shapes = [tuple(n for n in given[0] if type(n) is int)]
    if name in ("cat", "stack"):
        shapes = [(sum(math.prod(one.shape) for one in given[0] if hasattr(one, "shape")),)]
    inner: int = 1
    cells: int
    if name in PRODUCTS and len(shapes) > 1:
        left, right = shapes[-2:] if name in ("addmm", "addmv") else shapes[:2]
        inner = max([1, *left[-1:]])
        columns = right[:-1] if name == "linear" else right[-1:] if len(right) > 1 else ()
        cells = math.prod(left[:-1]) * math.prod(columns) * math.prod(right[:-2])
    else:
        cells = _together(shapes)
    if cells > MAX_CELLS:
        raise TooMuch("the module's results are too large to recompute")
    return (cells + 1) * inner * _SLOW.get(name, 10 if name in ELEMENTWISE else 1)


def _together(shapes: list[tuple[int, ...]]) -> int:
    """How many numbers arrays of these shapes have when each is repeated to fit the others."""
    width = max(map(len, shapes), default=0)
    padded = [(1,) * (width - len(shape)) + tuple(shape) for shape in shapes]
    return math.prod(max(sizes) for sizes in zip(*padded, strict=True))
