"""Numbers that stand together: a table of nothing else, a matrix as NumPy prints it, a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..markup import Block

_BEFORE = r"(?P<words>[^.;:=\n\[(]{0,80}?)\s*(?:\b(?:is|are|was|equals|gives)\b|[:=\u2248])\s*"


def numbers_of(rows: Sequence[Sequence[str]], number: str) -> list[list[str]]:
    """The rows of a table in which every cell is a number, the head included; else nothing."""
    cells = [[cell.strip().strip("$*` ") for cell in row] for row in rows]
    if cells and not any(cells[0]):
        cells = cells[1:]
    numeric = all(re.fullmatch(number, cell) for row in cells for cell in row)
    return cells if numeric and cells and len({len(row) for row in cells}) == 1 else []


def printed(text: str) -> str:
    """A text that is nothing but a matrix as NumPy prints it."""
    bare = text.strip().strip("`")
    found = re.fullmatch(r"(?:\w+\s*=\s*)?(?:array\()?\[\[[-\d.eE+,\s\[\]]+\]\]\)?", bare)
    return bare if found is not None else ""


def lists_said(block: Block, number: str) -> Iterator[tuple[str, str, int]]:
    """Each list of numbers in brackets that words lead to: the words, the list, its line."""
    entry = rf"\s*(?:{number})\s*"
    pattern = re.compile(rf"{_BEFORE}(?P<list>[\[(]{entry}(?:[,;]{entry})+[\])])")
    for line, text in enumerate(block.text.split("\n"), block.line):
        for match in pattern.finditer(text[:2_000]):
            yield match["words"].strip(), match["list"], line
