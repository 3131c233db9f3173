"""Reading a witness: distributions as lists, mappings, arrays or in the words of a write-up."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.questions.formulas.cells import Cell, read_cell
from grader.values import Array, Expression, plain

MAX_OUTCOMES = 10_000
MAX_TEXT = 20_000
MAX_PLACES = 40
_WRAPPED = re.compile(r"(?:np|numpy|torch)\.(?:array|asarray|tensor)|\band\b")
_VALUE = r"(?:[-+]?\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}|[-+]?\\[dt]?frac\s*\d\s*\d|[-+−]?[\d./]+)"
_NAMED = (
    r"(?<![A-Za-z\\|])(?:\\mathbf\{|\\vec\{)?%s\}?\s*(?:\(\s*[xX]\s*\))?\s*"
    r"(?:=|:|is|be|~|\\sim|:=)\s*"
)
_BERNOULLI = re.compile(
    rf"(?:\\(?:text|mathrm|operatorname)\{{)?(?:Bern(?:oulli)?|Ber)\}}?\s*\(\s*({_VALUE})\s*\)",
    re.I,
)
_SQUARE = r"(?:\s*(?:\^\s*\{?2\}?|²))"
_NORMAL = re.compile(
    rf"(?:\\mathcal\s*\{{?\s*N\s*\}}?|N|Normal|Gaussian)\s*"
    rf"\(\s*(?:(?:\\?mu|μ)\s*=\s*)?({_VALUE})\s*,\s*"
    rf"(?:(?:\\?sigma|σ)({_SQUARE}?)\s*=\s*)?({_VALUE})({_SQUARE}?)\s*\)"
)
_ARRAY = re.compile(r"(?:(?:np|numpy|torch)\.)?(?:array|asarray|tensor)\s*\(\s*(?=\[)")
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
    value = plain(value)
    if isinstance(value, dict):
        keys = {str(key).strip().lower(): item for key, item in value.items()}
        if all(name.lower() in keys for name in names):
            return _all([keys[name.lower()] for name in names], names)
        return None
    if isinstance(value, list) and len(value) == len(names):
        found = _all(value, names)
        if found is not None:
            return found
    return in_text(text_of(value), names)


def _all(values: Sequence[Any], names: Sequence[str]) -> dict[str, Distribution] | None:
    found = [_distribution(value) for value in values]
    if any(item is None for item in found):
        return None
    return {name: item for name, item in zip(names, found, strict=True) if item is not None}


def _distribution(value: Any) -> Distribution | None:
    """One distribution from a list, a mapping or a text."""
    if isinstance(value, Array):
        value = value.tolist()
    if isinstance(value, str | Expression):
        text = value.text if isinstance(value, Expression) else value
        text = text.strip().strip("$")
        return _from_text(text) or _bare(text)
    if isinstance(value, list) and 2 <= len(value) <= MAX_OUTCOMES:
        pairs = [item for item in value if isinstance(item, list) and len(item) == 2]
        if len(pairs) == len(value):
            value = {str(key): item for key, item in pairs}
        else:
            cells = [read_cell(item) for item in value]
            return _made(dict(enumerate(cells)))
    if isinstance(value, dict) and 2 <= len(value) <= MAX_OUTCOMES:
        return _made({_key(key): read_cell(item) for key, item in value.items()})
    return None


def _key(key: Any) -> Any:
    """An outcome's name; numbers written as text are the same outcomes."""
    cell = read_cell(key)
    if cell is not None and cell.value.denominator == 1:
        return int(cell.value)
    return str(key).strip() if cell is None else cell.value


def _made(cells: Mapping[Any, Cell | None]) -> Distribution | None:
    if any(cell is None or _vanishes(cell) for cell in cells.values()):
        return None
    return Distribution({key: cell for key, cell in cells.items() if cell is not None})


def _vanishes(cell: Cell) -> bool:
    """Whether a number is not nothing, but would be as a float."""
    return 0 < abs(cell.value) < SMALLEST


