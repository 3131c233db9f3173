"""Matrices told row by row or column by column: "First row: (1, 2), second row: (3, 4)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..sections import Placed
from .said import leaves, plain

_ORDER = (
    ("first", "1st", "erste", "première"), ("second", "2nd", "zweite", "deuxième"),
    ("third", "3rd", "dritte", "troisième"), ("fourth", "4th", "vierte", "quatrième"),
)  # fmt: skip
_PLACES = {word: place for place, words in enumerate(_ORDER, 1) for word in words}
_LINE = r"(?:rows?|columns?|col\.?|zeilen?|spalten?|lignes?|colonnes?)"
_ENTRY = r"[-+−]?(?:\d+(?:\.\d+)?|\.\d+)(?:/\d+)?"
_SEVERAL = rf"{_ENTRY}(?:(?:\s*[,;&|]\s*|\s+){_ENTRY})+"
_ENTRIES = rf"[(\[]?\s*(?P<entries>{_SEVERAL})\s*[)\]]?(?![\w.]\d|\w)"
_SAID = re.compile(
    rf"(?<!\w)(?:(?:(?P<word>{'|'.join(_PLACES)})\s+|(?P<before>\d)\.?\s*)(?P<line>{_LINE})"
    rf"|(?P<ahead>{_LINE})\s*(?P<after>\d))(?!\w)\s*(?:is|ist|est|:|=)*\s*\$?{_ENTRIES}",
    re.IGNORECASE,
)


def rows_said(rows: Sequence[Placed]) -> Iterator[tuple[list[list[str]], int]]:
    """The matrix whose rows, or columns, are each told once by their place, and its line."""
    told: dict[int, list[str]] = {}
    kinds: set[bool] = set()
    first = 0
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading"):
                continue
            for match in _SAID.finditer(plain(block.text)[:5_000]):
                word = match["word"]
                place = _PLACES[word.lower()] if word else int(match["before"] or match["after"])
                if place in told:
                    return
                line = (match["line"] or match["ahead"]).lower()
                kinds.add(line.startswith(("col", "spal")))
                told[place] = re.findall(_ENTRY, match["entries"])
                first = first or block.line
    lengths = {len(entries) for entries in told.values()}
    if len(told) < 2 or sorted(told) != list(range(1, len(told) + 1)):
        return
    if len(kinds) > 1 or len(lengths) > 1:
        return
    matrix = [told[place] for place in sorted(told)]
    yield [list(one) for one in zip(*matrix, strict=True)] if True in kinds else matrix, first
