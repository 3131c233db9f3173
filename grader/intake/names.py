"""Names of people for comparing: however they are turned, accented, shortened or run together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
})  # fmt: skip


def folded(text: str) -> str:
    """A text without case, in one normal form."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def words_of(name: str) -> list[str]:
    """The words of a name: no accents, no case, no punctuation."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", text.translate(_LETTERS))


def plain_name(name: str) -> str:
    """A name for comparing: its words sorted."""
    return "".join(sorted(words_of(name)))


def runs_of(name: str) -> set[str]:
    """The name run together, starting with each of its words, as Canvas writes names."""
    tight = ["".join(words_of(part)) for part in name.split()]
    return {
        "".join(words[n:] + words[:n])
        for words in (words_of(name), tight)
        for n in range(min(len(words), 6))
    }


def is_shortened(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether one name is the other with middle names left out or as initials.

    At least two words in full have to be in both, so that no first name alone ties anybody.
    """
    left, full = list(longer), 0
    for word in sorted(shorter, key=len, reverse=True):
        match = next((one for one in left if one == word), None)
        if match is None and len(word) == 1:
            match = next((one for one in left if one.startswith(word)), None)
        if match is None:
            return False
        full += len(word) > 1
        left.remove(match)
    return full >= 2