def text_of(value: Any) -> str:
    """All texts of an answer as one."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if isinstance(value, list):
        return "\n".join(filter(None, map(text_of, value)))[:MAX_TEXT]
    if isinstance(value, dict):
        return "\n".join(f"{key} = {text_of(item)}" for key, item in value.items())[:MAX_TEXT]
    return ""


def in_text(text: str, names: Sequence[str]) -> dict[str, Distribution] | None:
    """Distributions written in a text, such as `p = (0.5, 0.5), q = (0.9, 0.1)`."""
    text = re.sub(r"\\left|\\right|\\[,;!]|\$|&|\\big[lr]?", " ", text)
    found: dict[str, Distribution] = {}
    for name in names:
        single = _by_outcome(text, name)
        if single is not None:
            found[name] = single
            continue
        places = re.finditer(_NAMED % f"(?i:{re.escape(name)})", text)
        for match in itertools.islice(places, MAX_PLACES):
            read = _from_text(text[match.end() :])
            if read is not None:
                found[name] = read
                break
    return found if len(found) == len(names) else None if found else _in_order(text, names)


def _in_order(text: str, names: Sequence[str]) -> dict[str, Distribution] | None:
    """Distributions without names, such as `(0.5, 0.5), (0.9, 0.1)`, where nothing else stands."""
    groups = re.findall(r"[\[(]([^\[\]()]*)[\])]", text)
    if len(groups) != len(names) or re.search(r"[A-Za-z=|]", _WRAPPED.sub("", text)):
        return None
    read = [_from_inner(group) for group in groups]
    if any(item is None for item in read):
        return None
    return {name: item for name, item in zip(names, read, strict=True) if item is not None}


def _bare(text: str) -> Distribution | None:
    """`0.5, 0.5` without brackets."""
    return _from_inner(text) if re.fullmatch(r"[-+\d.,;/%\s]+", text) else None


def _by_outcome(text: str, name: str) -> Distribution | None:
    """`p(0) = 0.5, p(1) = 0.5`."""
    pattern = (
        rf"(?<![A-Za-z|\\])(?:P_)?(?i:{re.escape(name)})\s*"
        rf"\(\s*(?:[A-Za-z]\s*=\s*)?([\w+-]+)\s*\)\s*=\s*({_VALUE})"
    )
    cells = {_key(key): _cell(value) for key, value in re.findall(pattern, text)}
    return _made(cells) if len(cells) >= 2 else None


def _from_text(text: str) -> Distribution | None:
    """The distribution at the start of a text: a bracket, Bernoulli(a) or N(m, v)."""
    text = text.lstrip()
    bernoulli = _BERNOULLI.match(text)
    if bernoulli:
        return _two(_cell(bernoulli.group(1)))
    normal = _NORMAL.match(text)
    if normal:
        mean, label, spread, square = normal.groups()
        found = _cell(mean), _cell(spread)
        if found[0] is not None and found[1] is not None:
            deviation = bool(square) or (label is not None and not label)
            variance = found[1].value ** (2 if deviation else 1)
            return Distribution({}, (float(found[0].value), float(variance)))
    text = _ARRAY.sub("", text, count=1) if _ARRAY.match(text) else text
    opening = re.match(r"\\?[\[({⟨]|\\langle", text)
    if opening is None:
        return None
    end = _closing(text, opening.end())
    return None if end is None else _from_inner(text[opening.end() : end].rstrip("\\ "))


def _closing(text: str, start: int) -> int | None:
    """The index of the bracket that closes one opened just before `start`."""
    depth = 1
    for match in re.compile(r"[(\[{⟨]|[)\]}⟩]|\\langle|\\rangle").finditer(text, start):
        depth += 1 if match.group() in ("(", "[", "{", "⟨", "\\langle") else -1
        if depth == 0:
            return match.start()
    return None


def _from_inner(inner: str) -> Distribution | None:
    """The cells between brackets, each perhaps with its outcome before a colon."""
    parts = [part.strip() for part in re.split(r"[,;]", inner) if part.strip()]
    if not 2 <= len(parts) <= MAX_OUTCOMES:
        return None
    if all(":" in part for part in parts):
        pairs = [part.split(":", 1) for part in parts]
        return _made({_key(key.strip(" '\"")): _cell(value) for key, value in pairs})
    return _made(dict(enumerate(map(_cell, parts))))


def _cell(text: str) -> Cell | None:
    return read_cell(text.strip())


def _two(cell: Cell | None) -> Distribution | None:
    """A Bernoulli distribution."""
    if cell is None or _vanishes(cell) or not 0 <= cell.value <= 1:
        return None
    other = Cell(replace(cell.number, value=1 - cell.value), str(float(1 - cell.value)))
    return Distribution({0: other, 1: cell})
