"""Values as programs print them: numbers, arrays over several lines, series of pandas."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_NUMBERS = 2_000
MOST_ARRAY = 20_000
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d[\d_]*\.?\d*|\.\d+)"
NUMBER = (
    rf"[-+\u2212]?{_DIGITS}(?:[eE][-+\u2212]?\d+)?"
    r"(?:\s?[x\u00d7*]\s?10(?:\^|\*\*)\{?[-+\u2212]?\d+\}?)?"
)
_TOKEN = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER}|[-+]?(?:inf|nan)\b)(?P<share>\s?%)?(?!\w*\d|\.\d)",
    re.IGNORECASE,
)
_ONE_COMMA = re.compile(
    r"(?<![\w.,])[-+\u2212]?\d+,\d+(?:[eE][-+\u2212]?\d+)?(?:\s?%)?(?![\w.,]*\d)"
)
"""A number whose comma stands before decimals, or may."""
_COMPLEX = re.compile(rf"\(?({NUMBER})([-+]{_DIGITS}(?:[eE][-+]?\d+)?)[jJ]\)?")
_WRAPPED = re.compile(r"\b(?:np|numpy|torch)\.\w+\(([^()]{0,80})\)")
_OPEN = re.compile(
    r"\s*(?:(?:np\.|numpy\.|torch\.)?(?:array|tensor|Matrix|matrix|masked_array)\s*\()?\s*(?=[\[(])"
)
_LEAD = re.compile(
    r"[ \t]*(?:\((?![-+.\d])[^()\n]{0,30}\)[ \t]*)?"
    r"(?:(?:of|for|in|on|over|from|with)[ \t][^:=\d\n\[]{1,40}?[ \t]*)?"
    r"(?:(?::|=|\u2248|~|->|=>|\b(?:is|are|was|equals|about)\b)[ \t]*){0,3}[$\u20ac\u00a3]?"
    r"(?=[-+\u2212.]?\d|[\[(\n]|[-+]?(?:inf|nan)\b|(?:np|numpy|torch)\.|array\(|tensor\(|$)"
)
"""What may stand between the words for a value and the value."""
_INSIDE = re.compile(r"^(?:tensor|array|Decimal|mpf|Fraction)\(['\"]?")
_ROW = re.compile(rf"\s*\S.*?\s{{2,}}({NUMBER}|NaN|True|False)\s*$")


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that is printed in part only, or in a way that is not read."""

    text: str


def tidy(number: str) -> str:
    """A number as mathematics writes it: a plain minus, no separators between thousands."""
    plain = number.replace("\u2212", "-").replace("_", "").strip()
    plain = re.sub(r",(?=\d{3})", "", plain)
    found = re.fullmatch(r"(.*?)\s?[x\u00d7*]\s?10(?:\^|\*\*)\{?([-+]?\d+)\}?", plain)
    return f"{found[1]}e{found[2]}" if found else plain


def numbers_in(text: str) -> Iterator[str]:
    """Every number in a text as it is written, one of per cent with its sign."""
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count >= MOST_NUMBERS:
            return
        if len(found[0]) <= 400:
            yield tidy(found["number"]) + ("%" if found["share"] else "")


def with_a_comma(text: str) -> Iterator[str]:
    """Every number in a text with one comma, as it is written."""
    for found in itertools.islice(_ONE_COMMA.finditer(text), MOST_NUMBERS):
        yield found[0].replace("\u2212", "-").replace(" ", "")


def value_at(text: str, start: int, end: int | None = None) -> Any:
    """The value that begins at a place of a text, or None; `end` is where a plain one has to end.

    A list or array goes on over as many lines as it has; nothing behind a value counts.
    """
    rest = text[start:]
    opened = _OPEN.match(rest[:200])
    if opened and rest[opened.end() :][:1] in ("[", "("):
        if (pair := _COMPLEX.match(rest[opened.end() :][:200])) is not None:
            return _complex(pair)
        return array_in(rest[opened.end() :])
    piece = rest if end is None else text[start:end]
    line = piece.lstrip(" \t").split("\n", 1)[0][:1_000]
    line = _INSIDE.sub("", _WRAPPED.sub(r"\1", line))
    if (pair := _COMPLEX.match(line)) is not None:
        return _complex(pair)
    if _ONE_COMMA.match(line) is not None:
        return next(with_a_comma(line))
    found = _TOKEN.match(line)
    if found is not None:
        return tidy(found["number"]) + ("%" if found["share"] else "")
    return None


