"""Reading a witness: distributions as lists, mappings, arrays or in the words of a write-up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.questions.shapes.cells import Cell, read_cell
from grader.questions.shapes.names import NUMBER, by_name, outcomes
from grader.questions.shapes.simple import text_of
from grader.values import Expression

_BERNOULLI = re.compile(
    rf"(?:\\(?:text|mathrm|operatorname)\{{)?(?:Bern(?:oulli)?|Ber)\}}?\s*\(\s*({NUMBER})\s*\)",
    re.I,
)
_SQUARE = r"(?:\s*(?:\^\s*\{?2\}?|²))"
_NORMAL = re.compile(
    rf"(?:\\mathcal\s*\{{?\s*N\s*\}}?|N|Normal|Gaussian)\s*"
    rf"\(\s*(?:(?:\\?mu|μ)\s*=\s*)?({NUMBER})\s*,\s*"
    rf"(?:(?:\\?sigma|σ)({_SQUARE}?)\s*=\s*)?({NUMBER})({_SQUARE}?)\s*\)"
)
FAMILY = re.compile(
    r"(?:Poisson|Pois|Exp(?:onential)?|Unif(?:orm)?|Geom(?:etric)?|Bin(?:omial)?|Beta|Gamma|"
    r"Laplace|Cauchy|Normal|Gaussian|\\mathcal\s*\{?\s*[NU]\s*\}?|\b[NU])\s*\(\s*[^)]*\d",
    re.I,
)
"""A distribution by the name of its family."""

SMALLEST = Fraction(1, 10**300)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Probabilities by outcome, or a normal distribution by mean and variance."""

    chances: Mapping[Any, Cell]
    normal: tuple[float, float] | None = None

    def problem(self) -> str:
        """Why this is no distribution, or nothing."""
        if self.normal is not None:
            return "" if self.normal[1] > 0 else "its variance is not positive"
        negative = [cell.text for cell in self.chances.values() if cell.value < 0]
        if negative:
            return f"the probability {negative[0]} is negative"
        total = sum((cell.value for cell in self.chances.values()), Fraction(0))
        rounded = [cell for cell in self.chances.values() if (cell.places or 0) >= 2]
        slack = sum((cell.half_unit() for cell in rounded), Fraction(1, 10**9))
        if abs(total - 1) > slack:
            return f"its probabilities sum to {float(total):.6g}, not to 1"
        return ""

    def scaled(self) -> Distribution:
        """The same weights summing to exactly one, where they can."""
        if self.normal is not None:
            return self
        total = sum((cell.value for cell in self.chances.values()), Fraction(0))
        if total <= 0 or any(cell.value < 0 for cell in self.chances.values()):
            return self
        chances = {
            key: replace(cell, number=replace(cell.number, value=cell.value / total))
            for key, cell in self.chances.items()
        }
        return Distribution(chances)

    def shown(self) -> str:
        """The distribution as it was read."""
        if self.normal is not None:
            return f"N({self.normal[0]:g}, {self.normal[1]:g})"
        plain_keys = list(self.chances) == list(range(len(self.chances)))
        cells = [
            cell.text if plain_keys else f"{key}: {cell.text}"
            for key, cell in list(self.chances.items())[:12]
        ]
        return "(" + ", ".join(cells) + ("" if len(self.chances) <= 12 else ", …") + ")"


def divergence(first: Distribution, second: Distribution) -> float:
    """KL in nats; infinite where an outcome of the first is impossible under the second."""
    if first.normal is not None and second.normal is not None:
        (m, v), (n, w) = first.normal, second.normal
        return 0.5 * (math.log(w) - math.log(v) + (v + (m - n) * (m - n)) / w - 1)
    total = 0.0
    for key, cell in first.chances.items():
        chance = float(cell.value)
        if chance == 0:
            continue
        other = second.chances.get(key)
        if other is None or other.value == 0:
            return math.inf
        total += chance * math.log(chance / float(other.value))
    return total


def entropy(first: Distribution) -> float:
    """The entropy in nats."""
    if first.normal is not None:
        return 0.5 * math.log(2 * math.pi * math.e * first.normal[1])
    chances = [float(cell.value) for cell in first.chances.values() if cell.value > 0]
    return -sum(chance * math.log(chance) for chance in chances)


def read_witness(value: Any, names: Sequence[str]) -> dict[str, Distribution] | None:
    """The distributions by name, or None where the answer holds none."""
    return by_name(value, names, _distribution)


def _distribution(value: Any) -> Distribution | None:
    """One distribution: Bernoulli(a), N(m, v), or the probabilities of its outcomes."""
    if isinstance(value, str | Expression):
        text = text_of(value).strip(" \t\n$")
        if bernoulli := _BERNOULLI.match(text):
            return _two(read_cell(bernoulli[1]))
        if normal := _NORMAL.match(text):
            mean, label, spread, square = normal.groups()
            found = read_cell(mean), read_cell(spread)
            if found[0] is not None and found[1] is not None:
                deviation = bool(square) or (label is not None and not label)
                variance = found[1].value ** (2 if deviation else 1)
                return Distribution({}, (float(found[0].value), float(variance)))
    chances = outcomes(value)
    if chances is None:
        return None
    cells = {key: read_cell(chance) for key, chance in chances.items()}
    if any(cell is None or _vanishes(cell) for cell in cells.values()):
        return None
    return Distribution({key: cell for key, cell in cells.items() if cell is not None})


def _vanishes(cell: Cell) -> bool:
    """Whether a number is not nothing, but would be as a float."""
    return 0 < abs(cell.value) < SMALLEST


def _two(cell: Cell | None) -> Distribution | None:
    """A Bernoulli distribution."""
    if cell is None or _vanishes(cell) or not 0 <= cell.value <= 1:
        return None
    other = Cell(replace(cell.number, value=1 - cell.value), str(float(1 - cell.value)))
    return Distribution({0: other, 1: cell})
