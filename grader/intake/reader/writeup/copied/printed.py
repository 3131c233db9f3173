"""Whether a document only prints what stands in another file of the submission."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}")
_COPY_SHARE = 0.9
ENOUGH_WORDS = 30


def words_of(text: str) -> frozenset[str]:
    """The words of a text, for comparing it with its printed form."""
    return frozenset(word.casefold() for word in _WORD.findall(text[:2_000_000]))


def is_copy(text: str, written: frozenset[str]) -> bool:
    """Whether nearly every word of a document stands in the other texts."""
    own = words_of(text)
    return len(own) >= ENOUGH_WORDS and len(own & written) >= _COPY_SHARE * len(own)
