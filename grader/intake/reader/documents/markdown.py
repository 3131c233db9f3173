"""Markdown as the front ends write it: text escaped so that it comes out as it was written.

Where a space does not change what is said, it is put beside a sign in place of a backslash
before it: what looks for formulas and labels then reads `2 * a * b` and not `2\\*a\\*b`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .document import Document, Region, Spot

_DOLLARS = re.compile(r"(\$\$?)(?![\s$])(?P<inner>[^$\n]{1,2000})(?<!\s)\1")
_FORMAL = re.compile(r"[\\^_={]")
_SPECIAL = re.compile(r"\\(?=[*_#$|`+=!>.\-])|(?<=!)\[|\$")
_BETWEEN = re.compile(r"(?<=[\w)\]}])[ ]?(\*{1,2})[ ]?(?=[\w(\[{\\+−-])")
_STAR = re.compile(r"(?<![\S*])\*+(?=[^\s*])|(?<=[^\s*])\*+")
"""A run of stars with no space on one side at least: only those can be emphasis."""
_LOW = re.compile(r"(?<![\w_])_+(?=[^\s_])|(?<=[^\s_])_+(?![\w_])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ATTRIBUTES = re.compile(r"\{(?=[#.][^{}]*\}\s*$)")
_LONG_NUMBER = re.compile(r"^(\d{3,9})([.)])(?=\s|$)")
_SIGNED = re.compile(r"^([-+])\s+(?=(?:[^A-Za-z]|\\|[A-Za-z](?![A-Za-z])))")
_BULLET = re.compile(r"^[•◦▪‣]\s+(?=\S)")
_TYPED = re.compile(r"^(\d{1,2})([.)])\s+(?=\S)")


def escaped(text: str) -> str:
    """A stretch of a paragraph as Markdown that reads as this text; formulas in dollars stay."""
    pieces, position = [], 0
    for match in _DOLLARS.finditer(text) if text.count("$") > 1 else ():
        if _FORMAL.search(match["inner"]):
            pieces += [_plain(text[position : match.start()]), match[0]]
            position = match.end()
    return "".join([*pieces, _plain(text[position:])])


def _plain(text: str) -> str:
    text = _SPECIAL.sub(lambda m: "\\" + m[0], text)
    if "*" in text:
        text = _BETWEEN.sub(r" \1 ", text)
        if len(_STAR.findall(text)) > 1:
            text = _STAR.sub(lambda m: "\\*" * len(m[0]), text)
    if "_" in text and len(_LOW.findall(text)) > 1:
        text = _LOW.sub(lambda m: "\\_" * len(m[0]), text)
    if text.count("`") > 1:
        text = text.replace("`", "\\`")
    return _TAG.sub("< ", text)


def line_start(line: str) -> str:
    """A line of a paragraph that opens no heading, quotation, rule or list by what it begins with.

    A typed `1.` or `- word` stays a list item, as it is one for whoever reads the page; a sign
    before a formula never becomes a bullet.
    """
    line = line.strip()
    signs = set(line.replace(" ", ""))
    if signs == {"="}:
        return " ".join(line)
    if signs in ({"-"}, {"_"}, {"*"}):
        return "\\" + line
    if re.match(r"#{1,6}(?:\s|$)|>|~~~|:::", line):
        return "\\" + line
    line = _LONG_NUMBER.sub(r"\1\\\2", line)
    line = re.sub(r"^\+\s+", "+", line)
    return _ATTRIBUTES.sub("{ ", _SIGNED.sub(r"\1", line))


def fence(code: Sequence[str], language: str = "") -> list[str]:
    """Lines of code in a fence longer than any inside."""
    longest = max((len(m[0]) for line in code for m in re.finditer("`+", line)), default=0)
    mark = "`" * max(3, longest + 1)
    return [mark + language, *code, mark]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table with bars, its first row the head; cells must be inline Markdown."""
    width = max(map(len, rows), default=0)
    lines = []
    for row in rows:
        cells = [_cell(cell) for cell in (*row, *[""] * (width - len(row)))]
        lines.append(f"| {' | '.join(cells)} |")
    if lines:
        lines.insert(1, "|" + "---|" * width)
    return lines


