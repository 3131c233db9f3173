"""Numbers in English words: `twenty-one`, `negative six`, `two thirds`, `one and a half`."""

import re
from collections.abc import Sequence
from fractions import Fraction

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {
    **{word: n for n, word in enumerate(_UNITS.split())},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
}
_LARGE = {"billion": 10**9, "million": 10**6, "thousand": 1_000}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "hundredth": 100, "thousandth": 1_000,
}  # fmt: skip
_RATIO = re.compile(r"(?P<top>\d{1,9}|[a-z-]+)\s(?:out\sof|in|of)\s(?P<bottom>\d{1,9}|[a-z-]+)")
_SIGN = re.compile(r"(?:(?P<minus>minus|negative)|plus|positive)\s")
_DIGITS = re.compile(r"(?:\d{1,12}(?:\.\d{1,12})?|\.\d{1,12}|\d{1,9}/[1-9]\d{0,8})")


def in_words(text: str) -> Fraction | None:
    """The number that a text is in words, and nothing else; None for any other text."""
    plain = re.sub(r"\s+", " ", text.strip().lower()).rstrip(".!")
    if len(plain) > 120 or not re.search(r"[a-z]{2}", plain):
        return None
    sign = _SIGN.match(plain)
    if sign is None:
        return _unsigned(plain)
    rest = plain[sign.end() :]
    value = Fraction(rest) if _DIGITS.fullmatch(rest) else _unsigned(rest)
    return -value if value is not None and sign["minus"] else value


def _unsigned(text: str) -> Fraction | None:
    """A ratio, a share in per cent, a mixed number, a fraction or a whole number."""
    ratio = _RATIO.fullmatch(text)
    if ratio is not None:
        top, bottom = _count(ratio["top"]), _count(ratio["bottom"])
        return Fraction(top, bottom) if top is not None and bottom and top <= bottom else None
    if (share := re.fullmatch(r"(.+) per ?cent", text)) is not None:
        value = _unsigned(share[1])
        return None if value is None else value / 100
    whole, _, part = text.rpartition(" and ")
    fraction = _fraction(part if whole else text)
    if fraction is not None:
        before = _count(whole) if whole else 0
        return None if before is None or (whole and fraction >= 1) else before + fraction
    count = _count(text) if not text.isdecimal() else None
    return None if count is None else Fraction(count)


def _fraction(text: str) -> Fraction | None:
    """`half`, `a third`, `two-thirds`, `three quarters`."""
    words = text.replace("-", " ").split()
    last = words[-1] if words else ""
    bottom = _PARTS.get(last) or _PARTS.get(last.removesuffix("s"))
    if bottom is None:
        return None
    if len(words) == 1:
        return Fraction(1, 2) if last == "half" else None
    top = 1 if words[:-1] in (["a"], ["an"]) else _count(" ".join(words[:-1]))
    return None if top is None else Fraction(top, bottom)


def _count(text: str) -> int | None:
    """A whole number in digits or in words."""
    if text.isdecimal():
        return int(text)
    words = [word for word in text.replace("-", " ").split() if word != "and"]
    found, total = bool(words), 0
    for name, size in _LARGE.items():
        if name in words:
            place = words.index(name)
            part = _below_thousand(words[:place])
            if part is None:
                return None
            total, words = total + part * size, words[place + 1 :]
    rest = _below_thousand(words) if words else 0
    return None if rest is None or not found else total + rest


def _below_thousand(words: Sequence[str]) -> int | None:
    if "hundred" not in words:
        return 1 if list(words) == ["a"] else _below_hundred(words)
    place = words.index("hundred")
    front = 1 if list(words[:place]) == ["a"] else _below_hundred(words[:place])
    back = _below_hundred(words[place + 1 :]) if words[place + 1 :] else 0
    return None if not front or back is None else 100 * front + back


def _below_hundred(words: Sequence[str]) -> int | None:
    if len(words) == 1:
        return _SMALL.get(words[0])
    if len(words) != 2 or words[0] not in _TENS.split():
        return None
    unit = _SMALL.get(words[1], 0)
    return _SMALL[words[0]] + unit if 0 < unit < 10 else None
