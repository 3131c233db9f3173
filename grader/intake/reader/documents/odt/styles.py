"""Styles of an OpenDocument text: looks of text, and how lists number their items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..archives import Element
from ..counting import letters, roman, whole_number
from ..markdown import escaped

_FIXED = re.compile(r"courier|mono|consolas|menlo|monaco|typewriter|cascadia|source code", re.I)
MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What text looks like, as far as it changes what is written down."""

    bold: bool = False
    italic: bool = False
    fixed: bool = False
    script: str = ""
    struck: bool = False

    def written(self, text: str) -> str:
        """Text with this look as Markdown."""
        inner = text.strip()
        if not inner:
            return text
        if self.fixed and "`" not in inner and "\n" not in inner:
            marked = f"`{inner}`"
        elif self.script:
            plain = re.fullmatch(r"\w" if self.script == "^" else r"\w+", inner)
            marked = self.script + (inner if plain else f"({inner})")
        else:
            sign = "**" if self.bold else "*" if self.italic else ""
            marked = f"{sign}{escaped(inner)}{sign}" if "\n" not in inner else escaped(inner)
        start = text.index(inner)
        return text[:start] + marked + text[start + len(inner) :]


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


class Styles:
    """Looks by the name of a style, and the numbers of the lists that are open."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._open: list[str] = []
        for root in roots:
            for style in root.iter("style:style") if root is not None else ():
                self._styles.setdefault(style.get("style:name", ""), style)
            for outline in root.iter("text:outline-style") if root is not None else ():
                self._lists[""] = dict(map(_level, outline))
            for style in root.iter("text:list-style") if root is not None else ():
                self._lists[style.get("style:name", "")] = dict(map(_level, style))

    def _chain(self, name: str | None) -> list[Element]:
        chain: list[Element] = []
        while name in self._styles and self._styles[name] not in chain and len(chain) < MAX_CHAIN:
            chain.append(self._styles[name])
            name = chain[-1].get("style:parent-style-name")
        return chain

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph's style is that of titles."""
        return any(style.get("style:name") == "Title" for style in self._chain(name)) or (
            name == "Title"
        )

    def look(self, name: str | None, under: Look | None) -> Look:
        """The look of text in this style within text that looks like `under`."""
        look = under or Look()
        for style in reversed(self._chain(name)):
            text = style.find("style:text-properties")
            if text is None:
                continue
            weight, slant = text.get("fo:font-weight"), text.get("fo:font-style")
            font = text.get("style:font-name") or text.get("fo:font-family")
            struck = text.get("style:text-line-through-style")
            position = (text.get("style:text-position") or "").split()
            look = Look(
                look.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
                look.italic if slant is None else slant in ("italic", "oblique"),
                look.fixed if font is None else _FIXED.search(font) is not None,
                look.script,
                look.struck if struck is None else struck != "none",
            )
            if position:
                low = position[0] == "sub" or position[0].startswith("-")
                high = position[0] == "super" or position[0][:1] in "123456789"
                look = replace(look, script="_" if low else "^" if high else "")
        return look

    def enter(self, name: str | None, level: int, goes_on: bool) -> None:
        """Open a list; one without a style of its own has that of the list around it."""
        inherited = self._open[-1] if self._open else ""
        self._open.append(name or inherited)
        if not goes_on:
            self._counts.pop((self._open[-1], level), None)

    def leave(self) -> None:
        """Close the innermost list."""
        self._open.pop()

    def heading(self, level: int) -> str:
        """The number of a heading, where the outline of the document has numbers."""
        if not self._lists.get("", {}).get(level, _Level()).format:
            return ""
        for _, deeper in [key for key in self._counts if key[0] == "" and key[1] > level]:
            del self._counts["", deeper]
        self._open.append("")
        mark = self.mark(level, None)
        self._open.pop()
        return mark

    def mark(self, level: int, start: str | None) -> str:
        """Count an item on and tell what stands before it: `1.`, `(a)`, `-` for a bullet."""
        style = self._open[-1] if self._open else ""
        form = self._lists.get(style, {}).get(level, _Level())
        if not form.format:
            return "-"
        count = self._counts.get((style, level), form.start - 1) + 1
        count = int(start) if start and start.isdecimal() else count
        self._counts[style, level] = count
        first = max(level - form.shown + 1, 1)
        numbers = []
        for at in range(first, level + 1):
            its = self._lists.get(style, {}).get(at, _Level())
            if its.format:
                numbers.append(_number(self._counts.get((style, at), its.start), its.format))
        return f"{form.before}{'.'.join(numbers)}{form.after}".strip()


def _level(element: Element) -> tuple[int, _Level]:
    level = whole_number(element.get("text:level"), 1)
    if not element.tag.endswith(("level-style-number", "outline-level-style")):
        return level, _Level()
    return level, _Level(
        element.get("style:num-format") or "",
        element.get("style:num-prefix") or "",
        element.get("style:num-suffix") or "",
        whole_number(element.get("text:start-value"), 1),
        whole_number(element.get("text:display-levels"), 1),
    )


def _number(count: int, form: str) -> str:
    if form in "aA":
        return letters(count) if form == "a" else letters(count).upper()
    if form in "iI":
        return roman(count) if form == "i" else roman(count).upper()
    return str(count)
