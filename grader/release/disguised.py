"""Answers that are not to be read and can be guessed: hashed, or written in base64 or hexadecimal.

A hash of a short answer is one: whoever knows how the answers look tries all of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{2}){3,64}(?![0-9A-Za-z])", re.IGNORECASE)
_BASE64 = re.compile(r"(?<![0-9A-Za-z+/=_-])[0-9A-Za-z+/_-]{4,400}={0,2}(?![0-9A-Za-z+/=_-])")
_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b")
_SIZES = frozenset(hashlib.new(name).digest_size * 2 for name in _HASHES)
MOST = 2_000
"""Tokens of one text that are looked at."""


@lru_cache(maxsize=256)
def uncovered(text: str) -> tuple[tuple[tuple[int, int], str], ...]:
    """What stands in a text in base64 or hexadecimal, with its place."""
    return tuple(_uncovered(text))


def _uncovered(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    for pattern in (_HEX, _BASE64):
        for count, hit in enumerate(pattern.finditer(text)):
            if count >= MOST:
                break
            plain = _plain(hit[0], is_hex=pattern is _HEX)
            if plain:
                yield hit.span(), plain


def _plain(token: str, *, is_hex: bool) -> str:
    """The printable text that a token stands for; "" where it is none."""
    try:
        if is_hex:
            raw = bytes.fromhex(token)
        else:
            whole = token + "=" * (-len(token) % 4)
            raw = base64.b64decode(whole.translate(str.maketrans("-_", "+/")), validate=True)
        found = raw.decode("utf-8")
    except (ValueError, binascii.Error):
        return ""
    return found if len(found) >= 2 and found.isprintable() else ""


def hashes(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Everything in a text that is as long as a hash, with its place."""
    for hit in _HEX.finditer(text):
        if len(hit[0]) in _SIZES:
            yield hit.span(), hit[0].lower()


def hashed(answer: str) -> frozenset[str]:
    """The usual hashes of an answer, in the spellings that a test would hash."""
    spellings = {answer, answer.lower(), answer.upper(), answer.title(), answer.strip()}
    spellings |= {one.replace(" ", "") for one in spellings} | {repr(one) for one in spellings}
    try:
        value = Fraction(answer)
    except (ValueError, ZeroDivisionError):
        pass
    else:
        spellings |= {f"{float(value):.{places}f}" for places in range(7)}
        spellings |= {repr(float(value)), f"{float(value):g}"}
    return frozenset(
        hashlib.new(name, one.encode()).hexdigest() for one in spellings for name in _HASHES
    )
