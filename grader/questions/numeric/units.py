"""Units behind numbers: what stands there, converted to what is asked, by the tables of pint.

A unit is read by this file, name by name; pint is asked for single names only, so that no text of
a student's is worked out by it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.spelled import spelled
from grader.equivalence.numbers.units import multiple, without_unit
from grader.equivalence.numbers.written import Written
from grader.values import Expression, Opaque

MAX_UNIT = 80
MAX_TEXT = 400
MAX_NAMES = 8
MAX_EXPONENT = 9
_NAME = re.compile(r"[A-Za-zµμΩ°Å%'\"]{1,24}")
_NOT_UNITS = frozenset(
    {"e", "pi", "i", "j", "E", "oo", "inf", "x", "k", "sqrt", "exp", "times", "and"}
)
_SPELLED = {
    "Nm": "newton*meter", "°": "degree", "°C": "degC", "°F": "degF", "C": "coulomb", "%": "percent",
    "µ": "micro", "hrs": "hour", "hr": "hour", "sec": "second", "secs": "second", "mins": "minute",
    "mph": "mile/hour", "kph": "kilometer/hour", "kmh": "kilometer/hour", "ohms": "ohm",
    "rpm": "revolution/minute", "l": "liter", "'": "arcminute", '"': "arcsecond", "Ω": "ohm",
    "cc": "centimeter^3",
}  # fmt: skip
_LATEX = (
    (re.compile(r"\\(?:SI|qty)\s*\{([^{}]{1,60})\}\s*\{([^{}]{1,80})\}"), r"\1 \2"),
    (re.compile(r"\\(?:mathrm|text|textrm|operatorname|rm|unit|si)\s*\{([^{}]{0,80})\}"), r" \1 "),
    (re.compile(r"\\[td]?frac\s*\{\s*([\w\\^ ]{1,30})\}\s*\{\s*([\w\\^ ]{1,30})\}"), r" \1/(\2)"),
    (re.compile(r"(?:\^\s*\{?\\circ\}?|\\degree(?![A-Za-z])|°)\s*"), "°"),
    (re.compile(r"\\(?:,|;|:|!|quad|thinspace|left|right| )|[$~\u2009\u202f\u00a0]"), " "),
    (re.compile(r"\\(?:cdot|times)(?=\s*[A-Za-z\\])"), "*"),
    (re.compile(r"\\Omega\b"), "Ω"), (re.compile(r"\\mu\b"), "µ"), (re.compile(r"\\per\b"), "/"),
    (re.compile(r"\\%"), "%"), (re.compile(r"\\(?=[A-Za-z])"), ""),
    (re.compile(r"\^\s*\{\s*(-?\d)\s*\}"), r"^\1"),
)  # fmt: skip
_PER_SECOND = re.compile(r"(?<![A-Za-z])ms\s*\^?\s*-([12])(?!\d)")
"""Metres per second as they are printed close together, and no milliseconds."""
_POWER = re.compile(r"\s*\^\s*\((-?\d)\)|\s*\^\s*(-?\d)(?!\d)|(-?\d)(?!\d)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its unit: in the unit that is asked, or why it is not."""

    number: Written | None
    """The number in the unit that is asked; None where it cannot be one."""
    plain: Written | None = None
    """The number as it stands there, whatever its unit."""
    unit: str = ""
    """The unit that was written; nothing where none was."""
    other: bool = False
    """Whether the unit measures something else."""

    def ways(self, asked: str) -> list[Written]:
        """The numbers that it may be in the unit asked: 0.3 alone says the same as 30 per cent."""
        found = [] if self.number is None else [self.number]
        share = None if self.unit or asked.strip() not in ("%", "percent") else self.plain
        if share is not None and not share.special and abs(share.value) <= 1:
            decimals = None if share.decimals is None else share.decimals - 2
            found.append(replace(share, value=share.value * 100, decimals=decimals))
        return found


def unit_problem(unit: str) -> str:
    """Why a rubric's unit is none, or nothing."""
    if _registry() is None:
        return "units need the library pint: install it, or the extra [grade]"
    if parsed(unit) is None:
        return f"{unit!r} is no unit that is known: write one such as m/s^2, km, kW*h or degC"
    return ""


def measured(item: Any, asked: str) -> Measured | None:
    """What an entry measures in the unit asked; None where it is not read at all."""
    if isinstance(item, Opaque) and "uantity" in item.type:
        item = item.text
    if isinstance(item, Expression):
        item = item.text
    if not isinstance(item, str):
        return _plain(item)
    number, unit = split(item)
    if number is not None:
        return _converted(number, unit, asked)
    word = without_unit(item)[1]  # a klick is no unit here, and no number alone either
    return None if word and multiple(word) is None else _plain(item)


