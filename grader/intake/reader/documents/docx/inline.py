"""What stands in a paragraph, in order: text with its look, formulas, pictures, boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from ..archives import Element
from ..counting import whole_number
from ..document import Region, Spot, Unreadable
from ..mathematics import shown
from .drawings import Drawings
from .omml import Unknown, latex_of
from .package import is_placeholder, switch, value
from .styles import Look, Styles

_NOTHING = frozenset(
    [
        "w:pPr", "w:rPr", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart",
        "w:permEnd", "w:del", "w:moveFrom", "w:commentRangeStart", "w:commentRangeEnd",
        "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:delText", "w:moveToRangeStart",
        "w:moveToRangeEnd", "w:customXmlInsRangeStart", "w:customXmlInsRangeEnd",
        "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd", "w:customXmlMoveFromRangeStart",
        "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd",
        "w:lastRenderedPageBreak", "w:softHyphen", "w:footnoteRef", "w:endnoteRef",
        "w:annotationRef", "w:separator", "w:continuationSeparator", "w:sdtPr", "w:sdtEndPr",
        "w:smartTagPr", "w:customXmlPr", "w:delInstrText", "w:footnotePr", "w:endnotePr",
        "w:fldData", "w:cols", "w:ffData", "w:pgNum",
    ]
)
_THROUGH = frozenset(
    [
        "w:hyperlink", "w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:dir", "w:bdo", "w:sdt",
        "w:sdtContent", "w:fldSimple",
    ]
)
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_CLEANED = str.maketrans({"\u00ad": "", "\u200b": "", "\ufeff": "", "\u00a0": " ", "\u2011": "-",
                          "\n": " ", "\r": " ", "\t": " ", "\x01": "", "\x02": ""})  # fmt: skip

MAX_PIECES = 10_000
MAX_LENGTH = 500_000
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: `kind` is text, math, display, region, box or note."""

    kind: str
    text: str = ""
    look: Look = PLAIN
    region: Region | None = None
    box: Element | None = None


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shows: bool = False
    """Whether its result has begun."""
    form: str | None = None
    """What a field of a form shows by itself: a checked box, the entry chosen from a list."""


