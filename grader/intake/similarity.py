"""Submissions that are alike, for the instructor to look at: a reason to read, never a mark.

Winnowing (Schleimer, Wilkerson, Aiken, 2003): runs of tokens are hashed, the smallest hash of each
window is kept, and submissions that share many kept hashes share text. Names, numbers and strings
of code count as equal whatever they say, so renaming hides nothing. Student text is split by one
linear regular expression, bounded, and never parsed, imported or run.
"""

from __future__ import annotations

import functools
import hashlib
import keyword
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

VERSION = 1
_RUN, _WINDOW = 10, 6
_MOST_CHARACTERS = 400_000
_FEWEST_PRINTS = 15
_ALIKE = 0.6
_CODE = (".py", ".ipynb")
_TEXT = (*_CODE, ".md", ".txt", ".rst", ".tex", ".qmd", ".rmd")

_TOKENS = re.compile(
    r"\#[^\n]*"
    r"|(\"(?:[^\"\\\n]|\\.){0,200}\"|'(?:[^'\\\n]|\\.){0,200}'"
    r"|[^\W\d]\w{0,63}"
    r"|\d[\w.]{0,40}"
    r"|[^\s\w])"
)
"""Each string, name, number and sign of code; empty for a comment."""
_WORDS = re.compile(r"\w{1,64}")
_FACTOR, _BITS = 0x5851F42D4C957F2D, 0x3FFF_FFFF_FFFF_FFFF
_OLDEST = pow(_FACTOR, _RUN, _BITS + 1)
"""A hash of numbers that is the same in every process and on every machine (62 bits): each step
takes the next number in, and the oldest out."""


@dataclass(frozen=True, slots=True)
class Prints:
    """A submission's fingerprints: a digest over the bytes of its files, and its kept hashes."""

    content: str
    hashes: frozenset[int]


def prints_of(files: Iterable[tuple[str, bytes]]) -> Prints:
    """The fingerprints of files given as (name, bytes); names count only for how text is split."""
    total, hashes, left = [], set[int](), _MOST_CHARACTERS
    for name, data in files:
        if not data:
            continue
        total.append(hashlib.sha256(data).hexdigest())
        kind = name[name.rfind(".") :].lower()
        if kind in _TEXT and left > 0:
            text = data[:left].decode("utf-8", "replace")
            left -= len(text)
            hashes.update(winnow(_code(text) if kind in _CODE else _prose(text)))
    return Prints(hashlib.sha256("".join(sorted(total)).encode()).hexdigest(), frozenset(hashes))


def _code(text: str) -> Iterator[int]:
    """A number for each token of code; what a person would rename is one number for all."""
    return map(_of_code, filter(None, _TOKENS.findall(text)))


@functools.lru_cache(1 << 12)
def _of_code(token: str) -> int:
    first = token[0]
    if first in "\"'" and len(token) > 1:
        token = "string"
    elif first.isdecimal():
        token = "number"
    elif (first == "_" or first.isalnum()) and not keyword.iskeyword(token):
        token = "name"
    return zlib.crc32(token.encode("utf-8", "replace"))


def _prose(text: str) -> Iterator[int]:
    """A number for each word, in small letters."""
    return map(_of_word, _WORDS.findall(text))


@functools.lru_cache(1 << 12)
def _of_word(word: str) -> int:
    return zlib.crc32(word.casefold().encode("utf-8", "replace"))


def winnow(tokens: Iterable[int]) -> set[int]:
    """The smallest hash of each window over hashes of runs of tokens."""
    row = [token + 1 for token in tokens]
    mixed, values = 0, []
    for token, oldest in zip(row, [0] * _RUN + row, strict=False):
        mixed = (mixed * _FACTOR + token - oldest * _OLDEST) & _BITS
        values.append(mixed ^ (mixed >> 29))
    del values[: _RUN - 1]  # of less than a run
    if len(values) < _WINDOW:
        return {min(values)} if values else set()
    return set(map(min, zip(*(values[n:] for n in range(_WINDOW)), strict=False)))


class Similar(TypedDict):
    """Submissions by their ids that are identical or nearly so, and the share in common."""

    ids: list[str]
    identical: bool
    similarity: float


def similar(everybody: Mapping[str, Prints], known: frozenset[int] = frozenset()) -> list[Similar]:
    """Groups of identical submissions, then pairs that are nearly so, the most alike first.

    `known` are fingerprints handed out to everybody; what a third of a class shares is left out
    too, since it shows what was taught and not who copied.
    """
    groups = defaultdict(list)
    for name, prints in sorted(everybody.items()):
        groups[prints.content].append(name)
    found: list[Similar] = [
        {"ids": names, "identical": True, "similarity": 1.0}
        for content, names in groups.items()
        if len(names) > 1 and content != _EMPTY
    ]
    firsts = {names[0]: everybody[names[0]].hashes - known for names in groups.values()}
    return found + _pairs(firsts)


_EMPTY = hashlib.sha256(b"").hexdigest()


def _pairs(prints: Mapping[str, frozenset[int]]) -> list[Similar]:
    where: dict[int, list[str]] = defaultdict(list)
    for name, hashes in prints.items():
        for value in hashes:
            where[value].append(name)
    common = min(50, max(3, len(prints) // 3))
    telling = {value: names for value, names in where.items() if len(names) <= common}
    sizes = Counter(name for names in telling.values() for name in names)
    shared: Counter[tuple[str, str]] = Counter()
    for names in telling.values():
        for place, first in enumerate(names):
            for second in names[place + 1 :]:
                shared[first, second] += 1
    rows: list[tuple[float, Sequence[str]]] = []
    for (first, second), count in shared.items():
        least = min(sizes[first], sizes[second])
        if least >= _FEWEST_PRINTS and count / least >= _ALIKE:
            rows.append((count / least, (first, second)))
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [
        {"ids": list(names), "identical": False, "similarity": round(share, 3)}
        for share, names in rows
    ]
