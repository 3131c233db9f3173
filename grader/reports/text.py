"""Text nobody trusts, made harmless to look at: for pages, for terminals and for XML.

Cleaning never drops a character silently: what cannot be shown safely is replaced by something
visible, so that an instructor sees that it was there.
"""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from grader.reports.records import FindingResult, Place

LONGEST = 4000
"""Characters of one echoed text that a page shows; the rest is counted."""

_BIDI_AND_INVISIBLE = (
    "\u061c\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + _BIDI_AND_INVISIBLE
    + "\U000e0000-\U000e0fff]"
    + "".join(
        f"|[{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}]"
        for plane in range(0x10000, 0x110000, 0x10000)
    )
)
_COMBINING = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(f"({_COMBINING}{{4}}){_COMBINING}+")


def _visible(match: re.Match[str]) -> str:
    """What stands for one unsafe character: a control picture, a line break, or its number."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code in (0x2028, 0x2029):
        return "\n"
    if code == 0x7F:
        return "␡"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"


def clean(text: str) -> str:
    """Text without control characters, direction overrides, invisible characters, surrogates.

    Line breaks become `\\n`, tabs stay; letters of every script stay. More than four combining
    marks on one letter are cut, since they would be drawn over the lines above.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _PILE.sub(r"\1", _UNSAFE.sub(_visible, text))


def cap(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text and how much was left out; about `longest` characters at most."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}... ({len(text) - longest:,} more characters)"


def clean_line(text: str, longest: int = 200) -> str:
    """Cleaned text on one line: for names, titles, terminals and attributes."""
    if text.isascii() and text.isprintable() and len(text) <= longest:
        return text
    return cap(" ".join(clean(text).split()), longest)


def sentence(text: str) -> str:
    """A message with a capital at its start, unless it starts with a name or code."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


@lru_cache(maxsize=4096)
def number(value: float | Fraction | None) -> str:
    """A score as people write it: `2`, `1.5`, `0.33`; empty for None."""
    if value is None:
        return ""
    return f"{float(value) + 0.0:.2f}".rstrip("0").rstrip(".")


def sourced(source: Place | FindingResult | None) -> str:
    """Where an answer stood, as `file:line` or `file, cell 3`; empty when unknown."""
    if source is None:
        return ""
    file, line, cell = source["file"], source["line"], source["cell"]
    place = clean_line(file) if file else ""
    if cell is not None:
        place = f"{place}, cell {cell}" if place else f"cell {cell}"
        return f"{place}, line {line}" if line is not None else place
    return f"{place}:{line}" if place and line is not None else place


def greek(name: str) -> str:
    """The Greek letter of a name, such as θ for `theta` and Θ for `Theta`; empty for others."""
    case = "CAPITAL" if name[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return ""


def symbol(name: object) -> str:
    """A variable's name as it is written by hand: `theta_1` becomes θ₁."""
    letters, _, index = clean_line(str(name), 30).partition("_")
    small = "".join(chr(0x2080 + int(c)) for c in index) if index.isdecimal() else index
    return f"{greek(letters) or letters}{small}"
