"""Headers, footers, numbers of pages and tables of contents: what a page shows beside its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line
from .pieces import Leaf

_MARGIN = 0.18
"""Share of the page's height at its top and bottom in which they stand."""
_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*+(?:[-–—]\s*+)?(\d{1,3})\s*+(?:(?:/|of|von)\s*+(\d{1,3})\s*+)?[-–—]?",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:problem|question|exercise|task|aufgabe|part|step|answer|solution|q)\b", re.IGNORECASE
)
"""What a line begins with that is never a header, though it may count on from page to page."""
_PRINTED = re.compile(r"(?:https?|file)://\S+.*|.*\b\d{1,2}/\d{1,2}/\d{2,4},? .*\d{1,2}:\d{2}.*")
_ENTRY = re.compile(r"(?P<title>.*?\w)(?P<dots>(?:\s*[.…·]){4,})?\s*(?P<page>\d{1,3})")
"""A line of a table of contents: a title, perhaps dots, and a page's number."""
_FEWEST = 3
"""Lines with dots from which there is a table of contents."""
_FRONT = 8
"""Pages that may be numbered apart, or left out."""


def take_away(leaves: Sequence[Leaf]) -> None:
    """Take headers, footers, page numbers and tables of contents out of the pages."""
    _take_contents_away(leaves)
    edges = [_edges(leaf) for leaf in leaves]
    for leaf, lines in zip(leaves, edges, strict=True):
        others = [
            other
            for one, rest in zip(leaves, edges, strict=True)
            if one is not leaf
            for other in rest
        ]
        gone = [line for line in lines if _is_number(line, leaf, others) or _recurs(line, others)]
        gone += [
            line
            for line in lines
            if line not in gone and _PRINTED.fullmatch(line.text) and _is_outermost(line, leaf)
        ]
        leaf.pieces = [piece for piece in leaf.pieces if not any(piece is line for line in gone)]


def _take_contents_away(leaves: Sequence[Leaf]) -> None:
    """Take out the lines that name a title found elsewhere and its page, with dots or below such.

    Their titles would be the labels of sections in which nothing stands.
    """
    lines = [line for leaf in leaves for line in leaf.pieces if isinstance(line, Line)]
    found = [(line, match) for line in lines if (match := _ENTRY.fullmatch(line.text))]
    numbers = {id(line) for line, _ in found}
    others = {_letters(line.text) for line in lines if id(line) not in numbers} - {""}
    sure = [
        (line, match)
        for line, match in found
        if match["dots"] and _letters(match["title"]) in others
    ]
    pages = [int(match["page"]) for _, match in sure]
    if len(sure) < _FEWEST or pages != sorted(pages) or pages[-1] > len(leaves) + _FRONT:
        return  # answers behind dots
    edges = [(line.page, line.box.right) for line, _ in sure]
    text = "\n".join(others)
    gone = {
        id(line)
        for line, match in found
        if len(title := _letters(match["title"])) > 2
        and title in text
        and edges[0][0] <= line.page <= edges[-1][0] + 1
        and (match["dots"] or any(p == line.page and abs(e - line.box.right) < 2 for p, e in edges))
    }
    for leaf in leaves:
        leaf.pieces = [piece for piece in leaf.pieces if id(piece) not in gone]


def _letters(text: str) -> str:
    """The letters of a text, without the numbers of its section or figure."""
    return re.sub(r"[\W\d_]", "", text).casefold()


def _edges(leaf: Leaf) -> list[Line]:
    """The lines in the margins, with room between them and the rest."""
    height = leaf.sheet.size[1]
    top, foot = _MARGIN * height, (1 - _MARGIN) * height
    lines = sorted(
        (piece for piece in leaf.pieces if isinstance(piece, Line)), key=lambda one: one.base
    )
    found = []
    for ordered, span in ((lines, (-1e9, top)), (lines[::-1], (foot, 1e9))):
        margin = [line for line in ordered if span[0] < line.base < span[1]]
        rest = [line for line in ordered if not span[0] < line.base < span[1]]
        for place, line in enumerate(margin):
            following = margin[place + 1] if place + 1 < len(margin) else rest[0] if rest else None
            if following is None or abs(following.base - line.base) > 1.55 * max(
                line.size, following.size
            ):
                found.extend(margin[: place + 1])
                break
    return found


def _is_number(line: Line, leaf: Leaf, others: Sequence[Line]) -> bool:
    """Whether a line is nothing but its page's number, counted as on another page if not from 1."""
    match = _NUMBER.fullmatch(line.text)
    if match is None:
        return False
    numbers = [(other, _NUMBER.fullmatch(other.text)) for other in others]
    shift = int(match[1]) - leaf.number
    return shift == 0 or any(
        found is not None and int(found[1]) - other.page == shift for other, found in numbers
    )


def _recurs(line: Line, others: Sequence[Line]) -> bool:
    """Whether another page has this line at the same place, but for the page's number in it."""
    if _ANSWER.match(line.text) or "=" in line.text or len(re.sub(r"[\W\d]", "", line.text)) < 3:
        return False
    parts = re.split(r"(\d+)", line.text)
    for other in others:
        apart = abs(other.base - line.base) > 2.5
        if apart or abs(other.glyphs[0].start - line.glyphs[0].start) > 40:
            continue
        rest = re.split(r"(\d+)", other.text)
        if len(rest) != len(parts) or rest[::2] != parts[::2]:
            continue
        steps = [int(b) - int(a) for a, b in zip(parts[1::2], rest[1::2], strict=True)]
        counted = [n for n, step in enumerate(steps) if step]
        ends = not counted or (counted == [len(steps) - 1] and not parts[-1].strip(" |-–—"))
        if ends and all(steps[n] == other.page - line.page for n in counted):
            return True
    return False


def _is_outermost(line: Line, leaf: Leaf) -> bool:
    """Whether no line stands between this one and the page's edge."""
    bases = [piece.base for piece in leaf.pieces if isinstance(piece, Line)]
    return line.base - min(bases) < 1 or max(bases) - line.base < 1