class Inline:
    """Reads paragraphs one after the other; fields may go on from one into the next."""

    def __init__(self, styles: Styles, drawings: Drawings) -> None:
        self.styles = styles
        self.drawings = drawings
        self.fields: list[_Field] = []
        self.style: str | None = None
        self.spot = Spot()
        self.noted: dict[str, int] = {}
        """How many footnotes and endnotes were met: the page counts them in this order."""
        self.unknown: set[str] = set()
        """Names of elements that were not understood; each has a region."""

    def pieces(self, paragraph: Element, style: str | None, spot: Spot) -> list[Piece]:
        """The pieces of a paragraph of this style; neighbours of one look are one piece."""
        self.style, self.spot = style, spot
        merged: list[Piece] = []
        size = 0
        for (kind, look), group in groupby(self._children(paragraph), lambda p: (p.kind, p.look)):
            if kind != "text":
                merged += group
                continue
            text = "".join(piece.text for piece in group)
            size += len(text)
            merged += [Piece(kind, text, look)] if text else []
            if size > MAX_LENGTH or len(merged) > MAX_PIECES:
                message = "A paragraph of the Word file is longer than a document should be."
                raise Unreadable("document-too-large", message)
        return merged

    @property
    def _in_code_of_field(self) -> bool:
        return any(not field.shows for field in self.fields)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is going by: it only repeats the headings."""
        return any(field.instruction.split()[:1] in (["TOC"], ["INDEX"]) for field in self.fields)

    def _children(self, element: Element) -> Iterator[Piece]:
        for child in element:
            tag = child.tag
            if tag == "w:r":
                yield from self._run(child)
            elif tag in _NOTHING or (tag == "w:sdt" and is_placeholder(child)):
                continue
            elif tag in _THROUGH:
                yield from self._children(child)
            elif tag == "m:oMath":
                yield self._formula(child, "math")
            elif tag == "m:oMathPara":
                yield from self._displays(child)
            elif tag == "mc:AlternateContent":
                yield from self._alternative(child, self._children)
            else:
                yield from self._unknown(child)

    def _displays(self, element: Element) -> Iterator[Piece]:
        for child in element:
            if child.tag == "m:oMath":
                yield self._formula(child, "display")
            elif child.tag == "w:r" and any(c.tag not in ("w:rPr", "w:br") for c in child):
                yield from self._run(child)
            elif child.tag in _THROUGH:
                yield from self._displays(child)

    def _formula(self, formula: Element, kind: str) -> Piece:
        try:
            return Piece(kind, latex_of(formula))
        except (Unknown, RecursionError) as reason:
            read = "".join(t.text or "" for t in formula.iter("m:t"))
            self.unknown.add(str(reason)[:40])
            return Piece("region", region=Region(self.spot, "equation-object", suggestion=read))

    def _alternative(
        self, element: Element, read: Callable[[Element], Iterator[Piece]]
    ) -> Iterator[Piece]:
        """The first choice that is understood, else the fallback."""
        before = set(self.unknown)
        best: list[Piece] = []
        for branch in element:
            found = list(read(branch))
            clear = self.unknown == before
            self.unknown = set(before) if not clear else self.unknown
            seen = any(p.region is None or p.region.png for p in found)
            if found and clear and seen:
                best = found
                break
            best = best or found
        yield from best

    def _run(self, run: Element) -> Iterator[Piece]:
        properties = run.find("w:rPr")
        look = self.styles.look(properties, self.style)
        for child in run:
            tag = child.tag
            if tag == "w:fldChar":
                yield from self._field(child, look)
            elif tag == "w:instrText":
                if self.fields and not self.fields[-1].shows:
                    self.fields[-1].instruction += child.text or ""
            elif self._in_code_of_field or look.hidden or tag in _NOTHING:
                continue
            elif tag == "w:t":
                yield from self._text(child.text or "", look)
            elif tag in _CHARACTERS:
                yield Piece("text", _CHARACTERS[tag], look)
            elif tag == "w:br":
                if child.get("w:type", "textWrapping") == "textWrapping":
                    yield Piece("text", "\n", look)
            elif tag == "w:sym":
                yield from self._symbol(child, look)
            elif tag in ("w:footnoteReference", "w:endnoteReference"):
                kind = tag[2:-9]
                self.noted[kind] = self.noted.get(kind, 0) + 1
                yield Piece("note", f"{kind} {child.get('w:id', '')} {self.noted[kind]}", look)
            elif tag == "w:commentReference":
                yield Piece("note", f"comment {child.get('w:id', '')} 0", look)
            elif tag == "w:ruby":
                for base in child.findall("w:rubyBase"):
                    yield from self._children(base)
            elif tag == "mc:AlternateContent":
                yield from self._alternative(child, self._drawn)
            elif tag in ("w:drawing", "w:pict", "w:object", "w:contentPart", "w14:contentPart"):
                yield from self._drawing(child)
            else:
                yield from self._unknown(child)

    def _drawn(self, branch: Element) -> Iterator[Piece]:
        for child in branch:
            if child.tag in ("w:drawing", "w:pict", "w:object"):
                yield from self._drawing(child)
            elif child.tag == "w:t":
                yield from self._text(child.text or "", PLAIN)
            elif child.tag == "w:sym":
                yield from self._symbol(child, PLAIN)
            else:
                yield from self._unknown(child)

    def _text(self, text: str, look: Look) -> Iterator[Piece]:
        known = shown(text, look.font)
        if known is None:
            yield Piece("region", region=Region(self.spot, "unmapped-glyphs"))
        elif look.struck and known.strip():
            yield Piece("region", region=Region(self.spot, "unread-ink", suggestion=f"~~{known}~~"))
        else:
            look = replace(look, font=None) if look.font else look
            yield Piece("text", known.translate(_CLEANED), look)

    def _symbol(self, element: Element, look: Look) -> Iterator[Piece]:
        try:
            char = chr(int(element.get("w:char", ""), 16))
        except (ValueError, OverflowError):
            char = "\uf8ff"
        yield from self._text(char, replace(look, font=element.get("w:font")))

    def _field(self, element: Element, look: Look) -> Iterator[Piece]:
        kind = element.get("w:fldCharType")
        if kind == "begin":
            form = element.find("w:ffData")
            self.fields.append(_Field(form=_form(form) if form is not None else None))
        elif kind == "separate" and self.fields:
            self.fields[-1].shows = True
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            if self._in_code_of_field:
                return
            if field.form is not None:
                yield Piece("text", field.form, look)
            elif not field.shows:
                yield from self._silent(field.instruction.strip(), look)

    def _silent(self, instruction: str, look: Look) -> Iterator[Piece]:
        """What a field without a result draws: a formula, a sign; most draw nothing."""
        words = instruction.split()
        name = words[0].upper() if words else ""
        if name == "EQ":
            region = Region(self.spot, "equation-object", suggestion=instruction[2:].strip())
            yield Piece("region", region=region)
        elif name == "SYMBOL" and len(words) > 1:
            font = instruction.partition("\\f")[2].strip().strip('"').split('"')[0]
            code = words[1]
            number = int(code, 16) if code.lower().startswith("0x") else whole_number(code)
            yield from self._text(chr(number % 0x110000), replace(look, font=font or None))

    def _drawing(self, element: Element) -> Iterator[Piece]:
        for region, box in self.drawings.of(element, self.spot):
            if region is not None:
                yield Piece("region", region=region)
            if box is not None:
                yield Piece("box", box=box)

    def _unknown(self, element: Element) -> Iterator[Piece]:
        """A region for what is not understood, its text kept as a suggestion."""
        self.unknown.add(element.tag[:60])
        text = "".join(t.text or "" for t in element.iter("w:t"))
        yield Piece("region", region=Region(self.spot, "unread-ink", suggestion=text))


def _form(data: Element) -> str | None:
    """What a field of a form shows, where it is a box to tick or a list to choose from."""
    box, choices = data.find("w:checkBox"), data.find("w:ddList")
    if box is not None:
        checked = switch(box, "w:checked")
        return "☒" if (switch(box, "w:default") if checked is None else checked) else "☐"
    if choices is not None:
        entries = [entry.get("w:val", "") for entry in choices.findall("w:listEntry")]
        place = whole_number(value(choices, "w:result") or value(choices, "w:default"))
        return entries[place] if 0 <= place < len(entries) else ""
    return None
