"""Rich text (RTF) as Markdown: its words, looks, lists and tables; pictures are regions."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field, replace

from ..counting import whole_number
from ..document import Document, Region, Spot, Unreadable
from ..markdown import Writer, escaped, fence, table
from ..mathematics import shown
from ..odt.styles import Look
from ..pictures import region_of
from .head import encoding_of, fonts_of

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})"
    rb"|(?P<sign>[^a-zA-Z]))|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SKIPPED = frozenset(
    ["fonttbl", "colortbl", "stylesheet", "info", "generator", "header", "footer", "headerl",
     "headerr", "headerf", "footerl", "footerr", "footerf", "listtable", "listoverridetable",
     "rsidtbl", "themedata", "datastore", "latentstyles", "xmlnstbl", "fldinst", "pntext", "pn",
     "bkmkstart", "bkmkend", "nonshppict", "mmathPr", "wgrffmtfilter", "colorschememapping",
     "filetbl", "revtbl", "annotation", "atnid", "atnauthor", "expandedcolortbl"]
)  # fmt: skip
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "tab": "\t",
    "rdblquote": "”", "bullet": "•", "line": "\n", "emspace": " ", "enspace": " ",
}  # fmt: skip
_FIXED = re.compile(rb"courier|mono|consolas|menlo|monaco", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,3})([.)])")
MAX_FILE = 60 << 20
MAX_DEPTH = 200
MAX_PICTURES = 60
MAX_TEXT = 5_000_000


@dataclass(slots=True)
class _State:
    """What holds in a group; a copy is pushed at each brace."""

    look: Look = field(default_factory=Look)
    skip: bool = False
    picture: bool = False
    label: bool = False
    note: bool = False
    font: int = 0
    hidden: bool = False
    fallback: int = 1


def read_rtf(data: bytes) -> Document:
    """An RTF file as Markdown; raises `Unreadable` where it is none or too large."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("rtf-damaged", "The file is no RTF; save it again, or as docx or PDF.")
    if len(data) > MAX_FILE:
        raise Unreadable("document-too-large", "The RTF file is larger than a document should be.")
    reader = _Reader(data)
    reader.read(data)
    return reader.writer.document()


