"""Words of a chart that is drawn in lines: its title and the names of its axes are no headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..geometry import Box, around
from ..lines import Line
from ..pieces import Mark, Piece

_FEWEST_MARKS = 4
_TICKS = re.compile(r"[-−]?\d[\d.,eE+−-]*(?:\s+[-−]?\d[\d.,eE+−-]*){2,}")
_AROUND = 3
"""Pieces above and below the drawing in which its words stand."""
_MOST_WORDS = 8


def chart_words(pieces: Sequence[Piece]) -> set[int]:
    """The ids of the lines that are a chart's title, or the name of an axis.

    A chart is several marks on one page with a row of numbers below; its words stand in its middle.
    """
    found: set[int] = set()
    for start, end in _drawings(pieces):
        marks = [piece for piece in pieces[start:end] if isinstance(piece, Mark)]
        box = around(mark.box for mark in marks)
        near = [*pieces[max(start - _AROUND, 0) : start], *pieces[end : end + _AROUND]]
        inside = [piece for piece in pieces[start:end] if isinstance(piece, Line)]
        lines = [one for one in [*near, *inside] if isinstance(one, Line)]
        lines = [one for one in lines if one.page == marks[0].page]
        if any(_TICKS.fullmatch(line.text.strip()) for line in lines):
            found |= {id(line) for line in lines if _is_word_of(line, box)}
    return found


def _drawings(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """From where to where there are many marks, with no more than single lines between them."""
    start = 0
    while start < len(pieces):
        if not isinstance(pieces[start], Mark):
            start += 1
            continue
        end = last = start
        while end < len(pieces) and end - last < 3 and _page(pieces[end]) == _page(pieces[start]):
            last = end if isinstance(pieces[end], Mark) else last
            end += 1
        if sum(isinstance(piece, Mark) for piece in pieces[start : last + 1]) >= _FEWEST_MARKS:
            yield start, last + 1
        start = last + 1


def _page(piece: Piece) -> int:
    return piece.page


def _is_word_of(line: Line, drawing: Box) -> bool:
    """Whether a short line stands in the middle of a drawing, and not at the margin of the text."""
    off = abs(line.box.middle[0] - drawing.middle[0])
    inner = line.box.left > drawing.left + 0.08 * drawing.width
    return inner and off < 0.15 * drawing.width and len(line.text.split()) <= _MOST_WORDS