def _cell(text: str) -> str:
    """A cell with no bar of its own: in formulas as a command, since a backslash is a norm."""
    pieces = re.split(r"(\$[^$]*\$)", re.sub(r"\s*\n\s*", " ", text.strip()))
    for place, piece in enumerate(pieces):
        if place % 2:
            piece = piece.replace("\\|", "\\Vert ").replace("|", "\\vert ")
        pieces[place] = piece if place % 2 else re.sub(r"(?<!\\)\|", r"\\|", piece)
    return "".join(pieces)


class Writer:
    """Collects lines with their places, and regions, into a `Document`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.spots: list[Spot] = []
        self.regions: list[Region] = []
        self.findings: list[tuple[str, str, int | None]] = []
        self.whole = True
        self._items: dict[int, tuple[int, str]] = {}
        """Number and delimiter of the item that a list goes on from, by its indentation."""

    def block(
        self,
        lines: Sequence[str],
        spot: Spot | Sequence[Spot],
        indent: str = "",
        tight: bool = False,
    ) -> None:
        """Write a block after an empty line, or right below the last one where it is `tight`."""
        if self.lines and self.lines[-1] and not tight:
            self._put("", self.spots[-1])
        self._items = {at: item for at, item in self._items.items() if at < len(indent)}
        spots = [spot] * len(lines) if isinstance(spot, Spot) else spot
        for line, place in zip(lines, spots, strict=True):
            self._put(indent + line if line else "", place)

    def paragraph(self, text: str, spot: Spot, indent: str = "") -> None:
        """Write a paragraph; one that starts with a typed number is the item of a list."""
        lines = [line_start(line) for line in text.split("\n") if line.strip()]
        typed = _TYPED.match(lines[0]) if lines else None
        drawn = _BULLET.match(lines[0]) if lines else None
        if drawn is not None and len(lines) == 1:
            self.bullet(lines[0][drawn.end() :], spot, indent)
        elif typed is not None and len(lines) == 1 and not indent:
            rest = lines[0][typed.end() :]
            self.item(int(typed[1]), typed[2], rest, spot)
        elif lines:
            self.block(lines, spot, indent)

    def item(self, number: int, delimiter: str, text: str, spot: Spot, indent: str = "") -> int:
        """Write an item of a numbered list and tell how far its own content is indented.

        Where the number does not follow on the item above, the delimiter changes: Markdown
        would otherwise count on by itself and show another number than the page.
        """
        before = self._items.get(len(indent))
        if before is not None:
            other = ")" if before[1] == "." else "."
            delimiter = before[1] if before[0] + 1 == number else other
        return self._marked(f"{number}{delimiter}", text, spot, indent, (number, delimiter))

    def bullet(self, text: str, spot: Spot, indent: str = "") -> int:
        """Write an item of a list of bullets."""
        return self._marked("-", text, spot, indent, None)

    def _marked(
        self, mark: str, text: str, spot: Spot, indent: str, item: tuple[int, str] | None
    ) -> int:
        first, *more = text.split("\n") if text.strip() else [""]
        tight = bool(self.lines) and bool(re.match(r"\s*(?:\d+[.)]|-) ?", self.lines[-1]))
        inner = indent + " " * (len(mark) + 1)
        self.block([f"{mark} {_held(line_start(first))}".rstrip()], spot, indent, tight)
        for line in more:
            if line.strip():
                self._put(inner + line_start(line), spot)
        if item is not None:
            self._items[len(indent)] = item
        return len(inner)

    def _put(self, line: str, spot: Spot) -> None:
        self.lines.append(line)
        self.spots.append(spot)

    def add(self, region: Region) -> int:
        """Keep a region and tell its number."""
        self.regions.append(region)
        return len(self.regions) - 1

    def show(self, number: int, indent: str = "") -> None:
        """Write the line that stands for a region."""
        region = self.regions[number]
        self.block([f"![{region.why}](region:{number})"], region.spot, indent)

    def note(self, kind: str, message: str, page: int | None = None) -> None:
        """Add a finding, once."""
        if (kind, message, page) not in self.findings:
            self.findings.append((kind, message, page))

    def left_out(self, kind: str, message: str, page: int | None = None) -> None:
        """Add a finding about something that neither the text nor a region shows."""
        self.note(kind, message, page)
        self.whole = False

    def document(self) -> Document:
        """What was written."""
        return Document(
            "\n".join(self.lines),
            tuple(self.spots),
            tuple(self.regions),
            tuple(self.findings),
            self.whole,
        )


def _held(text: str) -> str:
    """The text of an item that itself starts like a list: `1. 3. x` is no list in a list."""
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", re.sub(r"^([-+*])\s+", r"\1", text))