class _Reader:
    """Goes through the control words once and writes a paragraph at each end of one."""

    def __init__(self, data: bytes) -> None:
        self.writer = Writer()
        self.state = _State()
        self.stack: list[_State] = []
        self.encoding = encoding_of(data)
        self.fonts = fonts_of(data)
        self.bytes = bytearray()
        self.pieces: list[tuple[Look, str]] = []
        self.regions: list[Region] = []
        self.label = ""
        self.note = ""
        self.noted = 0
        self.notes: list[tuple[int, str]] = []
        self.cells: list[str] = []
        self.rows: list[list[str]] = []
        self.in_table = False
        self.code: list[str] = []
        self.level = 0
        self.number = 0
        self.size = 0
        self.hex = bytearray()
        self.skip_chars = 0

    def read(self, data: bytes) -> None:
        """Go through the file's groups, control words and text, in one pass."""
        place = 0
        while place < len(data):
            match = _TOKEN.match(data, place)
            if match is None:
                break
            place = match.end()
            kind = match.lastgroup
            if match["brace"]:
                self.flush_bytes()
                self.brace(match["brace"] == b"{")
            elif match["word"]:
                self.flush_bytes()
                number = match["number"]
                word = match["word"].decode()
                if word == "bin" and number:
                    place += max(int(number), 0)
                    continue
                self.word(word, int(number) if number else None)
            elif match["hex"]:
                self.literal(bytes([int(match["hex"], 16)]))
            elif match["sign"]:
                self.flush_bytes()
                self.sign(match["sign"])
            elif kind == "text":
                self.literal(match["text"])
        self.end_of_paragraph()
        self.end_of_table()
        self.end_of_code()

    def brace(self, opens: bool) -> None:
        if opens:
            if len(self.stack) >= MAX_DEPTH:
                raise Unreadable("rtf-damaged", "The RTF file is nested too deeply.")
            self.stack.append(replace(self.state))
        elif self.stack:
            if self.state.picture and not self.stack[-1].picture:
                self.end_of_picture()
            if self.state.note and not self.stack[-1].note:
                self.notes.append((self.noted, escaped(" ".join(self.note.split()))))
            self.state = self.stack.pop()

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state.skip = True  # an extension; those that are known switch it off again
        elif sign in b"\\{}":
            self.text(sign.decode("latin-1"))
        elif sign == b"~":
            self.text(" ")
        elif sign == b"_":
            self.text("-")
        elif sign in b"\r\n":
            self.end_of_paragraph()

    def word(self, word: str, number: int | None) -> None:
        """Follow one control word."""
        state = self.state
        if word in ("shppict", "listtext"):
            state.skip = False
            state.label = word == "listtext"
        elif word == "footnote":
            state.skip, state.note, self.note = False, False, ""
            self.noted += 1
            self.text(f"[^{self.noted}]")
            state.note = True
        elif word in _SKIPPED:
            state.skip = True
        elif word == "pict":
            state.picture = True
            self.hex.clear()
        elif state.skip:
            return
        elif word in ("object", "shp", "do"):
            self.regions.append(Region(self.spot(), "picture"))
            state.skip = True
        elif word in ("mmath", "moMath", "moMathPara"):
            self.regions.append(Region(self.spot(), "equation-object"))
            state.skip = True
        elif word == "u" and number is not None:
            self.text(chr(number % 0x10000) if not 0xD800 <= number % 0x10000 < 0xE000 else "�")
            self.skip_chars = state.fallback
        elif word == "uc":
            state.fallback = max(number or 0, 0)
        elif word in _SIGNS:
            self.text(_SIGNS[word])
        elif word in ("par", "sect", "page"):
            self.end_of_paragraph()
        elif word in ("cell", "nestcell"):
            self.end_of_cell()
        elif word in ("row", "nestrow"):
            self.rows.append(self.cells)
            self.cells = []
        elif word == "intbl":
            self.in_table = True
        elif word == "pard":
            self.in_table, self.level = False, 0
        elif word == "outlinelevel":
            self.level = min((number or 0) + 1, 6) if (number or 0) < 9 else 0
        else:
            self.looks(word, number)

    def looks(self, word: str, number: int | None) -> None:
        """Change how the text that follows looks."""
        state, on = self.state, number != 0
        if word == "plain":
            state.look, state.hidden = Look(), False
        elif word == "b":
            state.look = replace(state.look, bold=on)
        elif word == "i":
            state.look = replace(state.look, italic=on)
        elif word in ("strike", "striked"):
            state.look = replace(state.look, struck=on)
        elif word in ("v", "deleted"):
            state.hidden = on
        elif word in ("super", "sub", "nosupersub"):
            script = {"super": "^", "sub": "_"}.get(word, "") if on else ""
            state.look = replace(state.look, script=script)
        elif word == "f" and number is not None:
            state.font = number
            fixed = _FIXED.search(self.fonts.get(number, b"")) is not None
            state.look = replace(state.look, fixed=fixed)

    def literal(self, raw: bytes) -> None:
        """Bytes of text: hexadecimal digits in a picture, else letters of the code page."""
        if self.state.picture:
            self.hex += raw.replace(b" ", b"")
            return
        skipped = min(self.skip_chars, len(raw))
        self.skip_chars -= skipped
        self.bytes += raw[skipped:]

    def flush_bytes(self) -> None:
        if self.bytes:
            raw, self.bytes = bytes(self.bytes), bytearray()
            self.text(raw.decode(self.encoding, "replace"))
        self.skip_chars = 0

    def text(self, text: str) -> None:
        """Take in text where it is shown; what is skipped, hidden or a picture's bytes is not."""
        state = self.state
        if state.skip or state.hidden or state.picture:
            return
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Unreadable("document-too-large", "The RTF file holds too much text.")
        if state.note or state.label:
            self.note += text if state.note else ""
            self.label += "" if state.note else text
            return
        name = self.fonts.get(state.font, b"").decode("latin-1").strip(" ;")
        known = shown(text, name if name.lower().startswith(("symbol", "wingdings")) else None)
        if known is None:
            self.regions.append(Region(self.spot(), "unmapped-glyphs"))
        elif state.look.struck and text.strip():
            struck = Region(self.spot(), "unread-ink", suggestion=f"~~{known}~~")
            self.regions.append(struck)
        elif self.pieces and self.pieces[-1][0] == state.look:
            self.pieces[-1] = (state.look, self.pieces[-1][1] + known)
        else:
            self.pieces.append((state.look, known))

    def spot(self) -> Spot:
        return Spot(line=self.number + 1)

    def end_of_picture(self) -> None:
        raw, self.hex = bytes(self.hex), bytearray()
        if self.state.skip:
            return
        try:
            data = binascii.unhexlify(raw[: len(raw) // 2 * 2])
        except binascii.Error:
            data = b""
        shows = len(self.writer.regions) < MAX_PICTURES
        self.regions.append(
            region_of(data, self.spot()) if shows else Region(self.spot(), "picture")
        )

    def end_of_cell(self) -> None:
        self.flush_bytes()
        self.end_of_code()
        text = " ".join("".join(look.written(piece) for look, piece in self.pieces).split())
        label = " ".join(self.label.split())
        for region in self.regions:
            text += f" ![{region.why}](region:{self.writer.add(region)})"
        self.cells.append(f"{label} {text}".strip())
        self.pieces, self.regions, self.label = [], [], ""
        self.in_table = True

    def end_of_table(self) -> None:
        if self.rows:
            shown_regions = [
                int(n) for row in self.rows for cell in row
                for n in re.findall(r"\]\(region:(\d+)\)", cell)
            ]  # fmt: skip
            self.writer.block(table(self.rows), self.spot())
            for number in shown_regions:
                self.writer.show(number)
        self.rows = []

    def end_of_paragraph(self) -> None:
        """Write the paragraph that ends, with the label of its list before it."""
        self.flush_bytes()
        if self.state.note:
            self.note += " "
            return
        if self.in_table:
            self.pieces += [(Look(), " ")] if self.pieces else []
            return
        self.end_of_table()
        self.number += 1
        pieces, self.pieces = self.pieces, []
        regions, self.regions = self.regions, []
        label, self.label = " ".join(self.label.split()), ""
        plain = "".join(text for _, text in pieces)
        fixed = bool(plain.strip()) and all(look.fixed or not t.strip() for look, t in pieces)
        if fixed and not regions and not label and not self.level:
            self.code += [line.rstrip() for line in plain.expandtabs(4).split("\n")]
            return
        if not plain.strip() and not regions and self.code:
            self.code.append("")
            return
        self.end_of_code()
        self.paragraph(label, "".join(look.written(text) for look, text in pieces).strip())
        for region in regions:
            self.writer.show(self.writer.add(region))
        for number, note in self.notes:
            self.writer.block([f"(Footnote {number}) {note}"], Spot(line=self.number))
        self.notes = []

    def paragraph(self, label: str, text: str) -> None:
        spot = Spot(line=self.number)
        numbered = _NUMBERED.fullmatch(label)
        if self.level and text:
            line = " ".join(f"{label} {text.replace('**', '')}".split())
            self.writer.block([f"{'#' * self.level} {line}"], spot)
        elif numbered:
            self.writer.item(whole_number(numbered[1]), numbered[2], text, spot)
        elif label and (shown(label, "Symbol") is None or not re.search(r"\w", label)):
            self.writer.bullet(text, spot)
        elif label or text:
            self.writer.paragraph(f"{label} {text}".strip(), spot)

    def end_of_code(self) -> None:
        while self.code and not self.code[-1]:
            self.code.pop()
        if self.code:
            self.writer.block(fence(self.code), Spot(line=self.number))
        self.code = []
