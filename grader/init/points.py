"""Points as sheets write them: "(4)", "[10 points]", "(5 pts)", "4 + 2 marks", "worth 3 points"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = r"\d{1,3}(?:[.,]\d{1,2}|\s*/\s*\d{1,2})?"
_SUM = rf"\+?\s*{_NUMBER}(?:\s*\+\s*{_NUMBER}){{0,5}}"
_WORD = (
    r"(?:points?|pts?\.?|marks?|credits?|pkt\.?|punkte?n?|punti|puntos?|poeng|punten|баллов|балла?|分)"
)
_BONUS = r"(?:bonus|extra(?:[- ]credit)?)"
_WORDED = re.compile(
    rf"[(\[{{]?\s*(?:worth\s+)?(?P<before>{_BONUS}[\s,:]*)?(?P<sum>{_SUM})\s*-?\s*(?P<bonus>{_BONUS}\s*)?"
    rf"{_WORD}(?P<each>\s*(?:each|per (?:item|part|question)|apiece))?(?P<after>[\s,;]*{_BONUS})?"
    rf"(?:\s*(?:in )?total)?\s*[)\]}}]?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"[(\[]\s*(?P<sum>{_SUM})\s*[)\]]\s*[.:]?\s*$")
"""A number alone in brackets, at the end of a heading."""
_LEADING = re.compile(rf"^\s*[(\[]\s*(?P<sum>{_SUM})\s*[)\]](?=\s*\S)")
"""The same right behind a label."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a text says a question is worth, and the text without that."""

    points: Fraction | None
    rest: str
    bonus: bool = False
    each: bool = False
    """Whether every part of it is worth so much."""


def worth(text: str, *, bare: bool = False, leading: bool = False) -> Worth:
    """The points that a line names; a number alone in brackets counts at its end where `bare`, at
    its beginning where `leading`.
    """
    found = _WORDED.search(text)
    if found is None and bare:
        found = _BARE.search(text)
    if found is None and leading:
        found = _LEADING.match(text)
    bonus = re.search(rf"\b{_BONUS}\b", text, re.IGNORECASE) is not None
    if found is None:
        return Worth(None, text.strip(), bonus)
    groups = found.groupdict()
    rest = (text[: found.start()].rstrip(" -–—:,;(") + " " + text[found.end() :].lstrip(" .:,;"))
    return Worth(_sum(found["sum"]), rest.strip(), bonus, bool(groups.get("each")))


def _sum(text: str) -> Fraction:
    total = Fraction(0)
    for part in filter(str.strip, text.split("+")):
        plain = part.replace(",", ".").replace(" ", "")
        try:
            total += Fraction(plain)
        except (ValueError, ZeroDivisionError):
            continue
    return total
