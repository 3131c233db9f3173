"""The glyphs of a page with their places, as PDFium finds them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .faces import Face, face_of
from .formulas.symbols import by_code, is_extension
from .geometry import Box, Sheet

UNMAPPED = "\ufffd"
_HYPHENS = {"\x02", "\ufffe", "\xad", "\u2010", "\u2011"}
_SPACES = frozenset(" \t\r\n\xa0\u2002\u2003\u2009\u200a\u200b\ufeff")
_SYMBOL_FONT = {
    "\uf0b7": "•",
    "\uf0a7": "•",
    "\uf0d8": "•",
    "\uf02d": "−",
    "\uf03d": "=",
    "\uf02b": "+",
}
_PIECES = dict(zip(map(chr, range(0xF8EB, 0xF8FF)), "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True))
"""Adobe's private codes for the pieces of tall brackets, which fonts with glyph names give."""
MOST = 60_000
"""Glyphs of one page that are looked at; a page of text has 3,000."""


@dataclass(slots=True)
class Glyph:
    """One character on the page."""

    char: str
    box: Box
    """Its ink."""
    start: float
    """x of its origin."""
    base: float
    """y of its baseline."""
    size: float
    face: Face
    order: int
    spaced: bool
    """Whether a space or a new line stands before it in the file."""
    sure: bool = True
    """False where the file does not say which character it is."""
    advance: float = 0.0
    """Width of one column, in fixed fonts alone."""


@dataclass(slots=True)
class Script:
    """What the file says about text in one place: the font, its size and how it is shown."""

    face: Face
    size: float
    upright: bool
    hidden: bool
    advance: float


@dataclass(slots=True)
class Letters:
    """The text of a page: upright glyphs, others, and those no one can see."""

    glyphs: list[Glyph]
    turned: list[Glyph]
    hidden: list[Glyph]
    spaces: list[Box]
    """Spaces of a fixed font that have ink."""
    spilled: bool
    """Whether there were more than are looked at."""


def letters_of(page: Any, sheet: Sheet, tick: Callable[[], None]) -> Letters:
    """All glyphs of a page; `tick` is called now and then and may raise."""
    import pypdfium2.raw as raw

    text = raw.FPDFText_LoadPage(page)
    if not text:
        return Letters([], [], [], [], True)
    try:
        return _letters(raw, text, sheet, tick)
    finally:
        raw.FPDFText_ClosePage(text)


def _letters(raw: Any, text: Any, sheet: Sheet, tick: Callable[[], None]) -> Letters:
    count = raw.FPDFText_CountChars(text)
    found = Letters([], [], [], [], count > MOST)
    scripts: dict[int, Script] = {}
    numbers = [ctypes.c_double() for _ in range(6)]
    left, right, bottom, top, x, y = numbers
    refs = [ctypes.byref(number) for number in numbers]
    unicode_of, box_of, origin_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetCharBox,
        raw.FPDFText_GetCharOrigin,
    )
    object_of = _object_of(raw)
    spaced = True
    spaces: list[int] = []
    for index in range(min(count, MOST)):
        if not index % 2000:
            tick()
        code = unicode_of(text, index)
        if 0xD800 <= code < 0xDC00:
            # PDFium gives a letter beyond the first plane, a mathematical italic, as two halves
            low = unicode_of(text, index + 1) - 0xDC00
            code = 0x10000 + ((code - 0xD800) << 10) + low if 0 <= low < 0x400 else ord(UNMAPPED)
        elif 0xDC00 <= code < 0xE000:
            continue
        if code < 0x110000 and chr(code) in _SPACES:
            spaced = True
            spaces.extend([index] if code == 32 else [])
            continue
        if not box_of(text, index, *refs[:4]) or not origin_of(text, index, refs[4], refs[5]):
            continue
        thing = object_of(text, index) or 0
        script = scripts.get(thing)
        if script is None:
            script = scripts[thing] = _script(raw, text, index, sheet)
        sure = not raw.FPDFText_HasUnicodeMapError(text, index)
        char, sure = _char(code, sure, script.face.name)
        box = sheet.box(left.value, bottom.value, right.value, top.value)
        start, base = sheet.point(x.value, y.value)
        if is_extension(script.face.name):
            base = (box.top + box.bottom) / 2 + 0.25 * script.size
        glyph = Glyph(
            char, box, start, base, script.size, script.face, index, spaced, sure, script.advance
        )
        spaced = False
        kind = found.hidden if script.hidden else found.glyphs if script.upright else found.turned
        kind.append(glyph)
    for index in spaces:
        # TeX's typewriter fonts show a space as a sign where a listing asks for it
        if box_of(text, index, *refs[:4]) and right.value - left.value > 0.5:
            thing = object_of(text, index) or 0
            if thing in scripts and scripts[thing].face.fixed:
                box = sheet.box(left.value, bottom.value, right.value, top.value)
                found.spaces.append(box)
    return found


def _object_of(raw: Any) -> Callable[[Any, int], int | None]:
    """The function that gives a character's text object, as an address that costs no pointer."""
    address = ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)


def _char(code: int, sure: bool, font: str) -> tuple[str, bool]:
    """The character of a code, and whether the file itself says so."""
    if not sure:
        return by_code(font, code) or UNMAPPED, False
    char = chr(code) if 0 < code < 0x110000 else UNMAPPED
    if char.isascii() and char.isupper():
        return by_code(font, code) or char, True
    if char in _HYPHENS:
        return "-", True
    if "\ue000" <= char <= "\uf8ff":
        known = _PIECES.get(char) or _SYMBOL_FONT.get(char)
        return known or UNMAPPED, known is not None
    if char == UNMAPPED or ord(char) < 32:
        return by_code(font, code) or UNMAPPED, False
    return char, True


def _script(raw: Any, text: Any, index: int, sheet: Sheet) -> Script:
    """What holds for a whole text object, asked once."""
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text, index, name, 256, flags)
    face = face_of(
        name.value.decode("utf-8", "replace"), flags.value, raw.FPDFText_GetFontWeight(text, index)
    )
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    origin, along = sheet.point(0, 0), sheet.point(matrix.a, matrix.b)
    dx, dy = along[0] - origin[0], along[1] - origin[1]
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, index))
    advance = 0.0
    if face.fixed:
        loose = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text, index, loose)
        box = sheet.box(loose.left, loose.bottom, loose.right, loose.top)
        advance = box.width
    upright = dx > 0 and abs(dy) <= 0.05 * abs(dx)
    return Script(face, max(size, 0.1), upright, mode in (3, 7), advance)
