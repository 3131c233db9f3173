"""The smallest pieces of a formula: signs, and words in upright letters, with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box, around
from ..glyphs import UNMAPPED, Glyph
from .symbols import FUNCTIONS, function, latex

_LIMITS = frozenset("∑∏⋃⋂")
_ACCENTS = {
    "\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar", "\u0307": r"\dot", "\u20d7": r"\vec",
    "\u0308": r"\ddot", "\u0306": r"\breve", "\u030c": r"\check",
}  # fmt: skip
BELOW = frozenset({r"\max", r"\min", r"\sup", r"\inf", r"\lim", r"\arg\min", r"\arg\max"})


@dataclass(slots=True)
class Node:
    """A piece of LaTeX with its place."""

    tex: str
    box: Box
    base: float
    size: float
    start: float
    limits: bool = False


def words(glyphs: Sequence[Glyph]) -> list[Node]:
    """Single glyphs as nodes; upright letters in a row as a function's name or a word."""
    nodes: list[Node] = []
    rows = sorted(glyphs, key=lambda g: (round(g.base), g.start, g.order))
    place = 0
    while place < len(rows):
        first = rows[place]
        word = [first]
        if _is_letter(first):
            for glyph in rows[place + 1 :]:
                near = glyph.box.left - word[-1].box.right < 0.12 * first.size
                if not (_is_letter(glyph) and near and abs(glyph.base - first.base) < 0.6):
                    break
                word.append(glyph)
        text = "".join(g.char for g in word)
        box = around(g.box for g in word)
        if len(word) > 1:
            tex = function(text) if text in FUNCTIONS else f"\\text{{{text}}}"
        elif first.char == "\u0338" and place + 1 < len(rows):
            word = rows[place : place + 2]
            tex = {"=": r"\neq", "∈": r"\notin"}.get(word[1].char, f"\\not{latex(word[1].char)}")
            box = word[1].box
        else:
            tex = _letter(first.char)
        node = Node(tex, box, word[-1].base, first.size, first.start)
        node.limits = text in _LIMITS or tex in BELOW
        nodes.append(node)
        place += len(word)
    return nodes


def _is_letter(glyph: Glyph) -> bool:
    return (
        glyph.char.isascii()
        and glyph.char.isalpha()
        and not glyph.face.math
        and not glyph.face.italic
    )


def _letter(char: str) -> str:
    if char == UNMAPPED:
        return "?"
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[1] in _ACCENTS:
        return f"{_ACCENTS[parts[1]]}{{{latex(parts[0])}}}"
    return latex(char)
