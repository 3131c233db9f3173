"""Accents that a file sets as glyphs of their own, put onto their letters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

from .geometry import around
from .glyphs import Glyph

_MARKS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304",
    "˙": "\u0307", "ˇ": "\u030c", "˘": "\u0306", "˚": "\u030a", "¸": "\u0327", "⃗": "\u20d7",
    "\u0302": "\u0302", "\u0303": "\u0303", "\u0304": "\u0304",
}  # fmt: skip


def accented(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs with every accent that stands over a letter joined to it."""
    rows = list(glyphs)
    marks = [glyph for glyph in rows if glyph.char in _MARKS]
    if not marks:
        return rows
    letters = sorted((g for g in rows if g.char[:1].isalpha()), key=lambda one: one.box.left)
    lefts = [glyph.box.left for glyph in letters]
    taken: set[int] = set()
    for mark in marks:
        x = mark.box.middle[0]
        near = letters[bisect_left(lefts, x - 1.2 * mark.size) : bisect_left(lefts, x + 0.1)]
        for letter in near:
            room = letter.box.top - mark.box.bottom
            under = letter.box.left - 0.5 <= x <= letter.box.right + 0.15 * letter.size
            if under and -0.35 * letter.size < room < 0.35 * letter.size and mark.char != "¸":
                letter.char = unicodedata.normalize("NFC", letter.char + _MARKS[mark.char])
                letter.box = around((letter.box, mark.box))
                letter.sure = letter.sure and mark.sure
                letter.spaced = letter.spaced or (mark.spaced and mark.order < letter.order)
                letter.start = (
                    min(letter.start, letter.box.left)
                    if mark.order < letter.order
                    else letter.start
                )
                taken.add(mark.order)
                break
    return [glyph for glyph in rows if glyph.order not in taken]
