"""Each sentence once on a page: what stood above is not said again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from grader.reports.pages.mathml import inline
from grader.reports.text import symbol

NOTHING = Markup("")
"""No text, where a page wants some that is ready."""

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"$“(])")
_SCORE = re.compile(
    r"\s*\b(?:Score|Credited): [\d.]+ of [\d.]+(?: points?)?(?:; (?P<rest>[^.]{1,200}))?\."
)
_LONG = 60
"""A text of fewer characters is shown wherever it stands."""
_SHORT = 12
"""Shorter pieces, such as names and numbers, are no sentences."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a page that others lead to."""

    anchor: str
    title: str

    @property
    def inline(self) -> Markup:
        """The title, its formulas typeset."""
        return inline(self.title)


class Once:
    """The sentences that a page has told so far, and where."""

    _numbers = count()

    def __init__(self) -> None:
        self.number = next(self._numbers)
        """No other has it in this process."""
        self._told: dict[str, Place | None] = {}
        self._here: Place | None = None
        self._shown: dict[str, Place | None] = {}

    def copy(self) -> Once:
        """Another that knows the same so far."""
        other = Once()
        other._told, other._shown = self._told.copy(), self._shown.copy()
        other._here = self._here
        return other

    def at(self, place: Place | None) -> None:
        """What is told from here on stands at this place."""
        self._here = place

    def stood(self, text: str) -> Place | None:
        """Where else a sentence of a text was told first; None where nowhere."""
        places = (self._told.get(_key(piece)) for piece in _END.split(text.strip()))
        return next((place for place in places if place and place != self._here), None)

    def fresh(self, text: str) -> str:
        """The sentences of a text that were not told yet."""
        return " ".join(piece for piece in _END.split(text.strip()) if self._add(piece))

    def all_of(self, texts: Iterable[str]) -> list[str]:
        """The same of several texts, without those of which nothing is left."""
        return [left for text in texts if (left := self.fresh(text))]

    def shown(self, text: str) -> Place | None:
        """Where else a whole text is shown; from now on it is shown here."""
        first = self._shown.setdefault(text, self._here)
        return first if len(text) >= _LONG and first != self._here else None

    def _add(self, piece: str) -> bool:
        key = _key(piece)
        if len(key) < _SHORT:
            return True
        if key in self._told:
            return False
        self._told[key] = self._here
        return True


def _key(piece: str) -> str:
    return " ".join(piece.casefold().split()).rstrip(".")


def without_score(text: str) -> str:
    """A sentence without its points, which a page shows beside it; a reason after them stays."""
    return _SCORE.sub(lambda found: _capital(found["rest"]), text).strip()


def _capital(rest: str | None) -> str:
    return f" {rest[:1].upper()}{rest[1:]}." if rest else ""


_LABEL = re.compile(r"(?:\w{1,20}[ ,]{1,2}){0,4}(?:\w{1,20}|\(\d+, ?\d+\)): (?=.{12})")
"""What a sentence is about, such as `Row 1, column 2: `."""


def clause(text: str) -> str:
    """The first clause of a sentence that says something, for a row of a list."""
    found = _LABEL.match(text := text.strip())
    text = text[found.end() :] if found else text
    return re.split(r"[:;.!?](?:\s|$)", text[:1].upper() + text[1:], maxsplit=1)[0]


_GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega"
)
"""Letters but for lambda, which is a word of Python's too."""
_LETTER = re.compile(rf"(?<![\w\\])({_GREEK})_?(\d{{0,2}})(?![\w(])")
_INDEX = re.compile(r"([α-ωΑ-Ω])(\d{1,2})(?!\d|\.\d)")
_POWER = re.compile(r"(?<=[\w)₀-₉])\^(\d{1,2}|\(\d{1,2}\))(?![\d.])")
_TIMES = re.compile(r"(?<=[\d₀-₉⁰-⁹²³¹)])\*(?=[A-Za-zα-ω(])")
_STAR = re.compile(r"(?<=[\wα-ω₀-₉⁰-⁹²³¹)])\*(?=[\wα-ω(])")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "()")


def indexed(text: str) -> str:
    """A text in which the number after a Greek letter is its index: θ1 is θ₁."""
    return text if "$" in text else _INDEX.sub(lambda found: symbol(f"{found[1]}_{found[2]}"), text)


def as_written(text: str) -> str:
    """A sentence with the formulas in it as they are written by hand: `2*theta_1^2` is 2θ₁².

    Nothing is touched where a formula or code is marked as such.
    """
    if "$" in text or "`" in text:
        return text
    text = _LETTER.sub(lambda found: symbol(f"{found[1]}_{found[2]}"), text)
    text = _POWER.sub(lambda found: found[1].translate(_RAISED), text)
    return _STAR.sub("·", _TIMES.sub("", indexed(text)))
