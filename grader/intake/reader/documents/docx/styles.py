"""Styles: what a paragraph or run looks like once everything it is based on is counted in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..archives import Element
from ..counting import whole_number
from .package import down, switch, value

_FIXED = re.compile(
    r"courier|consolas|\bmono|mono\b|monaco|menlo|lucida console|lucida sans typewriter|typewriter|"
    r"inconsolata|fira ?code|source code|cascadia|anonymous pro|fixedsys|terminal|\bhack\b|"
    r"sfmono|jetbrains|andale|letter gothic|dejavusansmono|cousine|simsun-ext",
    re.IGNORECASE,
)
_CODE_STYLE = re.compile(
    r"source ?code|^code\b|code ?block|\bcode$|listing|verbatim|preformatted|^html-?vorformatiert|"
    r"^macro$|plain text|^programlisting",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^(?:heading|überschrift|titre|título|rubrik|kop)\s*(\d)$", re.IGNORECASE)
MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a run looks like, as far as it changes what is written down."""

    bold: bool = False
    italic: bool = False
    fixed: bool = False
    hidden: bool = False
    struck: bool = False
    script: str = ""
    """`_` or `^` for text that stands lower or higher."""
    font: str | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based: str | None
    paragraph: Element | None
    run: Element | None


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: Element | None, fonts: Element | None = None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        self._base: Element | None = None
        self._fixed_fonts = {
            font.get("w:name", "")
            for font in (fonts if fonts is not None else ())
            if value(font, "w:pitch") == "fixed"
        }
        if root is None:
            return
        self._base = down(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        for entry in root.findall("w:style"):
            id_ = entry.get("w:styleId", "")
            self._styles[id_] = _Style(
                value(entry, "w:name") or "",
                value(entry, "w:basedOn"),
                entry.find("w:pPr"),
                entry.find("w:rPr"),
            )
            if entry.get("w:type") == "paragraph" and entry.get("w:default") in ("1", "true"):
                self._default = id_

    def chain(self, style: str | None) -> Iterator[tuple[str, _Style]]:
        """A style and what it is based on, nearest first; loops end."""
        seen: set[str] = set()
        while style and style not in seen and style in self._styles and len(seen) < MAX_CHAIN:
            seen.add(style)
            yield style, self._styles[style]
            style = self._styles[style].based

    def name(self, style: str | None) -> str:
        """The name that Word shows for a style."""
        return self._styles[style].name if style in self._styles else style or ""

    def heading(self, style: str | None, paragraph: Element | None) -> int:
        """The level of a heading from 1, or 0 for what is none."""
        own = value(paragraph, "w:outlineLvl")
        if own is not None:
            return whole_number(own) + 1 if 0 <= whole_number(own) < 9 else 0
        for _, entry in self.chain(style):
            if entry.name.lower() == "title":
                return 1
            named = _HEADING.match(entry.name)
            if named is not None:
                return int(named[1])
            outline = value(entry.paragraph, "w:outlineLvl")
            if outline is not None:
                return whole_number(outline) + 1 if 0 <= whole_number(outline) < 9 else 0
        named = _HEADING.match(style or "")
        return int(named[1]) if named is not None and style not in self._styles else 0

    def is_code(self, style: str | None) -> bool:
        """Whether a paragraph's style is made for listings."""
        return any(_CODE_STYLE.search(entry.name) for _, entry in self.chain(style))

    def numbering(self, style: str | None) -> tuple[str, int | None, str] | None:
        """The list that a style counts in, the level it names, and the style that says so."""
        for id_, entry in self.chain(style):
            properties = entry.paragraph.find("w:numPr") if entry.paragraph is not None else None
            list_id = value(properties, "w:numId")
            if list_id is not None:
                level = value(properties, "w:ilvl")
                return list_id, whole_number(level) if level is not None else None, id_
        return None

    def indent(self, style: str | None, paragraph: Element | None) -> int | None:
        """How far the left edge of a paragraph is from the margin, in twips, where it is told."""
        for properties in (paragraph, *(entry.paragraph for _, entry in self.chain(style))):
            found = properties.find("w:ind") if properties is not None else None
            if found is not None:
                left = found.get("w:left") or found.get("w:start")
                if left is not None:
                    return whole_number(left)
        return None

    def look(self, run: Element | None, paragraph_style: str | None) -> Look:
        """The look of a run with these properties in a paragraph of this style."""
        char_style = value(run, "w:rStyle")
        if run is None or not len(run):
            return self._plain(paragraph_style, None)
        return self._merged(run, self._plain(paragraph_style, char_style))

    @cache  # noqa: B019 - lives as long as the one document that is read
    def _plain(self, paragraph_style: str | None, char_style: str | None) -> Look:
        """The look that styles alone give, farthest first."""
        look = self._merged(self._base, Look()) if self._base is not None else Look()
        for style in (paragraph_style or self._default, char_style):
            for _, entry in reversed(list(self.chain(style))):
                if entry.run is not None:
                    look = self._merged(entry.run, look)
            if style == char_style and any(
                _CODE_STYLE.search(e.name) or e.name.lower() == "verbatim char"
                for _, e in self.chain(style)
            ):
                look = Look(look.bold, look.italic, True, look.hidden, look.struck, look.script)
        return look

    def _merged(self, run: Element, under: Look) -> Look:
        """A look with what these properties say laid over it."""
        bold, italic = switch(run, "w:b"), switch(run, "w:i")
        hidden, struck = switch(run, "w:vanish"), switch(run, "w:strike")
        if struck is None:
            struck = switch(run, "w:dstrike")
        font, fixed, script = under.font, under.fixed, under.script
        fonts = run.find("w:rFonts")
        named = (fonts.get("w:ascii") or fonts.get("w:hAnsi")) if fonts is not None else None
        if named:
            font, fixed = named, bool(_FIXED.search(named)) or named in self._fixed_fonts
        elif fonts is not None and fonts.get("w:asciiTheme"):
            font, fixed = None, False
        height = value(run, "w:vertAlign")
        if height is not None:
            script = {"superscript": "^", "subscript": "_"}.get(height, "")
        raised = whole_number(value(run, "w:position"))
        if height is None and abs(raised) >= 4:
            script = "^" if raised > 0 else "_"
        return Look(
            under.bold if bold is None else bold,
            under.italic if italic is None else italic,
            fixed,
            under.hidden if hidden is None else hidden,
            under.struck if struck is None else struck,
            script,
            font,
        )
