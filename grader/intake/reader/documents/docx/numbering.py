"""Automatic numbering: what Word shows before a paragraph and does not write into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ..archives import Element
from ..counting import letters, roman, whole_number
from ..mathematics import shown
from .package import down, switch, value


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is made and where its text begins, in twips."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None
    restart: int | None = None
    legal: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: `text` as the page shows it."""

    text: str
    format: str
    number: int
    level: int
    indent: int
    known: bool = True
    """Whether the format of every number in it is one that we know."""


@dataclass(slots=True)
class _List:
    """A numbered list in use: the definition whose counters it shares, and its own levels."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts through a document, paragraph by paragraph, as Word does."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        named: dict[str, str] = {}
        links: dict[str, str] = {}
        for entry in root.findall("w:abstractNum"):
            id_ = entry.get("w:abstractNumId", "")
            self._abstract[id_] = dict(map(_level, entry.findall("w:lvl")))
            style, link = value(entry, "w:styleLink"), value(entry, "w:numStyleLink")
            if style:
                named[style] = id_
            if link:
                links[id_] = link
        for entry in root.findall("w:num"):
            abstract = value(entry, "w:abstractNumId") or ""
            abstract = named.get(links.get(abstract, ""), abstract)
            levels, starts = dict(self._abstract.get(abstract, {})), {}
            for override in entry.findall("w:lvlOverride"):
                place = whole_number(override.get("w:ilvl"))
                own = override.find("w:lvl")
                if own is not None:
                    levels[place] = _level(own)[1]
                start = value(override, "w:startOverride")
                if start is not None:
                    starts[place] = whole_number(start)
            self._lists[entry.get("w:numId", "")] = _List(abstract, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list links to a paragraph style; 0 where it links none."""
        entry = self._lists.get(list_id)
        levels = entry.levels.items() if entry is not None else ()
        return next((place for place, level in levels if level.style == style), 0)

    def next(self, list_id: str, place: int) -> Label | None:
        """Count one paragraph on and tell its label; None where the list is not defined."""
        entry = self._lists.get(list_id)
        if entry is None or place not in entry.levels:
            return None
        level = entry.levels[place]
        counters = self._counters.setdefault(entry.abstract, {})
        if place in entry.starts and place not in entry.begun:
            counters[place] = entry.starts[place] - 1
        entry.begun.add(place)
        for above in range(place):
            if above in entry.starts and above not in entry.begun:
                counters[above] = entry.starts[above]
                entry.begun.add(above)
            counters.setdefault(above, entry.levels.get(above, Level()).start)
        counters[place] = counters.get(place, level.start - 1) + 1
        for below in [below for below in counters if below > place]:
            restart = entry.levels.get(below, Level()).restart
            if restart is None or 0 < place + 1 <= restart:
                del counters[below]
        return self._label(entry, place, counters)

    def _label(self, entry: _List, place: int, counters: dict[int, int]) -> Label:
        level = entry.levels[place]
        known = True

        def number(match: re.Match[str]) -> str:
            nonlocal known
            at = int(match[1]) - 1
            its = entry.levels.get(at, Level())
            form = "decimal" if level.legal and its.format != "none" else its.format
            known = known and form in FORMATS
            count = counters.get(at, its.start)
            return FORMATS.get(form, str)(count) if at <= place else ""

        bullet = level.format == "bullet"
        text = level.text if bullet else re.sub(r"%([1-9])", number, level.text)
        return Label(text.strip(), level.format, counters[place], place, level.indent, known)


def _level(entry: Element) -> tuple[int, Level]:
    indent = down(entry, "w:pPr", "w:ind")
    left = (indent.get("w:left") or indent.get("w:start")) if indent is not None else None
    restart = value(entry, "w:lvlRestart")
    text = value(entry, "w:lvlText") or ""
    if value(entry, "w:numFmt") == "bullet":
        font = value(entry.find("w:rPr"), "w:rFonts", "w:ascii")
        text = shown(text, font) or text
    return whole_number(entry.get("w:ilvl")), Level(
        start=whole_number(value(entry, "w:start"), 0 if entry.find("w:start") is None else 1),
        format=value(entry, "w:numFmt") or "decimal",
        text=text,
        style=value(entry, "w:pStyle"),
        restart=whole_number(restart) if restart is not None else None,
        legal=bool(switch(entry, "w:isLgl")),
        indent=whole_number(left),
    )


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_ONES = [
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen",
    "Nineteen", "Twenty",
]  # fmt: skip
_NTH = [
    "Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth",
    "Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth",
    "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth", "Twentieth",
]  # fmt: skip


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "ordinal": _ordinal,
    "cardinalText": lambda n: _ONES[n] if 0 <= n < len(_ONES) else str(n),
    "ordinalText": lambda n: _NTH[n] if 0 <= n < len(_NTH) else str(n),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "numberInDash": lambda n: f"- {n} -",
    "decimalHalfWidth": str,
    "decimalFullWidth": str,
    "bullet": str,
    "none": lambda n: "",
}
