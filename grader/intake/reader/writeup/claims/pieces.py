"""Vectors and matrices that are written piece by piece, each piece under its own name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..candidate import Candidate, How
from ..formulas import key
from ..sections import Placed
from .named import base, matches
from .said import Said
from .several import in_one
from .spoken import spoken
from .values import value_of

_DERIVATIVE = re.compile(r"d(\\?[a-z]+(?:_\w+)?)/d(\\?[a-z]+(?:_\w+)?)")


def spellings(parts: Sequence[str], of: Sequence[str]) -> Iterator[Sequence[str]]:
    """The names that pieces go by: `parts`; for derivatives also gradients, and entries of J."""
    if not parts:
        return
    yield parts
    derivatives = [_DERIVATIVE.fullmatch(key(part)) for part in parts]
    functions = list(dict.fromkeys(one[1] for one in derivatives if one is not None))
    if not functions or None in derivatives:
        return
    width = len(parts) // len(functions)
    yield [rf"\nabla {name}" for name in functions]
    rows, columns = range(1, len(functions) + 1), range(1, width + 1)
    name = next(iter(of), "J").partition("(")[0]
    yield [f"{name}_{{{i}{j}}}" for i in rows for j in columns]


def together(
    rows: Sequence[Placed], statements: Sequence[Said], parts: Sequence[str]
) -> Candidate | None:
    """A vector of pieces that are each defined by themselves."""
    sides: list[str] = []
    lines: list[int] = []
    is_boxed = True
    for name in parts:
        found = [one for one in map(_from(name), statements) if one is not None]
        values = [(one, value) for one in found if (value := value_of(one))]
        if not values:
            said_of = list(spoken(rows, name))
            if len({value for value, _ in said_of}) != 1:
                return None
            values = [(Said((name, value), line), value) for value, line in said_of]
        boxed = [pair for pair in values if pair[0].boxed]
        one, value = (boxed or values)[-1]
        sides.append(value)
        lines.append(one.line)
        is_boxed &= one.boxed
    how: How = "boxed" if is_boxed else "defined"
    return Candidate(in_one(sides, "({})"), min(lines), how)


def in_order(statements: Sequence[Said], parts: Sequence[str]) -> Iterator[Candidate]:
    """As many values of one name as there are parts: `x = 2` and then `x = 3` for x_1 and x_2."""
    bases = {base(name) for name in parts}
    of_it = [one for one in statements if one.left and base(one.left) in bases]
    boxed = [one for one in of_it if one.boxed]
    named = boxed if len(boxed) == len(parts) else of_it
    values = [(value, one.line) for one in named if re.search(r"\d", value := value_of(one))]
    if len(bases) == 1 and len(parts) == len(values) > 1:
        yield Candidate(in_one([value for value, _ in values], "({})"), values[0][1], "likely")


def _from(name: str) -> Callable[[Said], Said | None]:
    """The part of a statement from the side that names it: rank(B) = 2 of rank(A) = rank(B) = 2."""

    def part(one: Said) -> Said | None:
        sides = (one.left, *one.parts[1:-1])
        for place, side in enumerate(sides if one.left else ()):
            if matches(side, (name,)):
                return replace(one, parts=(side, *one.parts[place + 1 :]))
        return None

    return part
