"""Each sentence once on a page: what stood above is not said again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

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
