"""The value of a statement: its last explicit side, a matrix in it, what a number came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .. import formulas
from ..formulas import BOUND, has_matrix, listed_in, matrices_in, split_at, tidy
from .said import UNITS, Said

_AUGMENTED = re.compile(r"\\begin\{array\}\s*\{[^}]*\|[^}]*\}")
_DIAGONAL = re.compile(
    r"(?:\\(?:operatorname|mathrm|text)\s*\{)?\\?diag\}?\s*(?:\\left\s*)?\([^()]*\)$"
)
_BARS = re.compile(r"\\begin\{vmatrix\*?\}|\\left\s*\||\\[lr]?vert")
_ROW = re.compile(
    r"^[\[(]\s*[^\[\]()=,;]+(?:[,;]\s*[^\[\]()=,;]+)+[\])](?:\s*\^\s*\{?\s*\\?[A-Za-z]+\s*\}?)?$"
)
_NO_UNKNOWN = re.compile(
    r"\\(?:begin|end)\{[^{}]*\}(?:\{[lcr|]*\})?|\^\s*\{?T"
    r"|\\(?:left|right|[bB]igg?[lr]?|top|quad|frac|cdot|times)(?![A-Za-z])|\\[,;! ]"
)
"""Letters in a matrix equation that name nothing to be found."""
_LETTER = re.compile(
    r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z{])|\\(?:sum|alpha|beta|lambda|mu|sigma|theta)"
)
_CONDITION = re.compile(r"(?<![A-Za-z])(?:for|if|when|where|whenever|provided)(?![A-Za-z])")
"""A word behind which a bound is the condition of a value, and no limit for it."""
_BOUNDS = ("<=", ">=", "<", ">", r"\leq", r"\geq", r"\le", r"\ge", r"\lt", r"\gt", "≤", "≥")


def value_of(one: Said) -> str:
    """The number or formula of a statement: its last explicit side, before a limit."""
    if len(one.parts) == 1:
        bound = BOUND.search(one.parts[0])
        return tidy(one.parts[0]) if one.typeset and bound is None else ""
    for side in one.parts[1:]:
        pieces = split_at(side, *_BOUNDS)
        if len(pieces) > 1 and re.search(r"\d", pieces[0]) and not _CONDITION.search(pieces[0]):
            return tidy(pieces[0])
    return _with_exact(one.parts) or tidy(formulas.final(one.parts, formulas.key(one.left)))


_EXACT = re.compile(
    r"(?P<sign>[-−]?)\s*(?:(?P<top>\d{1,9})\s*/\s*(?P<bottom>\d{1,9})"
    r"|\\[dt]?frac\s*\{?\s*(?P<over>\d{1,9})\s*\}?\s*\{?\s*(?P<under>\d{1,9})\s*\}?)"
)
_DECIMAL = re.compile(r"(?P<number>[-−]?\d*[.,]\d{1,12}|[-−]?\d+(?=\s*\\?%))\s*(?P<share>\\?%)?")


def _with_exact(parts: Sequence[str]) -> str:
    """A fraction with the decimals that it is rounded to: `1/3` of `P = 1/3 = 0.333`."""
    if len(parts) < 3:
        return ""
    exact = _EXACT.fullmatch(tidy(parts[-2]))
    rounded = _DECIMAL.fullmatch(tidy(parts[-1]))
    bottom = int(exact["bottom"] or exact["under"]) if exact is not None else 0
    if exact is None or rounded is None or not bottom:
        return ""
    value = Fraction(int(exact["top"] or exact["over"]), bottom) * (-1 if exact["sign"] else 1)
    written = Decimal(rounded["number"].replace("−", "-").replace(",", "."))
    unit = Fraction(10) ** int(written.as_tuple().exponent)
    scale = 100 if rounded["share"] else 1
    if abs(value * scale - Fraction(written)) > unit or value * scale == Fraction(written):
        return ""
    return f"{tidy(parts[-2])} ≈ {tidy(parts[-1])}"


def matrix_of(one: Said) -> str:
    """The last side that is one matrix, perhaps turned or scaled, and no product to work out."""
    sides = one.parts[1:] if one.left else one.parts
    explicit = [side for side in sides if _is_matrix(side)]
    if explicit and _BARS.search(explicit[-1]) and explicit[-1] is not sides[-1]:
        return ""  # a determinant, and what it comes to
    plainly = [side for side in explicit if "\\partial" not in side and "∂" not in side]
    return tidy((plainly or explicit or [""])[-1])


def _is_matrix(side: str) -> bool:
    if len(list(matrices_in(side))) == 1 and not _AUGMENTED.search(side):
        return True
    return bool(listed_in(side) or _ROW.match(tidy(side)) or _DIAGONAL.match(tidy(side)))


def is_system(one: Said) -> bool:
    """Whether a statement is an equation of matrices, as `A x = b`, which defines nothing.

    A product of numbers is worked out by it.
    """
    if not one.left or not (has_matrix(one.left) or listed_in(one.left)):
        return False
    return re.search(r"[A-Za-z]", _NO_UNKNOWN.sub("", one.left)) is not None


def worked_out(one: Said, value: str) -> str:
    """The formula in letters whose value a chain ends with, as `n/2` of `m = n/2 = 5`."""
    if _LETTER.search(value):
        return ""
    return next((tidy(side) for side in reversed(one.parts[1:-1]) if _LETTER.search(side)), "")


def unit_behind(text: str) -> str:
    """The word behind a number, which may multiply it or name its unit; only as the last word."""
    word = re.match(r"\s?([A-Za-zµ°Ω][\w/^²³·-]{0,15})(?:\s*\([^()\d]{1,80}\))?\W*$", text)
    return f" {word[1]}" if word is not None else ""


def next_unit(text: str) -> str:
    """The unit that follows a number somewhere in a sentence."""
    unit = re.match(rf"\s?({UNITS})(?![\w/^²³·-])", text)
    return f" {unit[1]}" if unit is not None else ""


def without_remark(value: str | list[list[str]]) -> str | list[list[str]]:
    """A number with its unit without the words in brackets behind it: `3 km (by road)`."""
    if not isinstance(value, str):
        return value
    return re.sub(rf"^([-−]?[\d.,]+\s?{UNITS})\s*\([^()\d=<>]{{2,80}}\)$", r"\1", value)


def leads(words: str) -> bool:
    """Whether words say that a value follows them."""
    return re.search(r"(?:\b(?:is|are|equals|get|obtain|has)|[:=])\s*$", words) is not None
