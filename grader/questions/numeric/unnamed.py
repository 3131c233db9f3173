"""Units that an answer names and its question does not: whether the number may be meant in one."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grader.equivalence.numbers.complexes import Complex
from grader.equivalence.numbers.units import multiple, without_unit
from grader.equivalence.numbers.written import Written
from grader.questions.numeric.entries import read_number
from grader.questions.numeric.percent import per_cent, texts_of
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.numeric.units import MAX_TEXT, has_tables, measured, parsed, split

_USUAL = (
    ("m", "dm", "cm", "mm", "um", "nm", "km", "inch", "foot", "yard", "mile"),
    ("s", "ms", "us", "ns", "minute", "hour", "day", "week", "year"),
    ("kg", "g", "mg", "ug", "tonne", "pound", "ounce"),
    ("K", "degC", "degF"),
    ("rad", "degree", "turn", "arcminute", "arcsecond"),
    ("J", "mJ", "kJ", "MJ", "cal", "kcal", "eV", "keV", "MeV", "W*hour", "kW*hour"),
    ("N", "mN", "kN", "MN"),
    ("Pa", "hPa", "kPa", "MPa", "bar", "mbar", "atm", "mmHg"),
    ("W", "mW", "kW", "MW", "GW"),
    ("Hz", "kHz", "MHz", "GHz", "/minute", "/hour"),
    ("m^3", "liter", "milliliter", "cm^3", "mm^3", "km^3"),
    ("m^2", "cm^2", "mm^2", "km^2", "hectare"),
    ("m/s", "km/hour", "mile/hour", "cm/s", "knot"),
    ("V", "mV", "kV", "uV"), ("A", "mA", "uA", "kA"), ("ohm", "kohm", "Mohm", "mohm"),
    ("F", "uF", "nF", "pF"), ("C", "mC", "uC", "nC"), ("T", "mT", "gauss"),
    ("H", "mH", "uH"), ("mol", "mmol", "umol", "kmol"),
    ("bit", "byte", "kbit", "kbyte", "Mbit", "Mbyte", "Gbit", "Gbyte", "kibibyte", "mebibyte"),
)  # fmt: skip
"""Units of one quantity each, in any of which a number without one may be asked."""
_WORD = re.compile(r"(?P<number>.*[\d)}])\s*(?:\\[,;: ]|[~*·])?\s*(?:\\(?:text|mathrm)\{\s*)?"
                   r"(?P<word>[A-Za-zµμ°]{1,20})\W*")  # fmt: skip
_COUNTED = re.compile(r"(?!(?:odd|pair|couple|dozen|score|lakh|crore|gros|ten|hundred|half|halve"
                      r"|third|quarter|fifth|tenth|hundredth)\w*$)[a-z]{3,16}s")  # fmt: skip
"""A plural that counts what the number is of, and is neither a unit nor a number itself."""
_ASKED = re.compile(
    r"[^\W\d_]{3,}|(?<=\bin )[A-Za-zµ°]{1,2}(?![\w/])|(?<=[(\[])[A-Za-zµ°]{1,2}(?=[)\]])"
)
"""Words in which something is asked, and short units behind "in" or in brackets."""
_THOUSANDS = {"k": 3, "K": 3, "M": 6, "m": 6, "G": 9, "B": 9, "b": 9, "bn": 9, "T": 12}
"""Letters that stand for zeros behind a number."""


def words_asked(question: Any) -> frozenset[str]:
    """The words in which a question asks, without their plural."""
    found = (word for text in texts_of(question) for word in _ASKED.findall(text))
    return frozenset(map(_stem, found))


def _stem(word: str) -> str:
    return word.casefold().rstrip("s")


def in_words(item: Any, words: frozenset[str]) -> str:
    """The number in front of one of a question's own words: 14 of "14 hours", asked how many."""
    counted = _WORD.fullmatch(item) if isinstance(item, str) and len(item) <= MAX_TEXT else None
    if counted is None:
        return ""
    word = counted["word"]
    unit = parsed(word) if len(word) < 4 and has_tables() else None
    named = unit is not None and any(parsed(one) == unit for one in words)  # cm for centimetres
    return counted["number"] if named or _stem(word) in words else ""


