"""Each sentence once on a page: what stood above is not said again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from grader.reports.text import symbol

NOTHING = Markup("")
"""No text, where a page wants some that is ready."""

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"$“(])")
_SCORE = re.compile(
    r"\s*\b(?:Score|Credited): [\d.]+ of [\d.]+(?: points?)?(?:; (?P<rest>[^.]{1,200}))?\."
)
_SHORT = 12
"""Shorter pieces, such as names and numbers, are no sentences."""


class Once:
    """The sentences that a page has told so far."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def fresh(self, text: str) -> str:
        """The sentences of a text that were not told yet."""
        return " ".join(piece for piece in _END.split(text.strip()) if self._add(piece))

    def all_of(self, texts: Iterable[str]) -> list[str]:
        """The same of several texts, without those of which nothing is left."""
        return [left for text in texts if (left := self.fresh(text))]

    def _add(self, piece: str) -> bool:
        key = " ".join(piece.casefold().split()).rstrip(".")
        if len(key) < _SHORT:
            return True
        if key in self._told:
            return False
        self._told.add(key)
        return True


def without_score(text: str) -> str:
    """A sentence without its points, which a page shows beside it; a reason after them stays."""
    return _SCORE.sub(lambda found: _capital(found["rest"]), text).strip()


def _capital(rest: str | None) -> str:
    return f" {rest[:1].upper()}{rest[1:]}." if rest else ""


def clause(text: str) -> str:
    """The first clause of a sentence, for a row of a list."""
    return re.split(r"[:;.!?](?:\s|$)", text.strip(), maxsplit=1)[0]


_GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega"
)
"""Letters but for lambda, which is a word of Python's too."""
_LETTER = re.compile(rf"(?<![\w\\])({_GREEK})_?(\d{{0,2}})(?![\w(])")
_POWER = re.compile(r"(?<=[\w)₀-₉])\^(\d{1,2}|\(\d{1,2}\))(?![\d.])")
_TIMES = re.compile(r"(?<=[\d₀-₉⁰-⁹²³¹)])\*(?=[A-Za-zα-ω(])")
_STAR = re.compile(r"(?<=[\wα-ω₀-₉⁰-⁹²³¹)])\*(?=[\wα-ω(])")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "()")


def as_written(text: str) -> str:
    """A sentence with the formulas in it as they are written by hand: `2*theta_1^2` is 2θ₁².

    Nothing is touched where a formula or code is marked as such.
    """
    if "$" in text or "`" in text:
        return text
    text = _LETTER.sub(lambda found: symbol(f"{found[1]}_{found[2]}"), text)
    text = _POWER.sub(lambda found: found[1].translate(_RAISED), text)
    return _STAR.sub("·", _TIMES.sub("", text))
