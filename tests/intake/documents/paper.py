"""A small writer of PDFs: text, rules, grounds and pictures where a test wants them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

FONTS = {
    "plain": "Helvetica",
    "bold": "Helvetica-Bold",
    "italic": "Times-Italic",
    "fixed": "Courier",
    "subset": "QXLMTT+LMRoman12-Bold",
}
LETTERS = {"x": "D835DC65", "y": "D835DC66"}
"""Codes of the font `letters` and the mathematical italics that they stand for, in UTF-16."""
WIDTH, HEIGHT = 612, 792


@dataclass
class Paper:
    """Pages of drawing operators; y is counted from the top, as a reader of the page does."""

    width: float = WIDTH
    height: float = HEIGHT
    turn: int = 0
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    pictures: list[tuple[int, int, bytes]] = field(default_factory=list)

    def page(self) -> None:
        """Begin a new page."""
        self.pages.append([])

    def text(
        self, x: float, y: float, text: str, font: str = "plain", size: float = 11, mode: int = 0
    ) -> None:
        """Words with their baseline at y."""
        raw = text.encode("cp1252")
        shown = "".join(f"\\{byte:03o}" for byte in raw)
        place = f"1 0 0 1 {x} {self.height - y} Tm"
        self.pages[-1].append(f"BT {mode} Tr /{font} {size} Tf {place} ({shown}) Tj ET")

    def fill(
        self, x: float, y: float, width: float, height: float, grey: float = 0, ops: str = "f"
    ) -> None:
        """A filled rectangle whose top left corner is (x, y)."""
        corner = self.height - y - height
        self.pages[-1].append(f"{grey} g {x} {corner} {width} {height} re {ops} 0 g")

    def draw(self, operators: str) -> None:
        """Raw operators, in the PDF's own coordinates."""
        self.pages[-1].append(operators)

    def picture(
        self, x: float, y: float, width: float, height: float, size: tuple[int, int], grey: bytes
    ) -> None:
        """A grey picture of `size` pixels."""
        self.pictures.append((*size, grey))
        name = f"P{len(self.pictures)}"
        corner = self.height - y - height
        self.pages[-1].append(f"q {width} 0 0 {height} {x} {corner} cm /{name} Do Q")

    def pdf(self) -> bytes:
        """The file."""
        objects: list[bytes] = [b"", b""]

        def add(body: bytes) -> int:
            objects.append(body)
            return len(objects)

        fonts = {
            name: add(
                f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>".encode()
            )
            for name, base in FONTS.items()
        }
        pairs = "".join(f"<{ord(code):02X}> <{sign}>\n" for code, sign in LETTERS.items())
        signs = add(
            _stream(
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /L def\n"
                "1 begincodespacerange <00> <FF> endcodespacerange\n"
                f"{len(LETTERS)} beginbfchar\n{pairs}endbfchar endcmap end end"
            )
        )
        fonts["letters"] = add(
            f"<</Type/Font/Subtype/Type1/BaseFont/Times-Italic/ToUnicode {signs} 0 R>>".encode()
        )
        # a font of drawn glyphs whose names say nothing, so that no one can tell the character
        glyph = add(_stream("600 0 0 0 600 700 d1 0 0 500 700 re f"))
        fonts["unknown"] = add(
            f"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]"
            f"/CharProcs<</q1 {glyph} 0 R>>/Encoding<</Type/Encoding/Differences[65/q1]>>"
            f"/FirstChar 65/LastChar 65/Widths[600]/Resources<<>>>>".encode()
        )
        names = [
            add(
                f"<</Type/XObject/Subtype/Image/Width {w}/Height {h}/ColorSpace/DeviceGray"
                f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(data)}>>stream\n".encode()
                + data
                + b"\nendstream"
            )
            for w, h, data in ((w, h, zlib.compress(grey)) for w, h, grey in self.pictures)
        ]
        shared = "/Font<<" + "".join(f"/{name} {n} 0 R" for name, n in fonts.items()) + ">>"
        shared += "/XObject<<" + "".join(f"/P{k} {n} 0 R" for k, n in enumerate(names, 1)) + ">>"
        kids = []
        for operators in self.pages:
            content = add(_stream("\n".join(operators)))
            kids.append(
                add(
                    f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {self.width} {self.height}]"
                    f"/Rotate {self.turn}/Resources<<{shared}>>/Contents {content} 0 R>>".encode()
                )
            )
        objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        objects[1] = f"<</Type/Pages/Kids[{listed}]/Count {len(kids)}>>".encode()
        return _file(objects)


def _stream(operators: str) -> bytes:
    data = operators.encode("latin-1")
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + end % (len(objects) + 1, len(out))


def listing(paper: Paper, y: float, rows: str, x: float = 90, pitch: float = 12) -> float:
    """Rows of code in the fixed font; spaces are left out, as many programs do."""
    for row in rows.split("\n"):
        indent = len(row) - len(row.lstrip(" "))
        if row.strip():
            paper.text(x + indent * 6, y, row.strip(), "fixed", 10)
        y += pitch
    return y


def prose(paper: Paper, y: float, rows: list[str], x: float = 72, size: float = 11) -> float:
    """Lines one below the other."""
    for row in rows:
        paper.text(x, y, row, "plain", size)
        y += 1.2 * size
    return y