def split(item: str) -> tuple[Written | None, str]:
    """The number and the unit in a text; no number where no unit that is known stands there."""
    if len(item) > MAX_TEXT:
        return None, ""
    text = item
    for pattern, plain in _LATEX:
        text = pattern.sub(plain, text)
    text = _PER_SECOND.sub(r"m s^-\1", text.translate(_RAISED).strip().rstrip(".").strip())
    text = re.sub(r"^\s*[A-Za-z]\w{0,12}\s*[=≈:]\s*", "", text)
    for start in (m.start() for m in _NAME.finditer(text) if m.start()):
        number, unit = text[:start].rstrip(" *·/(["), text[start:].rstrip(" ]")
        unit = unit.removesuffix(")") if unit.count("(") < unit.count(")") else unit
        unit = f"/({unit})" if text[:start].rstrip().endswith("/") else unit
        if parsed(unit) is None:
            continue
        try:
            return spelled(number).usual, unit
        except ReadError:
            continue
    return None, ""


def converted(answer: Any, asked: str) -> Any:
    """An answer of a rubric with its numbers in the unit that is asked, as plain ones."""
    if isinstance(answer, list):
        return [converted(item, asked) for item in answer]
    found = measured(answer, asked)
    return answer if found is None or found.number is None else str(found.number.value)


def _plain(item: Any) -> Measured | None:
    """A number without a unit."""
    try:
        number = spelled(item).usual
    except ReadError:
        return None
    return Measured(number, number)


def _converted(number: Written, unit: str, asked: str) -> Measured:
    registry = _registry()
    if registry is None or number.special:
        return Measured(None, number, unit)
    here, there = parsed(unit), parsed(asked)
    try:
        points = number.value, Fraction(0), Fraction(1)
        value, zero, one = (registry.Quantity(x, here).to(there).magnitude for x in points)
    except Exception as error:  # pint raises its own, and those of fractions that are not whole
        other = type(error).__name__ == "DimensionalityError"
        return Measured(None, number, unit, other)
    factor = Fraction(one) - Fraction(zero)
    shift = _power_of_ten(factor)
    decimals = None if number.decimals is None or shift is None else number.decimals - shift
    imaginary = number.imaginary * factor
    found = replace(number, value=Fraction(value), decimals=decimals, imaginary=imaginary)
    return Measured(found, number, unit)


def _power_of_ten(factor: Fraction) -> int | None:
    for shift in range(-30, 31):
        if factor == Fraction(10) ** shift:
            return shift
    return None


def has_tables() -> bool:
    """Whether units can be converted here."""
    return _registry() is not None


@functools.cache
def _registry() -> Any:
    """pint's tables with exact fractions; None where it is not installed."""
    try:
        import pint
    except ImportError:
        return None
    return pint.UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True)


@functools.lru_cache(1024)
def parsed(unit: str) -> Any:
    """A unit as pint has it; None where a name in it is not known."""
    registry = _registry()
    if registry is None or not unit.strip() or len(unit) > MAX_UNIT:
        return None
    try:
        powers = _product(unit.translate(_RAISED))
    except ValueError:
        return None
    found: dict[str, int] = {}
    for name, power in powers:
        known = registry.parse_unit_name(name)
        if not known:
            return None
        prefix, base, _ = known[0]
        found[f"{prefix}{base}"] = found.get(f"{prefix}{base}", 0) + power
    return registry.Unit(registry.UnitsContainer({k: v for k, v in found.items() if v}))


def _product(text: str) -> list[tuple[str, int]]:
    """The names in a unit with their powers; raises `ValueError` for anything else."""
    out: list[tuple[str, int]] = []
    sign, place, depth_sign = 1, 0, [1]
    text = text.replace("**", "^")
    while place < len(text):
        letter = text[place]
        if letter.isspace() or letter in "*·⋅.":
            place += 1
        elif letter in "([":
            depth_sign.append(depth_sign[-1] * sign)
            sign, place = 1, place + 1
        elif letter in ")]" and len(depth_sign) > 1:
            depth_sign.pop()
            sign, place = 1, place + 1
        elif letter == "/" or text.startswith("per ", place):
            sign, place = -1, place + (1 if letter == "/" else 4)
        elif match := _NAME.match(text, place):
            power, place = _power(text, match.end())
            name = _SPELLED.get(match[0], match[0])
            if match[0] in _NOT_UNITS:
                raise ValueError("no unit")
            scale = power * sign * depth_sign[-1]
            if not name.isascii() or re.search(r"[*/^]", name):
                parts = _product(name) if name != match[0] else [(name, 1)]
                out += [(part, inner * scale) for part, inner in parts]
            else:
                out.append((name, scale))
            sign = 1
        else:
            raise ValueError("no unit")
        if len(out) > MAX_NAMES:
            raise ValueError("too many units")
    if len(depth_sign) > 1 or not out:
        raise ValueError("no unit")
    return out


def _power(text: str, place: int) -> tuple[int, int]:
    """The whole power behind a name, and where it ends."""
    match = _POWER.match(text, place)
    if match is None:
        return 1, place
    power = int(match[1] or match[2] or match[3])
    if not 0 < abs(power) <= MAX_EXPONENT:
        raise ValueError("no power of a unit")
    return power, match.end()


def unit_problems(unit: str, up_to: str | None, says_without: bool) -> list[tuple[str, str]]:
    """What is wrong with a rubric's unit, and with what it says of answers without it."""
    if unit:
        said = unit_problem(unit)
        both = "a vector up to something is compared without units: leave this out"
        return [("unit", said)] if said else [("unit", both)] if up_to else []
    if says_without:
        return [("without_unit", "no unit is asked: add `unit`, or leave this out")]
    return []