def in_its_unit(item: Any, target: Fraction | Complex, tolerance: Tolerance) -> bool | None:
    """Whether a number with a unit is the target, which has none: as it stands in the unit of its
    quantity, and perhaps (None) in another, or behind a word that is no unit known here.
    """
    if not isinstance(item, str) or isinstance(target, Complex) or len(item) > MAX_TEXT:
        return False
    if per_cent(item):
        return False
    number, unit = split(item)
    if _stands_for_zeros(item, target, tolerance):
        return None
    if number is None and has_tables() and _counts_something(item, target, tolerance):
        return True
    if number is None:
        return None if _is_in_doubt(item) else False
    if tolerance.accepts(number, target):
        return True if _is_first(unit) else None
    if not has_tables():
        return None
    return None if any(tolerance.accepts(n, target) for n in _elsewhere(number, unit)) else False


def _counts_something(text: str, target: Fraction, tolerance: Tolerance) -> bool:
    """Whether the right number stands before a plural that no table of units has."""
    found = _WORD.fullmatch(text)
    if found is None or not _COUNTED.fullmatch(found["word"]):
        return False
    number = read_number(found["number"])
    return isinstance(number, Written) and tolerance.accepts(number, target)


def _stands_for_zeros(text: str, target: Fraction, tolerance: Tolerance) -> bool:
    """Whether the letter behind a number stands for the zeros that make it right: 1.5M."""
    found = _WORD.fullmatch(text)
    zeros = _THOUSANDS.get(found["word"]) if found is not None else None
    number = read_number(found["number"]) if found is not None and zeros else ""
    return isinstance(number, Written) and tolerance.accepts(
        replace(number, value=number.value * 10 ** (zeros or 0), decimals=None), target
    )


def _is_in_doubt(text: str) -> bool:
    """Whether what stands behind a number is a word that is not known, or letters for zeros."""
    found = _WORD.fullmatch(text)
    if found is None or (known := without_unit(text)[1]) in ("€", "$") or _counts(known):
        return False
    return found["word"] not in _THOUSANDS and len(found["word"]) > 1


def _counts(word: str) -> bool:
    """Whether a word behind a number changes nothing, or multiplies it."""
    return bool(word) and multiple(word) is not None


def _is_first(unit: str) -> bool:
    """Whether a unit is the one of its quantity that is meant where none is said."""
    found = measured(f"1 {unit}", _coherent(unit)) if _coherent(unit) else None
    return found is not None and found.number is not None and found.number.value == 1


@functools.lru_cache(512)
def _coherent(unit: str) -> str:
    """The first of the usual units of the same quantity."""
    return next((group[0] for group in _USUAL if _converts(unit, group[0])), "")


def _converts(unit: str, other: str) -> bool:
    found = measured(f"1 {unit}", other)
    return found is not None and found.number is not None and bool(found.unit)


def _elsewhere(number: Written, unit: str) -> Iterator[Written]:
    """The number in every other unit in which it is usual to ask."""
    for other in _others(unit):
        found = measured(f"{number.value} {unit}", other)
        if found is not None and found.number is not None:
            decimals = None if number.decimals is None else found.number.decimals
            yield replace(found.number, decimals=decimals, is_float=True)


@functools.lru_cache(512)
def _others(unit: str) -> tuple[str, ...]:
    """Units of what a unit measures: the usual ones, and for a product those of its parts."""
    usual = [other for group in _USUAL if _converts(unit, group[0]) for other in group]
    pieces = re.findall(r"[A-Za-zµΩ°]+|[^A-Za-zµΩ°]+", unit)
    choices = [_kin(piece) if piece[0].isalpha() else (piece,) for piece in pieces]
    products = itertools.islice(itertools.product(*choices), 400)
    made = ["".join(parts) for parts in products] if len(pieces) > 1 else []
    return tuple(dict.fromkeys([*usual, *made]))


def _kin(name: str) -> tuple[str, ...]:
    group = next((group for group in _USUAL if _converts(name, group[0])), ())
    return (name, *(other for other in group if other.isalpha()))[:12]