def _complex(pair: re.Match[str]) -> complex | None:
    try:
        return complex(float(tidy(pair[1])), float(tidy(pair[2])))
    except ValueError:
        return None


def after(text: str, words: str) -> Iterator[tuple[str, Any]]:
    """(the line, the value) wherever a value follows these words, on their line or the next."""
    pattern = r"[\s_-]{0,3}".join(map(re.escape, re.split(r"[\s_-]+", words.strip())))
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
        lead = _LEAD.match(text, found.end())
        start = lead.end() if lead is not None else found.end()
        line_end = text.find("\n", found.end())
        line_end = len(text) if line_end < 0 else line_end
        if not text[start:line_end].strip() and line_end < len(text):
            block = text[line_end + 1 :]
            value = series_in(block)
            value = value_at(text, line_end + 1) if value is None else value
        else:
            value = value_at(text, start)
        if value is not None:
            begin = text.rfind("\n", 0, found.start()) + 1
            yield text[begin:line_end][:300], value


def array_in(text: str) -> Any:
    """A bracketed list or array of numbers as nested lists of texts, `Unread`, or None."""
    depth, end = 0, None
    for place, sign in enumerate(text[:MOST_ARRAY]):
        depth += (sign in "[(") - (sign in "])")
        if depth == 0:
            end = place + 1
            break
    if end is None:
        return Unread(text[:200]) if len(text) > MOST_ARRAY else None
    body = _WRAPPED.sub(r"\1", text[:end])
    if "..." in body or "\u2026" in body:
        return Unread(body[:200])
    if not re.fullmatch(rf"[\[\](),\s'\"%]*(?:(?:{NUMBER}|nan|inf|None|True|False)"
                        r"[\[\](),\s'\"%j]*)*", body[:MOST_ARRAY], re.IGNORECASE):  # fmt: skip
        return None
    return _nested(body)


def _nested(body: str) -> Any:
    """The brackets of a text as lists with the texts in them; None where they are crossed."""
    stack: list[list[Any]] = [[]]
    for token in re.findall(rf"[\[(]|[\])]|{NUMBER}|nan|inf|None|True|False", body, re.IGNORECASE):
        if token in "[(":
            stack.append([])
        elif token in "])":
            if len(stack) < 2:
                return None
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(tidy(token))
        if len(stack) > 20:
            return None
    return stack[0][0] if len(stack) == 1 and len(stack[0]) == 1 else None


def arrays_in(text: str) -> Iterator[Any]:
    """Every bracketed array in a text, from the outermost bracket."""
    start, count = 0, 0
    while (place := text.find("[", start)) >= 0 and count < 200:
        count += 1
        value = array_in(text[place : place + MOST_ARRAY + 1])
        if value is None:
            start = place + 1
            continue
        yield value
        start = _behind(text, place)


def _behind(text: str, place: int) -> int:
    depth = 0
    for at in range(place, min(len(text), place + MOST_ARRAY)):
        depth += (text[at] in "[(") - (text[at] in "])")
        if depth == 0:
            return at + 1
    return place + MOST_ARRAY


def series_in(text: str) -> list[str] | None:
    """The values of a series as pandas prints it at the beginning of a text, without its labels."""
    rows: list[str] = []
    for line in text.split("\n")[:5_000]:
        if line.startswith(("dtype:", "Name:", "Length:", "Freq:")):
            return rows or None
        found = _ROW.match(line[:1_000])
        if found is None:
            if rows or line.strip():
                return None
            continue
        rows.append(tidy(found[1]))
    return None


def series_everywhere(text: str) -> Iterator[list[str]]:
    """Every series that is printed in a text."""
    lines = text.split("\n")[:5_000]
    start = 0
    for number, line in enumerate(lines):
        if line.startswith(("dtype:", "Name:")):
            for first in range(start, number):
                values = series_in("\n".join(lines[first : number + 1]))
                if values is not None:
                    yield values
                    break
            start = number + 1


def rows_of_numbers(text: str) -> Iterator[list[str]]:
    """Lines that hold several numbers and little else: `1 2 3`, `x = 1, 2, 3`."""
    for line in text.split("\n")[:2_000]:
        numbers = list(numbers_in(line[:2_000]))
        if len(numbers) > 1:
            yield numbers
